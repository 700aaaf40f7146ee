"""Lists of results that were handed to the post, and each result on them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Integer, SmallInteger, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.post_lists.rules import number_words
from shared.contracts.values import FileReference
from shared.work.timeline import TimelineRow

Moment = DateTime(timezone=True)


class PostList(TimelineRow, Base):
    """Bảng kê giao bưu điện."""

    __tablename__ = "post_list"
    __table_args__ = (
        UniqueConstraint("agency_code", "year", "number", name="uq_post_list_number"),
        Index("ix_post_list_agency_code", "agency_code", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(Integer)
    carrier: Mapped[str] = mapped_column(Text)
    """Bưu điện, bưu cục nhận."""
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    amount: Mapped[int] = mapped_column(SmallInteger)
    waiting: Mapped[int] = mapped_column(SmallInteger)
    """Of which nobody knows yet what became of them."""
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(Text)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSONB)

    @property
    def named(self) -> str:
        return number_words(self.number, self.year)

    def reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type="application/pdf", name=self.file_name)


class PostItem(Base):
    """Bưu gửi: one result on a list. A dossier is on one at a time that is not decided (`uq_post_item_sent`)."""

    __tablename__ = "post_item"
    __table_args__ = (
        Index("ix_post_item_list_id", "list_id", "position"),
        Index("uq_post_item_sent", "dossier_id", unique=True, postgresql_where="state = 'sent'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    list_id: Mapped[UUID] = mapped_column(ForeignKey("post_list.id"))
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(Text)
    receiver_name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    tracking: Mapped[str] = mapped_column(Text)
    """Mã bưu gửi, once the post has given it."""
    state: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    """Who signed for it, or why it came back."""
