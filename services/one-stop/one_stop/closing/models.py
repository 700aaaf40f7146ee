"""How dossiers ended that have no result, and what became of fee and papers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.closing.rules import FeeDecision, PapersDecision, settlement_words
from one_stop.database import Base

_MOMENT = DateTime(timezone=True)


class Ending(Base):
    """Kết thúc không có kết quả: proposed by a specialist until a leader decides, or decided at once."""

    __tablename__ = "ending"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    act: Mapped[str] = mapped_column(Text)
    """`stop` or `withdraw`."""
    ground: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(Text)
    fee: Mapped[str] = mapped_column(Text)
    fee_note: Mapped[str] = mapped_column(Text)
    papers: Mapped[str] = mapped_column(Text)
    papers_note: Mapped[str] = mapped_column(Text)
    requester: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Người đến rút: name, kind and number of the identity paper, authority; empty of a stop, and of one withdrawn online."""
    proposed_by: Mapped[str] = mapped_column(Text)
    proposed_by_name: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_by_name: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(_MOMENT)

    @property
    def settlement(self) -> str:
        return settlement_words(FeeDecision(self.fee), self.fee_note, PapersDecision(self.papers), self.papers_note)
