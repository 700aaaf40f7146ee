"""Sign-in and sign-out for people."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Form, Query, Request, Response

from gateway.auth import MaySignIn, MaySignOut
from gateway.cookies import DEVICE, ENDS, SESSION, VISITOR
from gateway.finishing.sending import answer_after
from gateway.parts import Parts, parts_of
from gateway.proxy.addresses import local_target
from gateway.sessions.actions import close_session
from gateway.sign_in.actions import sign_in
from gateway.sign_in.attempts import new_device
from gateway.sign_in.rules import DEVICE_KNOWN_FOR
from gateway.texts import TEXTS
from shared.access.identity import Identity, Kind
from shared.core.errors import FieldError, Forbidden, Refusal, TooMany, Unauthenticated, Unavailable
from shared.standards.typed import read_user_name
from shared.web.application import page_of
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.signposts import Signpost
from shared.web.transaction import Session

router = PageRouter()

KINDS: dict[str, Kind] = {"cong-dan": "citizen", "can-bo": "officer"}


@router.get("/dang-nhap")
async def show_sign_in(
    request: Request, who: MaySignIn, tiep: Annotated[str, Query(max_length=2048)] = "", loai: str = ""
) -> Response:
    parts, target = parts_of(request), local_target(tiep)
    if who.signed_in:
        return _go(target)
    return page_of(request).render(
        request, "dang_nhap/form.html", target=target, kind=_kind(parts, loai, target), errors=[], user_name=""
    )


@router.post("/dang-nhap")
async def do_sign_in(
    request: Request,
    who: MaySignIn,
    loai: Annotated[str, Form(max_length=20)] = "",
    user_name: Annotated[str, Form(max_length=400)] = "",
    password: Annotated[str, Form(max_length=2000)] = "",
    tiep: Annotated[str, Form(max_length=2048)] = "",
) -> Response:
    parts, target = parts_of(request), local_target(tiep)
    errors = _missing(loai, user_name, password)
    if not errors:
        devices = parts.cookies.read(request.headers.getlist("cookie"), DEVICE)
        try:
            opened = await sign_in(
                parts.database,
                parts.owners,
                parts.watch,
                parts.keys,
                (KINDS[loai],),
                user_name,
                password,
                request.state.address,
                "browser",
                devices,
            )
        except (Unauthenticated, Forbidden, TooMany, Unavailable) as refusal:
            return _again(request, refusal, loai, user_name, target)
        response = await _onward(request, opened.identity, target)
        # The visitor's mark stays: a page opened before signing in and sent after it is known by it.
        response.headers.append("set-cookie", parts.cookies.write(SESSION, opened.token))
        ends = str(int(opened.expires_at.timestamp()))
        response.headers.append("set-cookie", parts.cookies.write(ENDS, ends))
        known = new_device(parts.keys, KINDS[loai], read_user_name(user_name), devices)
        response.headers.append("set-cookie", parts.cookies.write(DEVICE, known, DEVICE_KNOWN_FOR))
        return response
    kind = _kind(parts, loai, target)
    return page_of(request).render(
        request, "dang_nhap/form.html", 422, target=target, kind=kind, errors=errors, user_name=user_name
    )


@router.post("/dang-xuat")
async def do_sign_out(request: Request, who: MaySignOut, session: Session) -> Response:
    parts = parts_of(request)
    if who.session:
        await close_session(session, who)
        parts.forget_caller(request)
    response = _go("/")
    for name in (SESSION, VISITOR, ENDS):
        response.headers.append("set-cookie", parts.cookies.write(name, "", 0))
    # Pages of the session must not come back with the browser's "back" button.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


async def _onward(request: Request, identity: Identity, target: str) -> Response:
    if identity.must_choose:
        return _go(f"{Signpost.CHOOSE_POST}?tiep={quote(target, safe='')}")
    return await answer_after(request, identity, target)


def _go(target: str) -> Response:
    return Response(status_code=303, headers={"location": target})


def _kind(parts: Parts, chosen: str, target: str) -> str:
    """What is chosen, or what the place one wanted to go to suggests."""
    if chosen in KINDS:
        return chosen
    expected = parts.known.kind_expected(target)
    return next((word for word, kind in KINDS.items() if kind == expected), "")


def _missing(kind: str, user_name: str, password: str) -> list[FieldError]:
    found = []
    if kind not in KINDS:
        found.append(FieldError("/loai", "account_kind_missing", TEXTS["account_kind_missing"]))
    if not user_name.strip():
        found.append(FieldError("/user_name", "user_name_missing", TEXTS["user_name_missing"]))
    if not password:
        found.append(FieldError("/password", "password_missing", TEXTS["password_missing"]))
    return found


def _again(request: Request, refusal: Refusal, kind: str, user_name: str, target: str) -> Response:
    """The form again, with the sentence; the same for a wrong name and a wrong password."""
    status = 422 if isinstance(refusal, (Unauthenticated, Forbidden)) else refusal.status
    errors = [FieldError("/user_name", refusal.code, sentence_for(refusal, TEXTS))]
    response = page_of(request).render(
        request, "dang_nhap/form.html", status, target=target, kind=kind, errors=errors, user_name=user_name
    )
    if retry_after := refusal.facts.get("retry_after"):
        response.headers["Retry-After"] = str(retry_after)
    return response
