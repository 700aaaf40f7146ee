"""A person's own entries for whoever has the link, as long as the person works at the agency."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.schedule import icalendar
from document_exchange.schedule.actions import ATTEND, hash_of
from document_exchange.schedule.queries import find_feed, list_for_feed
from document_exchange.schedule.rules import EntryState
from shared.core import clock
from shared.core.errors import NotFound
from shared.directory.queries import find_colleague

_LONGEST = 100


async def read_feed(session: AsyncSession, secret: str) -> bytes:
    """Revoked, never made, or of somebody who has left: the same answer."""
    feed = await find_feed(session, hash_of(secret)) if len(secret) <= _LONGEST else None
    person = await find_colleague(session, feed.agency_code, feed.person_id, *ATTEND) if feed else None
    if feed is None or person is None:
        raise NotFound("not_found")
    now = clock.now()
    events = [
        icalendar.Event(
            uid=f"{one.id}@lien-thong",
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            summary=one.title,
            location=one.place,
            description="\n".join(filter(None, (f"Chủ trì: {one.chair_name}" if one.chair_name else "", one.words))),
            cancelled=one.state == EntryState.CANCELLED,
            sequence=one.version,
        )
        for one in await list_for_feed(session, feed, now)
    ]
    return icalendar.write(f"Lịch công tác: {person.full_name}", events, now)
