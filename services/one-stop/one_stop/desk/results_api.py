"""Results over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MaySee, MaySign
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.schemas import Moved
from one_stop.edge import AtCounter, once_moved
from one_stop.results.queries import find_result
from one_stop.results.schemas import ResultOut, Signing
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Kết quả"])


@router.get("/{dossier_id}/result", summary="Kết quả hoặc dự thảo kết quả")
async def get_result(dossier_id: UUID, who: MaySee, session: Session) -> ResultOut:
    """Kết quả hoặc dự thảo kết quả."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    result = await find_result(session, dossier.id)
    if result is None:
        raise NotFound("not_found")
    await evidence.record(session, "result-seen", f"dossier/{dossier.id}", who)
    names = ResultOut.model_fields.keys() - {"drafted_by", "signed_by", "brought"}
    return ResultOut(
        **{name: getattr(result, name) for name in names},
        drafted_by=result.drafted_by_name,
        signed_by=result.signed_by_name,
        brought=result.brought(),
    )


@router.post("/{dossier_id}/sign", response_model=Moved, summary="Ký duyệt kết quả")
async def sign(
    dossier_id: UUID,
    who: MaySign,
    version: ExpectedVersion,
    counter: AtCounter,
    request: Request,
    session: Session,
    body: Signing | None = None,
) -> Response:
    """Ký duyệt kết quả."""
    return await once_moved(
        request, session, lambda: counter.sign(session, who, dossier_id, version, body.note if body else "")
    )


@router.post("/{dossier_id}/approve", response_model=Moved, summary="Duyệt, trình cấp trên ký")
async def approve(
    dossier_id: UUID,
    who: MaySign,
    version: ExpectedVersion,
    counter: AtCounter,
    request: Request,
    session: Session,
    body: Signing | None = None,
) -> Response:
    """Duyệt dự thảo kết quả ở một cấp, trình cấp trên ký."""
    return await once_moved(
        request, session, lambda: counter.approve(session, who, dossier_id, version, body.note if body else "")
    )
