"""What the counter opens and keeps about scans."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from shared.access.identity import Identity

Moment = DateTime(timezone=True)


class PhoneLink(Base):
    """Liên kết chụp giấy tờ bằng điện thoại: for one dossier, a short while, from the officer who opened it."""

    __tablename__ = "phone_link"
    __table_args__ = (
        Index("uq_phone_link_secret_hash", "secret_hash", unique=True),
        Index("ix_phone_link_dossier_id", "dossier_id", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    secret_hash: Mapped[str] = mapped_column(Text)
    """SHA-256 of the secret, which nobody keeps: it is in the QR code and nowhere else."""
    opened_by: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """The officer, in the post of that moment: what comes is taken in his name."""
    opened_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """What came: `{name, paper, size, at}`, the first first."""
    bytes_taken: Mapped[int] = mapped_column(BigInteger)

    @property
    def officer(self) -> Identity:
        return Identity.model_validate(self.opened_by)

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at

    def entries(self) -> list[dict[str, Any]]:
        return [one | {"at": datetime.fromisoformat(one["at"])} for one in self.arrived]
