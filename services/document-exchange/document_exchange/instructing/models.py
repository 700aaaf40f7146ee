"""Arrivals inside the agency: presented to a leader, what leaders and heads said, terms that were asked to be longer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from document_exchange.incoming.given_rows import GivenRow
from document_exchange.instructing.rules import Extension as ExtensionState
from document_exchange.instructing.rules import Presented
from shared.work.timeline import TimelineRow

_MOMENT = DateTime(timezone=True)
_NOW = text("now()")


class _OfDocument:
    """A row about an arrival, with whoever made it (`TimelineRow` says in which post)."""

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    incoming_id: Mapped[UUID] = mapped_column(ForeignKey("incoming_document.id"))
    actor_id: Mapped[str] = mapped_column(Text, server_default="")
    actor_name: Mapped[str] = mapped_column(Text, server_default="")
    at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)


class Presentation(GivenRow, _OfDocument, TimelineRow, Base):
    """Lượt trình: an arrival laid before a leader, with a proposal. One waits at a time."""

    __tablename__ = "presentation"
    __table_args__ = (
        Index(
            "uq_presentation_waiting",
            "incoming_id",
            unique=True,
            postgresql_where=text(f"standing = '{Presented.WAITING}'"),
        ),
        Index("ix_presentation_incoming_id_id", "incoming_id", "id"),
        # All that waits for a leader, one walk in the order of arrival.
        Index(
            "ix_presentation_leader",
            "leader_id",
            "arrived_at",
            "incoming_id",
            postgresql_where=text(f"standing = '{Presented.WAITING}'"),
        ),
    )

    leader_id: Mapped[str] = mapped_column(Text)
    leader_name: Mapped[str] = mapped_column(Text)
    leader_title: Mapped[str] = mapped_column(Text, server_default="")
    remark: Mapped[str] = mapped_column(Text, server_default="")
    proposal: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    """Đề xuất: as `ProposalIn` takes it; empty for none."""
    standing: Mapped[str] = mapped_column(Text, server_default=Presented.WAITING)
    ended_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    end_reason: Mapped[str] = mapped_column(Text, server_default="")


class Instruction(_OfDocument, TimelineRow, Base):
    """Ý kiến chỉ đạo (bút phê): what a leader or a unit's head said, to whom, until when. Never changed."""

    __tablename__ = "instruction"
    __table_args__ = (Index("ix_instruction_incoming_id_id", "incoming_id", "id"),)

    unit_id: Mapped[str] = mapped_column(Text, server_default="")
    """Of a unit's head: the unit within which it was said; empty for the agency's leaders."""
    unit_name: Mapped[str] = mapped_column(Text, server_default="")
    words: Mapped[str] = mapped_column(Text, server_default="")
    due_on: Mapped[date | None]
    """Hạn chung, where it was said here."""
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    """Whom it names: `name`, `part`, `due_on` and `words` of each."""
    changes: Mapped[str] = mapped_column(Text, server_default="")
    """What it changed of what stood before; empty where it only added."""


class ExtensionRequest(_OfDocument, TimelineRow, Base):
    """Xin gia hạn: of the whole, or of one part; decided by whoever gave the work."""

    __tablename__ = "extension_request"
    __table_args__ = (
        Index(
            "uq_extension_request_asked",
            "incoming_id",
            "whose",
            unique=True,
            postgresql_where=text(f"standing = '{ExtensionState.ASKED}'"),
        ),
        Index("ix_extension_request_incoming_id_id", "incoming_id", "id"),
    )

    whose: Mapped[str] = mapped_column(Text, server_default="")
    """`person:<id>` or `unit:<id>` of the part; empty for the whole."""
    whose_name: Mapped[str] = mapped_column(Text, server_default="")
    given_in: Mapped[str] = mapped_column(Text, server_default="")
    """The unit whose head gave the work and decides; empty: the agency's leaders."""
    due_before: Mapped[date | None]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    standing: Mapped[str] = mapped_column(Text, server_default=ExtensionState.ASKED)
    decided_by: Mapped[str] = mapped_column(Text, server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    decision: Mapped[str] = mapped_column(Text, server_default="")
