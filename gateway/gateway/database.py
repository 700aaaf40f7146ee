"""The gateway's own database: sessions, client systems, failed sign-ins, rates, evidence."""

from sqlalchemy.orm import DeclarativeBase

from shared.storage import plumbing
from shared.storage.database import new_metadata


class Base(DeclarativeBase):
    metadata = new_metadata()


plumbing.declare(Base.metadata)
