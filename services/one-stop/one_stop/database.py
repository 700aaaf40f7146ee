"""The database of one-stop: its metadata, with the tables every service has."""

from sqlalchemy.orm import DeclarativeBase

from shared.directory.models import declare_people
from shared.messaging import figures
from shared.storage import plumbing
from shared.storage.database import new_metadata
from shared.work import number_tables, saved_views, scanning, unfinished
from shared.work.working_calendar import models as calendar_models


class Base(DeclarativeBase):
    metadata = new_metadata()


plumbing.declare(Base.metadata)
number_tables.declare(Base.metadata)
declare_people(Base.metadata)
saved_views.declare(Base.metadata)
figures.declare(Base.metadata)
scanning.declare(Base.metadata)
unfinished.declare(Base.metadata)
calendar_models.declare(Base.metadata)
