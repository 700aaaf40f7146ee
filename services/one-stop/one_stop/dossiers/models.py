"""Dossiers, their papers, their printed forms, and every hand-over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, query_expression

from one_stop.database import Base
from one_stop.dossiers.cases import Standing
from one_stop.dossiers.elsewhere import ReceivedElsewhere
from one_stop.dossiers.handed_in import HandedIn
from one_stop.dossiers.handed_out import HandedOut
from one_stop.dossiers.indexes import dossier_indexes, hand_over_indexes
from one_stop.dossiers.rules import IN_WORK, Channel
from one_stop.dossiers.sealed import Sealed
from one_stop.dossiers.step_elsewhere import GoesElsewhere, StepElsewhere
from one_stop.procedures.cases import matter_words
from one_stop.procedures.fees import SINGLE, FeeItem
from one_stop.procedures.models import ProcedureVersion
from shared.contracts.values import FileReference, Terms
from shared.core import clock
from shared.core.province import MODEL_NAMES, Model, this_province
from shared.standards.calendar_days import VIETNAM_TIME
from shared.standards.dossier_status import DossierStatus
from shared.work.timeline import TimelineRow

Moment = DateTime(timezone=True)
SLIP_NUMBER = "(snapshot ->> 'number'::text)"
"""Số phiếu, of a form that has one; said as PostgreSQL says it."""


class Dossier(HandedIn, HandedOut, ReceivedElsewhere, StepElsewhere, Base):
    """Hồ sơ thủ tục hành chính."""

    __tablename__ = "dossier"
    __table_args__ = dossier_indexes()

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Equal to the submission's id when it was filed online."""
    version: Mapped[int] = mapped_column(Integer)
    # Of two officers who change a dossier at once, one is refused.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    code: Mapped[str | None] = mapped_column(Text)
    status: Mapped[int] = mapped_column(SmallInteger)
    rule_set: Mapped[str] = mapped_column(Text)
    procedure_version_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_version.id"))
    procedure_code: Mapped[str] = mapped_column(Text)
    procedure_name: Mapped[str] = mapped_column(Text)
    sector_name: Mapped[str] = mapped_column(Text)
    case_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Trường hợp; empty where the procedure has one without a name, or while nobody said which."""
    case_name: Mapped[str] = mapped_column(Text, server_default="", default="")
    agency_code: Mapped[str] = mapped_column(Text)
    """Cơ quan có thẩm quyền."""
    channel: Mapped[str] = mapped_column(Text)
    return_channel: Mapped[str] = mapped_column(Text)
    return_address: Mapped[str] = mapped_column(Text, server_default="")
    """Địa chỉ nhận qua bưu chính; empty: the applicant's own."""
    applicant: Mapped[dict[str, Any]] = mapped_column(JSONB)
    owner: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    applicant_name: Mapped[str] = mapped_column(Text)
    form_id: Mapped[str] = mapped_column(Text)
    form_version: Mapped[int] = mapped_column(Integer)
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    fee_due: Mapped[int] = mapped_column(BigInteger)
    sets: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    """Số bộ hồ sơ; one of what was filed online."""
    lookup_secret: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    """Filed online, or received at the counter."""
    intake_due_at: Mapped[datetime | None] = mapped_column(Moment)
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    due_original: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    due_provisional: Mapped[bool] = mapped_column(Boolean, server_default="false")
    """Tạm tính: the due time reaches into a year without a calendar; it is counted again when that comes."""
    due_owed: Mapped[datetime | None] = mapped_column(Moment)
    """After an apology: when it would be due without it, which is what figures compare with."""
    apology: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Văn bản xin lỗi, hẹn lại: `proposed`, `signed`, or none."""
    extensions_left: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    paused_at: Mapped[datetime | None] = mapped_column(Moment)
    waits_until: Mapped[datetime | None] = mapped_column(Moment)
    """While a supplement or the end of a pause is awaited: until when. Passed, the dossier is a task again."""
    step_position: Mapped[int] = mapped_column(SmallInteger)
    step_code: Mapped[str] = mapped_column(Text)
    step_name: Mapped[str] = mapped_column(Text)
    step_role: Mapped[str] = mapped_column(Text)
    step_since: Mapped[datetime] = mapped_column(Moment)
    step_due_at: Mapped[datetime | None] = mapped_column(Moment)
    holder_id: Mapped[str | None] = mapped_column(Text)
    holder_name: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Đơn vị trực thuộc: the holder's, or the one to whose list it came back; empty where it waits for the step's desk."""
    work_due_at: Mapped[datetime] = mapped_column(Moment)
    """What work lists are ordered by: the present step's deadline, or the supplement's while one is awaited."""
    supplements_asked: Mapped[int] = mapped_column(SmallInteger)
    has_draft: Mapped[bool] = mapped_column(Boolean)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    returned_at: Mapped[datetime | None] = mapped_column(Moment)
    stop_proposed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Đề xuất dừng: since when a leader is asked."""
    pause_proposed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Đề nghị tạm dừng: since when a leader is asked."""
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was decided what becomes of fee and papers of one that ended without a result."""
    result_outcome: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Kết luận of the signed result (`shared.standards.result_outcomes`); empty while none is signed."""
    search_text: Mapped[str] = mapped_column(Text)
    competent_name: Mapped[str | None] = query_expression()
    """Cơ quan giải quyết by name, where a list asks for it."""
    awaits: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Phần việc liên thông that it does not go on without, in words; kept by whatever changes its parts (`parts.actions`)."""
    skipped: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger), server_default="{}", default=list)
    """Bước không đi qua: positions, by the answers (`ProcedureVersion.skipped`)."""

    def terms(self, procedure: ProcedureVersion) -> Terms:
        """Thời hạn, phí of its case and channel, as on its day: `procedure` is its own version, which never changes."""
        return procedure.case(self.case_code).on(Channel(self.channel).word)

    def fees(self, procedure: ProcedureVersion) -> list[FeeItem]:
        """Phí, lệ phí by the fee table of its own version on the day on which it came; without a table the amount it was told."""
        if procedure.has_fee_table:
            return self.fees_now(procedure)
        return [FeeItem("", SINGLE, "", self.fee_due, procedure.fee_collected)] if self.fee_due else []

    def fees_now(self, procedure: ProcedureVersion) -> list[FeeItem]:
        """What its case costs over its channel on that day."""
        day = (self.received_at or self.opened_at).astimezone(VIETNAM_TIME).date()
        return procedure.fees_due(self.case_code, Channel(self.channel).word, day)

    @property
    def matter(self) -> str:
        """Tên thủ tục, and which case of it."""
        return matter_words(self.procedure_name, self.case_name)

    @property
    def territorial_model(self) -> Model:
        """Mô hình chính quyền địa phương on its own day: that of acceptance, before it that of filing."""
        return this_province().model_on((self.received_at or self.opened_at).astimezone(clock.VIETNAM).date())

    @property
    def territorial_words(self) -> str:
        return MODEL_NAMES[self.territorial_model]

    def standing(self) -> Standing:
        return Standing(
            DossierStatus(self.status),
            self.agency_code,
            self.step_position,
            self.holder_id,
            self.supplements_asked,
            self.has_draft,
            self.received_at is not None,
            self.lapsed(),
            self.stop_proposed_at is not None,
            self.settled_at is not None,
            self.unit_id,
            self.apology,
            self.paused,
            self.extensions_left,
            awaits=self.awaits,
            skipped=self.skipped,
            received_agency_code=self.received_agency_code,
            return_agency_code=self.return_agency_code,
            pause_proposed=self.pause_proposed_at is not None,
            transit=self.transit,
            at_once=self.settled_at_once,
            step_agency_code=self.step_agency_code,
            step_sent_by=self.step_sent_by,
        )

    @property
    def counted_from(self) -> datetime | None:
        """When its term begins; None before the acceptance."""
        return self.term_from or self.received_at

    @property
    def paused(self) -> bool:
        """The clock stands still on another ground than a supplement."""
        return self.paused_at is not None and self.status in IN_WORK

    @property
    def waits(self) -> bool:
        """For a supplement, or for a pause to end, and the time for it is not over."""
        waiting = self.paused or self.status == DossierStatus.SUPPLEMENT_REQUESTED
        return waiting and self.waits_until is not None and self.waits_until >= clock.now()

    def lapsed(self) -> bool:
        """The supplement's deadline has passed, or there is none to wait for."""
        waiting = self.status == DossierStatus.SUPPLEMENT_REQUESTED
        return waiting and (self.waits_until is None or self.waits_until < clock.now())


