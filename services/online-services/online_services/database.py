"""This service's tables: everything that inherits `Base`, and the plumbing tables every service has."""

from sqlalchemy.orm import DeclarativeBase

from shared.access import account_changes
from shared.storage import plumbing
from shared.storage.database import new_metadata


class Base(DeclarativeBase):
    metadata = new_metadata()


plumbing.declare(Base.metadata)
account_changes.declare(Base.metadata)
