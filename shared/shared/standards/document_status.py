"""Trạng thái xử lý văn bản điện tử: the codes of the status packet and the terms of QĐ 28/2018, Điều 10."""

from enum import StrEnum


class DocumentStatus(StrEnum):
    """Trạng thái văn bản."""

    ARRIVED = "01"  # Đã đến
    REFUSED = "02"  # Từ chối tiếp nhận
    RECEIVED = "03"  # Đã tiếp nhận
    ASSIGNED = "04"  # Phân công
    IN_PROGRESS = "05"  # Đang xử lý
    DONE = "06"  # Hoàn thành
    RECALL_ASKED = "13"  # Lấy lại
    CHANGE_AGREED = "15"  # Đồng ý cập nhật / lấy lại
    CHANGE_REFUSED = "16"  # Từ chối cập nhật / lấy lại

    @property
    def vietnamese(self) -> str:
        """The name a person sees."""
        return NAMES[self]


NAMES: dict[DocumentStatus, str] = {
    DocumentStatus.ARRIVED: "Đã đến",
    DocumentStatus.REFUSED: "Từ chối tiếp nhận",
    DocumentStatus.RECEIVED: "Đã tiếp nhận",
    DocumentStatus.ASSIGNED: "Phân công",
    DocumentStatus.IN_PROGRESS: "Đang xử lý",
    DocumentStatus.DONE: "Hoàn thành",
    DocumentStatus.RECALL_ASKED: "Lấy lại",
    DocumentStatus.CHANGE_AGREED: "Đồng ý cập nhật / lấy lại",
    DocumentStatus.CHANGE_REFUSED: "Từ chối cập nhật / lấy lại",
}

NEEDS_REASON = frozenset({DocumentStatus.REFUSED, DocumentStatus.RECALL_ASKED, DocumentStatus.CHANGE_REFUSED})

FROM_ISSUER = frozenset({DocumentStatus.RECALL_ASKED})
"""Sent by the issuer to a receiver; every other status goes from the receiver to the issuer."""

_S = DocumentStatus
_AFTER_RECEIPT = frozenset({_S.ASSIGNED, _S.IN_PROGRESS, _S.DONE})

NEXT_STATUSES: dict[DocumentStatus | None, frozenset[DocumentStatus]] = {
    None: frozenset({_S.ARRIVED, _S.REFUSED, _S.RECEIVED, _S.RECALL_ASKED}) | _AFTER_RECEIPT,
    _S.ARRIVED: frozenset({_S.REFUSED, _S.RECEIVED, _S.RECALL_ASKED}) | _AFTER_RECEIPT,
    _S.REFUSED: frozenset(),
    _S.RECEIVED: frozenset({_S.RECALL_ASKED}) | _AFTER_RECEIPT,
    _S.ASSIGNED: frozenset({_S.ASSIGNED, _S.IN_PROGRESS, _S.DONE, _S.RECALL_ASKED}),
    _S.IN_PROGRESS: frozenset({_S.ASSIGNED, _S.IN_PROGRESS, _S.DONE, _S.RECALL_ASKED}),
    # Done work may still be asked back: the law lets the issuer recall, and the receiver must answer.
    _S.DONE: frozenset({_S.RECALL_ASKED}),
    _S.RECALL_ASKED: frozenset({_S.CHANGE_AGREED, _S.CHANGE_REFUSED}),
    _S.CHANGE_AGREED: frozenset(),
    _S.CHANGE_REFUSED: frozenset({_S.RECEIVED, _S.RECALL_ASKED}) | _AFTER_RECEIPT,
}
"""Skipping forward is normal; a late 01 never overwrites a later status."""

TERMINAL = frozenset(status for status, following in NEXT_STATUSES.items() if status is not None and not following)
"""Nothing follows."""

SETTLED = TERMINAL | {DocumentStatus.DONE}
"""The receiver owes nothing more."""


def read_status(code: str) -> DocumentStatus | None:
    """`03` and `3` alike; None for a code we do not know, which is kept and shown, not refused."""
    try:
        return DocumentStatus(code.strip().zfill(2))
    except ValueError:
        return None


def may_follow(current: DocumentStatus | None, following: DocumentStatus) -> bool:
    """Whether the newer status takes effect after the present one."""
    return following in NEXT_STATUSES[current]
