"""Plans to merge, dissolve and rename agencies."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime

from mail_directory.database import Base
from mail_directory.reorganising.rules import KIND_LABELS, STATE_LABELS, State
from shared.storage.evidence import Acting

_MOMENT = DateTime(timezone=True)


class Reorganisation(Base):
    """Phương án sắp xếp cơ quan: which agencies end, who goes on with their work and under which names and codes, by which document."""

    __tablename__ = "reorganisation"
    __table_args__ = (Index("ix_reorganisation_first_day", "first_day", "id"),)

    id: Mapped[UUID] = mapped_column(PgUUID(as_uuid=True), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    # Of two people who act at once, one is refused.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    kind: Mapped[str] = mapped_column(Text)
    """`rules.Kind`."""
    ending_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Agencies that end the day before; none of `rename`."""
    successor_code: Mapped[str] = mapped_column(Text)
    successor_new: Mapped[bool] = mapped_column(Boolean)
    """It is made on the first day."""
    name: Mapped[str] = mapped_column(Text)
    """Of the successor from the first day on, as what follows."""
    short_name: Mapped[str] = mapped_column(Text)
    collective: Mapped[str] = mapped_column(Text)
    code_2020: Mapped[str] = mapped_column(Text)
    tier: Mapped[str] = mapped_column(Text)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("agency.code"))
    mail_domain: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date]
    document_number: Mapped[str] = mapped_column(Text)
    document_date: Mapped[date]
    state: Mapped[str] = mapped_column(Text)
    refusal: Mapped[str] = mapped_column(Text)
    """Why it could not happen on its day."""
    drawn_by: Mapped[str] = mapped_column(Text)
    drawn_by_name: Mapped[str] = mapped_column(Text)
    drawn_agency: Mapped[str] = mapped_column(Text)
    drawn_post: Mapped[str] = mapped_column(Text)
    drawn_at: Mapped[datetime] = mapped_column(_MOMENT)
    confirmed_by: Mapped[str] = mapped_column(Text)
    confirmed_by_name: Mapped[str] = mapped_column(Text)
    confirmed_agency: Mapped[str] = mapped_column(Text)
    confirmed_post: Mapped[str] = mapped_column(Text)
    confirmed_for: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    done_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    moved: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """Once done: of each agency that ended how many people, posts and units went over, and which agencies below it."""

    @property
    def label(self) -> str:
        return KIND_LABELS[self.kind]

    @property
    def state_label(self) -> str:
        return STATE_LABELS[State(self.state)]

    @property
    def reason(self) -> str:
        """As what moves because of it says why."""
        return f"{self.label} theo {self.document_number} ngày {self.document_date:%d/%m/%Y}"

    @property
    def confirmed(self) -> Acting:
        """Who ordered it, as the evidence of the day names him, whatever post he has by then."""
        return Acting(f"officer:{self.confirmed_by}", self.confirmed_agency, self.confirmed_post, self.confirmed_for)
