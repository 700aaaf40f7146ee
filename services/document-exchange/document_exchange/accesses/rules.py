"""What a record of evidence about a document is, for who asks how often it was looked at."""

from enum import StrEnum

from document_exchange.incoming.rules import CLERK, LEADERS
from shared.access.rights import Row

MAY_SEE_ACCESSES = Row(CLERK | LEADERS)


class AccessKind(StrEnum):
    """Loại truy cập."""

    READ = "read"  # mở xem
    FILE = "file"  # mở, tải tệp
    PRINT = "print"  # in
    CHANGE = "change"  # thay đổi


ACCESS_LABELS: dict[str, str] = {
    AccessKind.READ: "Mở xem",
    AccessKind.FILE: "Mở, tải tệp",
    AccessKind.PRINT: "In",
    AccessKind.CHANGE: "Thay đổi",
}
PLAIN: dict[str, frozenset[str]] = {
    AccessKind.READ: frozenset({"document-read", "incoming-read", "issued-change-read", "drafts-compared"}),
    AccessKind.FILE: frozenset({"document-file-read", "incoming-file-read", "packet-downloaded"}),
    AccessKind.PRINT: frozenset({"opinion-table-printed", "slip-printed", "envelopes-printed"}),
}
"""Kinds of evidence; every other one is of a change."""
CHANGES: dict[str, str] = {
    "copy-lent": "Cho sử dụng bản lưu",
    "copy-returned": "Ghi trả bản lưu",
    "copy-use-struck": "Gạch lượt sử dụng bản lưu",
    "document-file-removed": "Bỏ tệp",
    "incoming-entered": "Nhập văn bản đến",
    "incoming-corrected": "Sửa thông tin đăng ký",
    "incoming-struck": "Gạch khỏi sổ",
    "incoming-scanned": "Đính bản quét",
    "incoming-scan-sealed": "Ký số bản quét",
    "incoming-stamped": "Đóng dấu đến",
    "signatures-checked": "Kiểm tra lại chữ ký",
    "status-packet-written": "Lập gói tin trạng thái",
}
"""Changes that are no step of a table."""
NOT_CHANGES = frozenset().union(*PLAIN.values())
LOOKED_UP = "document-accesses-read"
"""That somebody looked at this very list: no access to the document."""
READS = PLAIN[AccessKind.READ] | PLAIN[AccessKind.FILE]
"""What daily figures count as looks at documents."""


def kind_of(evidence: str) -> AccessKind:
    return next((AccessKind(kind) for kind, names in PLAIN.items() if evidence in names), AccessKind.CHANGE)
