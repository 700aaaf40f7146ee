"""What the owner of a dossier and its agency wrote to each other, as the owner sees it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from online_services.database import Base
from shared.contracts.values import FileReference


class DossierMessage(Base):
    """Lời trao đổi trên hồ sơ. Rows are only added."""

    __tablename__ = "dossier_message"
    __table_args__ = (Index("ix_dossier_message_dossier_id", "dossier_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The same on both sides."""
    dossier_id: Mapped[UUID] = mapped_column()
    """The submission's id; there may be no course yet."""
    from_owner: Mapped[bool] = mapped_column(Boolean)
    wants_answer: Mapped[bool] = mapped_column(Boolean)
    text: Mapped[str] = mapped_column(Text)
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by: Mapped[str] = mapped_column(Text)
    """Officer and agency; empty for the owner."""

    @property
    def attached(self) -> list[FileReference]:
        return [FileReference.model_validate(file) for file in self.files]
