"""The catalogue as programs see it."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.contracts.values import LegalDocument, ProcedureCase


class AgencyOut(BaseModel):
    """Cơ quan có thẩm quyền."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str
    address: str = ""
    phone: str = ""
    hours: str = ""
    """Giờ làm việc của Bộ phận một cửa, in words."""


class FileOut(BaseModel):
    """Tệp mẫu."""

    model_config = ConfigDict(from_attributes=True)

    sha256: str
    """Also its address: `.../procedures/{code}/files/{sha256}`."""
    size: int
    media_type: str
    name: str


class ResultOut(BaseModel):
    """Kết quả của thủ tục."""

    name: str
    code: str = ""
    sample: FileOut | None = None
    """Mẫu kết quả; None where it is not known."""


class PaperOut(BaseModel):
    """Thành phần hồ sơ."""

    code: str
    name: str
    originals: int = 0
    copies: int = 0
    required: bool = True
    from_form: bool = False
    """Made from the answers; one that is sent all the same is taken instead."""
    cases: list[str] = []
    """Codes of the cases that ask for it; none: every case."""
    blank: FileOut | None = None
    """Mẫu đơn tải về; None where it is not known."""


class ProcedureOut(BaseModel):
    """Thủ tục hành chính."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str
    tier: str
    field: str
    level: int
    agency_codes: list[str]
    term_amount: int
    term_unit: str
    fee: int
    result_name: str
    updating: list[str]
    """Đang cập nhật: which of `term`, `fee`, `papers`, `result` nobody knows yet; what stands there means nothing."""
    ended_at: datetime | None
    """Bãi bỏ: found by its words, and takes nothing new."""
    suspended_at: datetime | None


class ProcedurePage(BaseModel):
    items: list[ProcedureOut]
    next: str | None = None
    count: int | None = None
    after: str | None = None
    """As `next`; kept for who reads it by this name."""
    near: bool = False
    """Nothing has all the words: these are the nearest, the best first."""


class FormOut(BaseModel):
    """Biểu mẫu điện tử."""

    id: str
    version: int
    title: str
    json_schema: dict[str, Any]
    ui: dict[str, Any]


class ProcedureDetail(ProcedureOut):
    agencies: list[AgencyOut]
    papers: list[PaperOut]
    cases: list[ProcedureCase]
    """Trường hợp, with term and fee of each over each channel: one must be named when filing where there are several."""
    decision: dict[str, str] | None
    """Quyết định công bố: number, day, agency."""
    details: dict[str, str]
    """Trình tự, cách thức, đối tượng, điều kiện, căn cứ pháp lý; empty where it is not known."""
    results: list[ResultOut]
    legal_documents: list[LegalDocument]
    """Căn cứ pháp lý theo từng văn bản."""
    form: FormOut | None
    """None where nothing is filed online (mức độ 1, 2)."""
