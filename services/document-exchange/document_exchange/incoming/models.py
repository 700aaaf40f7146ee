"""Incoming documents. The row is made from the event alone; what the packet says is read into it afterwards."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from document_exchange.incoming.given_rows import GivenRow, InsideRow, PartRow, SteeredRow
from document_exchange.incoming.indexes import NARROWING
from document_exchange.incoming.reference_keys import REFERENCE_KEY
from document_exchange.incoming.rules import ACCEPTED, IN_HANDS, OPEN, Recall
from shared.storage.words import words_index
from shared.work.steps import sql_set
from shared.work.timeline import TimelineRow

_MOMENT = DateTime(timezone=True)
_NOW = text("now()")
_SENT_HERE = text("delivery_id IS NOT NULL")


class IncomingDocument(InsideRow, SteeredRow, Base):
    """Văn bản đến."""

    __tablename__ = "incoming_document"
    __table_args__ = (
        # D2: an addressee sees a document at most once, for ever, under its sender and identifier.
        UniqueConstraint("addressee_code", "sender_code", "document_key", name="uq_incoming_document_once"),
        Index("ix_incoming_document_addressee_code_arrived_at_id", "addressee_code", "arrived_at", "id"),
        Index(
            "ix_incoming_document_addressee_code_status_arrived_at_id", "addressee_code", "status", "arrived_at", "id"
        ),
        Index(
            "uq_incoming_document_arrival_number",
            "addressee_code",
            "arrival_year",
            "arrival_number",
            unique=True,
            postgresql_where=text("arrival_number IS NOT NULL"),
        ),
        Index("uq_incoming_document_delivery_id", "delivery_id", unique=True, postgresql_where=_SENT_HERE),
        Index(
            "ix_incoming_document_reference",
            "addressee_code",
            "sender_code",
            "reference",
            postgresql_where=text("reference <> ''"),
        ),
        Index(
            "ix_incoming_document_reference_key",
            "addressee_code",
            text(f"({REFERENCE_KEY})"),
            postgresql_where=text("reference <> ''"),
        ),
        *NARROWING,
        # Few beside the packets: what was entered by hand is found by the way in which it came.
        Index(
            "ix_incoming_document_origin",
            "addressee_code",
            "origin",
            "arrived_at",
            "id",
            postgresql_where=text("origin <> 'packet'"),
        ),
        # Few rows: what is urgent and still to be done stands first on the list.
        Index(
            "ix_incoming_document_urgent",
            "addressee_code",
            "priority",
            "arrived_at",
            "id",
            postgresql_where=text(f"priority > 0 AND status IN {sql_set(OPEN)} AND recall <> '{Recall.AGREED}'"),
        ),
        Index(
            "ix_incoming_document_recall",
            "addressee_code",
            "arrived_at",
            "id",
            postgresql_where=text("recall = 'requested'"),
        ),
        Index("ix_incoming_document_unit", "unit_id", "arrived_at", "id", postgresql_where=text("unit_id <> ''")),
        Index(
            "ix_incoming_document_unit_status",
            "unit_id",
            "status",
            "arrived_at",
            "id",
            postgresql_where=text("unit_id <> ''"),
        ),
        # Few agencies end: what they had is found by who goes on with it.
        Index(
            "ix_incoming_document_continued",
            "continued_by",
            "arrived_at",
            "id",
            postgresql_where=text("continued_by <> ''"),
        ),
        Index(
            "ix_incoming_document_continued_status",
            "continued_by",
            "status",
            "arrived_at",
            "id",
            postgresql_where=text("continued_by <> ''"),
        ),
        # Few rows: those with a part of its own term that nobody has reported yet.
        Index(
            "ix_incoming_document_parts",
            "addressee_code",
            "arrived_at",
            "id",
            postgresql_where=text("part_due_on IS NOT NULL"),
        ),
        # Few answer a task by its code.
        Index("ix_incoming_document_task", "addressee_code", "task_code", postgresql_where=text("task_code <> ''")),
        Index("ix_incoming_document_replaced", "replaced_by", postgresql_where=text("replaced_by IS NOT NULL")),
        Index("ix_incoming_document_unread", "packet_sha256", postgresql_where=text("read_at IS NULL")),
        Index("ix_incoming_document_words", text(words_index("folded", "addressee_code")), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    addressee_code: Mapped[str] = mapped_column(Text)
    continued_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Cơ quan kế thừa that has it since the addressee ended, or the unit that has it left; empty where the addressee itself has it."""
    sender_code: Mapped[str] = mapped_column(Text)
    document_code: Mapped[str] = mapped_column(Text)
    document_key: Mapped[str] = mapped_column(Text)
    """`registers.rules.document_key` of the identifier: twins that look the same are one document."""
    delivery_id: Mapped[UUID | None]
    """The sender's delivery; none when a packet file was brought from outside."""
    packet_sha256: Mapped[str] = mapped_column(Text)
    packet_size: Mapped[int] = mapped_column(Integer)
    packet_name: Mapped[str] = mapped_column(Text)
    arrived_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    status: Mapped[str] = mapped_column(Text, server_default="01")
    status_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    recall: Mapped[str] = mapped_column(Text, server_default="")
    """Empty, `requested` (13), `agreed` (15: the copy is cancelled and frozen) or `refused` (16)."""
    recall_reason: Mapped[str] = mapped_column(Text, server_default="")
    recall_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    arrival_year: Mapped[int | None] = mapped_column(Integer)
    arrival_number: Mapped[int | None] = mapped_column(Integer)
    registered_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    due_on: Mapped[date | None]
    """Thời hạn xử lý: the leader's, else the sender's."""
    unit_id: Mapped[str] = mapped_column(Text, server_default="")
    """Đơn vị chủ trì: the unit it was given to, or of the post in which its lead works on it; empty for none."""
    unit_name: Mapped[str] = mapped_column(Text, server_default="")
    former_lead: Mapped[str] = mapped_column(Text, server_default="")
    """Name of the lead whose post ended, until somebody else is given it."""
    answer_document_id: Mapped[UUID | None]
    read_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    sender_name: Mapped[str] = mapped_column(Text, server_default="")
    """As the directory names it; the packet's own word only where the clerk brought a file from outside the province."""
    packet_sender_name: Mapped[str] = mapped_column(Text, server_default="")
    """Tên cơ quan gửi ghi trong gói tin: the sender's word, shown on the document's page alone."""
    reference: Mapped[str] = mapped_column(Text, server_default="")
    type_name: Mapped[str] = mapped_column(Text, server_default="")
    subject: Mapped[str] = mapped_column(Text, server_default="")
    issued_on: Mapped[date | None]
    signer_name: Mapped[str] = mapped_column(Text, server_default="")
    signer_title: Mapped[str] = mapped_column(Text, server_default="")
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    warnings: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'"))
    """Codes of what the clerk must know: `duplicate_reference`, `secret_marking`, `packet_unreadable`, ..."""
    origin: Mapped[str] = mapped_column(Text, server_default="packet", default="packet")
    """Cách đến: `entered.rules.Origin`."""
    page_amount: Mapped[int | None] = mapped_column(Integer)
    copy_amount: Mapped[int | None] = mapped_column(Integer)
    remark: Mapped[str] = mapped_column(Text, server_default="", default="")
    """The clerk's own words for the register."""
    struck_reason: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Why its line of the register was struck out; empty for one that stands."""
    replaced_by: Mapped[UUID | None]
    """The arrival that its sender sent in its place."""
    folded: Mapped[str] = mapped_column(Text, server_default="")

    @property
    def entered(self) -> bool:
        """By hand: nobody sent a packet, and nobody is told by one."""
        return self.origin != "packet"

    @property
    def held_by(self) -> str:
        """Code of the agency that works on it; its number stays in the addressee's book."""
        return self.continued_by or self.addressee_code

    @property
    def in_force(self) -> bool:
        return self.recall != Recall.AGREED

    @property
    def is_open(self) -> bool:
        """Still to be done with."""
        return self.in_force and self.status in OPEN

    @property
    def is_accepted(self) -> bool:
        """Registered here and not done yet."""
        return self.in_force and self.status in ACCEPTED

    @property
    def in_hands(self) -> bool:
        """Somebody has it to work on."""
        return self.in_force and self.status in IN_HANDS


