"""What the operator's page keeps and reads of the last hours, by one statement each."""

from datetime import datetime

import asyncpg

from shared.storage.database import Database

_NOTE_SAMPLE = "INSERT INTO operations_sample VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
_HISTORY = """
SELECT date_bin('30 minutes', minute, 'epoch') AS since, max(silent) AS silent, max(lag_seconds) AS lag_seconds,
  max(dead) AS dead, min(disk_free) AS disk_free
FROM operations_sample WHERE minute > $1::timestamptz - interval '6 hours' AND minute <= $1
GROUP BY 1 ORDER BY 1 DESC
"""
_LAST_BACKUP = "SELECT max(finished_at) FROM backup_record"


async def note_sample(
    database: Database, minute: datetime, silent: int, lag_seconds: float, dead: int, disk_free: int
) -> None:
    pool = await database.hot()
    await pool.execute(_NOTE_SAMPLE, minute, silent, lag_seconds, dead, disk_free, timeout=5)


async def read_history(database: Database, now: datetime) -> "list[asyncpg.Record]":
    return list(await (await database.hot()).fetch(_HISTORY, now, timeout=5))


async def last_backup(database: Database) -> datetime | None:
    found: datetime | None = await (await database.hot()).fetchval(_LAST_BACKUP, timeout=5)
    return found
