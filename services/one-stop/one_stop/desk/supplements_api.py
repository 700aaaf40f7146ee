"""Supplements over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayReceive, MayRequestSupplements
from one_stop.dossiers.schemas import Moved
from one_stop.edge import AtCounter, once_moved
from one_stop.supplements.schemas import SupplementAsking, SupplementTaking
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Bổ sung hồ sơ"])


@router.post("/{dossier_id}/request-supplement", response_model=Moved, summary="Yêu cầu bổ sung hồ sơ")
async def ask(
    dossier_id: UUID, body: SupplementAsking, who: MayRequestSupplements, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Yêu cầu bổ sung hồ sơ."""
    return await once_moved(request, session, lambda: counter.ask(session, who, dossier_id, version, body))


@router.post("/{dossier_id}/take-supplement", response_model=Moved, summary="Nhận bổ sung tại quầy")
async def take(
    dossier_id: UUID, body: SupplementTaking, who: MayReceive, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Nhận bổ sung tại quầy."""
    return await once_moved(request, session, lambda: counter.take(session, who, dossier_id, version, body))
