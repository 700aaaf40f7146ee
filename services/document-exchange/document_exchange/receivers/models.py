"""Who receives an outgoing document besides agencies of the platform, and groups of those agencies."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from shared.storage.words import words_index

_MOMENT = DateTime(timezone=True)


class InsideReceiver(Base):
    """Nơi nhận trong cơ quan: a unit or a person, who see the document from its issue on."""

    __tablename__ = "inside_receiver"
    __table_args__ = (
        # What was sent to me and to my unit, the newest first: one walk each.
        Index(
            "ix_inside_receiver_whose", "whose", "sent_at", "document_id", postgresql_where=text("sent_at IS NOT NULL")
        ),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id", ondelete="CASCADE"), primary_key=True)
    whose: Mapped[str] = mapped_column(Text, primary_key=True)
    """`person:<id>` or `unit:<id>`."""
    name: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    seen_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """When it was first opened by that person, or by anybody of that unit."""
    seen_by: Mapped[str] = mapped_column(Text, server_default="", default="")


class OutsideReceiver(Base):
    """Nơi nhận ngoài hệ thống, or one on it whom the paper goes to as well: what the clerk sends by file, mail or post, and notes here."""

    __tablename__ = "outside_receiver"
    __table_args__ = (
        # Sổ gửi văn bản đi bưu điện: one walk in the order of the days.
        Index(
            "ix_outside_receiver_post",
            "agency_code",
            "sent_on",
            "id",
            postgresql_where=text("way = 'post'"),
        ),
        Index("uq_outside_receiver_id", "id", unique=True),
        Index("ix_outside_receiver_words", text(words_index("folded", "agency_code")), postgresql_using="gin"),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_document.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"))
    """Its line in the post book."""
    agency_code: Mapped[str] = mapped_column(Text)
    """Whose document it is."""
    name: Mapped[str] = mapped_column(Text)
    organ_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Mã định danh, where it has one: then the packet names it as a receiver."""
    addressee_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Of a receiver on the platform whom the paper of the document goes to; empty for one outside it."""
    way: Mapped[str] = mapped_column(Text, server_default="", default="")
    """`receivers.rules.OutsideWay`; empty until it was sent."""
    sent_on: Mapped[date | None]
    envelopes: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    """Số lượng bì."""
    trace: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Số hiệu bưu gửi, hộp thư, người ký nhận."""
    noted_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    folded: Mapped[str] = mapped_column(Text, server_default="", default="")
    """The words by which the post book is looked through, once it was sent."""


class AddresseeGroup(Base):
    """Nhóm nơi nhận of one agency; every drafter of it may choose it."""

    __tablename__ = "addressee_group"
    __table_args__ = (Index("uq_addressee_group_name", "agency_code", "folded", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    """The name without marks and capitals: two groups are not told apart by those alone."""
    addressees: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'"))
    """Codes of agencies."""
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    changed_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    updated_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=text("now()"))
