"""Entries of the work schedule that a person may see; bounded by the agency."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.schedule.models import MeetingRoom, ScheduleAttendee, ScheduleEntry, ScheduleFeed, ScheduleStep
from document_exchange.schedule.rules import LONGEST, MAY_PUBLISH, STANDING, EntryState
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import NotFound

_STANDING = sorted(STANDING)
_BACK = timedelta(days=28)


def visible_to(who: Identity) -> Select[ScheduleEntry]:
    """What is published everybody of the agency sees; what is not yet, the office and whoever registered it or attends."""
    found = select(ScheduleEntry).where(ScheduleEntry.agency_code == who.agency_code)
    if holds(who, MAY_PUBLISH):
        return found
    mine = select(ScheduleAttendee.entry_id).where(ScheduleAttendee.person_id == who.desk)
    own = or_(ScheduleEntry.made_by == who.desk, ScheduleEntry.chair_id == who.desk, ScheduleEntry.id.in_(mine))
    return found.where(or_(ScheduleEntry.state != EntryState.DRAFT, own))


async def get_entry(session: AsyncSession, who: Identity, entry_id: UUID, *, lock: bool = False) -> ScheduleEntry:
    """Absent and not visible are the same answer."""
    query = visible_to(who).where(ScheduleEntry.id == entry_id).execution_options(populate_existing=True)
    found = (await session.scalars(query.with_for_update(of=ScheduleEntry) if lock else query)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def is_visible(session: AsyncSession, who: Identity, entry: ScheduleEntry) -> bool:
    query = visible_to(who).where(ScheduleEntry.id == entry.id).with_only_columns(ScheduleEntry.id)
    return await session.scalar(query) is not None


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VIETNAM)


async def list_entries(
    session: AsyncSession, who: Identity, since: date, until: date, person: str = "", room: UUID | None = None
) -> Sequence[ScheduleEntry]:
    """Everything between two days, both included, in order."""
    query = visible_to(who).where(
        ScheduleEntry.starts_at < start_of(until + timedelta(days=1)),
        ScheduleEntry.starts_at > start_of(since) - LONGEST,
        ScheduleEntry.ends_at > start_of(since),
    )
    if person:
        query = query.where(is_of(person))
    if room is not None:
        query = query.where(ScheduleEntry.room_id == room)
    return (await session.scalars(query.order_by(ScheduleEntry.starts_at, ScheduleEntry.id).limit(1000))).all()


def is_of(person: str) -> ColumnElement[bool]:
    """He chairs it or attends."""
    attends = select(ScheduleAttendee.entry_id).where(ScheduleAttendee.person_id == person)
    return or_(ScheduleEntry.chair_id == person, ScheduleEntry.id.in_(attends))


async def list_attendees(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, list[ScheduleAttendee]]:
    """By entry, for the rows of one week."""
    found: dict[UUID, list[ScheduleAttendee]] = {}
    query = select(ScheduleAttendee).where(ScheduleAttendee.entry_id.in_(list(ids)))
    for one in await session.scalars(query.order_by(ScheduleAttendee.person_name)):
        found.setdefault(one.entry_id, []).append(one)
    return found


async def list_steps(session: AsyncSession, entry_id: UUID) -> Sequence[ScheduleStep]:
    query = select(ScheduleStep).where(ScheduleStep.entry_id == entry_id).order_by(ScheduleStep.id)
    return (await session.scalars(query)).all()


async def list_rooms(session: AsyncSession, agency_code: str) -> Sequence[MeetingRoom]:
    query = select(MeetingRoom).where(MeetingRoom.agency_code == agency_code, MeetingRoom.closed_at.is_(None))
    return (await session.scalars(query.order_by(MeetingRoom.name))).all()


async def find_in_room(session: AsyncSession, entry: ScheduleEntry) -> ScheduleEntry | None:
    """What takes place in its room at that hour."""
    query = _beside(entry).where(ScheduleEntry.room_id == entry.room_id)
    return (await session.scalars(query.limit(1))).first()


def _beside(entry: ScheduleEntry) -> Select[ScheduleEntry]:
    return select(ScheduleEntry).where(
        ScheduleEntry.id != entry.id,
        ScheduleEntry.state.in_(_STANDING),
        ScheduleEntry.starts_at < entry.ends_at,
        ScheduleEntry.ends_at > entry.starts_at,
    )


async def list_busy(session: AsyncSession, entry: ScheduleEntry, people: Sequence[str]) -> list[str]:
    """Names of those who are elsewhere at that hour, in the agency's own schedule."""
    here = _beside(entry).where(ScheduleEntry.agency_code == entry.agency_code).subquery()
    attending = (
        select(ScheduleAttendee.person_name)
        .join(here, here.c.id == ScheduleAttendee.entry_id)
        .where(ScheduleAttendee.person_id.in_(list(people)))
    )
    chairing = select(here.c.chair_name).where(here.c.chair_id.in_(list(people)), here.c.chair_id != "")
    return sorted({*(await session.scalars(attending)), *(await session.scalars(chairing))})


async def find_feed(session: AsyncSession, secret_sha256: str) -> ScheduleFeed | None:
    query = select(ScheduleFeed).where(ScheduleFeed.secret_sha256 == secret_sha256)
    return (await session.scalars(query)).one_or_none()


async def list_for_feed(session: AsyncSession, feed: ScheduleFeed, now: datetime) -> Sequence[ScheduleEntry]:
    """Published and cancelled entries of that person, from four weeks back on; what lasts into them too."""
    query = (
        select(ScheduleEntry)
        .where(
            ScheduleEntry.agency_code == feed.agency_code,
            ScheduleEntry.state != EntryState.DRAFT,
            ScheduleEntry.starts_at > now - _BACK - LONGEST,
            ScheduleEntry.ends_at > now - _BACK,
            is_of(feed.person_id),
        )
        .order_by(ScheduleEntry.starts_at, ScheduleEntry.id)
        .limit(1000)
    )
    return (await session.scalars(query)).all()


async def has_feed(session: AsyncSession, who: Identity) -> bool:
    return await session.get(ScheduleFeed, (who.desk, who.agency_code)) is not None
