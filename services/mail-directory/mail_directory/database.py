"""The service's own database."""

from sqlalchemy.orm import DeclarativeBase

from shared import account_changes, plumbing
from shared.database import new_metadata


class Base(DeclarativeBase):
    metadata = new_metadata()


plumbing.declare(Base.metadata)
account_changes.declare(Base.metadata)
