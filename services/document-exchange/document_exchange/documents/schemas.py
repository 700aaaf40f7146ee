"""What comes in and goes out about outgoing documents; the API and the pages build the same classes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from document_exchange.amending.rules import LinkKind
from document_exchange.amending.schemas import ChangedIn, IssuedChangeOut, LinkOut
from document_exchange.documents.rules import Secrecy
from document_exchange.fields import OneLine, Subject, Words
from document_exchange.receivers.rules import Circulation
from document_exchange.receivers.schemas import InsideOut, OutsideOut, ReceiversIn
from document_exchange.registers.rules import is_unit_abbreviation
from document_exchange.registers.schemas import KeptNumber
from shared.core.fields import Day
from shared.standards.signing_authority import Competence
from shared.standards.typed import read_code


def _unit(text: str) -> str:
    text = read_code(text)
    if text and not is_unit_abbreviation(text):
        raise ValueError("unit")
    return text


_LONGEST_PLACE = 150
"""What the axis takes of one line of Nơi nhận."""


def _printed(text: str) -> str:
    """Without the signs that lists are printed with."""
    lines = [line.strip().strip("-–•·*;").strip() for line in text.splitlines()]
    if any(len(line) > _LONGEST_PLACE for line in lines):
        raise ValueError("printed_receivers")
    return "\n".join(filter(None, lines))


class DraftIn(ReceiversIn):
    """Dự thảo văn bản đi."""

    type_code: str = Field(max_length=20)
    subject: Subject = Field(max_length=500)
    priority: int = Field(default=0, ge=0, le=3)
    secrecy: Secrecy = Secrecy.NORMAL
    due_on: Day | None = None
    unit: Annotated[OneLine, AfterValidator(_unit)] = Field(default="", max_length=10)
    leader_id: str = Field(default="", max_length=100)
    competence: Competence | None = None
    """When not given, as the signer's title says, and in its name (TM.) where the agency works as a collective; empty: by the head's own."""
    series_id: UUID | None = None
    """Sổ that the number is to come from; none: the one that the type belongs to."""
    circulation: Circulation = Circulation.FREE
    place: OneLine = Field(default="", max_length=50)
    archive_holder: OneLine = Field(default="", max_length=100)
    printed_receivers: Annotated[Words, AfterValidator(_printed)] = ""
    """Nơi nhận as printed, a line each."""
    typer_notation: OneLine = Field(default="", max_length=10)
    """Ký hiệu người soạn thảo."""
    directs: bool = False
    """Văn bản chỉ đạo."""
    answers_incoming_id: UUID | None = None
    answers_task_id: UUID | None = None
    """Nhiệm vụ that it is drafted for: linked to it as it is drafted."""
    change_kind: LinkKind | None = None
    """What it does with documents that the agency issued before: `replace`, `amend`, `correct`."""
    changed: list[ChangedIn] = Field(default_factory=list, max_length=50)


class ReassignIn(BaseModel):
    """Người ký, người soạn thảo mới; what is empty stays."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    leader_id: str = Field(default="", max_length=100)
    drafter_id: str = Field(default="", max_length=100)
    opinion: Words = ""


