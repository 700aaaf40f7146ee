"""What one-stop tells of each day, kept for the public."""

from sqlalchemy import Index

from online_services.database import Base
from shared.messaging.kept_figures import KeptFigure


class PublishedFigure(KeptFigure, Base):
    """Số liệu được công bố of a day."""

    __tablename__ = "published_figure"
    __table_args__ = (Index("ix_published_figure_day", "day"),)
