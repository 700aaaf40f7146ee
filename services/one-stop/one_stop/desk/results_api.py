"""Results over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MaySee, MaySign
from one_stop.dossiers.queries import get_worked_on
from one_stop.dossiers.schemas import Moved
from one_stop.edge import AtCounter, once_moved
from one_stop.results.models import DossierResult
from one_stop.results.queries import list_results
from one_stop.results.schemas import ResultOut, Signing
from shared.access.identity import Identity
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Kết quả"])


@router.get("/{dossier_id}/result", summary="Kết quả hoặc dự thảo kết quả")
async def get_result(dossier_id: UUID, who: MaySee, session: Session) -> ResultOut:
    """Kết quả hoặc dự thảo kết quả: of several the first."""
    results = await _look(session, who, dossier_id)
    if not results or results[0].position:
        raise NotFound("not_found")
    return _out(results[0])


@router.get("/{dossier_id}/results", summary="Các kết quả của hồ sơ")
async def get_results(dossier_id: UUID, who: MaySee, session: Session) -> list[ResultOut]:
    """Các kết quả hoặc dự thảo kết quả của hồ sơ, in the order in which they are signed."""
    return [_out(result) for result in await _look(session, who, dossier_id)]


async def _look(session: Session, who: Identity, dossier_id: UUID) -> list[DossierResult]:
    dossier = await get_worked_on(session, dossier_id, who.agency_code)
    results = await list_results(session, dossier.id)
    if results:
        await evidence.record(session, "result-seen", f"dossier/{dossier.id}", who)
    return results


def _out(result: DossierResult) -> ResultOut:
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
