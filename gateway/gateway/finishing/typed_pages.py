"""What a page saves while somebody types, called by portal.js alone; and how long the session still lasts."""

from typing import Annotated

import orjson
from fastapi import Form, Query, Request, Response

from gateway.auth import MayKeepForms
from gateway.finishing.pages import owner_here
from gateway.unsent import actions
from shared.core.errors import Forbidden
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/bieu-mau")

Name = Annotated[str, Form(min_length=1, max_length=400)]


@router.get("/phien")
async def read_session(request: Request, who: MayKeepForms) -> Response:
    """Being asked is a sign of life like any other: this is how one stays."""
    return _json({"signed_in": who.signed_in, "subject": who.subject})


@router.get("/noi-dung")
async def read_typed(
    request: Request, who: MayKeepForms, session: Session, name: Annotated[str, Query(min_length=1, max_length=400)]
) -> Response:
    owner = owner_here(request, who)
    found = await actions.find_typed(session, owner, name) if owner else None
    if found is None:
        return _json({})
    return _json({"content": found.content, "other": found.other, "tab": found.tab, "saved_at": found.saved_at})


@router.post("/noi-dung")
async def keep_typed(
    request: Request,
    who: MayKeepForms,
    session: Session,
    name: Name,
    action: Annotated[str, Form(min_length=1, max_length=2048, pattern="^/")],
    content: Annotated[str, Form(max_length=1_000_000)],
    tab: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    owner = owner_here(request, who)
    if not owner:
        raise Forbidden("form_expired")
    saved = await actions.keep_typed(session, owner, name, action, content, tab)
    return _json({"saved_at": saved.saved_at, "elsewhere": saved.elsewhere})


@router.post("/noi-dung/bo")
async def drop_typed(request: Request, who: MayKeepForms, session: Session, name: Name) -> Response:
    await actions.drop_typed(session, owner_here(request, who), name)
    return Response(status_code=204)


def _json(content: object) -> Response:
    return Response(orjson.dumps(content), media_type="application/json")
