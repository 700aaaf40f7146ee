"""Stopping and withdrawing from the dossier's page."""

from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayProposeStop, MayStop, MayWithdraw
from one_stop.closing.actions import propose_stop, reject_stop
from one_stop.closing.schemas import Settling, Stopping, WithdrawingAtCounter
from one_stop.closing.withdrawing import settle_withdrawal
from one_stop.desk.acting import act_on, only
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Refusing
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.page_forms import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")


@router.post("/dung-giai-quyet")
async def stop(dossier_id: UUID, who: MayStop, counter: AtCounter, request: Request, session: Session) -> Response:
    """Dừng giải quyết; the notice is signed."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Stopping, only(form, *Stopping.model_fields))
        return await counter.stop(session, who, dossier_id, version, body)

    return await act_on(request, session, who, dossier_id, Doing.STOP, act)


@router.post("/de-xuat-dung")
async def propose(dossier_id: UUID, who: MayProposeStop, request: Request, session: Session) -> Response:
    """Đề xuất dừng giải quyết."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Stopping, only(form, *Stopping.model_fields))
        return await propose_stop(session, (who, worker_of(who)), dossier_id, version, body)

    return await act_on(request, session, who, dossier_id, Doing.PROPOSE_STOP, act)


@router.post("/khong-dung")
async def reject(dossier_id: UUID, who: MayStop, request: Request, session: Session) -> Response:
    """Không đồng ý dừng giải quyết."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Refusing, only(form, "reason"))
        return await reject_stop(session, (who, worker_of(who)), dossier_id, version, body.reason)

    return await act_on(request, session, who, dossier_id, Doing.REJECT_STOP, act)


@router.post("/rut-tai-quay")
async def withdraw(
    dossier_id: UUID, who: MayWithdraw, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Rút hồ sơ tại quầy."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(WithdrawingAtCounter, only(form, *WithdrawingAtCounter.model_fields))
        return await counter.withdraw(session, who, dossier_id, version, body)

    return await act_on(request, session, who, dossier_id, Doing.WITHDRAW_AT_COUNTER, act)


@router.post("/xu-ly-phi-giay-to")
async def settle(dossier_id: UUID, who: MayWithdraw, request: Request, session: Session) -> Response:
    """Ghi xử lý phí và giấy tờ của hồ sơ đã rút."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Settling, only(form, *Settling.model_fields))
        return await settle_withdrawal(session, (who, worker_of(who)), dossier_id, version, body)

    return await act_on(request, session, who, dossier_id, Doing.SETTLE, act)
