"""/mot-cua/lich-lam-viec: the year's calendar, its draft, and signing it."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from starlette.datastructures import UploadFile

from one_stop.auth import MayKeepCalendar, MaySeeCalendar
from one_stop.page_forms import read_form, texts_of, version_of
from one_stop.rights import RIGHTS, Right
from one_stop.texts import TEXTS
from one_stop.working_calendar import actions
from one_stop.working_calendar.models import CalendarDecision
from one_stop.working_calendar.queries import (
    count_touched,
    decided_years,
    find_draft,
    kept_by_office,
    list_days,
    list_decisions,
)
from one_stop.working_calendar.reading import LARGEST, read_days
from one_stop.working_calendar.rules import changes_between, moving_days, weekday_of
from one_stop.working_calendar.schemas import DayDropped, DayTyped, YearSigning
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import Refusal
from shared.core.formats import vn_date
from shared.standards.calendar_days import KIND_NAMES, OFFICE_COLUMNS, CalendarDay
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.file_answers import file_answer
from shared.web.form_fields import errors_by_field
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.work.working_calendar.keeping import year_part

PATH = "/mot-cua/lich-lam-viec"
DONE = {
    "du-thao": "Đã ghi dự thảo. Lịch đang áp dụng chưa thay đổi cho đến khi ký ban hành.",
    "bo": "Đã bỏ dự thảo. Lịch đang áp dụng giữ nguyên.",
}
FIRST_YEAR, LAST_YEAR = 2020, 2100
Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR)]
router = PageRouter(prefix=PATH)


@router.get("")
async def show_calendar(
    who: MaySeeCalendar,
    request: Request,
    session: Session,
    nam: Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)] = None,
    xong: str = "",
) -> Response:
    """Lịch làm việc của một năm."""
    return await _show(request, session, who, nam or clock.local_now().year, done=DONE.get(xong, ""))


@router.get("/tep")
async def calendar_file(
    who: MaySeeCalendar, request: Request, session: Session, nam: Annotated[int, Query(ge=FIRST_YEAR, le=LAST_YEAR)]
) -> Response:
    """Tệp CSV của lịch năm, in the shape in which it is read again."""
    rows = [(vn_date(day.on), KIND_NAMES[day.kind], day.name) for day in await list_days(session, nam)]
    lines = [";".join(row) for row in (OFFICE_COLUMNS, *rows)]
    content = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
    return file_answer(request, content, f"lich-lam-viec-{nam}.csv", "text/csv; charset=utf-8")


@router.post("/{year}/nhap")
async def take_file(year: Year, who: MayKeepCalendar, request: Request, session: Session) -> Response:
    """Nhập lịch năm từ tệp, as a draft."""
    async with request.form(max_part_size=LARGEST) as form:
        sent, typed = form.get("tep"), texts_of(form)
        name = sent.filename or "" if isinstance(sent, UploadFile) else ""
        content = await sent.read(LARGEST + 1) if isinstance(sent, UploadFile) else b""

    async def act() -> object:
        days = await read_days(name, content)
        return await actions.draw_up(session, who, year, days, name, version_of(typed))

    return await _done_or_again(request, session, who, year, typed, act)


@router.post("/{year}/ngay")
async def put_day(year: Year, who: MayKeepCalendar, request: Request, session: Session) -> Response:
    """Thêm hoặc sửa một ngày trong dự thảo."""
    typed = texts_of(await request.form())

    async def act() -> object:
        day = read_form(DayTyped, {name: typed.get(name, "") for name in DayTyped.model_fields})
        return await actions.put_day(session, who, year, CalendarDay(day.on, day.day_kind, day.name), version_of(typed))

    return await _done_or_again(request, session, who, year, typed, act)


@router.post("/{year}/bo-ngay")
async def drop_day(year: Year, who: MayKeepCalendar, request: Request, session: Session) -> Response:
    """Bỏ một ngày khỏi dự thảo."""
    typed = texts_of(await request.form())

    async def act() -> object:
        day = read_form(DayDropped, {"on": typed.get("on", "")})
        return await actions.drop_day(session, who, year, day.on, version_of(typed))

    return await _done_or_again(request, session, who, year, {}, act)


@router.post("/{year}/bo-du-thao")
async def discard(year: Year, who: MayKeepCalendar, request: Request, session: Session) -> Response:
    """Bỏ dự thảo."""
    typed = texts_of(await request.form())
    return await _done_or_again(
        request, session, who, year, {}, lambda: actions.discard(session, who, year, version_of(typed)), "bo"
    )


@router.post("/{year}/ky")
async def sign(year: Year, who: MayKeepCalendar, request: Request, session: Session) -> Response:
    """Ký ban hành lịch năm."""
    typed = texts_of(await request.form())

    async def act() -> CalendarDecision:
        signing = read_form(YearSigning, {name: typed.get(name, "") for name in YearSigning.model_fields})
        return await actions.sign_year(session, who, year, version_of(typed), signing)

    decision, refusal = await attempt(request, session, act)
    if decision is None:
        return await _show(request, session, who, year, refusal=refusal, form=typed)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"{PATH}/thay-doi/{decision.id}?xong=1"})


async def _done_or_again(
    request: Request,
    session: Session,
    who: Identity,
    year: int,
    typed: dict[str, str],
    act: Callable[[], Awaitable[object]],
    done: str = "du-thao",
) -> Response:
    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _show(request, session, who, year, refusal=refusal, form=typed)
    return Response(status_code=303, headers={"location": f"{PATH}?nam={year}&xong={done}"})


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    year: int,
    *,
    refusal: Refusal | None = None,
    form: dict[str, str] | None = None,
    done: str = "",
) -> Response:
    draft, in_force = await find_draft(session, year), await list_days(session, year)
    days, keeps = draft.days if draft else in_force, holds(who, RIGHTS[Right.KEEP_CALENDAR])
    if not keeps:
        draft, days = None, in_force
    errors = list(errors_of(refusal).items()) if refusal else []
    return page_of(request).render(
        request,
        "working_calendar.html",
        refusal.status if refusal else 200,
        year=year,
        neighbours=[one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= LAST_YEAR],
        draft=draft,
        days=[(day, weekday_of(day.on), KIND_NAMES[day.kind]) for day in days],
        changes=[(one, weekday_of(one.on)) for one in changes_between(in_force, days)],
        touched=await count_touched(session, moving_days(in_force, days)),
        decided=year in await decided_years(session),
        kept=await kept_by_office(session, year_part(year)),
        keeps=keeps,
        own=draft is not None and draft.prepared_by == who.subject,
        decisions=await list_decisions(session),
        kinds={kind.value: name for kind, name in KIND_NAMES.items()},
        errors=errors,
        error_at=dict(errors),
        form=form or {},
        done=done,
        base=PATH,
    )


def errors_of(refusal: Refusal) -> dict[str, Any]:
    """By field; what is no field's fault stands alone."""
    return errors_by_field(refusal.fields) or {"": sentence_for(refusal, TEXTS)}
