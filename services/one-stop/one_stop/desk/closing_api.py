"""Stopping and withdrawing over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayProposeStop, MayStop, MayWithdraw
from one_stop.closing.actions import propose_stop, reject_stop
from one_stop.closing.schemas import Settling, Stopping, WithdrawingAtCounter
from one_stop.closing.withdrawing import settle_withdrawal
from one_stop.dossiers.schemas import Moved, Refusing
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter, once_moved
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Dừng giải quyết, rút hồ sơ"])


@router.post("/{dossier_id}/stop", response_model=Moved, summary="Dừng giải quyết, ký thông báo dừng (mẫu 05)")
async def stop(
    dossier_id: UUID, body: Stopping, who: MayStop, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Dừng giải quyết."""
    return await once_moved(request, session, lambda: counter.stop(session, who, dossier_id, version, body))


@router.post("/{dossier_id}/propose-stop", response_model=Moved, summary="Đề xuất lãnh đạo dừng giải quyết")
async def propose(
    dossier_id: UUID, body: Stopping, who: MayProposeStop, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Đề xuất dừng giải quyết."""
    return await once_moved(
        request, session, lambda: propose_stop(session, (who, worker_of(who)), dossier_id, version, body)
    )


@router.post("/{dossier_id}/reject-stop", response_model=Moved, summary="Không đồng ý đề xuất dừng")
async def reject(
    dossier_id: UUID, body: Refusing, who: MayStop, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Không đồng ý dừng giải quyết."""
    return await once_moved(
        request, session, lambda: reject_stop(session, (who, worker_of(who)), dossier_id, version, body.reason)
    )


@router.post("/{dossier_id}/withdraw-at-counter", response_model=Moved, summary="Rút hồ sơ tại quầy")
async def withdraw(
    dossier_id: UUID, body: WithdrawingAtCounter, who: MayWithdraw, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Rút hồ sơ tại quầy, in giấy xác nhận."""
    return await once_moved(request, session, lambda: counter.withdraw(session, who, dossier_id, version, body))


@router.post("/{dossier_id}/settle", response_model=Moved, summary="Ghi xử lý phí và giấy tờ của hồ sơ đã rút")
async def settle(
    dossier_id: UUID, body: Settling, who: MayWithdraw, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Ghi xử lý phí và giấy tờ."""
    return await once_moved(
        request, session, lambda: settle_withdrawal(session, (who, worker_of(who)), dossier_id, version, body)
    )
