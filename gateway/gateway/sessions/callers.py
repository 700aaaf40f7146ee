"""Who is calling: from a cookie or a bearer token to an identity, and to the internal token for one service.

A session's state is kept in this process for at most two seconds, so a sign-out on any copy, a system switched
off or a scope taken from it acts everywhere within that time. Changes of accounts are heard each second
(`gateway.sessions.changes`).
"""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from gateway.clients.accounts import AccountOwners
from gateway.sessions import statements
from gateway.sessions.actions import stored
from gateway.sessions.rules import CONFIRM_AFTER, CONFIRMED_FOR, SEEN_EVERY, hash_token, is_expired, looks_like_token
from gateway.sessions.visitors import DerivedKeys
from shared.access.identity import ANONYMOUS, LIFETIME, Identity, IdentityIssuer
from shared.core import clock
from shared.core.errors import Unavailable
from shared.core.logs import get_logger
from shared.storage.database import Database

log = get_logger(__name__)

KEPT_FOR = 2.0
MOST_KEPT = 20_000
MOST_READS = 3
"""Times a session is read anew that changes while its account's owner is asked."""
RENEW_BEFORE = 60


@dataclass(slots=True)
class Caller:
    """Người gọi: identity plus the internal tokens already made for it."""

    identity: Identity
    kind: str = ""
    """Kind of session; empty for a visitor."""
    tokens: dict[str, tuple[float, str]] = field(default_factory=dict)


NOBODY = Caller(ANONYMOUS)


class _ChangedMeanwhile(Exception):
    """The session is not what it was when the owner of its account was asked."""


class Callers:
    """Danh tính của người gọi."""

    def __init__(self, database: Database, owners: AccountOwners, issuer: IdentityIssuer, keys: DerivedKeys) -> None:
        self._database = database
        self._owners = owners
        self._issuer = issuer
        self._keys = keys
        self._kept: OrderedDict[bytes, tuple[float, Caller | None]] = OrderedDict()
        self._visitors: OrderedDict[str, Caller] = OrderedDict()
        self._asking: dict[bytes, asyncio.Future[Caller | None]] = {}

    def kept(self, token: str) -> tuple[bool, Caller | None]:
        """(known here, caller): no waiting."""
        found = self._kept.get(hash_token(token))
        if found is not None and found[0] > time.monotonic():
            return True, found[1]
        return False, None

    def was_known(self, token: str) -> bool:
        """A live session when it was last looked up, however long ago."""
        found = self._kept.get(hash_token(token))
        return found is not None and found[1] is not None

    async def by_token(self, token: str) -> Caller | None:
        """The caller of a live session, or None. Raises Unavailable when that cannot be found out."""
        if not looks_like_token(token):
            return None
        known, caller = self.kept(token)
        if known:
            return caller
        key = hash_token(token)
        asking = self._asking.get(key)
        if asking is None:
            asking = asyncio.ensure_future(self._look_up(key))
            self._asking[key] = asking
        return await asyncio.shield(asking)

    def visitor(self, visitor: str) -> Caller:
        """Somebody not signed in, whose forms can be told from a stranger's."""
        caller = self._visitors.get(visitor)
        if caller is None:
            caller = self._visitors[visitor] = Caller(
                ANONYMOUS.model_copy(update={"csrf": self._keys.csrf_of(visitor)})
            )
            if len(self._visitors) > MOST_KEPT:
                self._visitors.popitem(last=False)
        return caller

    def token_for(self, caller: Caller, service: str) -> str:
        """The internal token that tells `service` who is calling; made anew a minute before it would end."""
        now = time.time()
        made = caller.tokens.get(service)
        if made is None or made[0] <= now:
            made = (now + LIFETIME - RENEW_BEFORE, self._issuer.issue(caller.identity, service))
            caller.tokens[service] = made
        return made[1]

    def forget(self, token: str) -> None:
        """What is being looked up at this moment may be as it was before: nobody else waits for it, and it is not kept."""
        key = hash_token(token)
        self._kept.pop(key, None)
        self._asking.pop(key, None)

    def forget_subject(self, subject: str) -> None:
        """Every session of one account, e.g. `officer:<id>`; whose are those being looked up nobody knows yet."""
        self._asking.clear()
        kept = [(key, caller) for key, (_, caller) in self._kept.items() if caller is not None]
        for key, caller in kept:
            if f"{caller.identity.kind}:{caller.identity.subject}" == subject:
                self._kept.pop(key, None)

    def forget_all(self) -> None:
        self._kept.clear()
        self._asking.clear()
        self._visitors.clear()

    async def _look_up(self, key: bytes) -> Caller | None:
        previous = self._kept.get(key)
        try:
            caller = await self._read(key)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise Unavailable("database_unavailable") from error
        finally:
            still_asked = self._asking.get(key) is asyncio.current_task()
            if still_asked:
                del self._asking[key]
        if not still_asked:  # forgotten meanwhile
            return caller
        if caller and previous and previous[1] and previous[1].identity == caller.identity:
            caller.tokens = previous[1].tokens
        self._kept[key] = (time.monotonic() + KEPT_FOR, caller)
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return caller

    async def _read(self, key: bytes) -> Caller | None:
        for _ in range(MOST_READS):
            row = await statements.find_session(self._database, key)
            try:
                return await self._caller_of(row) if row is not None else None
            except _ChangedMeanwhile:
                continue
        raise Unavailable("service_unavailable")

    async def _caller_of(self, row: Any) -> Caller | None:
        now = clock.now()
        if is_expired(row["kind"], row["last_seen_at"], row["expires_at"], now) or not row["client_active"]:
            return None
        identity = Identity.model_validate(orjson.loads(row["identity"]))
        if row["kind"] == "client":
            scopes = frozenset(row["client_scopes"] or ())
            identity = identity.model_copy(
                update={"roles": identity.roles & scopes}
            )  # the token's, as far as still granted
        if row["kind"] != "client" and now - row["checked_at"] > CONFIRM_AFTER:
            confirmed = await self._confirm(row["id"], identity, row["checked_at"], now)
            if confirmed is None:
                return None
            identity = confirmed
        if now - row["last_seen_at"] > SEEN_EVERY:
            await statements.note_seen(self._database, row["id"], now)
        return Caller(identity.model_copy(update={"csrf": row["csrf"], "session": str(row["id"])}), row["kind"])

    async def _confirm(
        self, session_id: UUID, identity: Identity, checked_at: datetime, now: datetime
    ) -> Identity | None:
        """Ask the account's owner whether the person is still who we think; None ends the session. `now`: before the question.

        A post that has ended leaves a session without rights, in which another is chosen; with the last post it ends.
        """
        try:
            current = await self._owners.find(identity.kind, identity.subject)
        except Unavailable:
            if now - checked_at <= CONFIRMED_FOR:
                return identity
            raise
        had = identity.post or identity.must_choose
        if current is None or (had and not current.posts):
            await statements.revoke(self._database, session_id, now)
            log.info("session_ended_by_owner", session=str(session_id))
            return None
        acting = current.acting(identity.post)
        text = orjson.dumps(stored(acting)).decode()
        if not await statements.note_confirmed(self._database, session_id, checked_at, identity.post, text, now):
            raise _ChangedMeanwhile
        return acting
