"""What one-stop tells of procedures."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import (
    DecidingDocument,
    LegalDocument,
    PaperRequired,
    ProcedureCase,
    ProcedureDetails,
    ProcedureResult,
)


class ProcedureEvent(Event):
    """What became of a thủ tục hành chính: the events of one procedure take effect in their order."""

    kind: ClassVar[str] = "procedure"
    subject_field: ClassVar[str] = "procedure_code"

    procedure_code: str
    name: str


class ProcedurePublished(ProcedureEvent):
    """Thủ tục hành chính được công bố: all that the catalogue shows; `updating`: which of `term`, `fee`, `papers`, `result` is unknown yet."""

    type: ClassVar[str] = "one-stop.procedure-published.v1"
    summary: ClassVar[str] = "Thủ tục hành chính được công bố: mọi điều danh mục công khai hiển thị"

    tier: str
    field: str
    level: int  # mức độ 1 to 4 (NĐ 43/2011); 1 and 2 take nothing online and have no `form_id`
    agency_codes: tuple[str, ...]
    term_amount: int
    term_unit: str
    """`working_days`, `working_hours`, `calendar_days` or `months`."""
    fee: int  # đồng
    papers: tuple[PaperRequired, ...]
    form_id: str
    result_name: str
    synonyms: tuple[str, ...] = ()  # what people call it
    updating: tuple[str, ...] = ()
    decision: DecidingDocument | None = None
    details: ProcedureDetails = ProcedureDetails()
    cases: tuple[ProcedureCase, ...] = ()  # none: one without a name, with the term and the fee above
    results: tuple[ProcedureResult, ...] = ()
    legal_documents: tuple[LegalDocument, ...] = ()


class ProcedureEnded(ProcedureEvent):
    """Thủ tục hành chính hết hiệu lực: nothing new is taken; dossiers that run go on under their own version."""

    type: ClassVar[str] = "one-stop.procedure-ended.v1"
    summary: ClassVar[str] = "Thủ tục hành chính hết hiệu lực: không nhận hồ sơ mới, hồ sơ đang giải quyết đi tiếp"

    ended_at: datetime
    reason: str = ""
    successor_code: str = ""
    """Thủ tục thay thế; empty for none."""
    decision: DecidingDocument | None = None


class ProcedureSuspended(ProcedureEvent):
    """Thủ tục hành chính tạm dừng: nothing new is taken until it is resumed; dossiers that run go on."""

    type: ClassVar[str] = "one-stop.procedure-suspended.v1"
    summary: ClassVar[str] = "Thủ tục hành chính tạm dừng: chưa nhận hồ sơ mới, hồ sơ đang giải quyết đi tiếp"

    suspended_at: datetime
    reason: str
    decision: DecidingDocument | None = None


class ProcedureResumed(ProcedureEvent):
    """Thủ tục hành chính được thực hiện trở lại sau khi tạm dừng."""

    type: ClassVar[str] = "one-stop.procedure-resumed.v1"
    summary: ClassVar[str] = "Thủ tục hành chính được thực hiện trở lại sau khi tạm dừng"

    resumed_at: datetime
