from alembic import context

from mail_directory.database import Base
from shared.storage.migrating import run_environment

run_environment(context, Base.metadata)
