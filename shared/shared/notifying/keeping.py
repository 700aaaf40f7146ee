"""Keeping notifications: the row a person reads on the pages, and the letter that goes out with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.core import clock
from shared.core.identifiers import new_id
from shared.notifying.choosing import Choices, moment_to_send
from shared.notifying.kinds import KINDS, Channel, Timing
from shared.notifying.ports import our_channels
from shared.work import jobs
from shared.work.jobs import Job


@dataclass(frozen=True)
class Contact:
    """Nơi nhận tin của một người, as the owner of the account knows it."""

    email: str = ""
    phone: str = ""

    def address(self, channel: Channel) -> str:
        return self.email if channel is Channel.EMAIL else self.phone


@dataclass(frozen=True)
class News:
    """Điều cần báo cho một người. `post`: it is for the person in that post alone; `link`: a path of this site."""

    person: str
    kind: str
    facts: Mapping[str, str]
    link: str
    post: str = ""


async def _not_here(_session: AsyncSession, _key: str) -> None:
    raise NotImplementedError("the worker binds what sending does (shared.notifying.sending)")


SEND = Job("send-letter", "Gửi thư, tin nhắn thông báo", _not_here, lane="letters")

_KEEP = text(
    "INSERT INTO notification (id, person, post, kind, facts, link, at)"
    " VALUES (:id, :person, :post, :kind, CAST(:facts AS jsonb), :link, :at)"
)
_GATHER = text(
    """
INSERT INTO letter (id, person, channel, notifications, due_at, created_at)
VALUES (:id, :person, :channel, ARRAY[CAST(:notification AS uuid)], :due_at, :now)
ON CONFLICT (person, channel, due_at) WHERE state = 'waiting' AND attempts = 0
DO UPDATE SET notifications = letter.notifications || excluded.notifications RETURNING id
"""
)
_CHOSEN = text("SELECT timings, quiet_from, quiet_to FROM notification_choice WHERE person = :person")


async def keep(session: AsyncSession, news: News, contact: Contact) -> None:
    """The person sees it from the commit on; what is to be sent is planned for its moment, in the same transaction.

    A kind that this release does not know is kept and not sent.
    """
    now, notification = clock.now(), new_id()
    row: dict[str, Any] = {"id": notification, "at": now, "facts": orjson.dumps(dict(news.facts)).decode()}
    row |= {"person": news.person, "post": news.post, "kind": news.kind, "link": news.link}
    await session.execute(_KEEP, row)
    kind = KINDS.get(news.kind)
    wanted = [channel for channel in our_channels() if contact.address(channel)] if kind else []
    if kind is None or not wanted:
        return
    choices = await read_choices(session, news.person)
    for channel in wanted:
        timing = choices.timing(kind, channel, has_email=bool(contact.email))
        if timing is not Timing.NEVER:
            await _gather(session, news.person, channel, notification, moment_to_send(now, timing, choices))


async def _gather(session: AsyncSession, person: str, channel: Channel, notification: UUID, due: datetime) -> None:
    values: dict[str, Any] = {"id": new_id(), "person": person, "channel": channel.value, "now": clock.now()}
    letter = await session.scalar(_GATHER, values | {"notification": notification, "due_at": due})
    await jobs.plan(session, SEND, str(letter), due)


async def read_choices(session: AsyncSession, person: str) -> Choices:
    row = (await session.execute(_CHOSEN, {"person": person})).first()
    if row is None:
        return Choices()
    return Choices({key: Timing(value) for key, value in row.timings.items()}, row.quiet_from, row.quiet_to)


_CHOOSE = text(
    "INSERT INTO notification_choice (person, timings, quiet_from, quiet_to)"
    " VALUES (:person, CAST(:timings AS jsonb), :quiet_from, :quiet_to)"
    " ON CONFLICT (person) DO UPDATE SET timings = excluded.timings, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to"
)


async def choose(session: AsyncSession, person: str, choices: Choices) -> None:
    """Ghi tùy chọn nhận thông báo; what is already on its way goes as it was planned."""
    timings = orjson.dumps({key: timing.value for key, timing in choices.timings.items()}).decode()
    facts = {"person": person, "timings": timings}
    await session.execute(_CHOOSE, facts | {"quiet_from": choices.quiet_from, "quiet_to": choices.quiet_to})
