"""Drafting a result: from the dossier's page, with or without scripts, and from programs; in words or as a file."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from one_stop.auth import MayDraft
from one_stop.counter import Counter
from one_stop.desk.acting import answer_page, only, typed_day
from one_stop.desk.result_files import FILES, taken_result
from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Moved
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter, once_moved
from one_stop.page_forms import read_form as read_fields
from one_stop.page_forms import texts_of, version_of
from one_stop.results.schemas import Drafting
from shared.access.identity import Identity
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Kết quả"])


@router.post("/trinh-ket-qua")
async def finish(dossier_id: UUID, who: MayDraft, counter: AtCounter, request: Request, session: Session) -> Response:
    """Dự thảo kết quả, trình lãnh đạo."""
    sent = await read_form(request, session, who, FILES)
    form = texts_of(sent)
    days = typed_day(form, "valid_from") | typed_day(form, "valid_until")
    typed = only(form, *Drafting.model_fields) | days
    act = partial(_draft, request, session, who, counter, dossier_id, version_of(form), typed, sent)
    return await answer_page(request, session, who, dossier_id, Doing.FINISH, form, act)


@api.post("/{dossier_id}/finish", response_model=Moved, summary="Dự thảo kết quả, trình lãnh đạo")
async def finish_by_program(
    dossier_id: UUID,
    body: Drafting,
    who: MayDraft,
    version: ExpectedVersion,
    counter: AtCounter,
    request: Request,
    session: Session,
) -> Response:
    """Dự thảo kết quả, trình lãnh đạo."""
    return await once_moved(request, session, lambda: counter.draft(session, who, dossier_id, version, (body, None)))


@api.post("/{dossier_id}/finish-with-file", response_model=Moved, summary="Trình lãnh đạo kết quả là một tệp")
async def finish_with_file(
    dossier_id: UUID,
    who: MayDraft,
    version: ExpectedVersion,
    counter: AtCounter,
    request: Request,
    session: Session,
) -> Response:
    """Như `finish`: multipart, its fields as texts and `tep`, a PDF that is not signed, or pictures that become one; or the id of an upload."""

    async def act() -> Dossier:
        sent = await read_form(request, session, who, FILES)
        typed = only(texts_of(sent), *Drafting.model_fields)
        return await _draft(request, session, who, counter, dossier_id, version, typed, sent)

    await request.body()
    return await once_moved(request, session, act)


async def _draft(
    request: Request,
    session: Session,
    who: Identity,
    counter: Counter,
    dossier_id: UUID,
    version: int | None,
    typed: dict[str, object],
    sent: FormData,
) -> Dossier:
    """Whether it may be done is asked before what was sent is read."""
    await load_for_action(session, dossier_id, worker_of(who), Doing.FINISH, version)
    body = read_fields(Drafting, typed)
    return await counter.draft(session, who, dossier_id, version, (body, await taken_result(request, session, sent)))
