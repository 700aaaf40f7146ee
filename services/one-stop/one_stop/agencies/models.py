"""Agencies and people as mail-directory tells them: only what this service shows and decides by."""

from datetime import date

from sqlalchemy import Boolean, Date, Index, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base


class Province(Base):
    """Tỉnh: what forms and pages say about the place."""

    __tablename__ = "province"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    seat: Mapped[str] = mapped_column(Text)
    hotline: Mapped[str] = mapped_column(Text)
    rule_set: Mapped[str] = mapped_column(Text)
    online_intake_hours: Mapped[int] = mapped_column(SmallInteger)


class Agency(Base):
    """Cơ quan."""

    __tablename__ = "agency"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    parent_code: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class Person(Base):
    """Cán bộ, công chức."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    full_name: Mapped[str] = mapped_column(Text)
    user_name: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(Boolean)


class PersonPost(Base):
    """Vị trí công tác."""

    __tablename__ = "person_post"
    __table_args__ = (Index("ix_person_post_agency_code", "agency_code", "role"),)

    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    role: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
