"""Outgoing documents, their files, addressees and what happened to them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Index, Integer, LargeBinary, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from document_exchange.documents.indexes import NARROWING
from document_exchange.documents.issue_terms import unissued
from document_exchange.documents.rules import UNSIGNED, WITHDRAWN, DocumentStatus
from document_exchange.documents.said_rows import SaidRow
from document_exchange.documents.signer import Signer
from shared.contracts.values import FileReference
from shared.storage.words import words_index
from shared.work.steps import sql_set
from shared.work.timeline import TimelineRow

_MOMENT = DateTime(timezone=True)
_NOW = text("now()")


def _unissued_index(name: str, *, urgent: bool) -> Index:
    where = text(unissued(urgent, ""))
    return Index(f"ix_outgoing_document_unissued{name}", "agency_code", "signed_at", "id", postgresql_where=where)


class OutgoingDocument(Signer, SaidRow, Base):
    """Văn bản đi."""

    __tablename__ = "outgoing_document"
    __table_args__ = (
        # Each list is one walk along one index.
        Index("ix_outgoing_document_agency_code_updated_at_id", "agency_code", "updated_at", "id"),
        Index("ix_outgoing_document_agency_code_status_updated_at_id", "agency_code", "status", "updated_at", "id"),
        Index(
            "ix_outgoing_document_drafter",
            "agency_code",
            "drafter_id",
            "updated_at",
            "id",
            postgresql_where=text("drafter_id <> ''"),
        ),
        Index(
            "ix_outgoing_document_drafter_status",
            "agency_code",
            "drafter_id",
            "status",
            "updated_at",
            "id",
            postgresql_where=text("drafter_id <> ''"),
        ),
        Index(
            "ix_outgoing_document_held",
            "drafter_id",
            postgresql_where=text(f"drafter_id <> '' AND status IN {sql_set(UNSIGNED)}"),
        ),
        *NARROWING,
        # What is signed and not issued, as long as it has lain; urgent ones by themselves.
        _unissued_index("", urgent=False),
        _unissued_index("_urgent", urgent=True),
        # Few agencies end: what they sent is found by who goes on with it.
        Index(
            "ix_outgoing_document_continued",
            "continued_by",
            "updated_at",
            "id",
            postgresql_where=text("continued_by <> ''"),
        ),
        Index(
            "ix_outgoing_document_continued_status",
            "continued_by",
            "status",
            "updated_at",
            "id",
            postgresql_where=text("continued_by <> ''"),
        ),
        Index("ix_outgoing_document_unit", "unit_id", "updated_at", "id", postgresql_where=text("unit_id <> ''")),
        Index(
            "uq_outgoing_document_number",
            "agency_code",
            "series_id",
            "year",
            "number",
            unique=True,
            postgresql_where=text("number IS NOT NULL AND series_id IS NOT NULL"),
        ),
        Index(
            "ix_outgoing_document_register",
            "agency_code",
            "year",
            "series_code",
            "number",
            postgresql_where=text("series_code IS NOT NULL"),
        ),
        Index(
            "uq_outgoing_document_document_key",
            "agency_code",
            "document_key",
            unique=True,
            postgresql_where=text("document_key IS NOT NULL"),
        ),
        # Few answer a task.
        Index(
            "ix_outgoing_document_task",
            "agency_code",
            "task_code",
            postgresql_where=text("task_code <> ''"),
        ),
        Index(
            "ix_outgoing_document_answers_incoming",
            "answers_incoming_id",
            postgresql_where=text("answers_incoming_id IS NOT NULL"),
        ),
        Index("ix_outgoing_document_answers_task", "answers_task", postgresql_where=text("answers_task IS NOT NULL")),
        Index(
            "ix_outgoing_document_words",
            text(words_index("folded", "agency_code")),
            postgresql_using="gin",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    continued_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Cơ quan kế thừa that has it since the agency ended: it stands in that one's book, in its name; empty where it has it itself."""
    origin: Mapped[str] = mapped_column(Text, server_default="screen")
    """`screen` when drafted here, `system` when a client system sent the whole packet, `paper` when it exists on paper alone,
    `one-stop`: the result of a dossier."""
    status: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    type_code: Mapped[str] = mapped_column(Text)
    type_name: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    secrecy: Mapped[str] = mapped_column(Text, server_default="normal")
    circulation: Mapped[str] = mapped_column(Text, server_default="", default="")
    """`receivers.rules.Circulation`."""
    due_on: Mapped[date | None]
    drafter_id: Mapped[str] = mapped_column(Text, server_default="")
    drafter_name: Mapped[str] = mapped_column(Text, server_default="")
    unit_id: Mapped[str] = mapped_column(Text, server_default="")
    """Đơn vị trực thuộc of the post in which it is drafted; its head answers for what it says (NĐ 30/2020 Điều 11)."""
    leader_id: Mapped[str] = mapped_column(Text, server_default="")
    leader_name: Mapped[str] = mapped_column(Text, server_default="")
    competence: Mapped[str] = mapped_column(Text, server_default="")
    """Quyền hạn ký: TM., KT., TL., TUQ., Q. (NĐ 30/2020 Điều 13)."""
    collective: Mapped[str] = mapped_column(Text, server_default="", default="")
    """In whose name it is signed (TM.), empty for another authority."""
    signer_title: Mapped[str] = mapped_column(Text, server_default="")
    delegate_name: Mapped[str] = mapped_column(Text, server_default="")
    """Who signed by the leader's authority (thừa ủy quyền); empty where the leader signs."""
    delegate_title: Mapped[str] = mapped_column(Text, server_default="")
    ordered_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Chức vụ người đứng đầu by whose order (TL.) it is signed."""
    chosen_series: Mapped[UUID | None]
    """Sổ that its drafter chose among several; None: the one that its type belongs to."""
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("number_series.id"))
    series_code: Mapped[str | None] = mapped_column(Text)
    """Of its series, so that the register is one walk along one index."""
    year: Mapped[int | None] = mapped_column(Integer)
    number: Mapped[int | None] = mapped_column(Integer)
    notation: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text, server_default="")
    """Số, ký hiệu as printed: `05/QĐ-UBND`."""
    document_code: Mapped[str | None] = mapped_column(Text)
    """Mã định danh văn bản; opaque text, as its sender writes it."""
    document_key: Mapped[str | None] = mapped_column(Text)
    """What makes it one document: `registers.rules.document_key` of the identifier."""
    place: Mapped[str] = mapped_column(Text, server_default="")
    issued_on: Mapped[date | None]
    page_amount: Mapped[int] = mapped_column(Integer, server_default="1")
    copy_amount: Mapped[int] = mapped_column(Integer, server_default="1")
    archive_holder: Mapped[str] = mapped_column(Text, server_default="")
    paper_receivers: Mapped[str] = mapped_column(Text, server_default="")
    """Nơi nhận of a document that exists on paper, as the clerk writes them."""
    answers_incoming_id: Mapped[UUID | None]
    review_round: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    """Lần trình through a flow of review; 0: it never took one."""
    content_version: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    """At which what it says was changed last."""
    task_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Mã nhiệm vụ that it answers: goes with its packet."""
    answers_task: Mapped[UUID | None]
    """The agency's own row of that task: two givers may use one code."""
    packet_sha256: Mapped[str | None] = mapped_column(Text)
    packet_size: Mapped[int | None] = mapped_column(Integer)
    receipt: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Biên nhận gửi văn bản, byte for byte as it was first answered."""
    signed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    numbered_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    sealed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    sent_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    created_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    updated_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    folded: Mapped[str] = mapped_column(Text, server_default="")

    @property
    def held_by(self) -> str:
        """Code of the agency that answers for it."""
        return self.continued_by or self.agency_code

    @property
    def state(self) -> DocumentStatus:
        return DocumentStatus(self.status)

    @property
    def is_withdrawn(self) -> bool:
        """Cancelled, or given back."""
        return self.state in WITHDRAWN

    @property
    def is_in_force(self) -> bool:
        """It has a number and was neither cancelled nor given back."""
        return bool(self.reference) and not self.is_withdrawn


class DocumentFile(Base):
    """Tệp của văn bản đi: the main document first, then its appendices."""

    __tablename__ = "document_file"
    __table_args__ = (Index("ix_document_file_document_id_position", "document_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(SmallInteger)
    """0 is the main document (văn bản chính); appendices (phụ lục) follow."""
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(Text)
    """What it is now: after the person signed, after the agency sealed."""
    drafted_sha256: Mapped[str] = mapped_column(Text)
    """What the drafter attached."""
    drafted_size: Mapped[int | None] = mapped_column(Integer)
    """Its size, once something else stands in its place."""
    warnings: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'"))
    """Codes of `shared.signing.readiness.WARNINGS`: what whoever signs it must know first."""
    attached_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """A person's id."""

    def reference(self) -> FileReference:
        """The file as it is now."""
        return FileReference(sha256=self.sha256, size=self.size, media_type=self.media_type, name=self.name)


class Addressee(Base):
    """Nơi nhận."""

    __tablename__ = "addressee"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id", ondelete="CASCADE"), primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)


class DocumentStep(TimelineRow, Base):
    """Bước xử lý văn bản đi: who did what when; drafts, opinions and approvals stay with the document."""

    __tablename__ = "document_step"
    __table_args__ = (Index("ix_document_step_document_id_id", "document_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    kind: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[str] = mapped_column(Text)
    actor_name: Mapped[str] = mapped_column(Text)
    opinion: Mapped[str] = mapped_column(Text, server_default="")
