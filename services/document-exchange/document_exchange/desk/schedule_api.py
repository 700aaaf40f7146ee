"""The work schedule for programs and people's tools, with the rights of the pages."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from document_exchange.auth import MayDraft, MayKeepFeed, MayPublishSchedule, MaySeeSchedule
from document_exchange.desk.schedule_views import PLACE, out_of
from document_exchange.problems import PROBLEMS
from document_exchange.schedule import inviting
from document_exchange.schedule.actions import (
    add_entry,
    add_room,
    cancel_entry,
    close_room,
    edit_entry,
    end_feed,
    make_feed,
    publish_entry,
)
from document_exchange.schedule.models import ScheduleEntry
from document_exchange.schedule.queries import get_entry, list_attendees, list_entries, list_rooms
from document_exchange.schedule.rules import week_of
from document_exchange.schedule.schemas import EntryIn, EntryOut, FeedOut, RoomIn, RoomOut, ScheduleActIn, WeekOut
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Malformed, NotFound
from shared.core.fields import Day
from shared.storage import evidence
from shared.web.idempotency import once
from shared.web.transaction import Session

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Lịch công tác"], responses=PROBLEMS)
_MOST = timedelta(days=62)
_ACTS = {"publish": publish_entry, "cancel": cancel_entry}


@router.get("/schedule", summary="Lịch công tác")
async def show(
    who: MaySeeSchedule,
    session: Session,
    since: Day | None = None,
    until: Day | None = None,
    mine: bool = False,
    room_id: Annotated[UUID | None, Query()] = None,
) -> WeekOut:
    """Lịch công tác between two days, at most two months; this week where none is named."""
    first, last = week_of(since or clock.local_now().date())
    first, last = since or first, until or last
    if not timedelta(0) <= last - first <= _MOST:
        raise Malformed("malformed_request")
    found = await list_entries(session, who, first, last, who.desk if mine else "", room_id)
    seated = await list_attendees(session, [one.id for one in found])
    return WeekOut(since=first, until=last, items=[out_of(who, one, seated.get(one.id, [])) for one in found])


@router.post("/schedule", status_code=201, response_model=EntryOut, summary="Đăng ký lịch công tác")
async def add(request: Request, new: EntryIn, who: MaySeeSchedule, session: Session) -> Response:
    """Đăng ký lịch: dự kiến, until the office publishes it."""
    return await _answer(request, session, who, lambda: add_entry(session, who, new), 201)


@router.get("/schedule/{entry_id}", summary="Một mục lịch công tác")
async def show_one(response: Response, entry_id: UUID, who: MaySeeSchedule, session: Session) -> EntryOut:
    """Mục lịch công tác, and what the caller may do now."""
    entry = await get_entry(session, who, entry_id)
    response.headers["etag"] = f'"{entry.version}"'
    await evidence.record(session, "schedule-read", f"schedule/{entry.id}", who)
    return await _out(session, who, entry)


@router.put("/schedule/{entry_id}", response_model=EntryOut, summary="Sửa mục lịch công tác")
async def edit(request: Request, entry_id: UUID, new: EntryIn, who: MaySeeSchedule, session: Session) -> Response:
    """Sửa lịch; everybody concerned is told of what was published."""
    return await _answer(request, session, who, lambda: edit_entry(session, who, entry_id, new))


@router.post("/schedule/{entry_id}/invitation", response_model=EntryOut, summary="Soạn giấy mời từ mục lịch")
async def invite(request: Request, entry_id: UUID, who: MayDraft, session: Session) -> Response:
    """Soạn giấy mời: `invitation_id` is the draft."""

    async def do() -> ScheduleEntry:
        await inviting.draft_invitation(session, who, entry_id)
        return await get_entry(session, who, entry_id)

    return await _answer(request, session, who, do)


@router.post("/schedule/{entry_id}/{what}", response_model=EntryOut, summary="Công bố, hoãn mục lịch công tác")
async def do_act(
    request: Request,
    entry_id: UUID,
    what: str,
    new: ScheduleActIn,
    who: MaySeeSchedule,
    session: Session,
) -> Response:
    """`publish`: công bố; `cancel`: hoãn; everybody concerned is told."""
    await get_entry(session, who, entry_id)
    if what not in _ACTS:
        raise NotFound("not_found")
    return await _answer(request, session, who, lambda: _ACTS[what](session, who, entry_id, new))


async def _out(session: Session, who: Identity, entry: ScheduleEntry) -> EntryOut:
    return out_of(who, entry, (await list_attendees(session, [entry.id])).get(entry.id, []))


async def _answer(
    request: Request, session: Session, who: Identity, do: Callable[[], Awaitable[ScheduleEntry]], status: int = 200
) -> Response:
    async def act() -> Response:
        entry = await do()
        await session.flush()
        out = await _out(session, who, entry)
        headers = {"etag": f'"{out.version}"'}
        return Response(out.model_dump_json(), status, media_type="application/json", headers=headers)

    return await once(request, session, act)


@router.get("/meeting-rooms", summary="Phòng họp")
async def rooms(who: MaySeeSchedule, session: Session) -> list[RoomOut]:
    """Phòng họp đang dùng của cơ quan."""
    return [RoomOut.model_validate(one) for one in await list_rooms(session, who.agency_code)]


@router.post("/meeting-rooms", status_code=201, response_model=RoomOut, summary="Thêm phòng họp")
async def new_room(request: Request, new: RoomIn, who: MayPublishSchedule, session: Session) -> Response:
    """Thêm phòng họp."""

    async def act() -> Response:
        room = await add_room(session, who, new)
        await session.flush()
        return Response(RoomOut.model_validate(room).model_dump_json(), 201, media_type="application/json")

    return await once(request, session, act)


@router.post("/meeting-rooms/{room_id}/close", response_model=RoomOut, summary="Thôi dùng phòng họp")
async def end_room(request: Request, room_id: UUID, who: MayPublishSchedule, session: Session) -> Response:
    """Thôi dùng phòng họp: refused while something is still to take place there."""

    async def act() -> Response:
        room = await close_room(session, who, room_id)
        return Response(RoomOut.model_validate(room).model_dump_json(), media_type="application/json")

    return await once(request, session, act)


@router.post("/schedule-feed", status_code=201, response_model=FeedOut, summary="Tạo đường dẫn lịch riêng")
async def new_feed(request: Request, who: MayKeepFeed, session: Session) -> FeedOut:
    """Đường dẫn iCalendar: shown this once, the former one is dead."""
    return FeedOut(path=f"{PLACE}/ics/{await make_feed(session, who)}.ics")


@router.delete("/schedule-feed", status_code=204, summary="Thu hồi đường dẫn lịch riêng")
async def revoke_feed(who: MayKeepFeed, session: Session) -> Response:
    """Whoever has the link reads nothing any more."""
    await end_feed(session, who)
    return Response(status_code=204)
