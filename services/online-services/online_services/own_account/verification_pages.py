"""/dich-vu-cong/ho-tro/xac-minh-so: by which papers the number of an account was verified, and taking it back."""

from typing import Annotated

from fastapi import Form, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from online_services.accounts.queries import find_by_number
from online_services.auth import MayTakeBackVerifications
from online_services.own_account.rules import CAPACITY_WORDS, CODE_LIVES, KIND_WORDS
from online_services.own_account.verifying import list_verifications, take_back
from online_services.texts import FINDINGS, TEXTS
from shared.core import clock
from shared.core.errors import Refusal
from shared.directory.queries import names_of
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session

PATH = "/dich-vu-cong/ho-tro/xac-minh-so"
router = PageRouter(prefix=PATH)


@router.get("")
async def look(
    request: Request,
    who: MayTakeBackVerifications,
    session: Session,
    number: Annotated[str, Query(alias="so", max_length=40)] = "",
    done: Annotated[str, Query(alias="xong", max_length=20)] = "",
) -> Response:
    """Xác minh số của một tài khoản, by the number on the paper in the officer's hand; each look is evidence."""
    if number and (account := await find_by_number(session, number)) is not None:
        await evidence.record(session, "verification-seen", f"account/{account.id}", who)
    return await _page(request, session, number, done=done)


@router.post("/thu-hoi")
async def end(
    request: Request,
    who: MayTakeBackVerifications,
    session: Session,
    number: Annotated[str, Form(max_length=40)] = "",
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Thu hồi xác minh."""
    account, refusal = await attempt(request, session, lambda: take_back(session, who, number, reason))
    if account is None:
        return await _page(request, session, number, refusal=refusal, reason=reason)
    return RedirectResponse(f"{PATH}?so={account.personal_id}&xong=1", 303)


async def _page(
    request: Request,
    session: AsyncSession,
    number: str,
    *,
    done: str = "",
    refusal: Refusal | None = None,
    reason: str = "",
) -> Response:
    account = await find_by_number(session, number) if number.strip() else None
    errors = errors_by_field(refusal.fields) if refusal else {}
    if refusal and not errors:
        errors = {"": sentence_for(refusal, TEXTS)}
    if number.strip() and account is None:
        errors |= {"so": FINDINGS["account_unknown"]}
    seen = await list_verifications(session, account.id) if account else []
    return page_of(request).render(
        request,
        "verification_look.html",
        refusal.status if refusal else 200,
        number=number,
        account=account,
        seen=seen,
        names=await names_of(session, {one.agency_code for one in seen}),
        kinds=KIND_WORDS,
        capacities=CAPACITY_WORDS,
        errors=errors,
        reason=reason,
        done=bool(done),
        codes_since=clock.now() - CODE_LIVES,
    )
