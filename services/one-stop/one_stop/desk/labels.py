"""Nhãn hồ sơ: the folder's label with its barcode, printed from the dossier's page or by a program."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MaySee
from one_stop.desk.acting import show_refused
from one_stop.dossiers.models import PrintedForm
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.schemas import FileOut
from one_stop.dossiers.sheets import keep_label, keep_local
from one_stop.edge import AtCounter
from one_stop.forms.texts import FORM_LABELS
from one_stop.page_forms import texts_of
from shared.access.identity import Identity
from shared.storage import evidence
from shared.web.attempt import attempt
from shared.web.idempotency import once
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua/nhan-ho-so")
local_router = PageRouter(prefix="/mot-cua/ban-song-ngu")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Hồ sơ"])


@router.post("/{dossier_id}")
async def print_label(
    dossier_id: UUID, who: MaySee, counter: AtCounter, request: Request, session: Session
) -> Response:
    """In nhãn hồ sơ."""
    await request.form()
    label, refusal = await attempt(request, session, lambda: _keep(session, who, counter, dossier_id))
    if label is None:
        assert refusal is not None
        return await show_refused(request, session, who, dossier_id, refusal)
    return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{dossier_id}/tep/{label.sha256}"})


@local_router.post("/{dossier_id}")
async def print_local(
    dossier_id: UUID, who: MaySee, counter: AtCounter, request: Request, session: Session
) -> Response:
    """In bản song ngữ of a form that was made, in the language that the officer chose."""
    name = texts_of(await request.form()).get("form", "")

    async def act() -> PrintedForm:
        dossier = await get_dossier(session, dossier_id, who.agency_code)
        local = await keep_local(session, counter.prints, dossier, name, who.acting_name)
        facts = {"form": local.form_no, "sha256": local.sha256}
        await evidence.record(session, "form-printed-in-two-languages", f"dossier/{dossier.id}", who, **facts)
        return local

    local, refusal = await attempt(request, session, act)
    if local is None:
        assert refusal is not None
        return await show_refused(request, session, who, dossier_id, refusal)
    return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{dossier_id}/tep/{local.sha256}"})


@api.post("/{dossier_id}/label", response_model=FileOut, summary="In nhãn hồ sơ có mã vạch")
async def print_label_by_program(
    dossier_id: UUID, who: MaySee, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Nhãn hồ sơ: made once, the same file afterwards."""

    async def act() -> Response:
        label = await _keep(session, who, counter, dossier_id)
        out = FileOut(
            name=label.file_name,
            kind=FORM_LABELS[label.form_no],
            sha256=label.sha256,
            size=label.size,
            media_type="application/pdf",
        )
        return Response(out.model_dump_json(), media_type="application/json")

    return await once(request, session, act)


async def _keep(session: Session, who: Identity, counter: AtCounter, dossier_id: UUID) -> PrintedForm:
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    label = await keep_label(session, counter.prints, dossier, who.acting_name)
    await evidence.record(session, "label-printed", f"dossier/{dossier.id}", who, sha256=label.sha256)
    return label
