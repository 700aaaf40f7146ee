"""Migrations: each package carries `migrations/versions/0001_*.py` and `database.Base`.

Alembic is imported where it works: a province that is running does not carry it.
"""

import asyncio
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData, NullPool, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.storage.database import async_url

if TYPE_CHECKING:
    from alembic.config import Config


def _configuration(package: str) -> "Config":
    from alembic.config import Config

    folder = Path(str(import_module(package).__file__)).parent / "migrations"
    configuration = Config()
    configuration.set_main_option("script_location", str(folder))
    configuration.set_main_option("path_separator", "os")
    return configuration


def run_environment(context: Any, metadata: MetaData) -> None:
    """Body of each service's `migrations/env.py`. Give up rather than block: the running release must not wait for us."""
    connection: Connection = context.config.attributes["connection"]
    connection.execute(text("SET lock_timeout = '5s'"))
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


def migrate(package: str, url: str, revision: str = "head") -> None:
    """Bring the database at `url` to a revision of `package` (e.g. `one_stop`), the newest unless said otherwise. Blocking."""
    asyncio.run(_with_connection(url, lambda connection: _upgrade(package, connection, revision)))


def _upgrade(package: str, connection: Connection, revision: str) -> None:
    from alembic import command

    configuration = _configuration(package)
    configuration.attributes["connection"] = connection
    # Several copies may start at once; one migrates, the others wait for it.
    connection.execute(text("SELECT pg_advisory_lock(721000)"))
    try:
        command.upgrade(configuration, revision)
        connection.commit()
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(721000)"))


def check_migrations(package: str, url: str) -> list[str]:
    """Differences between the models and a freshly migrated database at `url`; an empty list is what lint wants. Blocking."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    found: list[str] = []

    def compare(connection: Connection) -> None:
        metadata: MetaData = import_module(f"{package}.database").Base.metadata
        _import_models(package)
        found.extend(
            str(difference) for difference in compare_metadata(MigrationContext.configure(connection), metadata)
        )

    migrate(package, url)
    asyncio.run(_with_connection(url, compare))
    return found


def _import_models(package: str) -> None:
    folder = Path(str(import_module(package).__file__)).parent
    for path in sorted(folder.glob("*/models.py")):
        import_module(f"{package}.{path.parent.name}.models")


async def _with_connection(url: str, work: Any) -> None:
    engine = create_async_engine(async_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(work)
            await connection.commit()
    finally:
        await engine.dispose()
