"""What was not sent: sending it after all, and leaving it."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from gateway.auth import MayKeepForms
from gateway.cookies import VISITOR
from gateway.parts import parts_of
from gateway.unsent import actions
from gateway.unsent.rules import KEPT_FOR, owner_of
from shared.access.identity import Identity
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.signposts import Signpost
from shared.web.transaction import Session

router = PageRouter(prefix="/bieu-mau")


@router.get("/{form_id:uuid}")
async def show_unsent(form_id: UUID, request: Request, who: MayKeepForms, session: Session) -> Response:
    form = await actions.find(session, form_id)
    if form is not None and form.owner == owner_here(request, who):
        return page_of(request).render(
            request,
            "bieu_mau/unsent.html",
            title="Biểu mẫu chưa gửi",
            form=form,
            until=form.parked_at + KEPT_FOR,
            whole=not (form.inside["left_out"] or form.inside["secrets"]),
            saves=parts_of(request).only_saves(form.target),
            same_post=form.is_of(who.post),
            acting=f"{who.title}, {who.agency_name}",
        )
    if form is not None and not who.signed_in and not form.owner.startswith("visitor:"):
        return Response(status_code=303, headers={"location": f"{Signpost.SIGN_IN}?tiep=/bieu-mau/{form_id}"})
    return page_of(request).render(request, "bieu_mau/gone.html", 404, title="Không có biểu mẫu này")


@router.post("/{form_id:uuid}/bo")
async def drop_unsent(form_id: UUID, request: Request, who: MayKeepForms, session: Session) -> Response:
    await actions.drop(session, form_id, owner_here(request, who))
    return Response(status_code=303, headers={"location": "/"})


def owner_here(request: Request, who: Identity) -> str:
    parts = parts_of(request)
    return owner_of(who, parts.cookies.read(request.headers.getlist("cookie"), VISITOR), parts.keys)


async def unsent_of(request: Request, who: Identity, session: Any) -> list[Any]:
    """For the front page."""
    return await actions.of_owner(session, owner_here(request, who)) if who.signed_in else []
