"""Drawing up and signing the calendar. Actions write; who calls commits."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from one_stop.due_dates.rules import check_document_day
from one_stop.working_calendar.models import CalendarDecision, CalendarDraft
from one_stop.working_calendar.queries import (
    agencies_touched,
    find_draft,
    kept_by_office,
    list_days,
    list_hours,
    row_of,
)
from one_stop.working_calendar.recounting import CALENDAR_RECOUNT
from one_stop.working_calendar.rules import (
    Hours,
    changes_between,
    check_day,
    check_own,
    check_year,
    hours_words,
    moving_days,
)
from one_stop.working_calendar.schemas import WHOLE_PROVINCE, Document, HoursTyped, YearSigning
from shared.access.identity import Identity
from shared.contracts.one_stop_calendar import CalendarDecided, DecidedDay, DecidedSlot, HoursDecided
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, PreconditionFailed
from shared.core.identifiers import new_id
from shared.directory.queries import find_agency
from shared.messaging.outbox import tell
from shared.standards.calendar_days import CalendarDay
from shared.storage import evidence
from shared.work import jobs
from shared.work.working_calendar.keeping import decide_hours, decide_year, hours_part, year_part
from shared.work.working_calendar.queries import KEPT_SECONDS


async def draw_up(
    session: AsyncSession, who: Identity, year: int, days: Iterable[CalendarDay], source: str, version: int | None
) -> CalendarDraft:
    """Soạn dự thảo lịch năm: the whole of it anew; nothing counts with it yet."""
    listed = sorted(days, key=lambda day: day.on)
    for day in listed:
        check_day(year, day)
    draft = await _draft(session, year, version)
    draft.listed, draft.source = [row_of(day) for day in listed], source
    draft.prepared_by, draft.prepared_by_name, draft.prepared_at = who.subject, who.name, clock.now()
    session.add(draft)
    await _save(session)
    await evidence.record(session, "calendar-drawn-up", f"calendar/{year}", who, days=len(listed), source=source)
    return draft


async def put_day(
    session: AsyncSession, who: Identity, year: int, day: CalendarDay, version: int | None
) -> CalendarDraft:
    """Thêm, sửa một ngày in the draft; without one it begins with what is in force."""
    check_day(year, day)
    others = [one for one in await _days_to_change(session, year) if one.on != day.on]
    return await draw_up(session, who, year, [*others, day], "", version)


async def drop_day(session: AsyncSession, who: Identity, year: int, on: date, version: int | None) -> CalendarDraft:
    """Bỏ một ngày: it is as the week has it."""
    listed = await _days_to_change(session, year)
    if on not in {one.on for one in listed}:
        raise Conflict("calendar_day_gone")
    return await draw_up(session, who, year, [one for one in listed if one.on != on], "", version)


async def discard(session: AsyncSession, who: Identity, year: int, version: int | None) -> None:
    """Bỏ dự thảo."""
    await session.delete(await _existing(session, year, version))
    await _save(session)
    await evidence.record(session, "calendar-draft-discarded", f"calendar/{year}", who)


async def sign_year(
    session: AsyncSession, who: Identity, year: int, version: int | None, signing: YearSigning
) -> CalendarDecision:
    """Ký ban hành lịch năm: from now on it counts, and open dossiers whose term goes over a changed day are counted again."""
    draft = await _existing(session, year, version)
    days, before = draft.days, await list_days(session, year)
    check_year(year, days)
    check_own(draft.prepared_by, who.subject, signing.own)
    changes, moving = changes_between(before, days), moving_days(before, days)
    if not changes and await kept_by_office(session, year_part(year)):
        raise Conflict("calendar_unchanged", year=year)
    decision = _decision(who, year_part(year), f"Lịch làm việc năm {year}", draft.prepared_by_name, signing)
    if moving:
        decision.first_day, decision.last_day = moving[0], moving[-1]
    decision.listed = [{"on": one.on.isoformat(), "before": one.before, "after": one.after} for one in changes]
    session.add(decision)
    await session.delete(draft)
    await _save(session)
    await decide_year(session, year, days)
    told = tuple(DecidedDay(on=day.on, kind=day.kind.value, name=day.name) for day in days)
    await tell(session, CalendarDecided(part=decision.part, decided_at=decision.decided_at, year=year, days=told))
    if moving:
        await _plan_recount(session, decision, "")
    await _record(session, who, "calendar-signed", decision, changes=len(changes))
    return decision


async def set_hours(session: AsyncSession, who: Identity, typed: HoursTyped) -> CalendarDecision:
    """Ban hành giờ làm việc of the province or of one agency; terms of its open dossiers are counted again."""
    code = "" if typed.agency_code == WHOLE_PROVINCE else typed.agency_code
    agency = await find_agency(session, code) if code else None
    if agency is None and typed.agency_code != WHOLE_PROVINCE:
        sentence = "Hãy chọn cơ quan trong danh sách, hoặc toàn tỉnh."
        raise Invalid("invalid_input", fields=[_fault("agency_code", sentence)])
    if typed.usual and not code:
        raise Invalid("invalid_input", fields=[_fault("usual", "Giờ chung của tỉnh phải được ghi ra.")])
    hours = Hours((typed.morning_from, typed.morning_to), (typed.afternoon_from, typed.afternoon_to), typed.saturday)
    slots = [] if typed.usual else hours.slots()
    before = (await list_hours(session)).get(code, [])
    if before == slots:
        raise Conflict("hours_unchanged")
    place = agency.name if agency else "toàn tỉnh"
    decision = _decision(who, hours_part(code), f"Giờ làm việc {place}", who.name, typed)
    decision.listed = [{"on": "", "before": hours_words(before), "after": hours_words(slots)}]
    session.add(decision)
    await decide_hours(session, code, slots)
    told = tuple(DecidedSlot(opens=s.opens, closes=s.closes, weekdays=tuple(sorted(s.weekdays))) for s in slots)
    event = HoursDecided(part=decision.part, decided_at=decision.decided_at, agency_code=code, slots=told)
    await tell(session, event)
    await _plan_recount(session, decision, code)
    await _record(session, who, "hours-decided", decision)
    return decision


def _decision(who: Identity, part: str, title: str, prepared_by: str, document: Document) -> CalendarDecision:
    check_document_day(document.document_date, clock.local_now().date())
    return CalendarDecision(
        id=new_id(),
        part=part,
        title=title,
        document_number=document.document_number,
        document_date=document.document_date,
        prepared_by_name=prepared_by,
        decided_by=who.subject,
        decided_by_name=who.name,
        decided_at=clock.now(),
    )


async def _plan_recount(session: AsyncSession, decision: CalendarDecision, agency_code: str) -> None:
    """An agency in each transaction; when no process counts with its copy of the old calendar any more."""
    due = clock.now() + timedelta(seconds=KEPT_SECONDS + 5)
    for code in await agencies_touched(session, decision, agency_code):
        await jobs.plan(session, CALENDAR_RECOUNT, f"{decision.id}/{code}", due)


async def _record(session: AsyncSession, who: Identity, kind: str, decision: CalendarDecision, **facts: Any) -> None:
    document = {"document": decision.document_number, "dated": decision.document_date.isoformat()}
    await evidence.record(session, kind, f"calendar/{decision.part}", who, decision=decision.id, **document, **facts)


async def _days_to_change(session: AsyncSession, year: int) -> list[CalendarDay]:
    draft = await find_draft(session, year, to_change=True)
    return draft.days if draft is not None else await list_days(session, year)


async def _draft(session: AsyncSession, year: int, version: int | None) -> CalendarDraft:
    draft = await find_draft(session, year, to_change=True)
    if (draft.version if draft else 0) != (version or 0):
        raise PreconditionFailed("changed_meanwhile")
    return draft or CalendarDraft(year=year)


async def _existing(session: AsyncSession, year: int, version: int | None) -> CalendarDraft:
    draft = await find_draft(session, year, to_change=True)
    if draft is None:
        raise Conflict("calendar_not_drawn_up", year=year)
    if draft.version != version:
        raise PreconditionFailed("changed_meanwhile")
    return draft


async def _save(session: AsyncSession) -> None:
    try:
        await session.flush()
    except (StaleDataError, IntegrityError) as error:
        raise PreconditionFailed("changed_meanwhile") from error


def _fault(name: str, sentence: str) -> FieldError:
    return FieldError(f"/{name}", "value_missing", sentence)
