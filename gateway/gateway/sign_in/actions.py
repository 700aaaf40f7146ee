"""Signing in: an attempt is counted before the password is looked at, so that guesses in parallel count as well."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from gateway.clients.accounts import AccountRecord
from gateway.posts.actions import enter
from gateway.sessions.actions import OpenedSession
from gateway.sign_in.attempts import Marks, Tried, count, count_failure, succeeded, take_back, tried
from shared.access.identity import Identity, Kind
from shared.core import clock
from shared.core.errors import Forbidden, TooMany, Unauthenticated, Unavailable
from shared.standards.typed import Unreadable, opaque_password, read_user_name
from shared.storage import evidence
from shared.storage.database import Database

LONGEST_NAME = 200
LONGEST_PASSWORD = 1000

Unsaid = dict[Kind, Unavailable | Forbidden]
"""What kept the owners of these kinds from calling the password right or wrong."""


class Owners(Protocol):
    async def verify(self, kind: Kind, user_name: str, password: str) -> AccountRecord | None: ...


class Changes(Protocol):
    async def apply_again(self, subject: str) -> None: ...


async def sign_in(
    database: Database,
    owners: Owners,
    changes: Changes,
    marks: Marks,
    kinds: tuple[Kind, ...],
    user_name: str,
    password: str,
    address: str,
    session_kind: str,
    devices: str = "",
    post: str = "",
) -> OpenedSession:
    """Đăng nhập. Raises what `recognise` and, for the post, `enter` raise."""
    asked_at = clock.now()
    account = await recognise(database, owners, marks, kinds, user_name, password, address, devices)
    return await _open(database, changes, account, session_kind, post, asked_at)


async def recognise(
    database: Database,
    owners: Owners,
    marks: Marks,
    kinds: tuple[Kind, ...],
    user_name: str,
    password: str,
    address: str,
    devices: str = "",
    by: Identity | str = "anonymous",
) -> AccountRecord:
    """Whose name and password these are. Raises TooMany while locked, Unauthenticated for wrong credentials.

    `devices`: what the browser's cookie says of the accounts it has been signed in with. `by`: who is signed in already.
    """
    user_name, password = _read(user_name, password)
    attempts = [tried(marks, kind, user_name, address, devices) for kind in kinds]
    by_address = marks.mark("sign-in-address", address)
    open_to, blocked = await _count_attempts(database, attempts, by_address, by)
    account, unsaid = await _ask_owners(owners, tuple(attempt.kind for attempt in open_to), user_name, password)
    refusal = next((one for one in unsaid.values() if isinstance(one, Forbidden)), next(iter(unsaid.values()), None))
    async with database.sessions.begin() as session:
        guessed = await _note_unsaid(session, open_to, unsaid)
        if account is not None:
            await _note_success(session, guessed, account.kind)
        elif isinstance(refusal, Forbidden):
            await evidence.record(session, "sign-in-refused", _account(open_to[0]), by, reason=refusal.code)
        elif guessed:
            await _note_failure(session, guessed[0], by_address, by)
    if account is not None:
        return account
    if refusal is not None:
        raise refusal  # one could not be asked and no other knows the account: nobody can say
    if blocked is not None:
        raise _locked(blocked)  # the kind that may not be asked now could be the right one
    raise Unauthenticated("wrong_credentials")


async def _open(
    database: Database, changes: Changes, account: AccountRecord, session_kind: str, post: str, asked_at: datetime
) -> OpenedSession:
    async with database.sessions.begin() as session:
        opened = await enter(session, account, session_kind, post, asked_at)
    await changes.apply_again(f"{account.kind}:{account.subject}")
    return opened


async def _note_unsaid(session: AsyncSession, attempts: list[Tried], unsaid: Unsaid) -> list[Tried]:
    """Take back where nobody has guessed: the owner could not say, or the password was right and the account is locked for
    want of a post. The others, which are returned, count: what one owner calls wrong is a guess, though another be away.
    """
    for attempt in attempts:
        if attempt.kind in unsaid:
            await take_back(session, attempt)
    return [attempt for attempt in attempts if attempt.kind not in unsaid]


async def _note_success(session: AsyncSession, attempts: list[Tried], kind: Kind) -> None:
    asked = next(index for index, attempt in enumerate(attempts) if attempt.kind == kind)
    await succeeded(session, attempts[asked])
    for attempt in attempts[asked + 1 :]:
        await take_back(session, attempt)  # those before it were guessed at, these were not asked


async def _note_failure(session: AsyncSession, attempt: Tried, by_address: bytes, by: Identity | str) -> None:
    if attempt.device is None:
        await count_failure(session, by_address)
    await evidence.record(session, "sign-in-failed", _account(attempt), by)


def _read(user_name: str, password: str) -> tuple[str, str]:
    """As people type them: capitals, spaces, a number with separators, any normal form."""
    try:
        user_name, password = read_user_name(user_name), opaque_password(password)
    except Unreadable as error:
        raise Unauthenticated("wrong_credentials") from error
    if not 0 < len(user_name) <= LONGEST_NAME or not 0 < len(password) <= LONGEST_PASSWORD:
        raise Unauthenticated("wrong_credentials")
    return user_name, password


def _account(attempt: Tried) -> str:
    return f"account/{attempt.account.hex()[:32]}"


async def _count_attempts(
    database: Database, attempts: list[Tried], by_address: bytes, by: Identity | str
) -> tuple[list[Tried], datetime | None]:
    """Which kinds of account may be asked, and how long the others may not. Raises TooMany when none may."""
    open_to: list[Tried] = []
    blocked: datetime | None = None
    async with database.sessions.begin() as session:
        for attempt in attempts:
            until = await count(session, attempt, by_address)
            if until is None:
                open_to.append(attempt)
            else:
                blocked = max(blocked or until, until)
        if not open_to:
            await evidence.record(session, "sign-in-refused", _account(attempts[0]), by, reason="locked")
    if not open_to and blocked is not None:
        raise _locked(blocked)
    return open_to, blocked


def _locked(until: datetime) -> TooMany:
    return TooMany("sign_in_locked", retry_after=max(1, round((until - clock.now()).total_seconds())))


async def _ask_owners(
    owners: Owners, kinds: tuple[Kind, ...], user_name: str, password: str
) -> tuple[AccountRecord | None, Unsaid]:
    """Ask each owner in turn until one knows the account; and which of them said neither that it is right nor that it is wrong.

    An account that is locked does not keep out whom another owner knows by the same name and password.
    """
    unsaid: Unsaid = {}
    for kind in kinds:
        try:
            account = await owners.verify(kind, user_name, password)
        except (Unavailable, Forbidden) as error:
            unsaid[kind] = error
            continue
        if account is not None:
            return account, unsaid
    return None, unsaid
