"""The signing port's own database: evidence of what it signed, issued and refused."""

from sqlalchemy.orm import DeclarativeBase

from shared.storage import plumbing
from shared.storage.database import new_metadata


class Base(DeclarativeBase):
    metadata = new_metadata()


plumbing.declare(Base.metadata)
