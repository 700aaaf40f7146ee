from alembic import context

from gateway.database import Base
from shared.database import run_environment

run_environment(context, Base.metadata)
