"""What the issuer of a document changed after its issue, whom it asked, and which documents change which."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.amending.rules import AnswerState
from document_exchange.database import Base

_MOMENT = DateTime(timezone=True)


class IssuedLink(Base):
    """Văn bản thay thế, sửa đổi, đính chính: which document issued before a document changes (NĐ 30/2020 Điều 18.3)."""

    __tablename__ = "issued_link"
    __table_args__ = (Index("ix_issued_link_target_id", "target_id"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id", ondelete="CASCADE"), primary_key=True)
    target_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    """`rules.LinkKind`; one for all that a document changes."""


class IssuedChange(Base):
    """Thay đổi văn bản đã phát hành: a recall (1), an update (2) or a replacement (3) of one issued document, as its receivers are asked."""

    __tablename__ = "issued_change"
    __table_args__ = (Index("ix_issued_change_document_id_id", "document_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id"))
    kind: Mapped[int] = mapped_column(SmallInteger)
    """`BussinessDocType`."""
    reason: Mapped[str] = mapped_column(Text)
    new_document_id: Mapped[UUID | None] = mapped_column(ForeignKey("outgoing_document.id"))
    """Of a replacement: the document that takes its place."""
    before: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    """Of an update: by columns of the document; days as ISO text."""
    receivers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """Of an update: `organ`, `name` and whether it was `added`."""
    packet_sha256: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Empty where there is nobody whom a packet could name."""
    packet_size: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(_MOMENT)
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)


class ChangeReceiver(Base):
    """Nơi nhận được hỏi về thay đổi, and what it answered (15, 16)."""

    __tablename__ = "change_receiver"

    change_id: Mapped[UUID] = mapped_column(ForeignKey("issued_change.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    organ_code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    delivery_id: Mapped[UUID | None]
    """Of an agency of the platform; none for one outside, to which the clerk hands the packet."""
    removed: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    """The update strikes it from the receivers."""
    state: Mapped[str] = mapped_column(Text, server_default="waiting", default=AnswerState.WAITING)
    words: Mapped[str] = mapped_column(Text, server_default="", default="")
    answered_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Who answered there, or who noted it here."""
    answered_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    late: Mapped[str] = mapped_column(Text, server_default="", default="")
    """What it answered once it was asked no more: kept, and without effect."""

    @property
    def standing(self) -> AnswerState:
        return AnswerState(self.state)
