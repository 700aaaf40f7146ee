"""Single statements on the way of every request, by asyncpg directly."""

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
# Not over a post that was chosen meanwhile.
_CONFIRMED = """
UPDATE sign_in_session SET identity = $3, checked_at = $4
WHERE id = $1 AND checked_at < $4 AND coalesce(identity->>'post', '') = $2
"""
_END = """
UPDATE sign_in_session SET revoked_at = now()
WHERE subject = $1 AND created_at < $2 AND revoked_at IS NULL AND id::text <> $3
"""
_ASK_AGAIN = (
    "UPDATE sign_in_session SET checked_at = 'epoch' WHERE subject = $1 AND revoked_at IS NULL AND checked_at < $2"
)
_REVOKE = "UPDATE sign_in_session SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL"


async def find_session(database: Database, token_hash: bytes) -> "asyncpg.Record | None":
    pool = await database.hot()
    return await pool.fetchrow(_FIND_SESSION, token_hash, timeout=5)


async def note_seen(database: Database, session_id: Any, moment: datetime) -> None:
    await (await database.hot()).execute(_SEEN, session_id, moment, timeout=5)


async def note_confirmed(database: Database, session_id: Any, post: str, identity: str, moment: datetime) -> None:
    await (await database.hot()).execute(_CONFIRMED, session_id, post, identity, moment, timeout=5)


async def revoke(database: Database, session_id: Any, moment: datetime) -> None:
    await (await database.hot()).execute(_REVOKE, session_id, moment, timeout=5)


async def end_sessions(database: Database, subject: str, before: datetime, kept: str) -> None:
    """End what was opened before a moment, but for one session."""
    await (await database.hot()).execute(_END, subject, before, kept, timeout=5)


async def ask_again(database: Database, subject: str, before: datetime) -> None:
    """The owner is asked at the next request who this is now."""
    await (await database.hot()).execute(_ASK_AGAIN, subject, before, timeout=5)
