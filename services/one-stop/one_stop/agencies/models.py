"""The province as forms and pages name it, which agencies went into which, and which dossiers went with them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, Index, Integer, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.agencies.rules import PART, Matter, heir_by
from one_stop.database import Base


class Province(Base):
    """Tỉnh: what forms and pages say about the place."""

    __tablename__ = "province"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    seat: Mapped[str] = mapped_column(Text)
    hotline: Mapped[str] = mapped_column(Text)
    online_intake_hours: Mapped[int] = mapped_column(SmallInteger)


class AgencyMerger(Base):
    """Cơ quan kế thừa: an agency that was merged, dissolved or split, and who goes on with what it had (`AgencyMerged`).

    One that stands and of which a part left (`part`, tách) is its own successor in all that `shares` does not give away.
    """

    __tablename__ = "agency_merger"

    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    """The one that ended, or of which a part left."""
    agency_name: Mapped[str] = mapped_column(Text)
    successor_code: Mapped[str] = mapped_column(Text)
    """Where there are several: of all that `shares` gives to none."""
    shares: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """Of a split (`Share`)."""
    first_day: Mapped[date]
    act: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str] = mapped_column(Text)
    document_date: Mapped[date]
    reorganisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    """The plan at mail-directory: parts may leave by several."""
    heard_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When nothing of it was left to move; what comes later still follows."""
    procedures: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    """How many procedures it was competent for."""
    numbers_given_up: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    """Số đã giữ mà chưa dùng of its series, given up as those were closed."""

    @property
    def reason(self) -> str:
        word = {"dissolve": "Giải thể", "split": "Chia", PART: "Tách một phần"}.get(self.act, "Sáp nhập")
        return f"{word} theo {self.document_number} ngày {self.document_date:%d/%m/%Y}"

    @property
    def successors(self) -> list[str]:
        """Codes, of whom the rest goes to first."""
        return list(dict.fromkeys([self.successor_code, *(share["successor_code"] for share in self.shares)]))

    @property
    def stands(self) -> bool:
        """Tách một phần: it goes on working, without that part."""
        return self.act == PART

    def heir(self, matter: Matter) -> str:
        return heir_by(self.shares, matter, self.successor_code)


class Continuation(Base):
    """Hồ sơ chuyển cơ quan kế thừa: where it was recorded until then, and who continues it. A dossier may go on several times."""

    __tablename__ = "continuation"
    __table_args__ = (
        Index("ix_continuation_agency_code", "agency_code", "open", "dossier_id"),
        Index("ix_continuation_continued_by", "continued_by", "dossier_id"),
    )

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    """Cơ quan that had it."""
    reorganisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    """By which plan: it may come back, and go once more."""
    continued_by: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date] = mapped_column(Date)
    """From which day on it counts as the successor's."""
    open: Mapped[bool] = mapped_column(Boolean)
    """It was being worked on; others had ended, and only their record went over."""
    dossier_code: Mapped[str] = mapped_column(Text)
    status: Mapped[int] = mapped_column(SmallInteger)
    step_name: Mapped[str] = mapped_column(Text)
    """Where it stood."""
    holder_name: Mapped[str] = mapped_column(Text)
    """Who had it, and has it still as long as he has a post at the successor."""
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
