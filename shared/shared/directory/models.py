"""The copy's tables. They stand in each subscriber's own database, by `declare_agencies` and `declare_people`."""

from datetime import date

from sqlalchemy import Index, MetaData, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.storage.database import new_metadata


class Base(DeclarativeBase):
    """What is copied, of whichever service."""

    metadata = new_metadata()


class Agency(Base):
    """Cơ quan, đơn vị."""

    __tablename__ = "agency"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text, server_default="")
    tier: Mapped[str] = mapped_column(Text, server_default="")
    parent_code: Mapped[str] = mapped_column(Text, server_default="")
    mail_domain: Mapped[str] = mapped_column(Text, server_default="")
    address: Mapped[str] = mapped_column(Text, server_default="")
    phone: Mapped[str] = mapped_column(Text, server_default="")
    email: Mapped[str] = mapped_column(Text, server_default="", default="")
    website: Mapped[str] = mapped_column(Text, server_default="", default="")
    sort_key: Mapped[str] = mapped_column(Text(collation="C"), server_default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """Last day, included."""
    successor_code: Mapped[str] = mapped_column(Text, server_default="")
    """The agency that does its work afterwards."""
    collective: Mapped[str] = mapped_column(Text, server_default="")
    """`AgencyRecorded.collective`."""
    former_names: Mapped[list[dict[str, str]]] = mapped_column(JSONB, server_default=text("'[]'"))
    """Names it had before (`FormerName`), the oldest first."""
    code_2020: Mapped[str] = mapped_column(Text, server_default="", default="")
    """`AgencyRecorded.code_2020`."""
    former_codes: Mapped[list[dict[str, str]]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    """Codes it had before in that form (`FormerCode`), the oldest first."""

    def code_2020_on(self, day: date) -> str:
        """Mã định danh theo QĐ 20/2020 that held on that day; empty for none."""
        then = (former["code"] for former in self.former_codes if day.isoformat() <= former["until"])
        return next(then, self.code_2020)

    def name_on(self, day: date) -> str:
        """The name that held on that day: what a paper of that day is shown with."""
        then = (former["name"] for former in self.former_names if day.isoformat() <= former["until"])
        return next(then, self.name)

    def is_valid_on(self, day: date) -> bool:
        """An agency that was merged or closed takes nothing new."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Unit(Base):
    """Đơn vị trực thuộc."""

    __tablename__ = "unit"
    __table_args__ = (Index("ix_unit_agency_code", "agency_code"),)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    head_post_id: Mapped[str] = mapped_column(Text)
    """The post that leads it, empty where none does; counts only while it is held and lies in the unit."""
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Person(Base):
    """Cán bộ, công chức."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    full_name: Mapped[str] = mapped_column(Text)
    user_name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text, server_default="")
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    sort_key: Mapped[str] = mapped_column(Text(collation="C"), server_default="")
    """By the given name, the last word, as Vietnamese lists are."""


class PersonPost(Base):
    """Vị trí công tác: who works where now, as what; one role at one agency once."""

    __tablename__ = "person_post"
    __table_args__ = (Index("ix_person_post_agency_code_role", "agency_code", "role"),)

    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    role: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str] = mapped_column(Text, server_default="")
    unit: Mapped[str] = mapped_column(Text, server_default="")
    """Its name; empty where the post lies in none."""
    unit_id: Mapped[str] = mapped_column(Text, server_default="")
    post_id: Mapped[str] = mapped_column(Text, server_default="")
    kind: Mapped[str] = mapped_column(Text, server_default="")
    """`main`, `concurrent` or `acting`; empty from before the directory told it."""


class Delegation(Base):
    """Ủy quyền đang có hiệu lực: in whose post somebody may act besides."""

    __tablename__ = "delegation"
    __table_args__ = (
        Index("ix_delegation_delegate_id", "delegate_id"),
        Index("ix_delegation_agency_code", "agency_code"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    delegate_id: Mapped[str] = mapped_column(Text)
    giver_id: Mapped[str] = mapped_column(Text)
    post_id: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    powers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    valid_to: Mapped[date]


def declare_agencies(metadata: MetaData) -> None:
    """In the database of a service that knows agencies alone."""
    _declare(metadata, "agency")


def declare_people(metadata: MetaData) -> None:
    """In the database of a service that knows agencies and who works there."""
    _declare(metadata, *Base.metadata.tables)


def _declare(metadata: MetaData, *names: str) -> None:
    for name in names:
        Base.metadata.tables[name].to_metadata(metadata)
