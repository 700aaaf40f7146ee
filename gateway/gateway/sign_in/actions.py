"""Signing in: an attempt is counted before the password is looked at, so that guesses in parallel count as well."""

import unicodedata
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import text

from gateway.sessions.actions import OpenedSession, open_session
from gateway.sign_in.rules import FORGOTTEN_AFTER, delay_for_address, delay_for_user
from shared import clock, evidence
from shared.database import Database
from shared.errors import TooMany, Unauthenticated, Unavailable
from shared.identity import Identity, Kind

LONGEST_NAME = 200
LONGEST_PASSWORD = 1000


class Owners(Protocol):
    async def verify(self, kind: Kind, user_name: str, password: str) -> Identity | None: ...


class Marks(Protocol):
    def mark(self, purpose: str, text: str) -> bytes: ...


_COUNT = text(
    """
    INSERT INTO sign_in_failure AS f (key, failures, last_failed_at) VALUES (:key, 1, :now)
    ON CONFLICT (key) DO UPDATE SET last_failed_at = :now,
      failures = CASE WHEN f.last_failed_at < :forgotten THEN 1 ELSE f.failures + 1 END
    WHERE f.blocked_until IS NULL OR f.blocked_until <= :now
    RETURNING failures
    """
)
_BLOCK = text("UPDATE sign_in_failure SET blocked_until = :until WHERE key = :key")
_BLOCKED = text("SELECT blocked_until FROM sign_in_failure WHERE key = :key")
_CLEAR = text("DELETE FROM sign_in_failure WHERE key = :key")
_TAKE_BACK = text(
    "UPDATE sign_in_failure SET failures = greatest(failures - 1, 0), blocked_until = NULL WHERE key = :key"
)


async def sign_in(
    database: Database,
    owners: Owners,
    marks: Marks,
    kinds: tuple[Kind, ...],
    user_name: str,
    password: str,
    address: str,
    session_kind: str,
) -> OpenedSession:
    """Đăng nhập. Raises TooMany while locked, Unauthenticated for wrong credentials."""
    user_name = unicodedata.normalize("NFC", user_name).strip().lower()
    password = unicodedata.normalize("NFC", password)
    if not _acceptable(user_name, LONGEST_NAME) or not _acceptable(password, LONGEST_PASSWORD):
        raise Unauthenticated("wrong_credentials")
    by_user, by_address = marks.mark("sign-in-user", user_name), marks.mark("sign-in-address", address)
    await _count_attempt(database, by_user, by_address)
    try:
        identity = await _ask_owners(owners, kinds, user_name, password)
    except Unavailable:
        async with database.sessions.begin() as session:
            for key in (by_address, by_user):
                await session.execute(_TAKE_BACK, {"key": key})
        raise
    async with database.sessions.begin() as session:
        if identity is None:
            await evidence.record(session, "sign-in-failed", _account(by_user), "anonymous")
        else:
            await session.execute(_TAKE_BACK, {"key": by_address})
            await session.execute(_CLEAR, {"key": by_user})
            return await open_session(session, identity, session_kind)
    raise Unauthenticated("wrong_credentials")


def _acceptable(value: str, longest: int) -> bool:
    return 0 < len(value) <= longest and "\0" not in value


def _account(by_user: bytes) -> str:
    return f"account/{by_user.hex()[:32]}"


async def _count_attempt(database: Database, by_user: bytes, by_address: bytes) -> None:
    now = clock.now()
    blocked: datetime | None = None
    async with database.sessions.begin() as session:
        for key, delay in ((by_address, delay_for_address), (by_user, delay_for_user)):
            failures = (
                await session.execute(_COUNT, {"key": key, "now": now, "forgotten": now - FORGOTTEN_AFTER})
            ).scalar_one_or_none()
            if failures is None:
                blocked = (await session.execute(_BLOCKED, {"key": key})).scalar_one_or_none() or now
                await evidence.record(session, "sign-in-refused", _account(by_user), "anonymous", reason="locked")
                break
            until: timedelta | None = delay(failures)
            if until is not None:
                await session.execute(_BLOCK, {"key": key, "until": now + until})
    if blocked is not None:
        raise TooMany("sign_in_locked", retry_after=max(1, round((blocked - now).total_seconds())))


async def _ask_owners(owners: Owners, kinds: tuple[Kind, ...], user_name: str, password: str) -> Identity | None:
    """Ask each owner in turn. If one could not be asked and no other knows the account, nobody can say."""
    unreachable: Unavailable | None = None
    for kind in kinds:
        try:
            identity = await owners.verify(kind, user_name, password)
        except Unavailable as error:
            unreachable = error
            continue
        if identity is not None:
            return identity
    if unreachable is not None:
        raise unreachable
    return None
