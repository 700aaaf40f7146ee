"""What comes in about a result on paper, and what goes out."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, StringConstraints

from one_stop.digitising.models import PaperResult
from one_stop.digitising.rules import PaperState, read_identity
from one_stop.dossiers.schemas import In, Reason
from shared.contracts.values import FileReference
from shared.core.fields import Day, OptionalDay, PersonName
from shared.printing.printable import PrintedLine, PrintedRequiredLine


class PaperEntry(In):
    """Kết quả giấy, as the paper says it."""

    kind: PrintedRequiredLine
    """Loại kết quả."""
    number: PrintedRequiredLine
    """Số, ký hiệu."""
    issued_on: Day
    issuer: PrintedRequiredLine
    """Cơ quan cấp, as the paper names it."""
    signer: PrintedLine = ""
    holder_name: PersonName
    holder_number: Annotated[str, StringConstraints(max_length=60), AfterValidator(read_identity)] = ""
    valid_from: OptionalDay = None
    valid_until: OptionalDay = None
    scope: PrintedLine = ""
    result_code: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=60)] = ""
    """Mã kết quả theo danh mục; empty: none of it."""


class SendingBack(In):
    """Trả lại, bỏ."""

    reason: Reason


class PaperOut(BaseModel):
    """Kết quả giấy được số hóa."""

    id: UUID
    version: int
    state: PaperState
    kind: str
    number: str
    issued_on: date
    issuer: str
    signer: str
    holder_name: str
    holder_number: str
    valid_from: date | None
    valid_until: date | None
    scope: str
    result_code: str
    entered_at: datetime
    result_id: UUID | None
    scan: FileReference | None

    @classmethod
    def of(cls, row: PaperResult) -> "PaperOut":
        same = {name: getattr(row, name) for name in cls.model_fields if name != "scan"}
        return cls(**same, scan=row.scan())


class LineFault(BaseModel):
    """Lỗi của một dòng."""

    line: int
    sentence: str


class ImportOut(BaseModel):
    """Kết quả đọc tệp: nothing was entered where a line is at fault, or it was only tried."""

    lines: int
    faults: list[LineFault]
    entered: int
