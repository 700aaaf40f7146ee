"""Which agencies went into which, as the directory told it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.agencies.rules import PART
from document_exchange.database import Base

_SAYS = {"dissolve": "Giải thể", "split": "Chia", PART: "Tách một phần"}


class AgencyMerger(Base):
    """Cơ quan kế thừa: an agency that was merged, dissolved or split, and who goes on with what it had (`AgencyMerged`).

    One that stands and of which a part left (`part`, tách) is its own successor in all that `shares` does not give away.
    """

    __tablename__ = "agency_merger"

    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    """The one that ended, or of which a part left."""
    reorganisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    """The plan at mail-directory: parts may leave by several."""
    agency_name: Mapped[str] = mapped_column(Text)
    successor_code: Mapped[str] = mapped_column(Text)
    shares: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """Of a split or a part (`Share`)."""
    first_day: Mapped[date]
    act: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str] = mapped_column(Text)
    document_date: Mapped[date]
    heard_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    @property
    def reason(self) -> str:
        said = f"{_SAYS.get(self.act, 'Sáp nhập')} theo {self.document_number} ngày {self.document_date:%d/%m/%Y}"
        return f"{said}: {self.agency_name}."

    @property
    def successors(self) -> list[str]:
        return list(dict.fromkeys([self.successor_code, *(share["successor_code"] for share in self.shares)]))

    @property
    def stands(self) -> bool:
        """Tách một phần: it goes on working, without that part."""
        return self.act == PART

    def heir(self, unit_id: str) -> str:
        """By the unit that has it; else who has what is given to nobody."""
        found = (share["successor_code"] for share in self.shares if unit_id and unit_id in share["units"])
        return str(next(found, self.successor_code))
