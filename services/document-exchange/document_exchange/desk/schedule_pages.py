"""/lich-cong-tac: the week, an entry, its forms, rooms, and a person's own link."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.auth import MayDraft, MayKeepFeed, MayPublishSchedule, MayReadFeed, MaySeeSchedule
from document_exchange.desk.schedule_forms import act_of, entry_of, room_of
from document_exchange.desk.schedule_views import PLACE, entry_page, form_page, may_publish, week
from document_exchange.rights import RIGHTS, Right
from document_exchange.schedule import feeds, inviting
from document_exchange.schedule.actions import (
    add_entry,
    add_room,
    cancel_entry,
    case_of,
    close_room,
    edit_entry,
    end_feed,
    make_feed,
    publish_entry,
)
from document_exchange.schedule.models import ScheduleEntry
from document_exchange.schedule.queries import get_entry, has_feed, list_rooms
from document_exchange.schedule.rules import STEPS, ScheduleAct, week_of
from document_exchange.schedule.schemas import ScheduleActIn
from document_exchange.schedule.words import STATES
from document_exchange.showing import errors_of, text_of
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import NotFound, Refusal
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix=PLACE)
Typed = Annotated[str, Query(max_length=100)]
_ACTS: dict[str, Callable[[AsyncSession, Identity, UUID, ScheduleActIn], Awaitable[ScheduleEntry]]] = {
    "cong-bo": publish_entry,
    "hoan": cancel_entry,
}


def _day(typed: str) -> date:
    """The week of any day that an address names; this week for what names none."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return clock.local_now().date()
    return found if date(1990, 1, 1) <= found <= date(2200, 1, 1) else clock.local_now().date()


