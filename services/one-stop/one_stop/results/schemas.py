"""What comes in about a result, and what goes out."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, StringConstraints

from one_stop.dossiers.schemas import In
from shared.printing.printable import PrintedLine, PrintedRequiredLine, printable, without_controls


class Drafting(In):
    """Dự thảo kết quả, trình lãnh đạo."""

    number: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
        AfterValidator(without_controls),
        AfterValidator(printable),
    ]
    """Số, ký hiệu."""
    title: PrintedRequiredLine
    body: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=10, max_length=10_000),
        AfterValidator(without_controls),
        AfterValidator(printable),
    ]


class Signing(In):
    """Ký duyệt."""

    note: PrintedLine = ""


class HandingOver(In):
    """Trả kết quả: to whom, if another person comes for it."""

    returned_to: PrintedLine = ""


class ResultOut(BaseModel):
    number: str
    title: str
    body: str
    drafted_by: str
    drafted_at: datetime
    signed_by: str
    signed_at: datetime | None
    verification_code: str | None
    sha256: str
