"""Văn bản đến: work list, the document with its signatures checked, and what may be done with it."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from document_exchange import texts
from document_exchange.auth import MayViewIncoming
from document_exchange.belonging import SIGNATURE_WARNINGS
from document_exchange.changing.queries import count_open_changes
from document_exchange.desk.choices import agency_choices
from document_exchange.desk.entering_forms import returned_words
from document_exchange.desk.forms import assignment_of, reason_of, words_of
from document_exchange.desk.incoming_acts import Told, perform
from document_exchange.desk.incoming_list import INCOMING, STATES
from document_exchange.desk.incoming_views import (
    LIST,
    PATHS,
    PRIORITY_KINDS,
    TAG_KINDS,
    incoming_page,
    people_who_work,
    units_to_give,
)
from document_exchange.desk.reader_pages import reader_page, reading_on_page
from document_exchange.desk.work_views import done_before, scopes_of, work_summary
from document_exchange.entered.rules import ORIGIN_LABELS
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import count_open, get_incoming
from document_exchange.incoming.reading import read_if_possible, say_if_unsaid
from document_exchange.incoming.rules import Act
from document_exchange.instructing.queries import count_for_opinion, list_late
from document_exchange.readers.queries import read_incoming
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import id_of, number_of, text_of
from shared.access.rights import holds
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.lists import add_list_routes, usual_view, view_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

router = PageRouter(prefix="/van-ban/den")

PAGE = 30


@router.get("")
async def work_list(request: Request, who: MayViewIncoming, session: Session) -> Response:
    """Danh sách văn bản đến."""
    if (usual := await usual_view(request, session, who, INCOMING)) is not None:
        return usual
    view = await view_of(request, session, who, INCOMING, PAGE)
    # Who of others is late is for those who have to do with it.
    works = view.chosen.filters["scope"] != "readable"
    view.choices = {"scope": scopes_of(who), "sender": await agency_choices(session)}
    assigns = holds(who, RIGHTS[Right.ASSIGN])
    return page_of(request).render(
        request,
        "incoming/list.html",
        list=view,
        signature_warnings=SIGNATURE_WARNINGS,
        counts=await count_open(session, who),
        for_opinion=await count_for_opinion(session, who) if holds(who, RIGHTS[Right.INSTRUCT]) else None,
        late=await list_late(session, [row.id for row in view.rows if works]),
        **done_before(request),
        filters=STATES,
        labels=texts.STATUS_LABELS,
        recall_labels=texts.RECALL_LABELS,
        struck=texts.STRUCK,
        origins=ORIGIN_LABELS,
        kinds=TAG_KINDS,
        priorities=texts.PRIORITY_LABELS,
        priority_kinds=PRIORITY_KINDS,
        may_exchange=holds(who, RIGHTS[Right.EXCHANGE]),
        may_read_registers=holds(who, RIGHTS[Right.READ_REGISTERS]),
        receives=holds(who, RIGHTS[Right.RECEIVE]),
        open_changes=await count_open_changes(session, who) if holds(who, RIGHTS[Right.RECEIVE]) else 0,
        assigns=assigns,
        people=await people_who_work(session, who) if assigns else [],
        units=await units_to_give(session, who) if assigns else [],
        way=way_back.from_list(view.chosen.query),
    )


add_list_routes(router, INCOMING, require(RIGHTS, Right.VIEW_INCOMING), "")
add_view_routes(router, INCOMING, require(RIGHTS, Right.VIEW_INCOMING), "")


@router.get("/{incoming_id}")
async def one(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Văn bản đến."""
    incoming, takes_part = await read_incoming(session, who, incoming_id)
    state = request.app.state
    await say_if_unsaid(session, incoming.packet_sha256, state.files, state.signatures)
    if incoming.read_at is None:
        # The worker reads arrivals every second; whoever is faster need not wait for it.
        await read_if_possible(session, incoming.packet_sha256, state.files, state.signatures)
        incoming = await get_incoming(session, who, incoming_id)  # nobody else reads what was not read yet
    await evidence.record(session, "incoming-read", f"incoming/{incoming.id}", who)
    if not takes_part:
        return await reader_page(request, session, who, incoming)
    inside = await work_summary(session, who, incoming) | done_before(request)
    inside |= await reading_on_page(request, session, incoming)
    return await incoming_page(request, session, who, incoming, None, inside=inside)


@router.post("/{incoming_id}/{viec}")
async def take_act(request: Request, incoming_id: UUID, viec: str, who: MayViewIncoming, session: Session) -> Response:
    """Một việc với văn bản đến: accept, return, assign, process, complete, answer a recall."""
    if viec not in PATHS:
        raise NotFound("not_found")
    act = PATHS[viec]
    before = await get_incoming(session, who, incoming_id)
    form = await request.form()

    async def do() -> IncomingDocument:
        return await perform(session, who, incoming_id, act, _told(act, form, before))

    _, refusal = await attempt(request, session, do)
    if refusal is not None:
        incoming = await get_incoming(session, who, incoming_id)
        inside = await work_summary(session, who, incoming)
        return await incoming_page(request, session, who, incoming, refusal, act, form, inside)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}?xong={viec}"), 303)


def _told(act: Act, form: FormData, incoming: IncomingDocument) -> Told:
    """What the form of this act says; raises Invalid beside the field at fault."""
    words = words_of(form, "words")
    reason = reason_of(form, words) if act is Act.REFUSE else words
    if act is Act.REFUSE and incoming.entered:
        reason = returned_words(form, incoming, reason)
    return Told(
        number_of(form, "version"),
        reason,
        aware=text_of(form, "aware") == "true",
        assignment=assignment_of(form, words) if act is Act.ASSIGN else None,
        answer_id=id_of(form, "answer_document_id"),
        decided_by=text_of(form, "decided_by"),
    )
