"""What one-stop tells of each day, kept for the public."""

from datetime import date

from sqlalchemy import Date, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from online_services.database import Base
from shared.messaging.kept_figures import KeptFigure


class PublishedFigure(KeptFigure, Base):
    """Số liệu được công bố of a day."""

    __tablename__ = "published_figure"
    __table_args__ = (Index("ix_published_figure_day", "day"),)


class PublishedMonth(Base):
    """Số liệu tháng theo thủ tục at an agency, as it is published."""

    __tablename__ = "published_month"
    __table_args__ = (Index("ix_published_month_month", "month"),)

    procedure_code: Mapped[str] = mapped_column(Text, primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    """Its first day."""
    procedure_name: Mapped[str] = mapped_column(Text)
    received: Mapped[int] = mapped_column(Integer)
    online: Mapped[int] = mapped_column(Integer)
    finished: Mapped[int] = mapped_column(Integer)
    on_time: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer)
