"""Self-registration."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from online_services.accounts import actions
from online_services.accounts.rules import Registration
from online_services.auth import MayRegister
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field, read_date
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter()

_PLAIN = (
    "kind", "full_name", "personal_id", "tax_code", "organisation_name", "phone", "email", "address",
    "user_name", "password", "password_again",
)  # fmt: skip


def _wanted(place: str) -> str:
    """The page the person came from, one of ours; the catalogue otherwise."""
    return place if place.startswith("/dich-vu-cong/") and "//" not in place and "\\" not in place else "/dich-vu-cong"


@router.get("/dich-vu-cong/dang-ky")
async def registration_form(request: Request, caller: MayRegister, tiep: str = "") -> Response:
    """Đăng ký tài khoản."""
    return page_of(request).render(
        request, "register.html", entries={"kind": "citizen"}, errors={}, wanted=_wanted(tiep)
    )


@router.post("/dich-vu-cong/dang-ky")
async def register(request: Request, caller: MayRegister, session: Session) -> Response:
    form = await request.form()
    typed: dict[str, Any] = {name: str(form.get(name) or "")[:500] for name in _PLAIN}
    typed["born_on"] = read_date({k: v for k, v in form.items() if isinstance(v, str)}, "born_on")
    confirmed, wanted = form.get("year_confirmed") == "true", _wanted(str(form.get("tiep") or ""))
    new = Registration(**typed, year_confirmed=confirmed)
    _, refusal = await attempt(request, session, lambda: actions.register_account(session, new))
    if refusal is not None:
        kept = {name: value for name, value in typed.items() if not name.startswith("password")}
        return page_of(request).render(
            request,
            "register.html",
            422,
            entries=kept,
            errors=errors_by_field(refusal.fields),
            wanted=wanted,
            confirms_year=confirmed or any(field.code == "personal_id_other_year" for field in refusal.fields),
        )
    return RedirectResponse(f"/dich-vu-cong/dang-ky/xong?{urlencode({'tiep': wanted})}", 303)


@router.get("/dich-vu-cong/dang-ky/xong")
async def registered(request: Request, caller: MayRegister, tiep: str = "") -> Response:
    return page_of(request).render(
        request, "registered.html", sign_in="/dang-nhap?" + urlencode({"loai": "cong-dan", "tiep": _wanted(tiep)})
    )
