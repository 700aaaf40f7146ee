from alembic import context

from gateway.database import Base
from shared.storage.migrating import run_environment

run_environment(context, Base.metadata)
