"""Rút hồ sơ, by page and by program: asked about first, then once."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from online_services.auth import MayFile
from online_services.rights import owner_of
from online_services.submissions.schemas import Withdrawal, WithdrawalAccepted
from online_services.texts import TEXTS
from online_services.tracking import queries
from online_services.tracking.withdrawal import MOST_REASON, withdraw
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.idempotency import once
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = APIRouter(prefix="/api/online-services/v1", tags=["Theo dõi hồ sơ"])
page_router = PageRouter()


@router.post(
    "/submissions/{submission_id}/withdrawal",
    status_code=201,
    response_model=WithdrawalAccepted,
    summary="Rút hồ sơ",
)
async def withdraw_submission(
    submission_id: UUID, sent: Withdrawal, request: Request, caller: MayFile, session: Session
) -> Response:
    """Rút hồ sơ, unless it has ended already. Asked again, it gets the same answer."""

    async def act() -> Response:
        submission = await withdraw(session, caller, owner_of(caller), submission_id, sent.reason)
        out = WithdrawalAccepted.model_validate(
            {"submission_id": submission.id, "withdrawn_at": submission.withdrawn_at}
        )
        return Response(out.model_dump_json(), 201, media_type="application/json")

    return await once(request, session, act)


@page_router.get("/dich-vu-cong/ho-so/{submission_id}/rut")
async def withdrawal_page(submission_id: UUID, request: Request, caller: MayFile, session: Session) -> Response:
    course = await queries.get_course(session, owner_of(caller), submission_id)
    if not course.withdrawable:
        return RedirectResponse(f"/dich-vu-cong/ho-so/{submission_id}", 303)
    return _page(request, course, "", {}, 200)


def _page(request: Request, course: queries.Course, reason: str, errors: dict[str, str], status: int) -> Response:
    return page_of(request).render(
        request,
        "withdraw.html",
        status,
        submission=course.submission,
        accepted=course.dossier is not None and course.dossier.code is not None,
        reason=reason,
        most=MOST_REASON,
        errors=errors,
    )


@page_router.post("/dich-vu-cong/ho-so/{submission_id}/rut")
async def withdraw_page(submission_id: UUID, request: Request, caller: MayFile, session: Session) -> Response:
    """Pressed twice, the second finds it withdrawn and shows the dossier."""
    reason = str((await request.form()).get("ly_do") or "")
    _, refusal = await attempt(
        request, session, lambda: withdraw(session, caller, owner_of(caller), submission_id, reason)
    )
    if refusal is None:
        return RedirectResponse(f"/dich-vu-cong/ho-so/{submission_id}", 303)
    return _page(
        request, await _course(session, caller, submission_id), reason, {"": sentence_for(refusal, TEXTS)}, 409
    )


async def _course(session: AsyncSession, caller: MayFile, submission_id: UUID) -> queries.Course:
    return await queries.get_course(session, owner_of(caller), submission_id)
