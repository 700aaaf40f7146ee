"""Văn bản đi: work list, the document with its steps, and each receiver's status live."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange import texts
from document_exchange.auth import MayViewOutgoing
from document_exchange.deliveries.actions import send_document
from document_exchange.deliveries.recalling import recall_document
from document_exchange.deliveries.standing import count_still
from document_exchange.deliveries.updating import update_issued
from document_exchange.desk import paper_scans
from document_exchange.desk.choices import agency_choices, signer_choices
from document_exchange.desk.document_views import LIST, PATHS, TAG_KINDS, deliveries_of, document_page
from document_exchange.desk.downloads import packet_answer
from document_exchange.desk.forms import addressees_of, circulation_of, kept_of, reassignment_of, words_of
from document_exchange.desk.issued_change_forms import update_of
from document_exchange.desk.outgoing_list import OUTGOING, SCOPES
from document_exchange.desk.review_acts import numbers_of, review_acts
from document_exchange.documents import actions, attaching, drafting, exits
from document_exchange.documents.issue_deadlines import count_late, waits_of
from document_exchange.documents.issuing import page_to_be
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import (
    count_by_status,
    count_for_review,
    find_document,
    find_file,
    get_document,
    led_by,
    list_steps,
    open_document,
    read_document,
)
from document_exchange.documents.receiving import circulate, mark_seen, withdraw
from document_exchange.documents.rules import STEPS, Step
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import id_of, number_of, text_of
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.contracts.values import FileReference
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.lists import add_list_routes, usual_view, view_of
from shared.web.pages import is_fragment
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes
from shared.web.viewer import Found, Whole, open_found, open_stored

router = PageRouter(prefix="/van-ban")

PAGE = 30


@router.get("")
async def start(_: MayViewOutgoing) -> Response:
    """Incoming documents come first in a day's work."""
    return RedirectResponse("/van-ban/den", 303)


@router.get("/di")
async def work_list(request: Request, who: MayViewOutgoing, session: Session) -> Response:
    """Danh sách văn bản đi."""
    if (usual := await usual_view(request, session, who, OUTGOING)) is not None:
        return usual
    view = await view_of(request, session, who, OUTGOING, PAGE)
    view.choices = {
        "scope": {key: said for key, said in SCOPES.items() if key != "unit" or led_by(who)},
        "receiver": await agency_choices(session),
        "signer": await signer_choices(session, who, view.chosen.filters["signer"]),
    }
    return page_of(request).render(
        request,
        "documents/list.html",
        list=view,
        reviews=await count_for_review(session, who),
        counts=await count_by_status(session, who),
        unissued_late=await count_late(session, who),
        waits=await waits_of(session, who.agency_code, view.rows),
        still=await count_still(session, [row.id for row in view.rows]),
        labels=texts.DOCUMENT_STATUS_LABELS,
        kinds=TAG_KINDS,
        priorities=texts.PRIORITY_LABELS,
        may_draft=holds(who, RIGHTS[Right.DRAFT]),
        may_register=holds(who, RIGHTS[Right.ISSUE]),
        may_read_registers=holds(who, RIGHTS[Right.READ_REGISTERS]),
        may_sign=holds(who, RIGHTS[Right.SIGN]),
        may_set_flows=holds(who, RIGHTS[Right.SET_FLOWS]),
        way=way_back.from_list(view.chosen.query),
    )


add_list_routes(router, OUTGOING, require(RIGHTS, Right.VIEW_OUTGOING), "/di")
add_view_routes(router, OUTGOING, require(RIGHTS, Right.VIEW_OUTGOING), "/di")


