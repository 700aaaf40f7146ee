"""Figures as all services tell them; here because leaders read them beside their dossiers."""

from datetime import date

from sqlalchemy import Date, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base


class DailyFigure(Base):
    """Số liệu ngày của một cơ quan."""

    __tablename__ = "daily_figure"
    __table_args__ = (Index("ix_daily_figure_agency_code_day", "agency_code", "day"),)

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    numerator: Mapped[int] = mapped_column(Integer)
    denominator: Mapped[int] = mapped_column(Integer)
    """0: a plain count."""
    revision: Mapped[int] = mapped_column(Integer)
