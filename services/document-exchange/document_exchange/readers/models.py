"""Who may read an arrival though he has no part in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from document_exchange.incoming.given_rows import GivenRow


class IncomingReader(GivenRow, Base):
    """Người được xem văn bản đến: a unit, all of it, or a person."""

    __tablename__ = "incoming_reader"
    __table_args__ = (
        Index("ix_incoming_reader_whose", "whose", "arrived_at", "incoming_id"),
        Index("ix_incoming_reader_whose_status", "whose", "status", "arrived_at", "incoming_id"),
    )

    incoming_id: Mapped[UUID] = mapped_column(ForeignKey("incoming_document.id", ondelete="CASCADE"), primary_key=True)
    whose: Mapped[str] = mapped_column(Text, primary_key=True)
    """`person:<id>` or `unit:<id>`."""
    name: Mapped[str] = mapped_column(Text)
    given_by: Mapped[str] = mapped_column(Text)
    """Name of who gave it."""
    given_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
