"""Pictures of signatures and seals, with what stood on documents before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, Integer, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base

_MOMENT = DateTime(timezone=True)


class SigningPicture(Base):
    """Hình chữ ký, con dấu: what stands on documents in the place of the drawn one."""

    __tablename__ = "signing_picture"
    __table_args__ = (
        Index(
            "uq_signing_picture_holder_state",
            "holder",
            "state",
            unique=True,
            postgresql_where=text("state <> 'former'"),
        ),
        Index("ix_signing_picture_holder_id", "holder", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(Text)
    """`person:<id>` or `seal:<agency code>`."""
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    diameter: Mapped[int] = mapped_column(SmallInteger)
    """Of a seal, in millimetres."""
    state: Mapped[str] = mapped_column(Text)
    """`pictures.rules.PictureState`."""
    added_at: Mapped[datetime] = mapped_column(_MOMENT)
    used_from: Mapped[datetime | None] = mapped_column(_MOMENT)
    used_until: Mapped[datetime | None] = mapped_column(_MOMENT)
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
