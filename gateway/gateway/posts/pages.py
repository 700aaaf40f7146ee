"""The page on which an officer says in which post he works."""

from typing import Annotated

from fastapi import Form, Query, Request, Response

from gateway.auth import SignedIn
from gateway.clients.accounts import AccountRecord, ActingPost
from gateway.finishing.sending import answer_after
from gateway.parts import Parts, parts_of
from gateway.posts.actions import choose, ordered
from gateway.proxy.addresses import local_target, read_address
from shared.access.identity import Identity
from shared.access.rights import POWER_NAMES, Role
from shared.core.errors import FieldError, Invalid, NotFound, Unauthenticated, Unavailable
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/vi-tri")

_OPERATORS_PLACE = "/van-hanh"


@router.get("")
async def show_posts(
    request: Request, who: SignedIn, session: Session, tiep: Annotated[str, Query(max_length=2048)] = ""
) -> Response:
    account = await account_of(parts_of(request), who)
    return await _page(request, session, account, local_target(tiep), [])


@router.post("")
async def choose_post(
    request: Request,
    who: SignedIn,
    post: Annotated[str, Form(max_length=100)] = "",
    tiep: Annotated[str, Form(max_length=2048)] = "",
) -> Response:
    parts, target = parts_of(request), local_target(tiep)
    account = await account_of(parts, who)
    try:
        async with parts.database.sessions.begin() as session:
            chosen = await choose(session, who, account, post)
    except Invalid as refusal:
        async with parts.database.sessions() as session:
            return await _page(request, session, account, target, refusal.fields, 422)
    parts.forget_caller(request)
    return await answer_after(request, chosen, target if await _may_see(parts, chosen, target) else "/")


async def account_of(parts: Parts, who: Identity) -> AccountRecord:
    """The officer's account as it is now. Raises NotFound for who has no posts by his kind, Unauthenticated when it is closed."""
    if who.kind != "officer":
        raise NotFound("not_found")
    account = await parts.owners.find(who.kind, who.subject)
    if account is None:
        raise Unauthenticated("sign_in_required")
    return account


async def _page(
    request: Request, session: Session, account: AccountRecord, target: str, errors: list[FieldError], status: int = 200
) -> Response:
    choices = [_described(post) for post in await ordered(session, account)]
    return page_of(request).render(
        request,
        "vi_tri/choice.html",
        status,
        title="Chọn vị trí công tác",
        choices=choices,
        target=target,
        errors=errors,
    )


def _described(post: ActingPost) -> dict[str, str]:
    """A post as one chooses it; another's says whose it is and what was given of it."""
    behalf = post.on_behalf_of
    if behalf is None:
        return {"value": post.id, "text": post.title, "hint": post.agency_name}
    given = "; ".join(name for power, name in POWER_NAMES.items() if power in behalf.powers)
    text = f"Thay mặt {behalf.name} – {behalf.title}"
    return {"value": post.id, "text": text, "hint": f"{post.agency_name}. Được ủy quyền: {given}"}


async def _may_see(parts: Parts, who: Identity, target: str) -> bool:
    """Whether the place one comes from opens in the new post: its service is asked, as that post."""
    address = read_address(target.partition("?")[0].encode(), parts.known.places)
    if address.service is None:
        return Role.OPERATOR in who.roles or not address.path.startswith(_OPERATORS_PLACE)
    try:
        status, _ = await parts.services.call(address.service, "GET", target, who, patience=3.0, repeatable=True)
    except Unavailable:
        return True  # who goes there is told
    return status < 400
