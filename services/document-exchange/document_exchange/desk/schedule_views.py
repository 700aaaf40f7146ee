"""The work schedule as its pages and calls show it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.rights import RIGHTS, Right
from document_exchange.schedule.actions import ATTEND, case_of
from document_exchange.schedule.inviting import is_invited
from document_exchange.schedule.models import ScheduleAttendee, ScheduleEntry, ScheduleStep
from document_exchange.schedule.queries import list_attendees, list_entries, list_rooms, list_steps
from document_exchange.schedule.rules import STEPS, ScheduleAct, week_of
from document_exchange.schedule.schemas import AttendeeOut, EntryOut
from document_exchange.schedule.words import STATES
from document_exchange.showing import date_of, errors_of, text_of, texts_of
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import Refusal
from shared.core.identifiers import new_id
from shared.directory.queries import list_colleagues, list_units
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field
from shared.work.timeline import TimelineEntry

PLACE = "/lich-cong-tac"
DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


@dataclass(frozen=True)
class Day:
    """Một ngày của tuần."""

    name: str
    day: date
    entries: list[ScheduleEntry]


def entry_of(row: ScheduleStep) -> TimelineEntry:
    """Một bước của mục lịch."""
    return TimelineEntry(
        position=row.id,
        at=row.at,
        act=row.act,
        label=STEPS.label(ScheduleAct(row.act)),
        actor=row.actor_name,
        actor_title=row.actor_title,
        post=row.post,
        on_behalf_of=row.on_behalf_of,
        note=row.words,
    )


def out_of(who: Identity, entry: ScheduleEntry, attendees: list[ScheduleAttendee]) -> EntryOut:
    """As calls answer it."""
    seen = {
        "attendees": [AttendeeOut.model_validate(one) for one in attendees],
        "allowed": [act.value for act in STEPS.allowed(case_of(who, entry))],
    }
    return EntryOut.model_validate(entry).model_copy(update=seen)


async def week(
    session: AsyncSession, who: Identity, day: date, person: str, room: UUID | None
) -> tuple[list[Day], dict[UUID, list[ScheduleAttendee]]]:
    """Each day from Monday to Sunday with what takes place on it; what lasts longer stands on each of its days."""
    monday, sunday = week_of(day)
    found = await list_entries(session, who, monday, sunday, person, room)
    days = []
    for number, name in enumerate(DAYS):
        here = monday + timedelta(days=number)
        days.append(Day(name, here, [one for one in found if _covers(one, here)]))
    return days, await list_attendees(session, [one.id for one in found])


def _covers(entry: ScheduleEntry, day: date) -> bool:
    first, last = (at.astimezone(clock.VIETNAM).date() for at in (entry.starts_at, entry.ends_at))
    return first <= day <= last


def may_publish(who: Identity) -> bool:
    return holds(who, RIGHTS[Right.PUBLISH_SCHEDULE])


async def entry_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    entry: ScheduleEntry,
    refusal: Refusal | None = None,
    failed: str = "",
    form: FormData | None = None,
) -> Response:
    """Một mục lịch công tác."""
    errors, sent = errors_of(refusal), form or FormData()
    return page_of(request).render(
        request,
        "schedule/entry.html",
        status=refusal.status if refusal else 200,
        entry=entry,
        attendees=(await list_attendees(session, [entry.id])).get(entry.id, []),
        history=[entry_of(row) for row in await list_steps(session, entry.id)],
        allowed=STEPS.allowed(case_of(who, entry)),
        invited=await is_invited(session, entry),
        may_draft=holds(who, RIGHTS[Right.DRAFT]),
        states=STATES,
        failed=failed,
        typed=text_of(sent, "words"),
        errors=errors,
        field_errors=errors_by_field(errors),
        done=request.query_params.get("xong", ""),
        week_href=f"{PLACE}?tuan={entry.starts_at.astimezone(clock.VIETNAM).date().isoformat()}",
    )


async def form_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    entry: ScheduleEntry | None = None,
    refusal: Refusal | None = None,
    form: FormData | None = None,
    day: date | None = None,
) -> Response:
    """Đăng ký, sửa lịch."""
    errors = errors_of(refusal)
    people = await list_colleagues(session, who.agency_code, *ATTEND)
    units = await list_units(session, who.agency_code, clock.local_now().date())
    return page_of(request).render(
        request,
        "schedule/form.html",
        status=refusal.status if refusal else 200,
        entry=entry,
        typed=_typed(form) if form is not None else await _first(session, who, entry, day),
        people=[(one.id, f"{one.full_name} – {one.title}") for one in people],
        units=[(one.id, one.name) for one in units],
        rooms=[
            (str(one.id), f"{one.name} ({one.seats} chỗ)" if one.seats else one.name)
            for one in await list_rooms(session, who.agency_code)
        ],
        errors=errors,
        field_errors=errors_by_field(errors),
    )


_NAMES = ("id", "title", "begins", "ends", "room_id", "place", "chair_id", "unit_id", "guests", "words", "anyway")


def _typed(form: FormData) -> dict[str, Any]:
    typed: dict[str, Any] = {name: text_of(form, name) for name in _NAMES}
    days = {name: date_of(form, name) for name in ("day", "last_day")}
    return typed | days | {"attendee_ids": texts_of(form, "attendee_ids")}


async def _first(session: AsyncSession, who: Identity, entry: ScheduleEntry | None, day: date | None) -> dict[str, Any]:
    if entry is None:
        fresh = dict.fromkeys(_NAMES, "")
        unit = who.unit if who.leads_unit else ""
        return fresh | {"id": str(new_id()), "day": day, "last_day": None, "attendee_ids": [], "unit_id": unit}
    begins, ends = (at.astimezone(clock.VIETNAM) for at in (entry.starts_at, entry.ends_at))
    seated = (await list_attendees(session, [entry.id])).get(entry.id, [])
    shown: dict[str, Any] = {name: getattr(entry, name) for name in _NAMES[1:2] + _NAMES[5:10]}
    return shown | {
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "day": begins.date(),
        "last_day": ends.date() if ends.date() != begins.date() else None,
        "room_id": str(entry.room_id or ""),
        "place": "" if entry.room_id else entry.place,
        "attendee_ids": [one.person_id for one in seated],
    }
