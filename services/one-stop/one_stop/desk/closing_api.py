"""Stopping over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayStop
from one_stop.closing.schemas import Stopping
from one_stop.dossiers.schemas import Moved
from one_stop.edge import AtCounter, answer_moved
from shared.web.idempotency import once
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Dừng giải quyết"])


@router.post("/{dossier_id}/stop", response_model=Moved, summary="Dừng giải quyết, trả hồ sơ quá hạn bổ sung")
async def stop(
    dossier_id: UUID, body: Stopping, who: MayStop, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Dừng giải quyết, trả hồ sơ khi quá hạn bổ sung."""

    async def act() -> Response:
        return answer_moved(await counter.stop(session, who, dossier_id, version, body.reason))

    return await once(request, session, act)
