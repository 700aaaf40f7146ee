"""Reading the calendar, its drafts, and what decisions moved."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, extract, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.dossiers.step_elsewhere import STEP_ELSEWHERE
from one_stop.due_dates.models import DueMove
from one_stop.working_calendar.models import CalendarDecision, CalendarDraft
from shared.core.clock import VIETNAM
from shared.core.errors import NotFound
from shared.directory.models import Agency, PersonPost
from shared.standards.calendar_days import CalendarDay, CalendarDays, DayKind
from shared.standards.working_time import Slot
from shared.work.working_calendar.models import CalendarRow, OfficeKept, WorkingSlot

SHOWN = 500
"""Rows of a report on one page; the rest is counted."""


async def list_days(session: AsyncSession, year: int) -> list[CalendarDay]:
    rows = select(CalendarRow).where(extract("year", CalendarRow.on) == year).order_by(CalendarRow.on)
    return [CalendarDay(row.on, DayKind(row.kind), row.name) for row in await session.scalars(rows)]


async def decided_years(session: AsyncSession) -> list[int]:
    rows = await session.scalars(select(CalendarRow))
    return sorted(CalendarDays.of(CalendarDay(row.on, DayKind(row.kind), row.name) for row in rows).years)


async def kept_by_office(session: AsyncSession, part: str) -> bool:
    return await session.get(OfficeKept, part) is not None


async def find_draft(session: AsyncSession, year: int, *, to_change: bool = False) -> CalendarDraft | None:
    return await session.get(CalendarDraft, year, with_for_update=to_change or None)


async def list_hours(session: AsyncSession) -> dict[str, list[Slot]]:
    """Of the province ("") and of the agencies that have their own."""
    found: dict[str, list[Slot]] = {"": []}
    for row in await session.scalars(select(WorkingSlot).order_by(WorkingSlot.agency_code, WorkingSlot.position)):
        found.setdefault(row.agency_code, []).append(Slot(row.opens, row.closes, frozenset(row.weekdays)))
    return found


async def list_decisions(session: AsyncSession) -> Sequence[CalendarDecision]:
    newest = CalendarDecision.decided_at.desc(), CalendarDecision.id.desc()
    return (await session.scalars(select(CalendarDecision).order_by(*newest).limit(50))).all()


async def get_decision(session: AsyncSession, decision_id: UUID) -> CalendarDecision:
    found = await session.get(CalendarDecision, decision_id)
    if found is None:
        raise NotFound("not_found")
    return found


class Moved(NamedTuple):
    """Hồ sơ dời ngày hẹn: from when to when."""

    dossier_id: UUID
    code: str | None
    agency_code: str
    agency_name: str | None
    due_before: datetime | None
    due_after: datetime | None


async def list_moved(session: AsyncSession, decision_id: UUID, agency_code: str = "") -> tuple[list[Moved], int]:
    """The first of them, and how many there are; of one agency where its code is given."""
    moved = (
        select(Dossier.id, Dossier.code, Dossier.agency_code, Agency.name, DueMove.due_before, DueMove.due_after)
        .join(DueMove, DueMove.dossier_id == Dossier.id)
        .outerjoin(Agency, Agency.code == Dossier.agency_code)
        .where(DueMove.decision_id == decision_id)
    )
    if agency_code:
        moved = moved.where(Dossier.agency_code == agency_code)
    total = await session.scalar(select(func.count()).select_from(moved.subquery()))
    rows = await session.execute(moved.order_by(Agency.sort_key, DueMove.due_after, Dossier.id).limit(SHOWN))
    return [Moved(*row) for row in rows], total or 0


async def count_waiting(session: AsyncSession, decision_id: UUID) -> int:
    """Agencies whose dossiers are still to be counted again."""
    left = text("SELECT count(*) FROM job WHERE name = 'calendar-recount' AND key LIKE :key AND done_at IS NULL")
    return int(await session.scalar(left, {"key": f"{decision_id}/%"}) or 0)


def touched(first: date | None, last: date | None) -> ColumnElement[bool]:
    """Open dossiers whose term, or whose time to be answered, goes over one of these days; all of them where no days are given."""
    is_open = Dossier.status.in_([status.value for status in STEPS.sources(Doing.RECOUNT)])
    if first is None or last is None:
        return is_open
    begins = datetime.combine(first, time(), VIETNAM)
    ends = datetime.combine(last, time(), VIETNAM) + timedelta(days=1)
    term = and_(Dossier.received_at < ends, or_(Dossier.due_at >= begins, Dossier.due_provisional))
    answer = and_(Dossier.received_at.is_(None), Dossier.opened_at < ends, Dossier.intake_due_at >= begins)
    return and_(is_open, or_(term, answer))


async def count_touched(session: AsyncSession, days: Sequence[date]) -> int:
    if not days:
        return 0
    return await session.scalar(select(func.count()).select_from(Dossier).where(touched(days[0], days[-1]))) or 0


async def agencies_touched(session: AsyncSession, decision: CalendarDecision, agency_code: str) -> list[str]:
    found = select(Dossier.agency_code).distinct().where(touched(decision.first_day, decision.last_day))
    if not agency_code:
        return sorted(await session.scalars(found))
    here = found.where(works_by_hours_of(agency_code)).limit(1)
    return [agency_code] if (await session.scalars(here)).first() else []


def works_by_hours_of(agency_code: str) -> ColumnElement[bool]:
    """Dossiers of this agency, and those of others whose step it does: that step is due by its hours."""
    there = and_(text(STEP_ELSEWHERE), Dossier.step_agency_code == agency_code)
    return or_(Dossier.agency_code == agency_code, there)


async def agencies_with(session: AsyncSession, role: str) -> list[str]:
    """Where somebody holds the role."""
    return sorted(await session.scalars(select(PersonPost.agency_code).distinct().where(PersonPost.role == role)))


def row_of(day: CalendarDay) -> dict[str, Any]:
    return {"on": day.on.isoformat(), "kind": day.kind.value, "name": day.name}
