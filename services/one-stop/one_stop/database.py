"""The database of one-stop: its metadata, with the tables every service has."""

from sqlalchemy.orm import DeclarativeBase

from shared.storage import plumbing
from shared.storage.database import new_metadata


class Base(DeclarativeBase):
    metadata = new_metadata()


plumbing.declare(Base.metadata)
