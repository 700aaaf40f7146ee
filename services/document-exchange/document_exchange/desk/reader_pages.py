"""Quyền xem văn bản đến: the page and the call where they are set, and the page of who reads without having to do with it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange import texts
from document_exchange.auth import MayViewIncoming
from document_exchange.desk.choices import inside_choices
from document_exchange.desk.entered_views import entered_parts
from document_exchange.desk.forms import checked
from document_exchange.desk.incoming_views import LIST, PRIORITY_KINDS, TAG_KINDS, way_of
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.openness import READINGS, SHOWN, is_letter
from document_exchange.incoming.queries import find_check, get_incoming
from document_exchange.incoming.scanning import packet_state
from document_exchange.incoming.schemas import IncomingOut
from document_exchange.instructing.rules import STEPS, Work
from document_exchange.instructing.steps import case_of
from document_exchange.problems import PROBLEMS
from document_exchange.readers.actions import set_reading
from document_exchange.readers.queries import list_readers
from document_exchange.readers.schemas import ReaderOut, ReadingIn, ReadingOut
from document_exchange.showing import errors_of, number_of, text_of, texts_of
from shared.access.identity import Identity
from shared.core.errors import Refusal
from shared.signing.verdicts import REASONS, REVOCATIONS, later_changes_words
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.idempotency import once
from shared.web.routers import PageRouter
from shared.web.transaction import Session

pages = PageRouter(prefix="/van-ban/den")
calls = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đến"], responses=PROBLEMS)
PATH = "quyen-xem"


async def reader_page(request: Request, session: AsyncSession, who: Identity, incoming: IncomingDocument) -> Response:
    """What its sender says and its files: neither notes nor instructions, and nothing to do."""
    return page_of(request).render(
        request,
        "incoming/reader.html",
        document=incoming,
        check=await find_check(session, incoming.packet_sha256),
        packet_state=await packet_state(session, request.app.state.files, incoming.packet_sha256),
        labels=texts.STATUS_LABELS,
        kinds=TAG_KINDS,
        priorities=texts.PRIORITY_LABELS,
        priority_kinds=PRIORITY_KINDS,
        reason_labels=REASONS,
        revocation_labels=REVOCATIONS,
        changes_words=later_changes_words,
        allowed=(),
        reads_only=True,
        **await entered_parts(request, session, incoming),
        **way_of(request, incoming),
    )


async def reader_out(session: AsyncSession, incoming: IncomingDocument) -> IncomingOut:
    """The same for programs."""
    inside: dict[str, Any] = {
        "remark": "",
        "warnings": [],
        "recall_reason": "",
        "answer_document_id": None,
        "due_on": None,
    }
    check = await find_check(session, incoming.packet_sha256)
    return IncomingOut.model_validate(incoming).model_copy(
        update=inside | {"files": list(check.files) if check else []}
    )


async def reading_on_page(request: Request, session: AsyncSession, incoming: IncomingDocument) -> dict[str, Any]:
    """For the page of who has to do with it."""
    return {
        "reading_kept": request.query_params.get("xong") == PATH,
        "reading": READINGS[incoming.readable_by].split(":")[0],
        "readers": await list_readers(session, incoming.id),
    }


@pages.get("/{incoming_id}/" + PATH)
async def show(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Quyền xem; whoever may not set it now is led to the document."""
    incoming = await get_incoming(session, who, incoming_id)
    if Work.SET_READING not in STEPS.allowed(await case_of(session, who, incoming)):
        return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}"), 303)
    return await _page(request, session, who, incoming)


@pages.post("/{incoming_id}/" + PATH)
async def save(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Đặt quyền xem."""
    await get_incoming(session, who, incoming_id)
    form = await request.form()
    files = request.app.state.files
    _, refusal = await attempt(request, session, lambda: set_reading(session, who, incoming_id, _wanted(form), files))
    if refusal is not None:
        incoming = await get_incoming(session, who, incoming_id)
        return await _page(request, session, who, incoming, refusal, form)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}?xong={PATH}"), 303)


def _wanted(form: FormData) -> ReadingIn:
    values = {"scope": text_of(form, "scope"), "readers": texts_of(form, "readers"), "words": text_of(form, "words")}
    return checked(ReadingIn, values | {"version": number_of(form, "version")})


async def _page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    refusal: Refusal | None = None,
    form: FormData | None = None,
) -> Response:
    errors = errors_of(refusal)
    readers = await list_readers(session, incoming.id)
    choices = await inside_choices(session, incoming.held_by)
    known = {one[0] for name in ("own_units", "own_people") for one in choices[name]}
    return page_of(request).render(
        request,
        "incoming/readers.html",
        status=refusal.status if refusal else 200,
        document=incoming,
        scopes=[(value, words) for value, words in READINGS.items()],
        is_letter=is_letter(incoming),
        in_register=incoming.status in SHOWN,
        gone=[(one.whose, f"{one.name} (không còn ở cơ quan)") for one in readers if one.whose not in known],
        typed={
            "scope": text_of(form, "scope") if form is not None else incoming.readable_by,
            "readers": texts_of(form, "readers") if form is not None else [one.whose for one in readers],
            "words": text_of(form, "words") if form is not None else "",
        },
        errors=errors,
        field_errors=errors_by_field(errors),
        **choices,
        **way_of(request, incoming),
    )


@calls.get("/incoming/{incoming_id}/reading", summary="Quyền xem văn bản đến")
async def reading(response: Response, incoming_id: UUID, who: MayViewIncoming, session: Session) -> ReadingOut:
    """Phạm vi xem, and who reads it besides; for whoever has to do with it."""
    incoming = await get_incoming(session, who, incoming_id)
    response.headers["etag"] = f'"{incoming.version}"'
    return await _out(session, who, incoming)


@calls.put("/incoming/{incoming_id}/reading", response_model=ReadingOut, summary="Đặt quyền xem văn bản đến")
async def put_reading(
    request: Request, incoming_id: UUID, new: ReadingIn, who: MayViewIncoming, session: Session
) -> Response:
    """Đặt quyền xem from now on, by clerk or leader: what is not named is withdrawn, and told to whom it concerns."""

    async def act() -> Response:
        incoming = await set_reading(session, who, incoming_id, new, request.app.state.files)
        out = await _out(session, who, incoming)
        return Response(out.model_dump_json(), media_type="application/json", headers={"etag": f'"{out.version}"'})

    return await once(request, session, act)


async def _out(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> ReadingOut:
    return ReadingOut(
        incoming_id=incoming.id,
        version=incoming.version,
        scope=incoming.readable_by,
        readers=[ReaderOut.model_validate(one) for one in await list_readers(session, incoming.id)],
        may_change=Work.SET_READING in STEPS.allowed(await case_of(session, who, incoming)),
    )
