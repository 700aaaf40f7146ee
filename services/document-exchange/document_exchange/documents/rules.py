"""What may happen to an outgoing document, and what its files must be. Values in, decisions out."""

from enum import StrEnum

from shared.core.errors import Conflict


class DocumentStatus(StrEnum):
    """Tình trạng văn bản đi."""

    DRAFT = "draft"  # đang soạn thảo
    SUBMITTED = "submitted"  # đã trình ký
    RETURNED = "returned"  # bị trả lại
    SIGNED = "signed"  # đã ký
    NUMBERED = "numbered"  # đã cấp số
    SEALED = "sealed"  # đã ký số cơ quan
    SENT = "sent"  # đã phát hành
    RECALLED = "recalled"  # đã lấy lại
    CANCELLED = "cancelled"  # đã hủy


class Step(StrEnum):
    """Bước xử lý văn bản đi."""

    DRAFT = "draft"  # soạn thảo
    EDIT = "edit"  # sửa dự thảo
    SUBMIT = "submit"  # trình ký
    RETURN = "return"  # trả lại
    SIGN = "sign"  # ký số
    NUMBER = "number"  # cấp số, đăng ký
    SEAL = "seal"  # ký số cơ quan
    SEND = "send"  # phát hành
    RECALL = "recall"  # lấy lại
    TAKE_BACK = "take-back"  # rút lại dự thảo đã trình
    REASSIGN = "reassign"  # đổi người ký, người soạn thảo
    READDRESS = "readdress"  # đổi nơi nhận
    CANCEL = "cancel"  # hủy văn bản


class Secrecy(StrEnum):
    """Độ mật. Only `normal` may leave over the axis (QĐ 28/2018 Điều 1)."""

    NORMAL = "normal"  # thường
    CONFIDENTIAL = "confidential"  # mật
    SECRET = "secret"  # noqa: S105  tối mật
    TOP_SECRET = "top-secret"  # noqa: S105  tuyệt mật


class Competence(StrEnum):
    """Quyền hạn ký (NĐ 30/2020 Điều 13)."""

    HEAD = ""  # người đứng đầu ký trực tiếp
    ON_BEHALF = "TM."  # thay mặt tập thể
    ACTING = "Q."  # quyền
    DEPUTY = "KT."  # ký thay
    BY_ORDER = "TL."  # thừa lệnh
    AUTHORISED = "TUQ."  # thừa ủy quyền


PRIORITIES = {0: "Thường", 1: "Khẩn", 2: "Thượng khẩn", 3: "Hỏa tốc"}
"""What a draft may be; packets from elsewhere also know 4, hỏa tốc hẹn giờ."""

ENDS = frozenset({DocumentStatus.SENT, DocumentStatus.RECALLED, DocumentStatus.CANCELLED})
"""Nothing more has to be done with the document here; what was sent may still be asked back."""
UNSIGNED = frozenset({DocumentStatus.DRAFT, DocumentStatus.RETURNED, DocumentStatus.SUBMITTED})

ALLOWED: dict[Step, frozenset[DocumentStatus]] = {
    Step.EDIT: frozenset({DocumentStatus.DRAFT, DocumentStatus.RETURNED}),
    Step.SUBMIT: frozenset({DocumentStatus.DRAFT, DocumentStatus.RETURNED}),
    Step.RETURN: frozenset({DocumentStatus.SUBMITTED, DocumentStatus.SIGNED}),
    Step.SIGN: frozenset({DocumentStatus.SUBMITTED}),
    Step.NUMBER: frozenset({DocumentStatus.SIGNED}),
    # Person first, organ second (NĐ 30/2020 Điều 32); the number comes before the seal because enclosures show it.
    Step.SEAL: frozenset({DocumentStatus.NUMBERED}),
    Step.SEND: frozenset({DocumentStatus.SEALED}),
    Step.RECALL: frozenset({DocumentStatus.SENT}),
    Step.TAKE_BACK: frozenset({DocumentStatus.SUBMITTED}),
    Step.REASSIGN: frozenset({DocumentStatus.DRAFT, DocumentStatus.RETURNED, DocumentStatus.SUBMITTED}),
    Step.READDRESS: frozenset({DocumentStatus.SIGNED, DocumentStatus.NUMBERED, DocumentStatus.SEALED}),
    # Whatever keeps a signed document from being numbered, sealed or sent, it must not wait for ever; its number stays taken.
    Step.CANCEL: frozenset(DocumentStatus) - ENDS,
}

BEFORE_THE_SEAL = ALLOWED[Step.SUBMIT] | ALLOWED[Step.SIGN] | ALLOWED[Step.NUMBER] | ALLOWED[Step.SEAL]
"""Somebody here has yet to sign, so what is known of the files is for him to see first."""


def require_step(status: DocumentStatus, step: Step) -> None:
    """Refuse a step that the document's state does not allow."""
    if status not in ALLOWED[step]:
        raise Conflict("document_step_not_allowed")


LARGEST_FILE = 30 * 1_048_576
MOST_FILES = 20
LARGEST_TOTAL = 35 * 1_048_576
"""All files together; base64 in the packet adds a third, and a packet may hold 50 MB."""
