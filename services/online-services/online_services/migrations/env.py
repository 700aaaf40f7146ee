from alembic import context

from online_services.database import Base
from shared.storage.migrating import run_environment

run_environment(context, Base.metadata)
