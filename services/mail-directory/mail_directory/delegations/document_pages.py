"""The page on which the file of a delegation's document is brought after the delegation was given, or brought anew."""

from uuid import UUID

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from mail_directory.auth import MayDelegate, MayLookUp
from mail_directory.delegations import actions, queries
from mail_directory.delegations.document_files import ACCEPT, chosen_file, keep_document
from mail_directory.people.pages import by_field
from mail_directory.texts import TEXTS
from shared.access.identity import Identity
from shared.core.errors import FieldError, Invalid, Refusal
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.file_answers import stored_file
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/danh-ba/uy-quyen/{delegation_id}")


@router.get("/van-ban")
async def document_of(delegation_id: UUID, request: Request, who: MayLookUp, session: Session) -> Response:
    """Tải văn bản ủy quyền."""
    return await stored_file(request, await actions.read_document(session, who, delegation_id), opens=True)


@router.get("/dinh-kem")
async def ask_for_document(delegation_id: UUID, request: Request, who: MayDelegate, session: Session) -> Response:
    """Đính kèm tệp văn bản ủy quyền; who may not is told before choosing a file."""
    return await _attach_page(request, who, session, delegation_id)


@router.post("/dinh-kem")
async def attach_document(delegation_id: UUID, request: Request, who: MayDelegate, session: Session) -> Response:
    form = await read_form(request, session, who, "document_file")

    async def act() -> UUID:
        delegation = await queries.get_delegation(session, delegation_id)
        await actions.require_may_attach(session, who, delegation)
        file = chosen_file(form, "document_file")
        if file is None:
            fault = FieldError("/document_file", "missing", TEXTS["delegation_file_missing"])
            raise Invalid("invalid_input", fields=[fault])
        document = await keep_document(request, session, file.filename or "", await file.read(LARGEST_UPLOAD + 1))
        await actions.attach_document(session, who, delegation_id, document)
        return delegation.giver_id

    giver_id, refusal = await attempt(request, session, act)
    if giver_id is None:
        return await _attach_page(request, who, session, delegation_id, refusal)
    return RedirectResponse(f"/danh-ba/can-bo/{giver_id}/uy-quyen", 303)


async def _attach_page(
    request: Request, who: Identity, session: Session, delegation_id: UUID, refusal: Refusal | None = None
) -> Response:
    delegation = await queries.get_delegation(session, delegation_id)
    if not isinstance(refusal, Invalid):
        await actions.require_may_attach(session, who, delegation)
    return page_of(request).render(
        request,
        "attach_document.html",
        refusal.status if refusal else 200,
        delegation=delegation,
        own=who.subject == str(delegation.giver_id),
        accept=ACCEPT,
        largest=LARGEST_UPLOAD,
        errors=by_field(refusal),
    )
