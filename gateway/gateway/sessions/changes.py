"""Changes of accounts, heard from their owners each second by every copy of the gateway."""

import asyncio
from datetime import datetime

from pydantic import BaseModel, TypeAdapter, ValidationError

from gateway.clients.accounts import GATEWAY, OWNERS
from gateway.clients.services import ServiceClient
from gateway.sessions import statements
from gateway.sessions.callers import Callers
from shared.core.errors import Refusal
from shared.core.logs import get_logger
from shared.storage.database import Database

log = get_logger(__name__)

EVERY = 1.0


class AccountChange(BaseModel):
    """Thay đổi của một tài khoản, as `shared.access.account_changes` tells it."""

    id: str
    subject: str
    ends_sessions: bool
    kept_session: str
    at: datetime


_CHANGES = TypeAdapter(list[AccountChange])


class AccountWatch:
    """Theo dõi thay đổi của tài khoản."""

    def __init__(self, database: Database, services: ServiceClient, callers: Callers) -> None:
        self._database = database
        self._services = services
        self._callers = callers
        self._applied: dict[str, set[str]] = {kind: set() for kind in OWNERS}
        self._heard: dict[str, list[AccountChange]] = {kind: [] for kind in OWNERS}

    async def run(self) -> None:
        """For ever until cancelled; an owner that is away is asked again, and its accounts are confirmed one by one meanwhile."""
        while True:
            await asyncio.sleep(EVERY)
            for kind in OWNERS:
                await self._try_to_hear(kind)

    async def hear_from(self, service: str) -> None:
        """At once, because an answer of this service has just said that there is something; never fails."""
        for kind, owner in OWNERS.items():
            if owner == service:
                await self._try_to_hear(kind)

    async def apply_again(self, subject: str) -> None:
        """What was heard of an account in the last minutes: a session that was being opened meanwhile was not there yet to be ended."""
        kind, _, account = subject.partition(":")
        for change in self._heard.get(kind, []):
            if change.subject == account:
                await self._apply(subject, change)

    async def _try_to_hear(self, kind: str) -> None:
        try:
            await self._hear(kind)
        except Refusal as refusal:
            log.debug("account_changes_not_heard", kind=kind, code=refusal.code)
        except Exception as error:
            log.warning("account_changes_not_applied", kind=kind, error=type(error).__name__)

    async def _hear(self, kind: str) -> None:
        status, answer = await self._services.call(
            OWNERS[kind], "GET", "/internal/account-changes", GATEWAY, patience=2.0, repeatable=True
        )
        if status != 200:
            return
        try:
            changes = _CHANGES.validate_json(answer)
        except ValidationError:
            log.warning("account_changes_unreadable", kind=kind)
            return
        self._heard[kind] = changes  # before they are applied: who opens a session sees them, or they see the session
        for change in changes:
            if change.id not in self._applied[kind]:
                await self._apply(f"{kind}:{change.subject}", change)
        self._applied[kind] = {change.id for change in changes}

    async def _apply(self, subject: str, change: AccountChange) -> None:
        if change.ends_sessions:
            await statements.end_sessions(self._database, subject, change.at, change.kept_session)
        await statements.ask_again(self._database, subject)
        self._callers.forget_subject(subject)
