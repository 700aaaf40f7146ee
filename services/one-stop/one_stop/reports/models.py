"""Reports, and the dossiers that each of their figures counts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, DateTime, ForeignKey, Identity, Index, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.reports.rules import Period, Totals
from shared.contracts.values import FileReference
from shared.core.errors import NotFound

Moment = DateTime(timezone=True)


class Report(Base):
    """Biểu II.06a/VPCP/KSTT of one agency, or of it and those below, over some days."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_agency_code", "agency_code", "asked_at", "id"),
        # Of one period one report counts: a later one takes its place and says why.
        Index(
            "uq_report_closed",
            "agency_code",
            "first_day",
            "last_day",
            "below",
            unique=True,
            postgresql_where="closed_at IS NOT NULL AND replaced_by IS NULL",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    below: Mapped[bool] = mapped_column(Boolean)
    """Cả cơ quan trực thuộc."""
    until: Mapped[datetime] = mapped_column(Moment)
    """How things stood at this moment: the end of the last day, or when it was asked for while that day still ran."""
    agencies: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    """`{code, name}` of each that is counted, as they were called that day."""
    counted: Mapped[int] = mapped_column(SmallInteger)
    """How many of them are done."""
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """`Line` by `Line`, agency by agency and sector by sector."""
    asked_by: Mapped[str] = mapped_column(Text)
    asked_by_name: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    closed_by: Mapped[str] = mapped_column(Text, default="")
    closed_by_name: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it takes the place of an earlier one."""
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("report.id"))
    sha256: Mapped[str] = mapped_column(Text, default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    file_name: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_counted(self) -> bool:
        return self.counted == len(self.agencies)

    @property
    def by_agency(self) -> bool:
        """Several are counted, each by itself: those below, or those that went into this one after the period."""
        return self.below or len(self.agencies) > 1

    @property
    def scope(self) -> str:
        if self.below:
            return "Cơ quan và các cơ quan trực thuộc"
        return "Cơ quan và các cơ quan đã sáp nhập vào sau kỳ báo cáo" if self.by_agency else "Cơ quan"

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    @property
    def total(self) -> Totals:
        return Totals.of(self.lines)

    def signed_file(self) -> FileReference:
        """NotFound while it is not closed."""
        if self.closed_at is None:
            raise NotFound("report_not_closed")
        return FileReference(sha256=self.sha256, size=self.size, media_type="application/pdf", name=self.file_name)


class ReceivedReport(Base):
    """Báo cáo nhận từ cơ quan trực thuộc: what an agency below has signed and sent (`ReportSubmitted`)."""

    __tablename__ = "received_report"
    __table_args__ = (Index("ix_received_report_agency_code", "agency_code", "signed_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Its id at the agency that reports."""
    agency_code: Mapped[str] = mapped_column(Text)
    """Who received it."""
    from_agency_code: Mapped[str] = mapped_column(Text)
    from_agency_name: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    below: Mapped[bool] = mapped_column(Boolean)
    columns: Mapped[list[int]] = mapped_column(JSONB)
    """3 to 13 of the form."""
    signed_by_name: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(Text)

    def signed_file(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type="application/pdf", name=self.file_name)


class ReportedDossier(Base):
    """Hồ sơ được đếm: what the report found of it, as it was then. By it a figure is opened, and counted again by others."""

    __tablename__ = "reported_dossier"
    __table_args__ = (
        Index("ix_reported_dossier_state", "report_id", "state", "id"),
        Index("ix_reported_dossier_agency", "report_id", "agency_code", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    """Thứ tự in the report: agency by agency, what was due first before the others."""
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"))
    dossier_id: Mapped[UUID] = mapped_column()
    """Looked up for nobody: a dossier is never removed, and of a million each look costs."""
    agency_code: Mapped[str] = mapped_column(Text)
    sector_name: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    came: Mapped[str] = mapped_column(Text)
    """`Came`."""
    state: Mapped[str] = mapped_column(Text)
    """`State`."""
    received_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    """Hạn at the end of the period; after an apology, what was owed without it."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    waits: Mapped[bool] = mapped_column(Boolean)
    """Chờ bổ sung, tạm dừng at the end of the period."""
    nationally_on_time: Mapped[bool] = mapped_column(Boolean)