class IncomingStatus(TimelineRow, Base):
    """Trạng thái xử lý văn bản đến: every one is a new row."""

    __tablename__ = "incoming_status"
    __table_args__ = (Index("ix_incoming_status_incoming_id_id", "incoming_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    incoming_id: Mapped[UUID] = mapped_column(ForeignKey("incoming_document.id"))
    code: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, server_default="")
    actor_id: Mapped[str] = mapped_column(Text, server_default="")
    actor_name: Mapped[str] = mapped_column(Text, server_default="")
    at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)


class Assignment(GivenRow, PartRow, Base):
    """Phân công xử lý: lead (chủ trì) or co-operating (phối hợp)."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_given", "person_id", "arrived_at", "incoming_id"),
        Index("ix_assignment_given_status", "person_id", "status", "arrived_at", "incoming_id"),
    )

    incoming_id: Mapped[UUID] = mapped_column(ForeignKey("incoming_document.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    person_name: Mapped[str] = mapped_column(Text)
    part: Mapped[str] = mapped_column(Text)
    """`lead`, `cooperate` or `inform` (để biết)."""
    unit_id: Mapped[str] = mapped_column(Text, server_default="")
    """Of whom the head of a co-operating unit named: that unit; empty for everybody else."""
    opinion: Mapped[str] = mapped_column(Text, server_default="")
    assigned_by: Mapped[str] = mapped_column(Text)
    assigned_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)


class CooperatingUnit(GivenRow, PartRow, Base):
    """Đơn vị phối hợp: its head names who of the unit co-operates."""

    __tablename__ = "cooperating_unit"
    __table_args__ = (
        Index("ix_cooperating_unit_helped", "unit_id", "arrived_at", "incoming_id"),
        Index("ix_cooperating_unit_helped_status", "unit_id", "status", "arrived_at", "incoming_id"),
    )

    incoming_id: Mapped[UUID] = mapped_column(ForeignKey("incoming_document.id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text, primary_key=True)
    unit_name: Mapped[str] = mapped_column(Text)
    part: Mapped[str] = mapped_column(Text, server_default="cooperate", default="cooperate")
    """`cooperate`, or `inform` (để biết): its head reads it and passes it on."""
    opinion: Mapped[str] = mapped_column(Text, server_default="", default="")


class PacketCheck(Base):
    """Kết quả kiểm tra gói tin và chữ ký số; one per packet, however many received it."""

    __tablename__ = "packet_check"

    packet_sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """Per attachment: name, media type, size, and for a PDF its signature reports."""
    said: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """What the packet says besides its document's own row (`incoming.said`); None until it is read again."""


class PacketReading(Base):
    """Lượt đọc gói tin không thành: a packet that could not be read yet, and when it is its turn again."""

    __tablename__ = "packet_reading"

    packet_sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    tries: Mapped[int] = mapped_column(Integer)
    faults: Mapped[int] = mapped_column(Integer)
    """How often the packet itself was at fault, and not a passing trouble of ours."""
    due_at: Mapped[datetime] = mapped_column(_MOMENT)
    error: Mapped[str] = mapped_column(Text)
