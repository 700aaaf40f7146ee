"""The tables of document-exchange."""

from sqlalchemy.orm import DeclarativeBase

from shared.storage import plumbing
from shared.storage.database import new_metadata


class Base(DeclarativeBase):
    """Every mapped class of this service."""

    metadata = new_metadata()


plumbing.declare(Base.metadata)
