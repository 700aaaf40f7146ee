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
# Only while the session stands as it was when the owner was asked: not over a change heard meanwhile, nor over a post chosen meanwhile.
_CONFIRMED = """
UPDATE sign_in_session SET identity = $4, checked_at = $5
WHERE id = $1 AND checked_at = $2 AND coalesce(identity->>'post', '') = $3
RETURNING id
"""
_END = """
UPDATE sign_in_session SET revoked_at = now()
WHERE subject = $1 AND created_at < $2 AND revoked_at IS NULL AND id::text <> $3
"""
# Another moment each time: whoever asks because of the change before sees that there was one more.
_ASK_AGAIN = """
UPDATE sign_in_session SET checked_at = least(checked_at, 'epoch') - interval '1 microsecond'
WHERE subject = $1 AND revoked_at IS NULL
"""
_REVOKE = "UPDATE sign_in_session SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL"


async def find_session(database: Database, token_hash: bytes) -> "asyncpg.Record | None":
    pool = await database.hot()
    return await pool.fetchrow(_FIND_SESSION, token_hash, timeout=5)


async def note_seen(database: Database, session_id: Any, moment: datetime) -> None:
    await (await database.hot()).execute(_SEEN, session_id, moment, timeout=5)


async def note_confirmed(
    database: Database, session_id: Any, before: datetime, post: str, identity: str, asked_at: datetime
) -> bool:
    """Keep the owner's word of a session that was last confirmed `before`; False when it has changed since it was read."""
    pool = await database.hot()
    return await pool.fetchval(_CONFIRMED, session_id, before, post, identity, asked_at, timeout=5) is not None


async def revoke(database: Database, session_id: Any, moment: datetime) -> None:
    await (await database.hot()).execute(_REVOKE, session_id, moment, timeout=5)


async def end_sessions(database: Database, subject: str, before: datetime, kept: str) -> None:
    """End what was opened before a moment, but for one session."""
    await (await database.hot()).execute(_END, subject, before, kept, timeout=5)


async def ask_again(database: Database, subject: str) -> None:
    """The owner is asked at the next request who this is now; what he says to who has asked already counts no more."""
    await (await database.hot()).execute(_ASK_AGAIN, subject, timeout=5)
