"""Handing dossiers to a unit, on the screen: the lists, a new one, one of them with what the unit took in."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayReceive, MaySee, MayTakeIn
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.page_forms import read_form, texts_of
from one_stop.rights import RIGHTS, Right
from one_stop.texts import TEXTS
from one_stop.unit_list_desk import actions
from one_stop.unit_list_desk.api import see, send_sheet
from one_stop.unit_list_desk.listing import UNIT_LISTS
from one_stop.unit_lists.models import UnitList
from one_stop.unit_lists.queries import list_items, list_to_hand_over, reasons_of
from one_stop.unit_lists.rules import ITEM_STATES, LIST_STATES, STATE_KINDS, ListState, Signatory, may_take_in
from one_stop.unit_lists.schemas import Cancelling, Handing, TakingIn
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import Refusal
from shared.core.identifiers import new_id
from shared.directory.queries import list_units
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.form_fields import errors_by_field
from shared.web.lists import add_list_routes, view_of
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

PAGE = 50
DONE = {
    "lap": "Đã lập giấy bàn giao và xác nhận đã giao. Đơn vị nhận đã được báo.",
    "nhan": "Đã xác nhận nhận bàn giao. Hồ sơ nhận đủ đã chuyển bước.",
    "huy": "Đã hủy giấy bàn giao. Hồ sơ vẫn ở quầy.",
}
_NEW = "/mot-cua/lap-giay-ban-giao"

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_DOSSIERS)


@router.get("/ban-giao")
async def show_lists(who: MaySee, request: Request, session: Session) -> Response:
    """Giấy bàn giao hồ sơ."""
    view = await view_of(request, session, who, UNIT_LISTS, PAGE)
    gives = holds(who, RIGHTS[Right.RECEIVE_DOSSIERS])
    return page_of(request).render(
        request, "unit_lists.html", list=view, gives=gives, states=LIST_STATES, kinds=STATE_KINDS, new=_NEW
    )


@router.get("/lap-giay-ban-giao")
async def show_new(who: MayReceive, request: Request, session: Session) -> Response:
    """Lập giấy bàn giao: hồ sơ chờ chuyển đơn vị giải quyết."""
    return await _new(request, session, who, {"list_id": str(new_id())}, None)


@router.post("/lap-giay-ban-giao")
async def hand_over(who: MayReceive, counter: AtCounter, request: Request, session: Session) -> Response:
    """Lập giấy bàn giao, xác nhận đã giao."""
    form = await request.form()
    typed: dict[str, Any] = texts_of(form) | {
        "dossiers": [one for one in form.getlist("dossiers") if isinstance(one, str)]
    }

    async def act() -> UnitList:
        handing = read_form(Handing, {name: typed[name] for name in Handing.model_fields if name in typed})
        return await actions.hand_over(session, counter.prints, (who, worker_of(who)), handing)

    made, refusal = await attempt(request, session, act)
    if refusal is not None and refusal.code == "unit_list_made_already":
        # The button was pressed twice: the first press made the list.
        return Response(status_code=303, headers={"location": f"/mot-cua/giay-ban-giao/{typed.get('list_id', '')}"})
    if made is None:
        return await _new(request, session, who, typed, refusal)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"/mot-cua/giay-ban-giao/{made.id}?xong=lap"})


@router.get("/giay-ban-giao/{list_id}")
async def show_list(list_id: UUID, who: MaySee, request: Request, session: Session, xong: str = "") -> Response:
    """Một giấy bàn giao hồ sơ."""
    return await _show(request, session, who, list_id, done=xong)


@router.get("/giay-ban-giao/{list_id}/giay")
async def show_sheet(list_id: UUID, who: MaySee, request: Request, session: Session) -> Response:
    """Giấy bàn giao đã in."""
    return await send_sheet(request, session, who, list_id)


@router.post("/giay-ban-giao/{list_id}/nhan")
async def take_in(list_id: UUID, who: MayTakeIn, counter: AtCounter, request: Request, session: Session) -> Response:
    """Đơn vị xác nhận đã nhận."""
    form = texts_of(await request.form())
    missing = [
        {"item_id": name.removeprefix("reason."), "reason": text}
        for name, text in form.items()
        if name.startswith("reason.") and text.strip()
    ]

    async def act() -> UnitList:
        taking = read_form(TakingIn, {"missing": missing})
        times = await counter.times.of(who.agency_code, session)
        return await actions.take_in(session, counter.prints, (who, worker_of(who)), times, list_id, taking)

    return await _act_on(request, session, who, list_id, "nhan", form, act)


@router.post("/giay-ban-giao/{list_id}/huy")
async def cancel(list_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Hủy giấy bàn giao chưa được nhận."""
    form = texts_of(await request.form())

    async def act() -> UnitList:
        why = read_form(Cancelling, {"reason": form.get("reason", "")})
        return await actions.cancel(session, (who, worker_of(who)), list_id, why.reason)

    return await _act_on(request, session, who, list_id, "huy", form, act)


async def _act_on(
    request: Request,
    session: Session,
    who: Identity,
    list_id: UUID,
    doing: str,
    form: dict[str, str],
    act: Callable[[], Awaitable[UnitList]],
) -> Response:
    """Do it and show the list; what is refused is shown beside the form it came from."""
    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _show(request, session, who, list_id, refusal=refusal, doing=doing, form=form)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"/mot-cua/giay-ban-giao/{list_id}?xong={doing}"})


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    list_id: UUID,
    *,
    done: str = "",
    refusal: Refusal | None = None,
    doing: str = "",
    form: dict[str, str] | None = None,
) -> Response:
    made, errors = await see(session, who, list_id), errors_by_field(refusal.fields) if refusal else {}
    by, is_open = Signatory(frozenset({who.subject, who.desk}), who.unit), made.state == ListState.HANDED
    takes = holds(who, RIGHTS[Right.TAKE_IN_LISTS]) and may_take_in(made.unit_id, made.by_id, by)
    return page_of(request).render(
        request,
        "unit_list.html",
        refusal.status if refusal else 200,
        made=made,
        title=f"Giấy bàn giao số {made.named}",
        items=await list_items(session, made.id),
        takes=is_open and takes,
        cancels=is_open and holds(who, RIGHTS[Right.RECEIVE_DOSSIERS]),
        done=DONE.get(done, ""),
        list_states=LIST_STATES,
        states=ITEM_STATES,
        kinds=STATE_KINDS,
        typed=form or {},
        failed=doing if refusal else "",
        errors=errors,
        sentence=sentence_for(refusal, TEXTS) if refusal and not errors else "",
    )


async def _new(
    request: Request, session: Session, who: Identity, typed: dict[str, Any], refusal: Refusal | None
) -> Response:
    waiting = await list_to_hand_over(session, who.agency_code)
    return page_of(request).render(
        request,
        "unit_list_new.html",
        refusal.status if refusal else 200,
        title="Lập giấy bàn giao hồ sơ",
        waiting=waiting,
        reasons=await reasons_of(session, waiting),
        units=[(one.id, one.name) for one in await list_units(session, who.agency_code, clock.local_now().date())],
        typed={"dossiers": []} | typed,
        errors=errors_by_field(refusal.fields) if refusal else {},
        sentence=sentence_for(refusal, TEXTS) if refusal and not refusal.fields else "",
        new=_NEW,
    )


add_list_routes(router, UNIT_LISTS, _reads, "/ban-giao")
add_view_routes(router, UNIT_LISTS, _reads, "/ban-giao")
