"""Alembic's entry; how it runs is the same for all services."""

from alembic import context

from one_stop.database import Base
from shared.storage.migrating import run_environment

run_environment(context, Base.metadata)
