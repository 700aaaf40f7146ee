"""What may become of a document that was issued (NĐ 30/2020 Điều 18.3; QCVN 102:2016, Bussiness; QĐ 28/2018 Điều 8, 9)."""

from dataclasses import dataclass
from enum import StrEnum

from shared.access.rights import Power, Role
from shared.core.errors import Conflict
from shared.standards.document_status import DocumentStatus as Reported
from shared.work.steps import Condition, Steps, Way
from shared.work.steps import Step as StepRow


class LinkKind(StrEnum):
    """Quan hệ với văn bản đã phát hành."""

    REPLACE = "replace"  # thay thế
    AMEND = "amend"  # sửa đổi, bổ sung
    CORRECT = "correct"  # đính chính


LINK_LABELS: dict[str, str] = {
    LinkKind.REPLACE: "Thay thế",
    LinkKind.AMEND: "Sửa đổi, bổ sung",
    LinkKind.CORRECT: "Đính chính",
}
LINKED_LABELS: dict[str, str] = {
    LinkKind.REPLACE: "Được thay thế bằng",
    LinkKind.AMEND: "Được sửa đổi, bổ sung bởi",
    LinkKind.CORRECT: "Được đính chính bởi",
}
"""As the earlier document says it."""
CORRECTS_BY = "CV"
"""Sai sót về thể thức, thủ tục được đính chính bằng công văn (NĐ 30/2020 Điều 18.3)."""


def is_fitting(kind: LinkKind, type_code: str, earlier: str) -> bool:
    """Content is mended by a document of equal form, form by a công văn."""
    return type_code == (CORRECTS_BY if kind is LinkKind.CORRECT else earlier)


class AnswerState(StrEnum):
    """Trả lời của một nơi nhận về thay đổi."""

    WAITING = "waiting"  # chờ trả lời
    AGREED = "agreed"  # đồng ý (15)
    REFUSED = "refused"  # từ chối (16)
    WITHDRAWN = "withdrawn"  # nơi gửi thôi yêu cầu


class AnswerAct(StrEnum):
    """Việc với yêu cầu đã gửi."""

    ASK = "ask"  # gửi yêu cầu
    AGREE = "agree"  # đồng ý (15)
    REFUSE = "refuse"  # từ chối (16)
    WITHDRAW = "withdraw"  # thôi yêu cầu


@dataclass(frozen=True)
class Case:
    """Yêu cầu tại một nơi nhận và người đang thao tác."""

    state: AnswerState
    callers: frozenset[str]
    outside: bool = False
    """The receiver is not on the platform: what it answers on paper the clerk notes."""


_CLERK = frozenset({Role.RECORDS_CLERK.value, Power.DOCUMENTS.value})
OUTSIDE = Condition[Case](
    "nơi nhận ngoài hệ thống", lambda case: case.outside, lambda case: Conflict("answer_comes_by_itself")
)
_S = AnswerState
_WAITING = frozenset({_S.WAITING})
_ANSWERS = "nơi nhận trả lời, hoặc gói tin trạng thái của nơi nhận"
STEPS: Steps[AnswerState, AnswerAct, Case] = Steps(
    rows=(
        StepRow(AnswerAct.ASK, "Gửi yêu cầu", (Way(frozenset(), _S.WAITING, cause="nơi gửi thay đổi văn bản"),)),
        StepRow(
            AnswerAct.AGREE,
            "Ghi nơi nhận đồng ý",
            (Way(_WAITING, _S.AGREED, cause=_ANSWERS), Way(_WAITING, _S.AGREED, _CLERK, (OUTSIDE,))),
        ),
        StepRow(
            AnswerAct.REFUSE,
            "Ghi nơi nhận từ chối",
            (Way(_WAITING, _S.REFUSED, cause=_ANSWERS), Way(_WAITING, _S.REFUSED, _CLERK, (OUTSIDE,))),
        ),
        StepRow(
            AnswerAct.WITHDRAW,
            "Thôi yêu cầu",
            (
                Way(_WAITING, _S.WITHDRAWN, _CLERK),
                Way(_WAITING, _S.WITHDRAWN, cause="nơi gửi lấy lại, thay thế văn bản"),
            ),
        ),
    ),
    elsewhere=lambda case: Conflict("answer_given"),
)
ACT_OF = {Reported.CHANGE_AGREED.value: AnswerAct.AGREE, Reported.CHANGE_REFUSED.value: AnswerAct.REFUSE}

STATE_LABELS: dict[str, str] = {
    _S.WAITING: "Chờ trả lời",
    _S.AGREED: "Đồng ý (15)",
    _S.REFUSED: "Từ chối (16)",
    _S.WITHDRAWN: "Đã thôi yêu cầu",
}
KIND_LABELS: dict[int, str] = {1: "Thu hồi", 2: "Cập nhật", 3: "Thay thế"}
