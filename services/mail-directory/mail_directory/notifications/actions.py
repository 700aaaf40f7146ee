"""Officers' notifications: whom each reaches, and what the directory itself lets them know."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency
from mail_directory.notifications.queries import Reached, list_delegates, list_ending, list_reached
from mail_directory.people.models import Person
from shared.contracts.notification import OfficersNotified
from shared.core import clock
from shared.core.formats import vn_date
from shared.notifying.keeping import Contact, News, keep
from shared.notifying.kinds import ACTING_IN, KINDS

DAYS_AHEAD = 7
"""So long before its last day a post's end is told."""


async def contact_of(session: AsyncSession, person_id: str) -> Contact:
    """Where an officer is reached; nowhere once the account is closed."""
    try:
        person = await session.get(Person, UUID(person_id))
    except ValueError:
        person = None
    return Contact(person.email, person.phone) if person is not None and person.active else Contact()


async def take_notification(session: AsyncSession, event: OfficersNotified) -> None:
    """Ghi thông báo cho từng người nhận; each person once in each post, whoever else is named.

    Whoever may act in such a post is told for its holder while the delegation lasts, unless told in a post of his own.
    """
    today = clock.local_now().date()
    reached: dict[Reached, None] = {}
    for recipient in event.to:
        reached.update(dict.fromkeys(await list_reached(session, recipient, today)))
    for each in reached:
        await _keep(session, event, each)
    kind, told = KINDS.get(event.notification), {each.person for each in reached}
    posts = [each.post for each in reached if each.post]
    for each, called in await list_delegates(session, kind, posts, today) if kind else []:
        if each.person not in told:
            await _keep(session, event, each, {ACTING_IN: called})


async def _keep(
    session: AsyncSession, event: OfficersNotified, to: Reached, besides: Mapping[str, str] | None = None
) -> None:
    news = News(to.person, event.notification, {**event.facts, **(besides or {})}, event.link, to.post)
    await keep(session, news, Contact(to.email, to.phone))


_WARNED = text(
    "SELECT 1 FROM notification WHERE kind = 'post-ending' AND person = :person AND post = :post AND facts ->> 'ends_on' = :on"
)


async def warn_of_ending_posts(session: AsyncSession, today: date) -> None:
    """Báo trước vị trí công tác sắp kết thúc, once for each last day, however often this runs."""
    for person, post in await list_ending(session, today, today + timedelta(days=DAYS_AHEAD)):
        key = {"person": str(person.id), "post": str(post.id), "on": vn_date(post.valid_to)}
        if await session.scalar(_WARNED, key):
            continue
        agency = await session.get(Agency, post.agency_code)
        facts = {"post": post.title, "agency": agency.name if agency else post.agency_code, "ends_on": key["on"]}
        news = News(key["person"], "post-ending", facts, f"/danh-ba/can-bo/{person.id}", key["post"])
        await keep(session, news, Contact(person.email, person.phone))
