"""Lịch công tác, phòng họp of an agency that ended go on at its successor, with the links by which its people read their own."""

from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import AgencyMerger
from document_exchange.agencies.rules import has_ended, way_of
from document_exchange.schedule.models import MeetingRoom, ScheduleEntry, ScheduleFeed, ScheduleStep
from document_exchange.schedule.rules import STANDING, ScheduleAct
from shared.core import clock
from shared.directory.keeping import DIRECTORY
from shared.directory.queries import names_of
from shared.storage import evidence


async def continue_schedule(session: AsyncSession, mergers: list[AgencyMerger], code: str, most: int) -> int:
    """Rooms first, then some of the entries, each with the unit that prepares it; how many moved."""
    if not has_ended(mergers, code):
        return 0
    moved = await _continue_rooms(session, code, way_of(mergers, code, "")[-1].heir(""))
    here = select(ScheduleEntry).where(ScheduleEntry.agency_code == code).order_by(ScheduleEntry.id)
    entries = (await session.scalars(here.limit(most).with_for_update())).all()
    for entry in entries:
        way = way_of(mergers, code, entry.unit_id)
        await _continue_entry(session, entry, way[-1].heir(entry.unit_id), way[0].reason)
    return moved + len(entries)


async def _continue_entry(session: AsyncSession, entry: ScheduleEntry, heir: str, reason: str) -> None:
    room = await session.get(MeetingRoom, entry.room_id) if entry.room_id else None
    entry.agency_code = heir
    if room is not None and room.agency_code != heir:
        entry.room_id = None  # its name stays as the place
    if entry.state in STANDING and entry.ends_at > clock.now():
        entry.version += 1
        row = ScheduleStep(entry_id=entry.id, at=clock.now(), act=ScheduleAct.CONTINUE, actor_name=DIRECTORY)
        row.words = reason
        session.add(row)
    await evidence.record(session, "schedule-continue", f"schedule/{entry.id}", "event:agency-merged", after=heir)


async def _continue_rooms(session: AsyncSession, code: str, heir: str) -> int:
    """A room whose name the successor has already says whose it was."""
    rooms = (await session.scalars(select(MeetingRoom).where(MeetingRoom.agency_code == code).with_for_update())).all()
    if not rooms:
        return await _continue_links(session, code, heir)
    names = select(func.lower(MeetingRoom.name)).where(MeetingRoom.agency_code == heir, MeetingRoom.closed_at.is_(None))
    taken = set(await session.scalars(names))
    former = (await names_of(session, [code])).get(code, code)
    for room in rooms:
        if room.closed_at is None and room.name.lower() in taken:
            room.name = f"{room.name} ({former}, {code})"
        room.agency_code = heir
    await session.flush()
    return len(rooms) + await _continue_links(session, code, heir)


async def _continue_links(session: AsyncSession, code: str, heir: str) -> int:
    """Who has a link at the successor too keeps that one."""
    there = select(ScheduleFeed.person_id).where(ScheduleFeed.agency_code == heir).scalar_subquery()
    here = ScheduleFeed.agency_code == code
    quiet: dict[str, Any] = {"synchronize_session": False}
    await session.execute(delete(ScheduleFeed).where(here, ScheduleFeed.person_id.in_(there)), execution_options=quiet)
    moved = update(ScheduleFeed).where(here).values(agency_code=heir).returning(ScheduleFeed.person_id)
    return len((await session.scalars(moved, execution_options=quiet)).all())


def left_at(ended: Select[str]) -> Select[str]:
    """Agencies that ended and have entries that came late."""
    return select(ScheduleEntry.agency_code).where(ScheduleEntry.agency_code.in_(ended)).distinct()
