"""What no longer says anything is forgotten."""

from datetime import datetime

from shared.storage.database import Database

_PRUNE_RATES = "DELETE FROM rate_window WHERE minute < $1"
_PRUNE = (
    "DELETE FROM unsent_form WHERE parked_at < $1::timestamptz - interval '1 day'",
    "DELETE FROM kept_form WHERE saved_at < $1::timestamptz - interval '7 days'",
    "DELETE FROM sign_in_failure WHERE last_failed_at < $1::timestamptz - interval '1 day'",
    "DELETE FROM operations_sample WHERE minute < $1::timestamptz - interval '1 day'",
    "DELETE FROM backup_record WHERE finished_at < $1::timestamptz - interval '1 year'",
    "DELETE FROM sign_in_session WHERE id IN"
    " (SELECT id FROM sign_in_session WHERE expires_at < $1::timestamptz - interval '30 days' LIMIT 5000)",
)


async def prune(database: Database, moment: datetime) -> None:
    """Forget what no longer says anything; harmless when two copies do it at once."""
    pool = await database.hot()
    await pool.execute(_PRUNE_RATES, int(moment.timestamp()) // 60 - 2)
    for statement in _PRUNE:
        await pool.execute(statement, moment)
