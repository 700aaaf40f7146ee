"""What a leader has looked at before signing."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base
from shared.work.signing_looks import LookRow, Looks


class SigningLook(LookRow, Base):
    """Lượt xem trước khi ký: which version of a document a leader was shown, what he chose, and what came of its batch. Kept for the day."""

    __tablename__ = "signing_look"

    subject_id: Mapped[UUID] = mapped_column(
        "document_id", ForeignKey("outgoing_document.id", ondelete="CASCADE"), primary_key=True
    )


LOOKS = Looks(SigningLook, "document", "document-read")
