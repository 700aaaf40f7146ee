"""Drafts, their files, and what was filed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from online_services.database import Base
from shared.contracts.values import AttachedPaper, FileReference


class Draft(Base):
    """Hồ sơ nháp: kept at each step, with mistakes and all, until it is filed."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_owner", "owner", "id", postgresql_where=text("filed_at IS NULL")),
        Index("ix_draft_discarded_at", "discarded_at", postgresql_where=text("discarded_at IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(Text)
    """`citizen:<account id>` or `system:<client id>`."""
    procedure_code: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    case_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Trường hợp that was chosen; empty where the procedure has one without a name."""
    form_id: Mapped[str] = mapped_column(Text)
    form_version: Mapped[int] = mapped_column(Integer)
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """What was answered so far; what could not be read stays as typed, so that nothing has to be typed again."""
    form_done: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    filed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    discarded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When it was thrown away; it can be taken back for a while."""


class UploadedFile(Base):
    """Tệp đã tải lên: belongs to its owner; attached to a paper of a draft or of a supplement, or to nothing yet."""

    __tablename__ = "uploaded_file"
    __table_args__ = (
        Index("ix_uploaded_file_purpose_id", "purpose_id", "id"),
        Index("ix_uploaded_file_owner", "owner", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(Text)
    purpose_id: Mapped[UUID | None] = mapped_column()
    """The draft or the supplement request it was uploaded for."""
    paper_code: Mapped[str] = mapped_column(Text, server_default="")
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))

    def as_reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type=self.media_type, name=self.name)


class Submission(Base):
    """Hồ sơ đã nộp trực tuyến."""

    __tablename__ = "submission"
    __table_args__ = (Index("ix_submission_owner", "owner", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Equal to the draft's id where there was one, so that a draft can be filed once only."""
    owner: Mapped[str] = mapped_column(Text)
    procedure_code: Mapped[str] = mapped_column(Text)
    procedure_name: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    case_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    case_name: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Trường hợp; empty where the procedure has one without a name."""
    applicant: Mapped[dict[str, Any]] = mapped_column(JSONB)
    on_behalf_of: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """Chủ hồ sơ, where it is not the applicant."""
    form_id: Mapped[str] = mapped_column(Text)
    form_version: Mapped[int] = mapped_column(Integer)
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    papers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    fee_due: Mapped[int] = mapped_column(Integer)
    return_channel: Mapped[str] = mapped_column(Text)
    return_address: Mapped[str] = mapped_column(Text, server_default="")
    filed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    withdrawal_reason: Mapped[str] = mapped_column(Text, server_default="")

    def attached_papers(self) -> list[AttachedPaper]:
        return [AttachedPaper.model_validate(paper) for paper in self.papers]


class FiledSupplement(Base):
    """Lần bổ sung hồ sơ của công dân."""

    __tablename__ = "filed_supplement"
    __table_args__ = (Index("ix_filed_supplement_submission_id", "submission_id", "filed_at"),)

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    """The request it answers: each is answered once."""
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    papers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    filed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
