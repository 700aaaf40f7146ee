"""Right after signing in: a form that only saves is sent at once, so that its owner goes on where he was."""

import re
from uuid import UUID

from fastapi import Request

from gateway.parts import Parts, parts_of
from gateway.proxy.addresses import read_address
from gateway.proxy.forwarding import Passage
from gateway.proxy.headers import RequestHead
from gateway.unsent import actions
from gateway.unsent.bodies import with_token
from gateway.unsent.models import UnsentForm
from gateway.unsent.rules import only_saves
from shared import context
from shared.errors import Refusal
from shared.identity import Identity

_PLACE = re.compile(r"/bieu-mau/([0-9a-f-]{36})")


async def place_after(request: Request, identity: Identity, target: str) -> str:
    """Where to go: what the finished form leads to, or `target`, where everything else is confirmed."""
    found = _PLACE.fullmatch(target)
    if found is None:
        return target
    parts = parts_of(request)
    try:
        form_id = UUID(found[1])
    except ValueError:
        return target
    owner = f"{identity.kind}:{identity.subject}"
    async with parts.database.sessions.begin() as session:
        form = await actions.find(session, form_id)
        if form is None or form.owner != owner or not only_saves(form.target.partition("?")[0]):
            return target
        if form.inside["left_out"] or form.inside["secrets"]:
            return target
        form = await actions.claim(session, form_id, owner, form.target)
        if form is None:
            return target
    try:
        place = await _send(parts, form, identity)
    except Refusal:
        place = ""
    if not place:
        async with parts.database.sessions.begin() as session:
            await actions.release(session, form_id)
        return target  # to be seen there, and sent again
    async with parts.database.sessions.begin() as session:
        await actions.drop(session, form_id, owner)
    return place


async def _send(parts: Parts, form: UnsentForm, identity: Identity) -> str:
    """Where the service leads after it has saved; empty when it wants something mended."""
    path, _, query = form.target.partition("?")
    address = read_address(path.encode())
    body = with_token(form.content_type, form.content, identity.csrf)
    head = RequestHead(forwarded=[("content-type", form.content_type), ("accept", "text/html")], length=len(body))
    token = parts.issuer.issue(identity, str(address.service))
    trace = context.traceparent.get()
    passage = Passage("POST", address, query.encode(), head, context.request_id.get(), trace, token)
    status, headers = await parts.proxy.post(passage, body)
    return headers.get("location", "") if status == 303 else ""
