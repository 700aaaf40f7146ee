"""Working hours of the province and of its agencies, and the reports of what a decision moved."""

from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayKeepCalendar, MaySeeCalendar
from one_stop.page_forms import read_form, texts_of
from one_stop.rights import RIGHTS, Right
from one_stop.working_calendar.actions import set_hours
from one_stop.working_calendar.models import CalendarDecision
from one_stop.working_calendar.pages import PATH, errors_of
from one_stop.working_calendar.queries import SHOWN, count_waiting, get_decision, list_hours, list_moved
from one_stop.working_calendar.rules import SATURDAY, hours_words, weekday_of
from one_stop.working_calendar.schemas import WHOLE_PROVINCE, HoursTyped
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import Refusal
from shared.directory.queries import list_agencies
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix=PATH)


@router.get("/gio-lam-viec")
async def show_hours(who: MaySeeCalendar, request: Request, session: Session) -> Response:
    """Giờ làm việc của tỉnh và của các cơ quan có giờ riêng."""
    return await _show(request, session, who)


@router.post("/gio-lam-viec")
async def decide_hours(who: MayKeepCalendar, request: Request, session: Session) -> Response:
    """Ban hành giờ làm việc."""
    typed = texts_of(await request.form())
    boxes = {name: typed[name] for name in HoursTyped.model_fields if name in typed}

    async def act() -> CalendarDecision:
        return await set_hours(session, who, read_form(HoursTyped, boxes))

    decision, refusal = await attempt(request, session, act)
    if decision is None:
        return await _show(request, session, who, refusal, typed)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"{PATH}/thay-doi/{decision.id}?xong=1"})


@router.get("/thay-doi/{decision_id}")
async def show_decision(
    decision_id: UUID, who: MaySeeCalendar, request: Request, session: Session, xong: str = ""
) -> Response:
    """Báo cáo thay đổi: which dossiers moved, from when to when; of the own agency for whoever does not keep the calendar."""
    decision = await get_decision(session, decision_id)
    whose = "" if holds(who, RIGHTS[Right.KEEP_CALENDAR]) else who.agency_code
    moved, total = await list_moved(session, decision.id, whose)
    return page_of(request).render(
        request,
        "calendar_decision.html",
        decision=decision,
        changes=[(one, weekday_of(one.on)) for one in decision.changes],
        hours=[row for row in decision.listed if not row["on"]],
        moved=moved,
        total=total,
        shown=SHOWN,
        waiting=await count_waiting(session, decision.id),
        done=bool(xong),
        base=PATH,
        sees_dossiers=holds(who, RIGHTS[Right.SEE_DOSSIERS]),
    )


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    refusal: Refusal | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    agencies = {one.code: one.name for one in await list_agencies(session, clock.local_now().date())}
    hours = await list_hours(session)
    errors = list(errors_of(refusal).items()) if refusal else []
    usual = hours[""]
    started = {
        "morning_from": f"{usual[0].opens:%H:%M}",
        "morning_to": f"{usual[0].closes:%H:%M}",
        "afternoon_from": f"{usual[-1].opens:%H:%M}",
        "afternoon_to": f"{usual[-1].closes:%H:%M}",
        "saturday": "1" if SATURDAY in usual[0].weekdays else "",
    }
    return page_of(request).render(
        request,
        "working_hours.html",
        refusal.status if refusal else 200,
        usual=hours_words(usual),
        own=[(agencies.get(code, code), hours_words(slots)) for code, slots in hours.items() if code],
        places={WHOLE_PROVINCE: "Toàn tỉnh (giờ chung)", **agencies},
        keeps=holds(who, RIGHTS[Right.KEEP_CALENDAR]),
        errors=errors,
        error_at=dict(errors),
        form=form if form is not None else started,
        base=PATH,
    )
