"""What an officer marks."""

from typing import Annotated

from pydantic import Field, StringConstraints

from one_stop.dossiers.schemas import In
from one_stop.marks.rules import PaperState
from shared.printing.printable import PrintedLine


class Mark(In):
    """Đánh dấu một giấy tờ; what is wrong with it in the note."""

    paper_code: Annotated[str, StringConstraints(max_length=100)]
    state: PaperState
    note: PrintedLine = ""


class Marking(In):
    """Đánh dấu giấy tờ của hồ sơ: those that are named; the others keep what was said of them."""

    marks: Annotated[list[Mark], Field(max_length=100)]
