from alembic import context

from shared.storage.migrating import run_environment
from signing.database import Base

run_environment(context, Base.metadata)
