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


def read_status(code: str) -> DocumentStatus | None:
    """`03` and `3` alike; None for a code we do not know, which is kept and shown, not refused."""
    try:
        return DocumentStatus(code.strip().zfill(2))
    except ValueError:
        return None
