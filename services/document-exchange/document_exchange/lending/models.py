"""The book of uses of archived copies."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from shared.storage.words import words_index

_MOMENT = DateTime(timezone=True)
_OUT = text("returned_on IS NULL AND struck_reason = ''")


class CopyUse(Base):
    """Lượt sử dụng bản lưu: one line of the book. What was entered wrongly is struck out and stays."""

    __tablename__ = "copy_use"
    __table_args__ = (
        Index("ix_copy_use_book", "agency_code", "used_on", "id"),
        Index("ix_copy_use_document_id", "document_id", "used_on"),
        Index("uq_copy_use_out", "document_id", unique=True, postgresql_where=_OUT),
        Index("ix_copy_use_words", text(words_index("folded", "agency_code")), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id"))
    used_on: Mapped[date] = mapped_column(Date)
    person_name: Mapped[str] = mapped_column(Text)
    """Người sử dụng, who need not work at the agency."""
    file_reference: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Số và ký hiệu hồ sơ in which the copy lies."""
    allowed_by: Mapped[str] = mapped_column(Text)
    """Người cho phép sử dụng."""
    note: Mapped[str] = mapped_column(Text, server_default="", default="")
    returned_on: Mapped[date | None] = mapped_column(Date)
    struck_reason: Mapped[str] = mapped_column(Text, server_default="", default="")
    entered_by: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=text("now()"))
    folded: Mapped[str] = mapped_column(Text, server_default="", default="")
