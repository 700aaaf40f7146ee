"""/mot-cua/ky-lan-luot: each result on a page of its own, by one press chosen or passed over, and at the end one signing of all chosen."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MaySign
from one_stop.counter import Counter
from one_stop.desk.acting import certificate_of, only
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Refusing
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.moves.actions import Order
from one_stop.page_forms import read_form, texts_of, version_of
from one_stop.results.issuing import draft_of
from one_stop.results.looked_at import digests
from one_stop.results.queries import list_results
from one_stop.signing_walk.actions import (
    choose,
    forget_look,
    forget_older,
    note_look,
    require_chosen,
)
from one_stop.signing_walk.models import SigningLook
from one_stop.signing_walk.queries import list_looks, list_to_sign
from one_stop.signing_walk.rules import MOST_PAGES, Choice
from one_stop.signing_walk.showing import Draft, shown
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Malformed, NotFound, Refusal
from shared.web import bulk
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session

WALK = "/mot-cua/ky-lan-luot"
TITLE = "Xem và ký lần lượt"
DIGEST = "ban"
"""Field with the digest of what was on the page; of several `ban.<dossier>`."""

router = PageRouter(prefix=WALK)


@router.get("")
async def walk(who: MaySign, counter: AtCounter, request: Request, session: Session) -> Response:
    """Kết quả kế tiếp chờ ký; behind the last, what was chosen."""
    await forget_older(session, who, _today())
    waiting = await list_to_sign(session, who, bulk.MOST)
    done = await _decided(session, who, [dossier for dossier, _ in waiting])
    following = next((pair for pair in waiting if pair[0].id not in done), None)
    if following is None:
        return await _show_chosen(request, session, who, waiting, done)
    return await _show(request, session, who, counter, waiting, following[0])


@router.get("/{dossier_id}")
async def show_one(dossier_id: UUID, who: MaySign, counter: AtCounter, request: Request, session: Session) -> Response:
    """Một kết quả chờ ký, looked at again."""
    waiting = await list_to_sign(session, who, bulk.MOST)
    return await _show(request, session, who, counter, waiting, _of(waiting, dossier_id))


@router.post("/{dossier_id}/quyet-dinh")
async def decide(dossier_id: UUID, who: MaySign, counter: AtCounter, request: Request, session: Session) -> Response:
    """Chọn ký, hoặc bỏ qua."""
    form = texts_of(await request.form())

    async def act() -> None:
        if form.get("lua_chon") not in (Choice.CHOSEN, Choice.SKIPPED):
            raise Malformed("malformed_request")
        await choose(session, who, dossier_id, _seen(form), Choice(form["lua_chon"]))

    return await _after(request, session, who, counter, dossier_id, form, await attempt(request, session, act))


@router.post("/{dossier_id}/tra-lai")
async def send_back(dossier_id: UUID, who: MaySign, counter: AtCounter, request: Request, session: Session) -> Response:
    """Trả lại người dự thảo: the act of the dossier's own page."""
    form = texts_of(await request.form())

    async def act() -> None:
        body = read_form(Refusing, only(form, "reason"))
        await counter.send_back(who, Order(dossier_id, worker_of(who), version_of(form), body.reason))
        await forget_look(session, who, dossier_id)
        request.app.state.waker.wake()

    return await _after(request, session, who, counter, dossier_id, form, await attempt(request, session, act))


@router.post("/ky")
async def sign_chosen(who: MaySign, counter: AtCounter, request: Request, session: Session) -> Response:
    """Ký các kết quả đã chọn; each has its own answer."""
    form = await request.form()
    texts, picked = texts_of(form), bulk.picked_in(form)
    try:
        bulk.require_some(picked)
    except Malformed as refusal:
        return bulk.nothing_done(request, TITLE, TITLE, WALK, refusal)

    async def sign(dossier_id: UUID, version: int | None) -> object:
        act = await require_chosen(session, who, dossier_id, (version, texts.get(f"{DIGEST}.{dossier_id}", "")))
        await forget_look(session, who, dossier_id)
        do = counter.approve if act is Doing.APPROVE else counter.sign
        return await do(session, who, dossier_id, version, "")

    outcome = await bulk.act_on_each(request, session, picked, sign)
    request.app.state.waker.wake()
    named = await _named(session, who, list(picked))
    return bulk.result_page(request, "Ký các kết quả đã chọn", TITLE, WALK, outcome, named)


