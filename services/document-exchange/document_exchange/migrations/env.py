from alembic import context

from document_exchange.database import Base
from shared.storage.migrating import run_environment

run_environment(context, Base.metadata)
