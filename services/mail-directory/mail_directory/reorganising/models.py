"""Plans to merge, dissolve, split and rename agencies."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime

from mail_directory.database import Base
from mail_directory.reorganising.rules import KIND_LABELS, SHARED, STATE_LABELS, Heir, Kind, State
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
    """Agencies that end the day before; none of `rename`. Of `part` the one that a part leaves, and that does not end (`ended_codes`)."""
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
    further: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """The other successors of an agency that is split (`Heir`)."""
    places: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    """Of its units by id, and the agencies below it by code, which successor has them; the first has what is not named (`rest_code`)."""
    matters: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    """Of procedures by code, and sectors by name, which successor goes on with them."""
    stood: Mapped[dict[str, dict[str, str]]] = mapped_column(JSONB, server_default=text("'{}'"), default=dict)
    """Of each successor that was there, by its code, names and code of 2020 as they stood when the plan was drawn up."""
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
    def heirs(self) -> list[Heir]:
        """Cơ quan kế thừa, as they are from the first day on; of a split that one first which has what is given to no other."""
        names = self.name, self.short_name, self.collective, self.code_2020
        place = self.tier, self.parent_code, self.mail_domain
        return [Heir(self.successor_code, self.successor_new, *names, *place), *(Heir(**one) for one in self.further)]

    @property
    def heir_codes(self) -> list[str]:
        return [heir.code for heir in self.heirs]

    @property
    def ended_codes(self) -> list[str]:
        return [] if self.kind == Kind.PART else self.ending_codes

    @property
    def is_shared(self) -> bool:
        """Who goes where is said of each unit: by `split` and `part`."""
        return self.kind in SHARED

    @property
    def rest_code(self) -> str:
        """Who has what is given to nobody: the first successor, or the agency itself that stands."""
        return self.ending_codes[0] if self.kind == Kind.PART else self.successor_code

    def heir_of(self, place: object) -> str:
        """Who has a unit (its id) or an agency below the one that ends (its code)."""
        return self.places.get(str(place), self.rest_code)

    def moves(self, place: object) -> bool:
        return self.heir_of(place) not in self.ending_codes

    @property
    def reason(self) -> str:
        """As what moves because of it says why."""
        return f"{self.label} theo {self.document_number} ngày {self.document_date:%d/%m/%Y}"

    @property
    def confirmed(self) -> Acting:
        """Who ordered it, as the evidence of the day names him, whatever post he has by then."""
        return Acting(f"officer:{self.confirmed_by}", self.confirmed_agency, self.confirmed_post, self.confirmed_for)
