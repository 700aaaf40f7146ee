"""What comes in about a result, and what goes out."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, StringConstraints

from one_stop.dossiers.schemas import In
from shared.contracts.values import FileReference
from shared.core.fields import OptionalDay
from shared.printing.printable import PrintedLine, printable, without_controls
from shared.standards.result_outcomes import ResultOutcome
from shared.standards.typed import clean_paragraphs

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=10_000),
    AfterValidator(without_controls),
    AfterValidator(clean_paragraphs),
    AfterValidator(printable),
]


Number = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=60),
    AfterValidator(without_controls),
    AfterValidator(printable),
]


ResultCode = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]


class Drafting(In):
    """Dự thảo kết quả, trình lãnh đạo."""

    number: Number = ""
    """Số, ký hiệu of another book that the office keeps; empty: the next of the agency's series, given as it is signed."""
    title: PrintedLine = ""
    """Tên kết quả; a negative answer has a name of its own."""
    body: Words = ""
    outcome: ResultOutcome = ResultOutcome.GRANTED
    """Kết luận giải quyết."""
    granted_part: Words = ""
    """Phần được giải quyết."""
    refused_part: Words = ""
    """Phần không được giải quyết."""
    reason: Words = ""
    legal_basis: PrintedLine = ""
    """Căn cứ pháp lý."""
    valid_from: OptionalDay = None
    """Có hiệu lực từ ngày; of what is granted."""
    valid_until: OptionalDay = None
    """Có hiệu lực đến hết ngày."""
    scope: PrintedLine = ""
    """Phạm vi hiệu lực."""
    result_code: ResultCode | None = None
    """Mã kết quả of the procedure's catalogue; empty: none of it; null: that of a procedure which declares one alone."""
    keep_file: bool = False
    """Giữ tệp kết quả đã kèm of an earlier draft; `false`: the result is printed from its words, unless a new file comes."""


class FurtherDrafting(In):
    """Kết quả khác của cùng hồ sơ: granted, as only such stand beside another."""

    number: Number = ""
    """As of `Drafting`."""
    title: PrintedLine = ""
    body: Words = ""
    valid_from: OptionalDay = None
    valid_until: OptionalDay = None
    scope: PrintedLine = ""
    result_code: ResultCode = ""
    """Mã kết quả of the procedure's catalogue."""


class Signing(In):
    """Ký duyệt."""

    note: PrintedLine = ""


class ResultOut(BaseModel):
    position: int
    """Thứ tự trong các kết quả của hồ sơ, from 0."""
    number: str
    title: str
    body: str
    outcome: ResultOutcome
    granted_part: str
    refused_part: str
    reason: str
    legal_basis: str
    valid_from: date | None
    valid_until: date | None
    scope: str
    result_code: str
    """Mã kết quả theo danh mục; empty: it has none."""
    drafted_by: str
    drafted_at: datetime
    signed_by: str
    signed_at: datetime | None
    verification_code: str | None
    sha256: str
    sealed_by: str
    """Mã cơ quan có chữ ký số trên kết quả; empty where it had no certificate as it was signed."""
    collected_at: datetime | None
    """Người nộp mở kết quả này trên cổng lúc nào; null: chưa mở, hoặc không trả trực tuyến."""
    brought: FileReference | None
    """Tệp kết quả do chuyên viên kèm, before it was signed; null: printed from the words."""
