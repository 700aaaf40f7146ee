"""Counting attempts: before the password is looked at, so that guesses in parallel count as well."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.sign_in.rules import (
    FORGOTTEN_AFTER,
    MOST_DEVICES,
    delay_for_account,
    delay_for_address,
    delay_for_pair,
)
from shared.access.identity import Kind
from shared.core import clock

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
_BLOCKED = text("SELECT blocked_until FROM sign_in_failure WHERE key = :key AND blocked_until > :now")
_FAILURES = text("SELECT failures FROM sign_in_failure WHERE key = :key AND last_failed_at >= :forgotten")
_CLEAR = text("DELETE FROM sign_in_failure WHERE key = :key")
_TAKE_BACK = text(
    "UPDATE sign_in_failure SET failures = greatest(failures - 1, 0), blocked_until = NULL WHERE key = :key"
)


class Marks(Protocol):
    def mark(self, purpose: str, text: str) -> bytes: ...


@dataclass(frozen=True)
class Tried:
    """Một lần thử đăng nhập: under which keys it counts."""

    kind: Kind
    account: bytes
    pair: bytes
    device: bytes | None
    """Set when the browser is one with which this account has been signed in."""


def tried(marks: Marks, kind: Kind, user_name: str, address: str, devices: str) -> Tried:
    """An account is a kind and a name: citizens and officers may be called alike."""
    name = f"{kind}:{user_name}"
    nonce = _known(marks, name, devices)
    return Tried(
        kind,
        marks.mark("sign-in-account", name),
        marks.mark("sign-in-pair", f"{name}\0{address}"),
        marks.mark("sign-in-device", nonce) if nonce else None,
    )


def new_device(marks: Marks, kind: Kind, user_name: str, devices: str) -> str:
    """The device's mark after signing in: this account, and the others that it was known to."""
    name, nonce = f"{kind}:{user_name}", secrets.token_hex(16)
    others = [entry for entry in devices.split(".") if len(entry) == 64 and not _is_of(marks, name, entry)]
    return ".".join([nonce + _proof(marks, name, nonce), *others[: MOST_DEVICES - 1]])


def _known(marks: Marks, name: str, devices: str) -> str:
    return next((entry[:32] for entry in devices.split(".")[:MOST_DEVICES] if _is_of(marks, name, entry)), "")


def _is_of(marks: Marks, name: str, entry: str) -> bool:
    return len(entry) == 64 and entry.isascii() and secrets.compare_digest(entry[32:], _proof(marks, name, entry[:32]))


def _proof(marks: Marks, name: str, nonce: str) -> str:
    return marks.mark("known-device", f"{nonce}\0{name}").hex()[:32]


async def count(session: AsyncSession, attempt: Tried, address: bytes) -> datetime | None:
    """Until when this attempt has to wait; None: it may be made."""
    now = clock.now()
    if attempt.device is not None:
        return await _count(session, attempt.device, now, 0)
    blocked = (await session.execute(_BLOCKED, {"key": address, "now": now})).scalar_one_or_none()
    if blocked is not None:
        return blocked  # type: ignore[no-any-return]
    known = {"key": attempt.account, "forgotten": now - FORGOTTEN_AFTER}
    failures = (await session.execute(_FAILURES, known)).scalar_one_or_none() or 0
    blocked = await _count(session, attempt.pair, now, failures)
    if blocked is None:
        blocked = await _count(session, attempt.account, now, None)
        if blocked is not None:
            await session.execute(_TAKE_BACK, {"key": attempt.pair})
    return blocked


async def _count(session: AsyncSession, key: bytes, now: datetime, of_account: int | None) -> datetime | None:
    row = {"key": key, "now": now, "forgotten": now - FORGOTTEN_AFTER}
    failures = (await session.execute(_COUNT, row)).scalar_one_or_none()
    if failures is None:
        return (await session.execute(_BLOCKED, {"key": key, "now": now})).scalar_one_or_none() or now
    delay: timedelta | None = (
        delay_for_account(failures) if of_account is None else delay_for_pair(failures, of_account)
    )
    if delay is not None:
        await session.execute(_BLOCK, {"key": key, "until": now + delay})
    return None


async def count_failure(session: AsyncSession, address: bytes) -> None:
    """Only what failed counts against an address: others sign in there as well."""
    now = clock.now()
    row: dict[str, Any] = {"key": address, "now": now, "forgotten": now - FORGOTTEN_AFTER}
    failures = (await session.execute(_COUNT, row)).scalar_one_or_none()
    if failures is not None and (delay := delay_for_address(failures)) is not None:
        await session.execute(_BLOCK, {"key": address, "until": now + delay})


async def take_back(session: AsyncSession, attempt: Tried) -> None:
    """It was no failure."""
    for key in (attempt.device,) if attempt.device else (attempt.account, attempt.pair):
        await session.execute(_TAKE_BACK, {"key": key})


async def succeeded(session: AsyncSession, attempt: Tried) -> None:
    """The address has proved itself for this account; what others have tried at it still counts."""
    await session.execute(_CLEAR, {"key": attempt.device or attempt.pair})
    if attempt.device is None:
        await session.execute(_TAKE_BACK, {"key": attempt.account})
