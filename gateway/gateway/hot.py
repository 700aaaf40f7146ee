"""Single statements on the way of requests, by asyncpg directly."""

from datetime import datetime
from typing import Any

import asyncpg

from shared.storage.database import Database

_FIND_SESSION = """
SELECT s.id, s.kind, s.identity, s.csrf, s.last_seen_at, s.checked_at, s.expires_at,
  COALESCE(c.active, true) AS client_active, c.scopes AS client_scopes
FROM sign_in_session s LEFT JOIN client_system c ON c.id = s.client_system_id
WHERE s.token_hash = $1 AND s.revoked_at IS NULL
"""
_SEEN = "UPDATE sign_in_session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2"
_CONFIRMED = "UPDATE sign_in_session SET identity = $2, checked_at = $3 WHERE id = $1 AND checked_at < $3"
_END = """
UPDATE sign_in_session SET revoked_at = now()
WHERE subject = $1 AND created_at < $2 AND revoked_at IS NULL AND id::text <> $3
"""
_ASK_AGAIN = (
    "UPDATE sign_in_session SET checked_at = 'epoch' WHERE subject = $1 AND revoked_at IS NULL AND checked_at < $2"
)
_REVOKE = "UPDATE sign_in_session SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL"
_COUNT_REQUESTS = """
INSERT INTO rate_window AS r (caller, minute, used)
SELECT caller, $1, used FROM unnest($2::bytea[], $3::int[]) AS t (caller, used) ORDER BY caller
ON CONFLICT (caller, minute) DO UPDATE SET used = r.used + excluded.used
RETURNING caller, used
"""
_NOTE_SAMPLE = "INSERT INTO operations_sample VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
_HISTORY = """
SELECT date_bin('30 minutes', minute, 'epoch') AS since, max(silent) AS silent, max(lag_seconds) AS lag_seconds,
  max(dead) AS dead, min(disk_free) AS disk_free
FROM operations_sample WHERE minute > $1::timestamptz - interval '6 hours' AND minute <= $1
GROUP BY 1 ORDER BY 1 DESC
"""
_LAST_BACKUP = "SELECT max(finished_at) FROM backup_record"
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


async def find_session(database: Database, token_hash: bytes) -> "asyncpg.Record | None":
    pool = await database.hot()
    return await pool.fetchrow(_FIND_SESSION, token_hash, timeout=5)


async def note_seen(database: Database, session_id: Any, moment: datetime) -> None:
    await (await database.hot()).execute(_SEEN, session_id, moment, timeout=5)


async def note_confirmed(database: Database, session_id: Any, identity: str, moment: datetime) -> None:
    await (await database.hot()).execute(_CONFIRMED, session_id, identity, moment, timeout=5)


async def revoke(database: Database, session_id: Any, moment: datetime) -> None:
    await (await database.hot()).execute(_REVOKE, session_id, moment, timeout=5)


async def end_sessions(database: Database, subject: str, before: datetime, kept: str) -> None:
    """End what was opened before a moment, but for one session."""
    await (await database.hot()).execute(_END, subject, before, kept, timeout=5)


async def ask_again(database: Database, subject: str, before: datetime) -> None:
    """The owner is asked at the next request who this is now."""
    await (await database.hot()).execute(_ASK_AGAIN, subject, before, timeout=5)


async def count_requests(database: Database, minute: int, callers: list[bytes], used: list[int]) -> dict[bytes, int]:
    pool = await database.hot()
    rows = await pool.fetch(_COUNT_REQUESTS, minute, callers, used, timeout=2)
    return {bytes(row["caller"]): int(row["used"]) for row in rows}


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


async def prune(database: Database, moment: datetime) -> None:
    """Forget what no longer says anything; harmless when two copies do it at once."""
    pool = await database.hot()
    await pool.execute(_PRUNE_RATES, int(moment.timestamp()) // 60 - 2)
    for statement in _PRUNE:
        await pool.execute(statement, moment)
