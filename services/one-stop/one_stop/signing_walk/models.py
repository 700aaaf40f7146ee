"""What a leader has looked at before signing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base


class SigningLook(Base):
    """Lượt xem trước khi ký: which version of a dossier and of its drafts a leader was shown, and what he chose. Kept for the day."""

    __tablename__ = "signing_look"

    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    """Of the post in which he looked."""
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(Text)
    """Of all that the drafts say and of their files and looks (`results.looked_at.digests`)."""
    complete: Mapped[bool]
    """All pages of all drafts could be shown; without that there is nothing to choose here."""
    choice: Mapped[str] = mapped_column(Text, server_default="")
    """`signing_walk.rules.Choice`."""
    looked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
