"""Giving results to the post, on the screen: the lists, a new one, one of them with what became of each result."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayReceive, MaySee
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.page_forms import read_form, texts_of
from one_stop.post_lists import actions
from one_stop.post_lists.api import see, send_sheet
from one_stop.post_lists.listing import POST_LISTS
from one_stop.post_lists.models import PostList
from one_stop.post_lists.queries import list_items, list_to_post
from one_stop.post_lists.rules import ITEM_STATE_KINDS, ITEM_STATES
from one_stop.post_lists.schemas import Delivering, Posting, Returning, TrackingNumbers
from one_stop.rights import RIGHTS, Right
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core.errors import Refusal
from shared.core.identifiers import new_id
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.form_fields import date_parts, errors_by_field
from shared.web.lists import add_list_routes, view_of
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

PAGE = 50
DONE = {
    "lap": "Đã lập bảng kê giao bưu điện.",
    "ma": "Đã ghi mã bưu gửi.",
    "phat": "Đã ghi là đã phát: hồ sơ đã trả kết quả.",
    "lai": "Đã ghi bưu điện trả lại: kết quả trở lại danh sách chưa nhận.",
}
_DAY = "delivered_on"

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_DOSSIERS)


@router.get("/giao-buu-dien")
async def show_lists(who: MaySee, request: Request, session: Session) -> Response:
    """Bảng kê giao bưu điện."""
    view = await view_of(request, session, who, POST_LISTS, PAGE)
    gives = holds(who, RIGHTS[Right.RECEIVE_DOSSIERS])
    return page_of(request).render(request, "post_lists.html", list=view, gives=gives)


@router.get("/lap-bang-ke")
async def show_new(who: MayReceive, request: Request, session: Session) -> Response:
    """Lập bảng kê: kết quả chờ giao bưu điện."""
    return await _new(request, session, who, {"list_id": str(new_id())}, None)


@router.post("/lap-bang-ke")
async def hand_to_post(who: MayReceive, counter: AtCounter, request: Request, session: Session) -> Response:
    """Lập bảng kê giao bưu điện."""
    form = await request.form()
    typed: dict[str, Any] = texts_of(form) | {
        "dossiers": [one for one in form.getlist("dossiers") if isinstance(one, str)]
    }

    async def act() -> PostList:
        posting = read_form(Posting, {name: typed[name] for name in Posting.model_fields if name in typed})
        return await actions.hand_to_post(session, counter.prints, (who, worker_of(who)), posting)

    made, refusal = await attempt(request, session, act)
    if refusal is not None and refusal.code == "post_list_written_already":
        # The button was pressed twice: the first press made the list.
        return Response(status_code=303, headers={"location": f"/mot-cua/bang-ke/{typed.get('list_id', '')}"})
    if made is None:
        return await _new(request, session, who, typed, refusal)
    return Response(status_code=303, headers={"location": f"/mot-cua/bang-ke/{made.id}?xong=lap"})


@router.get("/bang-ke/{list_id}")
async def show_list(list_id: UUID, who: MaySee, request: Request, session: Session, xong: str = "") -> Response:
    """Một bảng kê giao bưu điện."""
    return await _show(request, session, who, list_id, done=xong)


@router.get("/bang-ke/{list_id}/phieu")
async def show_sheet(list_id: UUID, who: MaySee, request: Request, session: Session) -> Response:
    """Bảng kê đã in."""
    return await send_sheet(request, session, who, list_id)


@router.post("/bang-ke/{list_id}/ma-buu-gui")
async def write_tracking(list_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Ghi mã bưu gửi."""
    form = texts_of(await request.form())
    items = [
        {"item_id": name.removeprefix("tracking."), "tracking": text}
        for name, text in form.items()
        if name.startswith("tracking.")
    ]

    async def act() -> PostList:
        return await actions.write_tracking(
            session, (who, worker_of(who)), list_id, read_form(TrackingNumbers, {"items": items})
        )

    return await _act_on(request, session, who, list_id, "ma", form, act)


@router.post("/bang-ke/{list_id}/{item_id}/da-phat")
async def deliver(list_id: UUID, item_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Bưu gửi đã phát."""
    form = texts_of(await request.form())
    day = {part: form.get(f"{_DAY}-{part}", "") for part in ("day", "month", "year")}

    async def act() -> PostList:
        done = read_form(Delivering, {_DAY: day, "receiver": form.get("receiver", "")})
        return await actions.deliver(session, (who, worker_of(who)), list_id, item_id, done)

    return await _act_on(request, session, who, list_id, "phat", form | {"item": str(item_id), _DAY: day}, act)


@router.post("/bang-ke/{list_id}/{item_id}/tra-lai")
async def come_back(list_id: UUID, item_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Bưu điện trả lại."""
    form = texts_of(await request.form())

    async def act() -> PostList:
        why = read_form(Returning, {"reason": form.get("reason", "")})
        return await actions.come_back(session, (who, worker_of(who)), list_id, item_id, why.reason)

    return await _act_on(request, session, who, list_id, "lai", form | {"item": str(item_id)}, act)


async def _act_on(
    request: Request,
    session: Session,
    who: Identity,
    list_id: UUID,
    doing: str,
    form: dict[str, Any],
    act: Callable[[], Awaitable[PostList]],
) -> Response:
    """Do it and show the list; what is refused is shown beside the form it came from."""
    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _show(request, session, who, list_id, refusal=refusal, doing=doing, form=form)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"/mot-cua/bang-ke/{list_id}?xong={doing}"})


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    list_id: UUID,
    *,
    done: str = "",
    refusal: Refusal | None = None,
    doing: str = "",
    form: dict[str, Any] | None = None,
) -> Response:
    post_list, typed = await see(session, who, list_id), form or {}
    at = f"{typed.get('item', '')}-" if typed.get("item") else ""
    errors = {f"{at}{name}": said for name, said in errors_by_field(refusal.fields).items()} if refusal else {}
    return page_of(request).render(
        request,
        "post_list.html",
        refusal.status if refusal else 200,
        post_list=post_list,
        title=f"Bảng kê số {post_list.named}",
        items=await list_items(session, post_list.id),
        writes=holds(who, RIGHTS[Right.RECEIVE_DOSSIERS]),
        done=DONE.get(done, ""),
        states=ITEM_STATES,
        kinds=ITEM_STATE_KINDS,
        typed=typed,
        day=date_parts(typed.get(_DAY)),
        failed=f"{doing}-{typed.get('item', '')}" if refusal else "",
        errors=errors,
        sentence=sentence_for(refusal, TEXTS) if refusal and not errors else "",
    )


async def _new(
    request: Request, session: Session, who: Identity, typed: dict[str, Any], refusal: Refusal | None
) -> Response:
    waiting = await list_to_post(session, who.agency_code)
    return page_of(request).render(
        request,
        "post_list_new.html",
        refusal.status if refusal else 200,
        title="Lập bảng kê giao bưu điện",
        waiting=waiting,
        typed={"dossiers": [str(one.id) for one in waiting]} | typed,
        errors=errors_by_field(refusal.fields) if refusal else {},
        sentence=sentence_for(refusal, TEXTS) if refusal and not refusal.fields else "",
    )


add_list_routes(router, POST_LISTS, _reads, "/giao-buu-dien")
add_view_routes(router, POST_LISTS, _reads, "/giao-buu-dien")
