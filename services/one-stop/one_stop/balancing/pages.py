"""/mot-cua/chia-viec: who has how much, what the sharing out would be, and one act that does it with a line for each dossier."""

from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayAssign
from one_stop.balancing.queries import list_tasks, names_of_dossiers
from one_stop.balancing.rules import LATE, LATER, SOON, after, loads_of, share_out
from one_stop.dossiers.cases import SPECIALIST
from one_stop.dossiers.schemas import Reassigning
from one_stop.dossiers.workers import led_by, worker_of
from one_stop.edge import AtCounter
from one_stop.moves.actions import Order
from one_stop.page_forms import read_form, texts_of
from shared.core import clock
from shared.core.errors import Malformed
from shared.directory.queries import list_colleagues
from shared.storage import evidence
from shared.web import bulk
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua")
PATH, TITLE = "/mot-cua/chia-viec", "Chia việc"
TO = "nguoi"
"""Field `nguoi.<dossier>`: to whom."""


@router.get("/chia-viec")
async def show_balance(who: MayAssign, request: Request, session: Session) -> Response:
    """Khối lượng việc của từng chuyên viên, và đề xuất chia."""
    now, tasks = clock.now(), await list_tasks(session, who)
    people = await list_colleagues(session, who.agency_code, SPECIALIST, unit_id=led_by(who))
    ids = [person.id for person in people]
    loads, proposed = loads_of(tasks, ids, now), share_out(tasks, ids, now, bulk.MOST)
    later = after(loads, proposed, now)
    held = {person: sum(task.holder_id == person for task in tasks) for person in ids}
    await evidence.record(session, "loads-seen", f"agency/{who.agency_code}", who, unit=led_by(who))
    return page_of(request).render(
        request,
        "balancing.html",
        title=TITLE,
        people=[(one, held[one.id], loads[one.id], later[one.id]) for one in people],
        names={one.id: one.full_name for one in people},
        proposed=[(one.task, one.to, one.task.points(now)) for one in proposed],
        free=sum(not task.holder_id for task in tasks),
        weights=(LATE, SOON, LATER),
        now=now,
    )


@router.post("/chia-viec")
async def share(who: MayAssign, counter: AtCounter, request: Request, session: Session) -> Response:
    """Giao theo lựa chọn; each has its own answer."""
    form = await request.form()
    texts, picked, worker = texts_of(form), bulk.picked_in(form), worker_of(who)
    try:
        bulk.require_some(picked)
    except Malformed as refusal:
        return bulk.nothing_done(request, TITLE, TITLE, PATH, refusal)

    async def give(dossier_id: UUID, version: int | None) -> object:
        typed = {"holder_id": texts.get(f"{TO}.{dossier_id}", ""), "reason": texts.get("reason", "")}
        to = read_form(Reassigning, typed)
        order = Order(dossier_id, worker, version, to.reason)
        return await counter.reassign(who, order, to.holder_id, session)

    outcome = await bulk.act_on_each(request, session, picked, give)
    request.app.state.waker.wake()
    found = await names_of_dossiers(session, who, list(picked))
    named = {one: (found[one], f"/mot-cua/ho-so/{one}") for one in picked if one in found}
    return bulk.result_page(request, TITLE, TITLE, PATH, outcome, named)
