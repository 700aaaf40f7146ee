"""Correcting what a dossier says, from its page and by programs."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayCorrect
from one_stop.corrections.actions import correct_dossier
from one_stop.corrections.schemas import Correcting
from one_stop.desk.acting import act_on, only
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Moved
from one_stop.edge import once_moved
from one_stop.page_forms import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Đính chính hồ sơ"])


@router.post("/dinh-chinh")
async def correct(dossier_id: UUID, who: MayCorrect, request: Request, session: Session) -> Response:
    """Đính chính thông tin hồ sơ."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Correcting, only(form, *Correcting.model_fields))
        return await correct_dossier(session, who, dossier_id, version, body)

    return await act_on(request, session, who, dossier_id, Doing.CORRECT, act)


@api.post("/{dossier_id}/correct", response_model=Moved, summary="Đính chính một thông tin của hồ sơ")
async def correct_by_program(
    dossier_id: UUID, body: Correcting, who: MayCorrect, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Đính chính: `field` such as `applicant.phone`, `owner.full_name` or `answers.` with the name of a field of the e-form."""
    return await once_moved(request, session, lambda: correct_dossier(session, who, dossier_id, version, body))
