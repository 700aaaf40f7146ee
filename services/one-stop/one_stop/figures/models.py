"""Figures as all services tell them; here because leaders read them beside their dossiers."""

from datetime import date

from sqlalchemy import Date, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from shared.messaging.kept_figures import KeptFigure


class DailyFigure(KeptFigure, Base):
    """Số liệu ngày của một cơ quan."""

    __tablename__ = "daily_figure"
    __table_args__ = (Index("ix_daily_figure_agency_code_day", "agency_code", "day"),)


class ToldMonth(Base):
    """Số liệu tháng theo thủ tục at an agency: what was told last, so that only what has changed is told again."""

    __tablename__ = "told_month"

    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    procedure_code: Mapped[str] = mapped_column(Text, primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    procedure_name: Mapped[str] = mapped_column(Text)
    received: Mapped[int] = mapped_column(Integer)
    online: Mapped[int] = mapped_column(Integer)
    finished: Mapped[int] = mapped_column(Integer)
    on_time: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer)