class DossierPaper(Base):
    """Giấy tờ kèm theo hồ sơ. One that was replaced by a supplement stays, marked."""

    __tablename__ = "dossier_paper"
    __table_args__ = (Index("ix_dossier_paper_dossier_id", "dossier_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    paper_code: Mapped[str] = mapped_column(Text)
    paper_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(Moment)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)
    originals: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]", default=list)
    """Bản gốc: files as the counter's scanner or camera made them, where what is shown was made from them."""
    added_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Who scanned it at the counter."""

    def reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type=self.media_type, name=self.file_name)

    def original_files(self) -> list[FileReference]:
        return [FileReference.model_validate(original) for original in self.originals]

    def sources(self) -> list[FileReference]:
        """What it was made from: itself, where it is shown as it came."""
        return self.original_files() or [self.reference()]

    def show_instead(self, file: FileReference) -> None:
        """Another file made from the same originals; the first that was made becomes one when there are none yet."""
        self.originals = [source.model_dump(mode="json") for source in self.sources()]
        self.sha256, self.size = file.sha256, file.size
        self.media_type, self.file_name = file.media_type, file.name


class PrintedForm(Sealed, Base):
    """Biểu mẫu đã in (TT 03/2025/TT-VPCP, Phụ lục I): printing it again gives the same bytes."""

    __tablename__ = "printed_form"
    __table_args__ = (
        Index("ix_printed_form_dossier_id", "dossier_id", "made_at"),
        Index("ix_printed_form_seal_at", "seal_at", postgresql_where=text("seal_at IS NOT NULL")),
        Index("ix_printed_form_number", text(SLIP_NUMBER), postgresql_where=f"{SLIP_NUMBER} IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    form_no: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(Text)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSONB)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(Text)

    def reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type="application/pdf", name=self.file_name)


class HandOver(TimelineRow, GoesElsewhere, Base):
    """Lượt giao nhận, xử lý hồ sơ: the timeline, and the rows of form 06. Ordered by the dossier's version.

    Not every change of a dossier is a hand-over, so people are shown the place in the list and not this number.
    """

    __tablename__ = "hand_over"
    __table_args__ = hand_over_indexes()

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    number: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    from_step: Mapped[str] = mapped_column(Text)
    from_step_name: Mapped[str] = mapped_column(Text)
    to_step: Mapped[str] = mapped_column(Text)
    to_step_name: Mapped[str] = mapped_column(Text)
    to_holder_id: Mapped[str | None] = mapped_column(Text)
    to_holder_name: Mapped[str] = mapped_column(Text)
    status: Mapped[int] = mapped_column(SmallInteger)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
