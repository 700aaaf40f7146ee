"""What comes in when an officer asks for a supplement."""

from typing import Annotated

from pydantic import Field, StringConstraints

from one_stop.dossiers.schemas import In, Reason
from shared.contracts.values import SupplementItem
from shared.printing.printable import PrintedLine, PrintedParagraphs


class AskedItem(In):
    """Một mục cần bổ sung."""

    pointer: Annotated[str, StringConstraints(max_length=300)] = ""
    paper_code: Annotated[str, StringConstraints(max_length=100)] = ""
    note: PrintedLine = ""

    def value(self) -> SupplementItem:
        return SupplementItem(pointer=self.pointer, paper_code=self.paper_code, note=self.note)


class SupplementTaking(In):
    """Nhận bổ sung tại quầy: papers that were brought, new words for fields, and why something is still missing."""

    papers: Annotated[
        list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=100, default_factory=list)
    ]
    answers: Annotated[
        dict[Annotated[str, StringConstraints(max_length=300)], PrintedParagraphs],
        Field(max_length=100, default_factory=dict),
    ]
    note: PrintedLine = ""


class SupplementAsking(In):
    """Yêu cầu bổ sung: one complete list with reason; a legal basis for a second request during processing."""

    reason: Reason
    items: Annotated[list[AskedItem], Field(max_length=100)]
    legal_basis: PrintedLine = ""
    approver_id: Annotated[str, StringConstraints(max_length=64)] = ""
    """Người duyệt: a leader of the agency; of a second notice at the same stage required, like the legal basis."""
