"""What a record of evidence about a document is, for who asks how often it was looked at."""

from enum import StrEnum

from document_exchange.documents.rules import STEPS, Step
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
    AccessKind.READ: frozenset({"document-read", "incoming-read", "issued-change-read"}),
    AccessKind.FILE: frozenset({"document-file-read", "incoming-file-read", "packet-downloaded"}),
    AccessKind.PRINT: frozenset({"opinion-table-printed", "slip-printed", "envelopes-printed"}),
}
"""Kinds of evidence; every other one is of a change."""
NOT_CHANGES = frozenset().union(*PLAIN.values())
LOOKED_UP = "document-accesses-read"
"""That somebody looked at this very list: no access to the document."""
READS = PLAIN[AccessKind.READ] | PLAIN[AccessKind.FILE]
"""What daily figures count as looks at documents."""


def kind_of(evidence: str) -> AccessKind:
    return next((AccessKind(kind) for kind, names in PLAIN.items() if evidence in names), AccessKind.CHANGE)


def label_of(evidence: str) -> str:
    """In words; of a change which step it was, where the table of steps has it."""
    kind, step = kind_of(evidence), evidence.removeprefix("document-")
    if kind is AccessKind.CHANGE and step in set(Step):
        return STEPS.label(Step(step))
    return ACCESS_LABELS[kind]
