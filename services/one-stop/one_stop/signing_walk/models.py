"""What a leader has looked at before signing."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from shared.work.signing_looks import LookRow, Looks


class SigningLook(LookRow, Base):
    """Lượt xem trước khi ký: which version of a dossier and its drafts a leader was shown, what he chose, and what came of its batch.

    Kept for the day; its digest is that of `results.looked_at.digests`.
    """

    __tablename__ = "signing_look"

    subject_id: Mapped[UUID] = mapped_column("dossier_id", ForeignKey("dossier.id"), primary_key=True)


LOOKS = Looks(SigningLook, "dossier", "result-seen")
