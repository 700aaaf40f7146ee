"""JSON: plans to merge, dissolve, split and rename agencies."""

from uuid import UUID

from fastapi import APIRouter

from mail_directory.auth import MayConfirmReorganisation, MayReorganise
from mail_directory.reorganising import actions
from mail_directory.reorganising.schemas import Decision, NewReorganisation, ReorganisationList, ReorganisationOut
from mail_directory.reorganising.seeing import seen_plan, seen_plans
from shared.web.transaction import Session

router = APIRouter(prefix="/api/mail-directory/v1", tags=["directory"])


@router.get("/reorganisations", summary="Các phương án sắp xếp cơ quan")
async def list_plans(who: MayConfirmReorganisation, session: Session) -> ReorganisationList:
    """The latest day first."""
    return ReorganisationList(items=[ReorganisationOut.model_validate(plan) for plan in await seen_plans(session, who)])


@router.get("/reorganisations/{plan_id}", summary="Một phương án sắp xếp cơ quan")
async def read_plan(plan_id: UUID, who: MayConfirmReorganisation, session: Session) -> ReorganisationOut:
    return ReorganisationOut.model_validate(await seen_plan(session, who, plan_id))


@router.post("/reorganisations", status_code=201, summary="Lập phương án sáp nhập, giải thể, chia, đổi tên cơ quan")
async def draw_up(new: NewReorganisation, who: MayReorganise, session: Session) -> ReorganisationOut:
    """Nothing happens before a second person confirms it and its first day has come."""
    return ReorganisationOut.model_validate(await actions.draw_up(session, who, new))


@router.post("/reorganisations/{plan_id}/confirm", summary="Xác nhận phương án")
async def confirm(
    plan_id: UUID, decision: Decision, who: MayConfirmReorganisation, session: Session
) -> ReorganisationOut:
    """By somebody else than who drew it up."""
    return ReorganisationOut.model_validate(await actions.confirm(session, who, plan_id, decision.version))


@router.post("/reorganisations/{plan_id}/withdraw", summary="Bỏ phương án")
async def withdraw(
    plan_id: UUID, decision: Decision, who: MayConfirmReorganisation, session: Session
) -> ReorganisationOut:
    return ReorganisationOut.model_validate(await actions.withdraw(session, who, plan_id, decision.version))
