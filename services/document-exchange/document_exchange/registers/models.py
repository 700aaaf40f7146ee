"""Number series of outgoing documents and the arrival counter: counters under a row lock, one row a year."""

from uuid import UUID

from sqlalchemy import ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base


class NumberSeries(Base):
    """Hệ thống số của văn bản đi: which document types of an agency count together (the head of the agency decides)."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("agency_code", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    document_types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Document type codes; empty means every type that no other series of the agency names."""


class SeriesYear(Base):
    """Số đã cấp trong năm của một hệ thống số."""

    __tablename__ = "series_year"

    series_id: Mapped[UUID] = mapped_column(ForeignKey("number_series.id"), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last_number: Mapped[int] = mapped_column(Integer)


class ArrivalYear(Base):
    """Số đến đã cấp trong năm của một cơ quan: paper and electronic together (NĐ 30/2020 Điều 22)."""

    __tablename__ = "arrival_year"

    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last_number: Mapped[int] = mapped_column(Integer)