class StepIn(BaseModel):
    """Một bước của văn bản: the version that the person saw, and an opinion."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    opinion: Words = ""


class SubmitIn(StepIn):
    """Trình ký; `skip`: numbers of the steps of the flow, from 1 on, that may be left out and are not needed this time."""

    skip: list[int] = Field(default_factory=list, max_length=20)


class SignIn(StepIn):
    """Ký số: and how urgent it is, which the signer decides (NĐ 30/2020 Điều 18); None: as the drafter proposes."""

    priority: int | None = Field(default=None, ge=0, le=3)


class NumberIn(StepIn):
    """Cấp số: the next one, dated today, or one that the clerk has kept, dated the day on which it was kept."""

    kept: KeptNumber | None = None
    series_id: UUID | None = None
    """For the next number: in which series; none: as the drafter chose, else by the type."""


class PaperIn(BaseModel):
    """Văn bản đi chỉ có bản giấy, as the outgoing register asks for it (NĐ 30/2020 Phụ lục IV)."""

    model_config = ConfigDict(extra="forbid")

    type_code: str = Field(max_length=20)
    subject: Subject = Field(max_length=500)
    issued_on: Day
    signer: Subject = Field(max_length=200)
    """Người ký."""
    unit: Annotated[OneLine, AfterValidator(_unit)] = Field(default="", max_length=10)
    receivers: OneLine = Field(default="", max_length=1000)
    """Nơi nhận, as people write them."""
    archive_holder: OneLine = Field(default="", max_length=100)
    copies: int = Field(default=1, ge=1, le=100_000)
    kept: KeptNumber | None = None
    """One that the clerk has kept; none for the next number."""
    series_id: UUID | None = None
    """For the next number: in which series; none: the one that the type belongs to."""


class RecallIn(BaseModel):
    """Yêu cầu lấy lại văn bản (13)."""

    model_config = ConfigDict(extra="forbid")

    reason: Words = Field(min_length=1)
    delivery_ids: list[UUID] = Field(default_factory=list, max_length=2000)
    """Empty: from every addressee."""


class FileOut(BaseModel):
    """Tệp của văn bản."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    position: int
    name: str
    media_type: str
    size: int
    sha256: str
    warnings: list[str]
    """Codes: `certified_before`, `signed_before` (the file came with signatures, which will read as changed by ours),
    `number_not_shown`, `urgency_not_shown` (the page has no room for them)."""


class StatusOut(BaseModel):
    """Trạng thái do nơi nhận báo."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    description: str
    staff_name: str
    reported_at: datetime
    received_at: datetime
    applied: bool
    doubtful: bool = False
    """The moment stated by the receiver cannot be: kept, but nothing is ordered by it."""


class DeliveryOut(BaseModel):
    """Lượt gửi tới một nơi nhận."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    addressee_code: str
    addressee_name: str
    status: str
    status_at: datetime
    recall: str
    recall_at: datetime | None
    still_at: datetime | None = None
    """When it was found to stand still: not come, or come and not taken in for a day of work."""
    failure: str = ""
    """`database`, `partner`, `refused`, `unexpected`: it was given up for that until an operator acts; empty: it was not."""
    history: list[StatusOut] = Field(default_factory=list)


class DocumentSummary(BaseModel):
    """Văn bản đi, one line of a list."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    status: str
    type_code: str
    type_name: str
    subject: str
    priority: int
    reference: str
    document_code: str | None
    issued_on: date | None
    due_on: date | None
    signed_at: datetime | None
    updated_at: datetime
    version: int


class DocumentOut(DocumentSummary):
    """Văn bản đi."""

    agency_code: str
    secrecy: str
    circulation: str
    drafter_name: str
    """Empty while a draft that came back to its unit waits for somebody."""
    unit_id: str
    """Đơn vị trực thuộc where it is drafted; empty for none."""
    leader_id: str
    leader_name: str
    review_round: int
    """How often it went through a flow of review (`/documents/{id}/reviews`)."""
    signed_name: str
    """Who signs: the leader, or who signed by the leader's authority (TUQ.)."""
    competence: str
    printed_receivers: str
    typer_notation: str
    steering: int
    paper: str
    """`with`: a paper goes with it; `instead`: the paper counts; empty: none."""
    chosen_series: UUID | None
    """Sổ that the drafter chose (`/number-series`); null: by the type."""
    place: str
    page_amount: int
    packet_sha256: str | None
    answers_incoming_id: UUID | None
    """Văn bản đến that it answers."""
    numbered_at: datetime | None
    sealed_at: datetime | None
    sent_at: datetime | None
    warnings: list[str] = Field(default_factory=list)
    """Codes: what receivers are warned of about the signatures in the sent packet."""
    files: list[FileOut] = Field(default_factory=list)
    addressees: list[str] = Field(default_factory=list)
    inside: list[InsideOut] = Field(default_factory=list)
    outside: list[OutsideOut] = Field(default_factory=list)
    papers: list[OutsideOut] = Field(default_factory=list)
    """Papers that go to receivers on the platform, noted as sent as those outside are."""
    deliveries: list[DeliveryOut] = Field(default_factory=list)
    links: list[LinkOut] = Field(default_factory=list)
    """Which documents issued before it replaces, amends or corrects."""
    linked: list[LinkOut] = Field(default_factory=list)
    """Which documents issued since replace, amend or correct it."""
    changes: list[IssuedChangeOut] = Field(default_factory=list)
    """What was changed of it after its issue, the newest first, with what each receiver answered."""
