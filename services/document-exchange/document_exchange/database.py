"""The tables of document-exchange."""

from sqlalchemy import Index
from sqlalchemy.orm import DeclarativeBase

from shared.directory.models import declare_people
from shared.messaging import figures
from shared.storage import plumbing
from shared.storage.database import new_metadata
from shared.work import number_tables, saved_views, scanning, unfinished
from shared.work.working_calendar import models as calendar_models


class Base(DeclarativeBase):
    """Every mapped class of this service."""

    metadata = new_metadata()


plumbing.declare(Base.metadata)
# How often documents were opened is counted by day: rows are only ever added, so a summary of blocks is index enough.
Index("ix_evidence_at", Base.metadata.tables["evidence"].c.at, postgresql_using="brin")
number_tables.declare(Base.metadata)
declare_people(Base.metadata)
saved_views.declare(Base.metadata)
figures.declare(Base.metadata)
scanning.declare(Base.metadata)
unfinished.declare(Base.metadata)
calendar_models.declare(Base.metadata)