def _room(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


@router.get("")
async def show_week(
    request: Request, who: MaySeeSchedule, session: Session, tuan: Typed = "", cua: Typed = "", phong: Typed = ""
) -> Response:
    """Lịch công tác tuần."""
    return await _week(request, session, who, "schedule/week.html", tuan, cua, phong)


@router.get("/ban-in")
async def print_week(
    request: Request, who: MaySeeSchedule, session: Session, tuan: Typed = "", cua: Typed = "", phong: Typed = ""
) -> Response:
    """Bản in lịch công tác tuần."""
    return await _week(request, session, who, "schedule/print.html", tuan, cua, phong)


async def _week(
    request: Request, session: AsyncSession, who: Identity, template: str, tuan: str, cua: str, phong: str
) -> Response:
    day, room = _day(tuan), _room(phong)
    monday, sunday = week_of(day)
    days, attendees = await week(session, who, day, who.desk if cua == "toi" else "", room)
    return page_of(request).render(
        request,
        template,
        days=days,
        attendees=attendees,
        monday=monday,
        sunday=sunday,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        today=clock.local_now().date(),
        mine=cua == "toi",
        room=str(room or ""),
        rooms=[(str(one.id), one.name) for one in await list_rooms(session, who.agency_code)],
        states=STATES,
        may_publish=may_publish(who),
        may_keep_feed=holds(who, RIGHTS[Right.KEEP_FEED]),
        drafts=sum(one.state == "draft" for here in days for one in here.entries),
    )


@router.get("/them")
async def show_form(request: Request, who: MaySeeSchedule, session: Session, ngay: Typed = "") -> Response:
    """Đăng ký lịch."""
    return await form_page(request, session, who, day=_day(ngay) if ngay else None)


@router.post("/them")
async def add(request: Request, who: MaySeeSchedule, session: Session) -> Response:
    """Đăng ký lịch."""
    form = await request.form()

    async def do() -> ScheduleEntry:
        return await add_entry(session, who, entry_of(form))

    entry, refusal = await attempt(request, session, do)
    if entry is None:
        return await form_page(request, session, who, None, refusal, form)
    return RedirectResponse(f"{PLACE}/{entry.id}?xong=them", 303)


@router.get("/phong-hop")
async def show_rooms(request: Request, who: MayPublishSchedule, session: Session) -> Response:
    """Phòng họp của cơ quan."""
    return await _rooms(request, session, who)


@router.post("/phong-hop")
async def new_room(request: Request, who: MayPublishSchedule, session: Session) -> Response:
    """Thêm phòng họp."""
    form = await request.form()

    async def do() -> object:
        return await add_room(session, who, room_of(form))

    _, refusal = await attempt(request, session, do)
    if refusal is not None:
        return await _rooms(request, session, who, refusal, form)
    return RedirectResponse(f"{PLACE}/phong-hop?xong=them", 303)


@router.post("/phong-hop/{room_id}/thoi-dung")
async def end_room(request: Request, room_id: UUID, who: MayPublishSchedule, session: Session) -> Response:
    """Thôi dùng phòng họp."""

    async def do() -> object:
        return await close_room(session, who, room_id)

    _, refusal = await attempt(request, session, do)
    if isinstance(refusal, NotFound):
        raise refusal
    if refusal is not None:
        return await _rooms(request, session, who, refusal)
    return RedirectResponse(f"{PLACE}/phong-hop?xong=thoi-dung", 303)


async def _rooms(
    request: Request,
    session: AsyncSession,
    who: Identity,
    refusal: Refusal | None = None,
    form: FormData | None = None,
) -> Response:
    errors, sent = errors_of(refusal), form or FormData()
    return page_of(request).render(
        request,
        "schedule/rooms.html",
        status=refusal.status if refusal else 200,
        rooms=await list_rooms(session, who.agency_code),
        typed={name: text_of(sent, name) for name in ("name", "seats")},
        errors=errors,
        field_errors=errors_by_field(errors),
        done=request.query_params.get("xong", ""),
    )


@router.get("/duong-dan")
async def show_feed(request: Request, who: MayKeepFeed, session: Session) -> Response:
    """Đường dẫn lịch riêng."""
    return await _feed(request, session, who)


@router.post("/duong-dan")
async def new_feed(request: Request, who: MayKeepFeed, session: Session) -> Response:
    """Tạo đường dẫn lịch riêng: shown this once, the former one is dead."""
    return await _feed(request, session, who, await make_feed(session, who))


@router.post("/duong-dan/thu-hoi")
async def revoke_feed(request: Request, who: MayKeepFeed, session: Session) -> Response:
    """Thu hồi đường dẫn lịch riêng."""
    await end_feed(session, who)
    return RedirectResponse(f"{PLACE}/duong-dan?xong=thu-hoi", 303)


async def _feed(request: Request, session: AsyncSession, who: Identity, secret: str = "") -> Response:
    await session.flush()
    answer = page_of(request).render(
        request,
        "schedule/feed.html",
        path=f"{PLACE}/ics/{secret}.ics" if secret else "",
        site=request.app.state.settings.address,
        has_feed=await has_feed(session, who),
        done=request.query_params.get("xong", ""),
    )
    answer.headers["cache-control"] = "no-store"
    return answer


@router.get("/ics/{secret}.ics")
async def read_feed(secret: str, _who: MayReadFeed, session: Session) -> Response:
    """Lịch riêng dạng iCalendar, for whoever has the link."""
    content = await feeds.read_feed(session, secret)
    return Response(content, media_type="text/calendar; charset=utf-8", headers={"cache-control": "private, no-store"})


@router.get("/{entry_id}")
async def one(request: Request, entry_id: UUID, who: MaySeeSchedule, session: Session) -> Response:
    """Một mục lịch công tác."""
    entry = await get_entry(session, who, entry_id)
    await evidence.record(session, "schedule-read", f"schedule/{entry.id}", who)
    return await entry_page(request, session, who, entry)


@router.get("/{entry_id}/sua")
async def show_edit(request: Request, entry_id: UUID, who: MaySeeSchedule, session: Session) -> Response:
    """Sửa lịch; whoever may not is led to the entry."""
    entry = await get_entry(session, who, entry_id)
    if ScheduleAct.EDIT not in STEPS.allowed(case_of(who, entry)):
        return RedirectResponse(f"{PLACE}/{entry.id}", 303)
    return await form_page(request, session, who, entry)


@router.post("/{entry_id}/sua")
async def edit(request: Request, entry_id: UUID, who: MaySeeSchedule, session: Session) -> Response:
    """Sửa lịch."""
    await get_entry(session, who, entry_id)
    form = await request.form()

    async def do() -> ScheduleEntry:
        return await edit_entry(session, who, entry_id, entry_of(form))

    _, refusal = await attempt(request, session, do)
    if refusal is not None:
        return await form_page(request, session, who, await get_entry(session, who, entry_id), refusal, form)
    return RedirectResponse(f"{PLACE}/{entry_id}?xong=sua", 303)


@router.post("/{entry_id}/giay-moi")
async def invite(request: Request, entry_id: UUID, who: MayDraft, session: Session) -> Response:
    """Soạn giấy mời from the entry: its draft opens, to be completed and submitted."""
    await get_entry(session, who, entry_id)

    async def do() -> UUID:
        return await inviting.draft_invitation(session, who, entry_id)

    draft, refusal = await attempt(request, session, do)
    if refusal is not None:
        return await entry_page(request, session, who, await get_entry(session, who, entry_id), refusal, "giay-moi")
    return RedirectResponse(f"/van-ban/di/{draft}", 303)


@router.post("/{entry_id}/{viec}")
async def do_act(request: Request, entry_id: UUID, viec: str, who: MaySeeSchedule, session: Session) -> Response:
    """Công bố, hoãn."""
    await get_entry(session, who, entry_id)
    if viec not in _ACTS:
        raise NotFound("not_found")
    form = await request.form()

    async def do() -> ScheduleEntry:
        return await _ACTS[viec](session, who, entry_id, act_of(form))

    _, refusal = await attempt(request, session, do)
    if refusal is not None:
        entry = await get_entry(session, who, entry_id)
        return await entry_page(request, session, who, entry, refusal, viec, form)
    return RedirectResponse(f"{PLACE}/{entry_id}?xong={viec}", 303)
