"""The holder's own page, the way back in, and the counter's part of it."""

from typing import Annotated

from fastapi import Form, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from online_services.accounts.models import Account
from online_services.accounts.queries import find_by_number
from online_services.auth import MayGiveRecoveryCodes, MayManageOwnAccount, MayRecover
from online_services.own_account import actions
from online_services.own_account.rules import CAPACITIES, PAPERS, Shown
from online_services.texts import FINDINGS, TEXTS
from shared.core.errors import Refusal
from shared.standards.typed import clean_line
from shared.web.application import page_of
from shared.web.attempt import attempt, keep
from shared.web.form_fields import errors_by_field
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/dich-vu-cong")

Text = Annotated[str, Form(max_length=500)]


def _errors(refusal: Refusal) -> dict[str, str]:
    return errors_by_field(refusal.fields) or {"": sentence_for(refusal, TEXTS)}


@router.get("/tai-khoan")
async def own_account(request: Request, who: MayManageOwnAccount, session: Session, xong: str = "") -> Response:
    """Tài khoản của tôi."""
    return await _own(request, who, session, {}, done=xong)


async def _own(
    request: Request, who: MayManageOwnAccount, session: AsyncSession, errors: dict[str, str], done: str = ""
) -> Response:
    account = await actions.get_own(session, who)
    return page_of(request).render(
        request, "own_account.html", 422 if errors else 200, account=account, errors=errors, done=done, typed={}
    )


@router.post("/tai-khoan/mat-khau")
async def change_password(
    request: Request,
    who: MayManageOwnAccount,
    session: Session,
    current_password: Text = "",
    password: Text = "",
    password_again: Text = "",
) -> Response:
    """Đổi mật khẩu."""
    _, refusal = await attempt(
        request, session, lambda: actions.change_password(session, who, current_password, password, password_again)
    )
    if refusal is not None:
        return await _own(request, who, session, _errors(refusal))
    return RedirectResponse("/dich-vu-cong/tai-khoan?xong=mat-khau", 303)


@router.post("/tai-khoan/lien-he")
async def change_contact(
    request: Request, who: MayManageOwnAccount, session: Session, phone: Text = "", email: Text = "", address: Text = ""
) -> Response:
    """Đổi thông tin liên hệ."""
    _, refusal = await attempt(request, session, lambda: actions.change_contact(session, who, phone, email, address))
    if refusal is not None:
        account = await actions.get_own(session, who)
        entered = {"phone": phone, "email": email, "address": address}
        return page_of(request).render(
            request, "own_account.html", 422, account=account, errors=_errors(refusal), done="", typed=entered
        )
    return RedirectResponse("/dich-vu-cong/tai-khoan?xong=lien-he", 303)


@router.get("/quen-mat-khau")
async def recovery_form(request: Request, _: MayRecover) -> Response:
    """Quên mật khẩu."""
    return page_of(request).render(request, "recovery.html", errors={}, number="")


@router.post("/quen-mat-khau")
async def recover(
    request: Request,
    _: MayRecover,
    session: Session,
    number: Text = "",
    code: Text = "",
    password: Text = "",
    password_again: Text = "",
) -> Response:
    """Đặt lại mật khẩu bằng mã khôi phục."""
    done, refusal = await attempt(
        request, session, lambda: actions.recover(session, number, code, password, password_again)
    )
    if done:
        return RedirectResponse("/dang-nhap?loai=cong-dan&tiep=/dich-vu-cong/ho-so", 303)
    keep(request)  # wrong codes are counted
    errors = _errors(refusal) if refusal is not None else {"code": FINDINGS["recovery_wrong"]}
    return page_of(request).render(request, "recovery.html", 422, errors=errors, number=number)


@router.get("/ho-tro/cap-lai-mat-khau")
async def code_form(request: Request, _: MayGiveRecoveryCodes) -> Response:
    """Cấp mã khôi phục cho công dân tại quầy."""
    return _code_page(request, {}, {})


@router.post("/ho-tro/cap-lai-mat-khau")
async def give_code(
    request: Request, who: MayGiveRecoveryCodes, session: Session, number: Text = "", card_seen: Text = ""
) -> Response:
    """The code is on this one answer and nowhere else."""
    form = await request.form()
    typed = {name: clean_line(str(form.get(name) or "")) for name in _SHOWN}
    shown = Shown(**typed, papers_seen=form.get("papers_seen") == "true")
    given, refusal = await attempt(
        request, session, lambda: actions.give_code(session, who, number, card_seen == "true", shown)
    )
    if given is None:
        errors = _errors(refusal) if refusal is not None else {}
        account = await find_by_number(session, number) if card_seen == "true" else None
        return _code_page(request, errors, {"number": number, **typed}, account)
    account, code = given
    return _code_page(request, {}, {}, account, code)


_SHOWN = ("paper_kind", "paper_number", "person_name", "capacity", "authority")


def _code_page(
    request: Request, errors: dict[str, str], typed: dict[str, str], account: Account | None = None, code: str = ""
) -> Response:
    """`account`: whose it is, for the officer to compare with the paper."""
    return page_of(request).render(
        request,
        "recovery_code.html",
        422 if errors else 200,
        errors=errors,
        typed=typed,
        code=code,
        account=account,
        papers=PAPERS,
        capacities=CAPACITIES,
    )
