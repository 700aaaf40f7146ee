"""Văn bản đến: work list, the document with its signatures checked, and what may be done with it."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange import texts
from document_exchange.auth import RIGHTS, MayViewIncoming, Right
from document_exchange.belonging import SIGNATURE_WARNINGS
from document_exchange.desk.forms import assignment_of, reason_of, words_of
from document_exchange.desk.incoming_views import ACTS, LIST, PRIORITY_KINDS, TAG_KINDS, incoming_page
from document_exchange.documents.queries import find_answer
from document_exchange.incoming import actions, recalls
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import (
    Wanted,
    count_open,
    get_incoming,
    list_urgent_first,
    rank_of,
)
from document_exchange.incoming.reading import read_if_possible
from document_exchange.incoming.rules import (
    Act,
    IncomingState,
)
from document_exchange.keyset import read_position, write_position
from document_exchange.showing import id_of, number_of, query_string, text_of
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core.errors import Forbidden, NotFound
from shared.storage import evidence
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.transaction import Session

router = APIRouter(prefix="/van-ban/den")

PAGE = 30

PLACE = ("q", "trang_thai", "sau")
"""What says where in the list a person is."""

_FILTERS = {
    "": "Tất cả",
    **{code: texts.STATUS_LABELS[code] for code in ("01", "03", "04", "05", "06", "02")},
    "13": texts.RECALL_LABELS["requested"],
    "doi-nguoi": "Người chủ trì đã rời cơ quan",
}


@router.get("")
async def work_list(
    request: Request,
    who: MayViewIncoming,
    session: Session,
    q: Annotated[str, Query(max_length=200)] = "",
    trang_thai: Annotated[str, Query(max_length=20)] = "",
    sau: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Danh sách văn bản đến."""
    recall = "requested" if trang_thai == "13" else ""
    chosen = (trang_thai,) if trang_thai in set(IncomingState) else ()
    wanted = Wanted(chosen, recall, q, without_people=trang_thai == "doi-nguoi")
    found = await list_urgent_first(session, who, wanted, after=read_position(sau), limit=PAGE + 1)
    more = len(found) > PAGE
    found = found[:PAGE]
    parts = {"q": q, "trang_thai": trang_thai}
    last = write_position(found[-1].arrived_at, found[-1].id, rank_of(found[-1])) if more else ""
    return page_of(request).render(
        request,
        "incoming/list.html",
        signature_warnings=SIGNATURE_WARNINGS,
        documents=found,
        counts=await count_open(session, who),
        filters=_FILTERS,
        chosen=trang_thai,
        q=q,
        labels=texts.STATUS_LABELS,
        recall_labels=texts.RECALL_LABELS,
        kinds=TAG_KINDS,
        priorities=texts.PRIORITY_LABELS,
        priority_kinds=PRIORITY_KINDS,
        may_exchange=holds(who, RIGHTS[Right.EXCHANGE]),
        may_read_registers=holds(who, RIGHTS[Right.READ_REGISTERS]),
        next_href=f"{LIST}?{query_string(parts | {'sau': last})}" if more else None,
        first_href=f"{LIST}?{query_string(parts)}" if sau else None,
        way=way_back.from_list(request, PLACE),
    )


@router.get("/{incoming_id}")
async def one(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Văn bản đến."""
    incoming = await get_incoming(session, who, incoming_id)
    if incoming.read_at is None:
        # The worker reads arrivals every second; whoever is faster need not wait for it.
        state = request.app.state
        await read_if_possible(session, incoming.packet_sha256, state.files, state.signatures)
        incoming = await get_incoming(session, who, incoming_id)
    await evidence.record(session, "incoming-read", f"incoming/{incoming.id}", who)
    return await incoming_page(request, session, who, incoming, None)


@router.post("/{incoming_id}/{viec}")
async def take_act(request: Request, incoming_id: UUID, viec: str, who: MayViewIncoming, session: Session) -> Response:
    """Một việc với văn bản đến: accept, return, assign, process, complete, answer a recall."""
    if viec not in ACTS:
        raise NotFound("not_found")
    act, right = ACTS[viec]
    await get_incoming(session, who, incoming_id)
    if not holds(who, RIGHTS[right]):
        raise Forbidden("not_allowed")
    form = await request.form()
    _, refusal = await attempt(request, session, lambda: _act(session, who, incoming_id, act, form))
    if refusal is not None:
        incoming = await get_incoming(session, who, incoming_id)
        return await incoming_page(request, session, who, incoming, refusal, act, form)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}?xong={viec}"), 303)


async def _act(session: AsyncSession, who: Identity, incoming_id: UUID, act: Act, form: FormData) -> Any:
    version, words = number_of(form, "version"), words_of(form, "words")

    async def process() -> IncomingDocument:
        await actions.require_assigned(session, who, incoming_id)
        if act is Act.START:
            return await actions.start_incoming(session, who, incoming_id, version, words)
        answer_id = id_of(form, "answer_document_id")
        answer = await find_answer(session, who.agency_code, answer_id) if answer_id else None
        return await actions.complete_incoming(session, who, incoming_id, version, words, answer)

    acts: dict[Act, Callable[[], Awaitable[Any]]] = {
        Act.ACCEPT: lambda: actions.accept_incoming(
            session, who, incoming_id, version, aware=text_of(form, "aware") == "true"
        ),
        Act.REFUSE: lambda: actions.refuse_incoming(session, who, incoming_id, version, reason_of(form, words)),
        Act.ASSIGN: lambda: actions.assign_incoming(session, who, incoming_id, version, assignment_of(form, words)),
        Act.START: process,
        Act.COMPLETE: process,
        Act.AGREE_RECALL: lambda: recalls.agree_recall(session, who, incoming_id, version, words),
        Act.REFUSE_RECALL: lambda: recalls.refuse_recall(
            session, who, incoming_id, version, words, text_of(form, "decided_by")
        ),
    }
    return await acts[act]()
