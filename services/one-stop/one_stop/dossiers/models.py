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
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.dossiers.cases import Standing
from one_stop.dossiers.rules import ENDED, OPEN, WAITING
from shared.contracts.values import FileReference
from shared.core import clock
from shared.standards.dossier_status import DossierStatus
from shared.storage.words import words_index
from shared.work.steps import sql_set
from shared.work.timeline import TimelineRow

Moment = DateTime(timezone=True)

OPEN_DOSSIER = f"status IN {sql_set(OPEN)}"
ENDED_DOSSIER = f"status IN {sql_set(ENDED)}"
WAITING_DOSSIER = f"status = {next(iter(WAITING)).value}"
SUBMITTED_DOSSIER = f"status = {DossierStatus.SUBMITTED.value}"
"""Said as a text, so that every plan knows that the index of ended ones is meant."""


class Dossier(Base):
    """Hồ sơ thủ tục hành chính."""

    __tablename__ = "dossier"
    __table_args__ = (
        # Work lists of a full agency are ordered, filtered and counted from this alone, without a look at the rows.
        Index(
            "ix_dossier_work",
            "agency_code",
            "step_role",
            "work_due_at",
            "id",
            postgresql_include=["status", "step_code", "holder_id", "unit_id", "sector_name"],
            postgresql_where=OPEN_DOSSIER,
        ),
        # What waits for the applicant stands behind what can be done.
        Index(
            "ix_dossier_paused",
            "agency_code",
            "step_role",
            "work_due_at",
            "id",
            postgresql_where=WAITING_DOSSIER,
        ),
        # Newly filed ones are few among all that are open, and gone from here once they are accepted.
        Index(
            "ix_dossier_submitted",
            "agency_code",
            "step_role",
            "work_due_at",
            "id",
            postgresql_where=SUBMITTED_DOSSIER,
        ),
        Index("ix_dossier_ended", "agency_code", "opened_at", "id", postgresql_where=ENDED_DOSSIER),
        Index(
            "ix_dossier_finished",
            "agency_code",
            "finished_at",
            postgresql_include=["due_at"],
            postgresql_where="finished_at IS NOT NULL",
        ),
        # The days of the last month are counted from this alone.
        Index(
            "ix_dossier_received",
            "received_at",
            postgresql_include=["agency_code", "channel"],
            postgresql_where="received_at IS NOT NULL",
        ),
        # What an officer may take up, and what he has, among all that others have.
        Index(
            "ix_dossier_unheld",
            "agency_code",
            "step_role",
            "work_due_at",
            "id",
            postgresql_include=["status", "step_code", "sector_name"],
            postgresql_where=f"{OPEN_DOSSIER} AND holder_id IS NULL",
        ),
        Index(
            "ix_dossier_holder",
            "holder_id",
            "step_role",
            "work_due_at",
            "id",
            postgresql_include=["agency_code", "status", "step_code", "sector_name"],
            postgresql_where=f"{OPEN_DOSSIER} AND holder_id IS NOT NULL",
        ),
        Index(
            "ix_dossier_unit",
            "unit_id",
            "work_due_at",
            "id",
            postgresql_where=f"{OPEN_DOSSIER} AND unit_id <> ''",
        ),
        Index("ix_dossier_provisional", "agency_code", postgresql_where=f"{OPEN_DOSSIER} AND due_provisional"),
        Index("uq_dossier_code", "code", unique=True, postgresql_where="code IS NOT NULL"),
        # Each row is under one of them; what is open are few, so that words among them are found at once.
        *(
            Index(
                name,
                text(words_index("search_text", "agency_code")),
                postgresql_using="gin",
                postgresql_where=rows,
            )
            for name, rows in (("ix_dossier_open_words", OPEN_DOSSIER), ("ix_dossier_ended_words", ENDED_DOSSIER))
        ),
    )

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
    agency_code: Mapped[str] = mapped_column(Text)
    """Cơ quan có thẩm quyền."""
    received_agency_code: Mapped[str] = mapped_column(Text)
    """Nơi tiếp nhận; today always the competent agency's own counter."""
    channel: Mapped[str] = mapped_column(Text)
    return_channel: Mapped[str] = mapped_column(Text)
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
    paused_at: Mapped[datetime | None] = mapped_column(Moment)
    waits_until: Mapped[datetime | None] = mapped_column(Moment)
    """While a supplement is awaited: its deadline. Passed, the dossier is a task again."""
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
    search_text: Mapped[str] = mapped_column(Text)

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
            self.unit_id,
        )

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


class PrintedForm(Base):
    """Biểu mẫu đã in (TT 03/2025/TT-VPCP, Phụ lục I): printing it again gives the same bytes."""

    __tablename__ = "printed_form"
    __table_args__ = (Index("ix_printed_form_dossier_id", "dossier_id", "made_at"),)

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


class HandOver(TimelineRow, Base):
    """Lượt giao nhận, xử lý hồ sơ: the timeline, and the rows of form 06. Ordered by the dossier's version.

    Not every change of a dossier is a hand-over, so people are shown the place in the list and not this number.
    """

    __tablename__ = "hand_over"
    __table_args__ = (UniqueConstraint("dossier_id", "number", name="uq_hand_over_dossier_id"),)

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
