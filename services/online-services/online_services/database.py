"""This service's tables: everything that inherits `Base`, and the plumbing tables every service has."""

from sqlalchemy.orm import DeclarativeBase

from shared.access import account_changes
from shared.directory.models import declare_agencies
from shared.notifying import tables
from shared.storage import plumbing
from shared.storage.database import new_metadata
from shared.work import saved_views, scanning, unfinished
from shared.work.working_calendar import models as calendar_models


class Base(DeclarativeBase):
    metadata = new_metadata()


plumbing.declare(Base.metadata)
declare_agencies(Base.metadata)
account_changes.declare(Base.metadata)
saved_views.declare(Base.metadata)
tables.declare(Base.metadata)
scanning.declare(Base.metadata)
unfinished.declare(Base.metadata)
calendar_models.declare(Base.metadata)
