"""Deliveries as the sender sees them. Statuses are rows; the delivery carries the newest one that counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from document_exchange.deliveries.rules import DeliveryState

_MOMENT = DateTime(timezone=True)
_NOW = text("now()")


class Delivery(Base):
    """Lượt gửi văn bản tới một nơi nhận."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("document_id", "addressee_code"),
        # What an agency sent to another, in the order in which it went.
        Index("ix_delivery_between", "sender_code", "addressee_code", "sent_at", "document_id"),
        # Neither speaks of the status: each report would have to write into both.
        Index("ix_delivery_sent_at", "sent_at"),
        Index("ix_delivery_still", "sender_code", "document_id", postgresql_where=text("still_at IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id"))
    document_code: Mapped[str] = mapped_column(Text)
    sender_code: Mapped[str] = mapped_column(Text)
    addressee_code: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, server_default="00")
    """`00` on its way, then the receiver's 01-06; `withdrawn` when it was taken back before it left."""
    status_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    recall: Mapped[str] = mapped_column(Text, server_default="")
    """Empty, `requested` (13), `agreed` (15), `refused` (16), `withdrawn`, or `closed`: the receiver is gone and nobody answers."""
    recall_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    sent_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    still_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """When it was found to stand still (`standing`); empty again once it moves."""

    @property
    def is_on_the_way(self) -> bool:
        return self.status == DeliveryState.ON_THE_WAY


class DeliveryStatus(Base):
    """Trạng thái do nơi nhận báo, hoặc do nơi gửi ghi (13)."""

    __tablename__ = "delivery_status"
    __table_args__ = (
        UniqueConstraint("delivery_id", "code", "reported_at"),
        Index("ix_delivery_status_delivery_id_id", "delivery_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"))
    code: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, server_default="")
    staff_name: Mapped[str] = mapped_column(Text, server_default="")
    staff_department: Mapped[str] = mapped_column(Text, server_default="")
    reported_at: Mapped[datetime] = mapped_column(_MOMENT)
    received_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=_NOW)
    applied: Mapped[bool] = mapped_column(server_default=text("true"))
    """False when it came too late to count: kept as evidence."""
