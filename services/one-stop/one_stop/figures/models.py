"""Figures as all services tell them; here because leaders read them beside their dossiers."""

from sqlalchemy import Index

from one_stop.database import Base
from shared.messaging.kept_figures import KeptFigure


class DailyFigure(KeptFigure, Base):
    """Số liệu ngày của một cơ quan."""

    __tablename__ = "daily_figure"
    __table_args__ = (Index("ix_daily_figure_agency_code_day", "agency_code", "day"),)
