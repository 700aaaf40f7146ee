"""Nơi nhận as calls and forms name them, and as they are shown."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from document_exchange.fields import OneLine, Subject, Words
from document_exchange.receivers.rules import OutsideWay, PaperCopy
from shared.core.fields import Day
from shared.standards.agency_code import is_agency_code, is_agency_code_102
from shared.standards.typed import read_code

Whose = Annotated[str, Field(max_length=120, pattern="^(person|unit):.+$")]
"""`person:<id>` or `unit:<id>`."""


def read_organ(text: str) -> str:
    """Mã định danh of either form (QCVN 102:2016, QĐ 20/2020); ValueError for what is neither."""
    text = read_code(text)
    if text and not (is_agency_code(text) or is_agency_code_102(text)):
        raise ValueError("organ")
    return text


class OutsideIn(BaseModel):
    """Nơi nhận ngoài hệ thống."""

    model_config = ConfigDict(extra="forbid")

    name: Subject = Field(max_length=200)
    organ_code: Annotated[OneLine, AfterValidator(read_organ)] = Field(default="", max_length=40)
    """Mã định danh, where it has one."""


class ReceiversIn(BaseModel):
    """Nơi nhận: agencies of the platform, units and people of one's own agency, and others outside."""

    model_config = ConfigDict(extra="forbid")

    addressees: list[str] = Field(default_factory=list, max_length=2000)
    tiers: list[Literal["province", "department", "district", "commune"]] = Field(default_factory=list, max_length=4)
    """Gửi tới cả khối: every agency of these tiers, besides those named."""
    all_agencies: bool = False
    """Gửi tới tất cả cơ quan khác."""
    groups: list[UUID] = Field(default_factory=list, max_length=50)
    """Nhóm nơi nhận of the agency: their members as they are now."""
    inside: list[Whose] = Field(default_factory=list, max_length=500)
    """Nơi nhận trong cơ quan: `person:<id>`, `unit:<id>`."""
    outside: list[OutsideIn] = Field(default_factory=list, max_length=200)
    paper: PaperCopy | None = None
    """Whether a paper goes with it (`with`) or counts instead (`instead`), empty for none; null: as it is."""


class AddresseesIn(ReceiversIn):
    """Nơi nhận mới của văn bản chưa phát hành."""

    version: int | None = None
    opinion: Words = ""


class CirculateIn(BaseModel):
    """Gửi thêm trong cơ quan: what was issued, to more units and people."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    inside: list[Whose] = Field(min_length=1, max_length=500)
    opinion: Words = ""


class DispatchIn(BaseModel):
    """Đã gửi một nơi nhận ngoài hệ thống: how, when, and by what it can be traced."""

    model_config = ConfigDict(extra="forbid")

    way: OutsideWay
    sent_on: Day
    envelopes: int = Field(default=1, ge=1, le=10_000)
    version: int | None = None
    """Of the document as the caller saw it."""
    trace: OneLine = Field(default="", max_length=200)


class InsideOut(BaseModel):
    """Nơi nhận trong cơ quan, and whether it was opened there."""

    model_config = ConfigDict(from_attributes=True)

    whose: str
    name: str
    sent_at: datetime | None
    seen_at: datetime | None
    seen_by: str


class OutsideOut(BaseModel):
    """Nơi nhận ngoài hệ thống, and how it was sent there."""

    model_config = ConfigDict(from_attributes=True)

    position: int
    name: str
    organ_code: str
    addressee_code: str = ""
    way: str
    """Empty until it was sent."""
    sent_on: date | None
    envelopes: int
    trace: str


MOST_ADDRESSEES = 2000


class GroupIn(BaseModel):
    """Nhóm nơi nhận: its name and the codes of its agencies."""

    model_config = ConfigDict(extra="forbid")

    name: Subject = Field(max_length=100)
    addressees: list[str] = Field(min_length=1, max_length=MOST_ADDRESSEES)
    version: int | None = None


class GroupOut(BaseModel):
    """Nhóm nơi nhận."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    addressees: list[str]
    version: int
    changed_by: str
    updated_at: datetime
