"""Further results of a dossier: added and dropped from its page, with or without scripts, and by programs."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from starlette.datastructures import FormData

from one_stop.auth import MayDraft
from one_stop.desk.acting import act_on, answer_page, only, typed_day
from one_stop.desk.result_files import FILES, taken_result
from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Moved
from one_stop.dossiers.workers import worker_of
from one_stop.edge import once_moved
from one_stop.page_forms import read_form as read_fields
from one_stop.page_forms import texts_of, version_of
from one_stop.results.schemas import FurtherDrafting
from one_stop.results.several import add_result, drop_result
from shared.access.identity import Identity
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Kết quả"])
Place = Annotated[int, Path(ge=1, le=30_000)]


@router.post("/ket-qua-khac")
async def add(dossier_id: UUID, who: MayDraft, request: Request, session: Session) -> Response:
    """Thêm kết quả khác của hồ sơ."""
    sent = await read_form(request, session, who, FILES)
    form = texts_of(sent)
    typed = only(form, *FurtherDrafting.model_fields) | typed_day(form, "valid_from") | typed_day(form, "valid_until")
    act = partial(_add, request, session, who, dossier_id, version_of(form), typed, sent)
    return await answer_page(request, session, who, dossier_id, Doing.SET_RESULTS, form, act)


@router.post("/ket-qua-khac/{number}/bo")
async def drop(dossier_id: UUID, number: Place, who: MayDraft, request: Request, session: Session) -> Response:
    """Bỏ một kết quả thêm."""

    async def act(_: dict[str, str], version: int | None) -> object:
        return await drop_result(session, who, dossier_id, version, number)

    return await act_on(request, session, who, dossier_id, Doing.SET_RESULTS, act)


@api.post("/{dossier_id}/further-results", response_model=Moved, summary="Thêm kết quả khác của hồ sơ")
async def add_by_program(
    dossier_id: UUID, who: MayDraft, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Thêm kết quả khác: multipart, `title`, `number`, `body`, `valid_from`, `valid_until`, `scope` as texts, and `tep` where it is a file."""

    async def act() -> Dossier:
        sent = await read_form(request, session, who, FILES)
        typed = only(texts_of(sent), *FurtherDrafting.model_fields)
        return await _add(request, session, who, dossier_id, version, typed, sent)

    await request.body()
    return await once_moved(request, session, act)


@api.post("/{dossier_id}/further-results/{number}/drop", response_model=Moved, summary="Bỏ một kết quả thêm")
async def drop_by_program(
    dossier_id: UUID, number: Place, who: MayDraft, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Bỏ một kết quả thêm chưa trình."""
    return await once_moved(request, session, lambda: drop_result(session, who, dossier_id, version, number))


async def _add(
    request: Request,
    session: Session,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    typed: dict[str, object],
    sent: FormData,
) -> Dossier:
    """Whether it may be done is asked before what was sent is read."""
    await load_for_action(session, dossier_id, worker_of(who), Doing.SET_RESULTS, version)
    body = read_fields(FurtherDrafting, typed)
    return await add_result(session, who, dossier_id, version, body, await taken_result(request, session, sent))
