"""What senders wish to change of documents that are here; the packets that said so stay as they came."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.changing.rules import OPEN, ChangeState
from document_exchange.database import Base
from shared.work.steps import sql_set

_MOMENT = DateTime(timezone=True)
_NOW = text("now()")


class SenderChange(Base):
    """Yêu cầu thay đổi của nơi gửi: recall (1), update (2) or replacement (3) of one document."""

    __tablename__ = "sender_change"
    __table_args__ = (
        UniqueConstraint("addressee_code", "sender_code", "said_key", name="uq_sender_change_once"),
        Index("ix_sender_change_agency", "agency_code", "arrived_at", "id"),
        Index("ix_sender_change_state", "agency_code", "state", "arrived_at", "id"),
        Index("ix_sender_change_incoming", "incoming_id", postgresql_where=text("incoming_id IS NOT NULL")),
        Index("ix_sender_change_new", "new_incoming_id", postgresql_where=text("new_incoming_id IS NOT NULL")),
        Index(
            "ix_sender_change_waits_for_document",
            "addressee_code",
            "sender_code",
            "target_key",
            postgresql_where=text("state = 'unmatched'"),
        ),
        Index("ix_sender_change_open", "agency_code", postgresql_where=text(f"state IN {sql_set(OPEN)}")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    addressee_code: Mapped[str] = mapped_column(Text)
    """To whom it came."""
    agency_code: Mapped[str] = mapped_column(Text)
    """Who answers it: the addressee, or who goes on with its work."""
    sender_code: Mapped[str] = mapped_column(Text)
    sender_name: Mapped[str] = mapped_column(Text, server_default="", default="")
    said_key: Mapped[str] = mapped_column(Text)
    """The same wish about the same document is kept once, however often it comes."""
    kind: Mapped[int] = mapped_column(SmallInteger)
    """`BussinessDocType`: 1, 2 or 3."""
    target_code: Mapped[str] = mapped_column(Text)
    """Mã định danh of the document meant."""
    target_key: Mapped[str] = mapped_column(Text)
    target_reference: Mapped[str] = mapped_column(Text, server_default="", default="")
    incoming_id: Mapped[UUID | None] = mapped_column(ForeignKey("incoming_document.id"))
    """The arrival meant, once it is known."""
    new_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Of a replacement: mã định danh of the new document."""
    new_incoming_id: Mapped[UUID | None] = mapped_column(ForeignKey("incoming_document.id"))
    reason: Mapped[str] = mapped_column(Text)
    proposed: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    """Of an update: what the register is to say, by names of columns; days as ISO text."""
    before: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    """Of an update that was agreed: what the register said."""
    receivers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """Of an update: `organ` and whether it was `added`, as its sender wrote them."""
    removed: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    """The sender struck this agency from its receivers: for it that is a recall."""
    packet_sha256: Mapped[str] = mapped_column(Text, server_default="", default="")
    packet_size: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    packet_name: Mapped[str] = mapped_column(Text, server_default="", default="")
    delivery_id: Mapped[UUID | None]
    """The sender's delivery; none where a file was brought from outside."""
    change_id: Mapped[str] = mapped_column(Text, server_default="", default="")
    """The sender's own number of the wish, said again with the answer."""
    state: Mapped[str] = mapped_column(Text)
    problem: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Code of `rules.PROBLEMS`."""
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    asked_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    arrived_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    answer: Mapped[str] = mapped_column(Text, server_default="", default="")
    answered_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    answered_at: Mapped[datetime | None] = mapped_column(_MOMENT)

    @property
    def standing(self) -> ChangeState:
        return ChangeState(self.state)

    @property
    def is_open(self) -> bool:
        return self.standing in OPEN
