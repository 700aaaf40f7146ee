"""Right after signing in: a form that only saves is sent at once, so that its owner goes on where he was."""

import re
from uuid import UUID

from fastapi import Request, Response

from gateway.parts import Parts, parts_of
from gateway.proxy.addresses import read_address
from gateway.proxy.forwarding import Passage
from gateway.proxy.headers import RequestHead
from gateway.unsent import actions
from gateway.unsent.bodies import with_token
from gateway.unsent.models import UnsentForm
from shared.access.identity import Identity
from shared.core import context
from shared.core.errors import Refusal
from shared.web.attempt import keep

_PLACE = re.compile(r"/bieu-mau/([0-9a-f-]{36})")


async def answer_after(request: Request, identity: Identity, target: str) -> Response:
    """What the finished form leads to, or the page on which its service wants something mended; else on to `target`.

    That page is answered as it is: it holds all that was typed, and its forms name where they are posted.
    """
    parts = parts_of(request)
    onward = Response(status_code=303, headers={"location": target})
    form = await _claim(parts, identity, target)
    if form is None:
        return onward
    try:
        status, headers, page = await _send(parts, form, identity)
    except Refusal:
        status, headers, page = 503, {}, b""
    place = headers.get("location", "") if status == 303 else ""
    arrived = bool(place) or (status == 422 and bool(page))
    async with parts.database.sessions.begin() as session:
        if not arrived:
            await actions.release(session, form.id)
            return onward  # to be seen there, and sent again
        await actions.drop(session, form.id, form.owner)
        if place:
            await actions.drop_sent(session, form.owner, form.target.partition("?")[0])
    if place:
        return Response(status_code=303, headers={"location": place})
    keep(request)  # signing in has succeeded, whatever the service wants mended in the form
    return Response(page, status, {"cache-control": "no-store"}, headers["content-type"])


async def _claim(parts: Parts, identity: Identity, target: str) -> UnsentForm | None:
    """The unsent form that `target` stands for, when it is this person's, whole, of this post, and only saves."""
    found = _PLACE.fullmatch(target)
    try:
        form_id = UUID(found[1]) if found else None
    except ValueError:
        form_id = None
    if form_id is None:
        return None
    owner = f"{identity.kind}:{identity.subject}"
    async with parts.database.sessions.begin() as session:
        form = await actions.find(session, form_id)
        if form is None or form.owner != owner or not parts.only_saves(form.target):
            return None
        if form.inside["left_out"] or form.inside["secrets"] or not form.is_of(identity.post):
            return None
        return await actions.claim(session, form_id, owner, form.target)


async def _send(parts: Parts, form: UnsentForm, identity: Identity) -> tuple[int, dict[str, str], bytes]:
    path, _, query = form.target.partition("?")
    address = read_address(path.encode(), parts.known.places)
    body = with_token(form.content_type, form.content, identity.csrf)
    head = RequestHead(forwarded=[("content-type", form.content_type), ("accept", "text/html")], length=len(body))
    token = parts.issuer.issue(identity, str(address.service))
    trace = context.traceparent.get()
    passage = Passage("POST", address, query.encode(), head, context.request_id.get(), trace, token)
    passage.navigation = parts.known.header(identity)
    return await parts.proxy.post(passage, body)
