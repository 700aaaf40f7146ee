"""Which documents an arrival says that it answers."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base


class ArrivalAnswer(Base):
    """Văn bản được trả lời (`ResponseFor`), as the packet of an arrival names it: its sender's word, compared anew whenever it is shown."""

    __tablename__ = "arrival_answer"
    __table_args__ = (
        Index("ix_arrival_answer_key", "answered_key", "incoming_id", postgresql_where=text("answered_key <> ''")),
    )

    incoming_id: Mapped[UUID] = mapped_column(ForeignKey("incoming_document.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    answered_key: Mapped[str] = mapped_column(Text)
    """By which the document is looked for (`rules.key_of`); empty where what is said does not suffice."""
    organ_code: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    document_code: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date | None]
