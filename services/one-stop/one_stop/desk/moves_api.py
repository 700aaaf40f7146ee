"""Moves over HTTP: the hot path, one statement per write."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayAssign, MayDraft, MayMove, MayReturn
from one_stop.dossiers.schemas import Moved, Reassigning, Refusing, Transferring
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.moves.actions import Order
from shared.access.identity import Identity
from shared.core.errors import Refusal
from shared.storage.database import Database
from shared.web.idempotency import repeat_of
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Chuyển bước"])


@router.post("/{dossier_id}/claim", response_model=Moved, summary="Nhận xử lý hồ sơ")
async def claim(
    dossier_id: UUID, who: MayDraft, version: ExpectedVersion, counter: AtCounter, request: Request
) -> Response:
    """Nhận xử lý."""
    return await _moved(request, who, dossier_id, version, "", lambda order: counter.claim(who, order))


@router.post("/{dossier_id}/transfer", response_model=Moved, summary="Chuyển bước sau, phân công")
async def transfer(
    dossier_id: UUID, body: Transferring, who: MayMove, version: ExpectedVersion, counter: AtCounter, request: Request
) -> Response:
    """Chuyển bước sau, phân công."""
    return await _moved(
        request, who, dossier_id, version, body.note, lambda order: counter.transfer(who, order, body.holder_id)
    )


@router.post("/{dossier_id}/return", response_model=Moved, summary="Trả lại bước trước")
async def send_back(
    dossier_id: UUID, body: Refusing, who: MayReturn, version: ExpectedVersion, counter: AtCounter, request: Request
) -> Response:
    """Trả lại bước trước, with a reason."""
    return await _moved(request, who, dossier_id, version, body.reason, lambda order: counter.send_back(who, order))


@router.post("/{dossier_id}/take-back", response_model=Moved, summary="Lấy lại hồ sơ từ cơ quan khác")
async def take_back(
    dossier_id: UUID, body: Refusing, who: MayReturn, version: ExpectedVersion, counter: AtCounter, request: Request
) -> Response:
    """Lấy lại hồ sơ mà cơ quan khác đang làm bước, with a reason."""
    return await _moved(request, who, dossier_id, version, body.reason, lambda order: counter.take_back(who, order))


@router.post("/{dossier_id}/reassign", response_model=Moved, summary="Giao lại hồ sơ")
async def reassign(
    dossier_id: UUID, body: Reassigning, who: MayAssign, version: ExpectedVersion, counter: AtCounter, request: Request
) -> Response:
    """Giao lại hồ sơ cho người khác, or back to the pool of its step, with a reason."""
    return await _moved(
        request, who, dossier_id, version, body.reason, lambda order: counter.reassign(who, order, body.holder_id)
    )


async def _moved(
    request: Request,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    note: str,
    move: Callable[[Order], Awaitable[bytes]],
) -> Response:
    database: Database = request.app.state.database
    pool = await database.hot()
    key, digest, replay = await repeat_of(request, pool)
    if replay is not None:
        return replay
    try:
        answer = await move(Order(dossier_id, worker_of(who), version, note, key, digest))
    except Refusal:
        # Two copies of one request at once: the one that came second answers what the first did.
        _, _, replay = await repeat_of(request, pool)
        if replay is not None:
            return replay
        raise
    request.app.state.waker.wake()
    return Response(answer, media_type="application/json")