async def _after(
    request: Request,
    session: Session,
    who: Identity,
    counter: Counter,
    dossier_id: UUID,
    form: dict[str, str],
    tried: tuple[object, Refusal | None],
) -> Response:
    """The next one; or the same again, as it is now, with why not."""
    if (refusal := tried[1]) is None:
        return Response(status_code=303, headers={"location": WALK})
    waiting = await list_to_sign(session, who, bulk.MOST)
    if all(dossier.id != dossier_id for dossier, _ in waiting):
        raise refusal
    return await _show(request, session, who, counter, waiting, _of(waiting, dossier_id), (form, refusal))


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    counter: Counter,
    waiting: list[tuple[Dossier, Doing]],
    dossier: Dossier,
    refused: tuple[dict[str, str], Refusal] | None = None,
) -> Response:
    drafts = await _drafts(request, session, who, counter, dossier)
    complete = bool(drafts) and all(one.pages for one in drafts) and sum(one.pages for one in drafts) <= MOST_PAGES
    digest = (await digests(session, [dossier.id]))[dossier.id]
    choice = await note_look(session, who, dossier, digest, complete)
    form, refusal = refused or ({}, None)
    place = next(number for number, pair in enumerate(waiting, 1) if pair[0].id == dossier.id)
    texts = page_of(request).texts
    return page_of(request).render(
        request,
        "signing_walk.html",
        refusal.status if refusal else 200,
        title=TITLE,
        dossier=dossier,
        drafts=drafts,
        complete=complete,
        awaits_number=any(one.result.awaits_number for one in drafts),
        digest=digest,
        choice=choice.value,
        approves=waiting[place - 1][1] is Doing.APPROVE,
        place=place,
        amount=len(waiting),
        form=form,
        sentence=sentence_for(refusal, texts) if refusal and not refusal.fields else "",
        error=refusal.fields[0].sentence if refusal and refusal.fields else "",
        now=clock.now(),
    )


async def _drafts(request: Request, session: Session, who: Identity, counter: Counter, dossier: Dossier) -> list[Draft]:
    worker, found = worker_of(who), list[Draft]()
    for result in await list_results(session, dossier.id):
        pdf = await draft_of(session, counter.prints, dossier, result, worker)
        found.append(await shown(dossier, result, pdf))
    return found


async def _decided(session: Session, who: Identity, dossiers: list[Dossier]) -> dict[UUID, SigningLook]:
    """What he has chosen or passed over and is still what he saw; what changed since is shown again."""
    looks, now = await list_looks(session, who, _today()), await digests(session, [one.id for one in dossiers])
    found = ((one, looks[one.id]) for one in dossiers if one.id in looks)
    return {
        one.id: look for one, look in found if look.choice and (look.version, look.digest) == (one.version, now[one.id])
    }


async def _show_chosen(
    request: Request,
    session: Session,
    who: Identity,
    waiting: list[tuple[Dossier, Doing]],
    done: dict[UUID, SigningLook],
) -> Response:
    rows = [(dossier, act, done[dossier.id]) for dossier, act in waiting]
    return page_of(request).render(
        request,
        "signing_chosen.html",
        title=TITLE,
        chosen=[row for row in rows if row[2].choice == Choice.CHOSEN],
        skipped=[row for row in rows if row[2].choice == Choice.SKIPPED],
        certificate=await certificate_of(request, session, who),
        now=clock.now(),
    )


async def _named(session: Session, who: Identity, ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Code and applicant, and address, of those that this officer may see."""
    await session.flush()
    found: dict[UUID, Any] = {}
    for dossier_id in ids:
        try:
            found[dossier_id] = await get_dossier(session, dossier_id, who.agency_code)
        except NotFound:
            continue
    return {one.id: (f"{one.code} – {one.applicant_name}", f"/mot-cua/ho-so/{one.id}") for one in found.values()}


def _of(waiting: list[tuple[Dossier, Doing]], dossier_id: UUID) -> Dossier:
    found = next((dossier for dossier, _ in waiting if dossier.id == dossier_id), None)
    if found is None:
        raise NotFound("not_found")
    return found


def _seen(form: dict[str, str]) -> tuple[int | None, str]:
    return version_of(form), form.get(DIGEST, "")


def _today() -> datetime:
    return datetime.combine(clock.local_now().date(), time(), clock.VIETNAM)
