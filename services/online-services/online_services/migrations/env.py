from alembic import context

from online_services.database import Base
from shared.database import run_environment

run_environment(context, Base.metadata)
