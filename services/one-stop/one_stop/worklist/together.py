"""Acts on several dossiers of the work list at once: receive, take on, hand on, give to somebody, return the result, print."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from anyio import to_thread
from fastapi import Query, Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from one_stop.auth import MaySee
from one_stop.counter import Counter
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.schemas import Reassigning, Transferring
from one_stop.dossiers.sheets import find_form, sheet_of
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.forms.render import FormNo
from one_stop.moves.actions import Order
from one_stop.page_forms import read_form, texts_of
from one_stop.returns.actions import hand_over_result
from one_stop.returns.schemas import HandingOver
from one_stop.rights import RIGHTS, Right
from one_stop.worklist.listing import WORK
from one_stop.worklist.places import FIELD, Place, read_place
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import Forbidden, Invalid, Malformed
from shared.printing.merging import merge_pdfs
from shared.storage import evidence
from shared.web import bulk
from shared.web.file_answers import file_answer
from shared.web.lists import DONE
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua")

Do = Callable[[UUID, int | None], Awaitable[object]]
PRINT = "print"
ACCEPT_ONE = "tiep-nhan"
"""The field of the button that accepts one row of the list without opening it."""
ACCEPTED = "da-tiep-nhan"
"""In the list's address: a row was accepted right there."""
ACTS = {
    "accept": ("Tiếp nhận hồ sơ", Right.RECEIVE_DOSSIERS),
    "claim": ("Nhận xử lý", Right.DRAFT_RESULTS),
    "transfer": ("Chuyển bước sau", Right.MOVE_DOSSIERS),
    "reassign": ("Giao lại", Right.ASSIGN_DOSSIERS),
    "hand-over": ("Trả kết quả", Right.RECEIVE_DOSSIERS),
    PRINT: ("In biểu mẫu", Right.SEE_DOSSIERS),
}


@router.post("/cung-luc")
async def act_together(who: MaySee, counter: AtCounter, request: Request, session: Session) -> Response:
    """Làm cùng lúc với nhiều hồ sơ; each has its own answer."""
    form = await request.form()
    texts = texts_of(form)
    place, what = read_place(texts.get(FIELD, "")), texts.get("viec", "")
    at_once = form.getlist(ACCEPT_ONE)
    if at_once:  # the button of one row, whatever else is ticked
        what, form = "accept", FormData([(bulk.FIELD, one) for one in at_once])
    title, _ = require_act(who, what)
    picked = bulk.picked_in(form)
    try:
        bulk.require_some(picked)
        act = act_of(session, who, counter, what, texts)
    except (Malformed, Invalid) as refusal:
        return bulk.nothing_done(request, title, WORK.title, place.href, refusal)
    outcome = await bulk.act_on_each(request, session, picked, act)
    if at_once and not any(outcome.values()):
        return Response(
            status_code=303, headers={"location": f"{place.href}{'&' if place.chosen.query else '?'}{DONE}={ACCEPTED}"}
        )
    named = await _named(session, who, list(picked), place)
    made = None
    if what == PRINT and (printed := [row_id for row_id, refusal in outcome.items() if refusal is None]):
        made = f"Mở tệp in ({len(printed)} hồ sơ)", f"/mot-cua/in-cung-luc?{print_query(texts['form'], printed)}"
    return bulk.result_page(request, title, WORK.title, place.href, outcome, named, made)


def require_act(who: Identity, what: str) -> tuple[str, Right]:
    """Title and right of what is to be done; Malformed for none of ours, Forbidden where the post does not allow it."""
    title, right = ACTS.get(what, ("", None))
    if right is None:
        raise Malformed("malformed_request")
    if not holds(who, RIGHTS[right]):
        raise Forbidden("not_allowed")
    return title, right


def act_of(session: AsyncSession, who: Identity, counter: Counter, what: str, given: Mapping[str, str]) -> Do:
    """What is tried on each. `given`: what the act needs besides, by the names of `Together`; Invalid where it is lacking."""
    if what == "accept":
        return lambda dossier_id, version: counter.accept(session, who, dossier_id, version)
    if what == "hand-over":
        shown = {name: given.get(name, "") for name in ("identity_kind", "identity_number")}
        handing, by = read_form(HandingOver, shown), (who, worker_of(who))
        return lambda dossier_id, version: hand_over_result(session, counter.prints, by, dossier_id, version, handing)
    if what == PRINT:
        return _printing(session, who, form_named(given.get("form", "")))
    return _move_of(session, who, counter, what, given)


def _move_of(session: AsyncSession, who: Identity, counter: Counter, what: str, given: Mapping[str, str]) -> Do:
    worker = worker_of(who)
    if what == "claim":
        return lambda dossier_id, version: counter.claim(who, Order(dossier_id, worker, version), session)
    holder = {"holder_id": given.get("holder_id", "")}
    if what == "transfer":
        on = read_form(Transferring, holder)
        return lambda dossier_id, version: counter.transfer(
            who, Order(dossier_id, worker, version), on.holder_id, session
        )
    to = read_form(Reassigning, holder | {"reason": given.get("reason", "")})
    return lambda dossier_id, version: counter.reassign(
        who, Order(dossier_id, worker, version, to.reason), to.holder_id, session
    )


def form_named(number: str) -> FormNo:
    try:
        return FormNo(number)
    except ValueError as error:
        raise Malformed("malformed_request") from error


def _printing(session: AsyncSession, who: Identity, form: FormNo) -> Do:
    """Whether there is something to print; the file itself is made when it is opened."""

    async def look(dossier_id: UUID, _: int | None) -> object:
        return await find_form(session, await get_dossier(session, dossier_id, who.agency_code), form)

    return look


def print_query(form: str, dossiers: Sequence[UUID]) -> str:
    return urlencode([("mau", form), *(("hs", str(dossier)) for dossier in dossiers)])


Dossiers = Annotated[list[UUID], Query(min_length=1, max_length=bulk.MOST)]


@router.get("/in-cung-luc")
async def print_together(
    who: MaySee, counter: AtCounter, request: Request, session: Session, hs: Dossiers, mau: str = FormNo.RECEIPT.value
) -> Response:
    """Một tệp in cho nhiều hồ sơ."""
    return await printed_together(request, session, who, counter, form_named(mau), hs)


async def printed_together(
    request: Request, session: AsyncSession, who: Identity, counter: Counter, form: FormNo, dossiers: Sequence[UUID]
) -> Response:
    """One PDF with a form of each; refused where one of them has none, so that nobody misses a paper. Each print is evidence."""
    found = []
    for dossier_id in dict.fromkeys(dossiers):
        dossier = await get_dossier(session, dossier_id, who.agency_code)
        found.append(await sheet_of(session, counter.prints, dossier, form))
        await evidence.record(session, "form-printed", f"dossier/{dossier.id}", who, form=form.value)
    whole = await to_thread.run_sync(merge_pdfs, found)
    return file_answer(
        request, whole, f"in-{len(found)}-ho-so-{clock.local_now():%Y%m%d-%H%M}.pdf", "application/pdf", opens=True
    )


async def _named(session: AsyncSession, who: Identity, ids: list[UUID], place: Place) -> dict[UUID, tuple[str, str]]:
    """Code or applicant, and address, of those that are the agency's."""
    await session.flush()
    seen: Any = select(Dossier.id, Dossier.code, Dossier.applicant_name).where(
        Dossier.id.in_(ids), Dossier.agency_code == who.agency_code
    )
    return {
        row.id: (f"{row.code or 'Hồ sơ mới nộp'} – {row.applicant_name}", place.of_dossier(row.id))
        for row in await session.execute(seen)
    }