@router.get("/di/{document_id}")
async def one(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Văn bản đi."""
    document = await read_document(session, who, document_id)
    await mark_seen(session, who, document.id)
    await evidence.record(session, "document-read", f"document/{document.id}", who)
    return await document_page(request, session, who, document, None)


@router.get("/di/{document_id}/noi-nhan")
async def receivers(
    request: Request,
    document_id: UUID,
    who: MayViewOutgoing,
    session: Session,
    phien: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """Trạng thái tại từng nơi nhận: the part of the page that renews itself."""
    document = await read_document(session, who, document_id)
    if not is_fragment(request):
        return RedirectResponse(f"{LIST}/{document_id}#noi-nhan", 303)
    known = await deliveries_of(session, document)
    if phien == known["shown"] and known["moving"]:
        # Nothing new: what a person has opened on the page stays open.
        return Response(status_code=204)
    return page_of(request).render(request, "documents/receivers.html", document=document, **known)


def _whole(document: OutgoingDocument) -> Whole:
    return Whole(f"/van-ban/di/{document.id}", document.reference or document.subject)


@router.get("/di/{document_id}/tep/{file_id}")
async def read_file(
    request: Request, document_id: UUID, file_id: UUID, who: MayViewOutgoing, session: Session
) -> Response:
    """Tệp của văn bản đi."""
    document = await open_document(session, who, document_id)
    file = await find_file(session, document.id, file_id)
    if file is None:
        raise NotFound("not_found")
    await evidence.record(session, "document-file-read", f"document/{document.id}", who, sha256=file.sha256)
    return await open_stored(request, file.reference(), _whole(document), opens=True)


@router.get("/di/{document_id}/ban/{sha256}")
async def read_version(
    request: Request, document_id: UUID, sha256: str, who: MayViewOutgoing, session: Session
) -> Response:
    """Bản của tệp ở một bước: as it was signed, sealed or sent then."""
    document = await get_document(session, who, document_id)
    kept = (file for row in await list_steps(session, document.id) for file in row.files)
    file = next((file for file in kept if file["sha256"] == sha256), None)
    if file is None:
        raise NotFound("not_found")
    await evidence.record(session, "document-file-read", f"document/{document.id}", who, sha256=sha256)
    return await open_stored(request, FileReference.model_validate(file), _whole(document), opens=True)


@router.get("/di/{document_id}/se-phat-hanh")
async def read_page_to_be(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Văn bản có số và ngày, as it will be once the agency has sealed it; before that nothing is to be seen of them."""
    document = await get_document(session, who, document_id)
    if document.state not in STEPS.sources(Step.SEAL):
        raise NotFound("not_found")
    main = await actions.main_file(session, document)
    await evidence.record(session, "document-file-read", f"document/{document.id}", who, sha256=main.sha256)

    async def find() -> Found:
        signed = await request.app.state.files.get(main.sha256)
        return Found(await page_to_be(session, document, signed), main.name, main.media_type)

    return await open_found(request, find, _whole(document), opens=True)


@router.get("/di/{document_id}/goi-tin")
async def packet(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Tải gói tin .edxml."""
    document = await get_document(session, who, document_id)
    if document.packet_sha256 is None:
        raise NotFound("not_found")
    await evidence.record(session, "packet-downloaded", f"document/{document.id}", who)
    return packet_answer(request, await request.app.state.files.get(document.packet_sha256), document.reference)


@router.post("/di/{document_id}/{buoc}")
async def take_step(request: Request, document_id: UUID, buoc: str, who: MayViewOutgoing, session: Session) -> Response:
    """Một bước xử lý: one of `PATHS`."""
    if buoc not in PATHS:
        raise NotFound("not_found")
    step = PATHS[buoc]
    await get_document(session, who, document_id)
    form = await read_form(request, session, who, paper_scans.FIELD)
    _, refusal = await attempt(request, session, lambda: _act(request, session, who, document_id, step, form))
    if refusal is not None:
        document = await get_document(session, who, document_id)
        return await document_page(request, session, who, document, refusal, step, text_of(form, "opinion"))
    await session.flush()
    # What was returned, or has its people again, may no longer be the clerk's to see.
    still_here = await find_document(session, who, document_id)
    done = way_back.onward(request, f"{LIST}/{document_id}?xong={buoc}")
    return RedirectResponse(done if still_here else way_back.to_list(request, LIST), 303)


async def _act(
    request: Request, session: AsyncSession, who: Identity, document_id: UUID, step: Step, form: FormData
) -> Any:
    state = request.app.state
    version, opinion = number_of(form, "version"), words_of(form, "opinion")
    acts: dict[Step, Callable[[], Awaitable[Any]]] = {
        Step.SUBMIT: lambda: drafting.submit_document(
            session, who, document_id, version, opinion, numbers_of(form, "skip")
        ),
        **review_acts(session, who, document_id, form),
        Step.RETURN: lambda: actions.return_document(session, who, document_id, version, opinion),
        Step.SIGN: lambda: actions.sign_document(
            session, who, document_id, version, state.files, state.signatures, opinion, number_of(form, "priority")
        ),
        Step.NUMBER: lambda: actions.number_document(
            session, who, document_id, version, kept_of(form), id_of(form, "series_id")
        ),
        Step.SEAL: lambda: actions.seal_document(session, who, document_id, version, state.files, state.signatures),
        Step.SEND: lambda: send_document(session, who, document_id, version, state.files),
        Step.RECALL: lambda: recall_document(session, who, document_id, opinion, state.files),
        Step.AMEND: lambda: update_issued(session, who, document_id, update_of(form), state.files),
        Step.CIRCULATE: lambda: circulate(session, who, document_id, circulation_of(form)),
        Step.WITHDRAW: lambda: withdraw(session, who, document_id, circulation_of(form)),
        Step.TAKE_BACK: lambda: exits.take_back_document(session, who, document_id, version, opinion),
        Step.REASSIGN: lambda: exits.reassign_document(session, who, document_id, version, reassignment_of(form)),
        Step.READDRESS: lambda: exits.readdress_document(session, who, document_id, version, addressees_of(form)),
        Step.SCAN: lambda: _scan(request, session, who, document_id, form),
        Step.CANCEL: lambda: exits.cancel_document(session, who, document_id, version, opinion),
    }
    return await acts[step]()


async def _scan(
    request: Request, session: AsyncSession, who: Identity, document_id: UUID, form: FormData
) -> OutgoingDocument:
    scan = await paper_scans.get_scan(request, session, form)
    return await attaching.put_scan(session, who, document_id, number_of(form, "version"), scan)
