"""Xác nhận bằng mật khẩu: a form that asks for the person's password once more. It is looked at here, as at sign-in, and goes no further."""

from starlette.types import Receive

from gateway.cookies import DEVICE
from gateway.parts import Parts
from gateway.proxy.headers import RequestHead
from gateway.sessions.callers import NOBODY
from gateway.sign_in.actions import recognise
from gateway.unsent.bodies import read_form, receive_first, write_form
from gateway.unsent.guard import Passed, Posted
from gateway.visits import Visit
from shared.access.identity import Confirmation, Identity
from shared.core.errors import Forbidden, TooMany, Unauthenticated, Unavailable
from shared.web import form_token
from shared.web.known_forms import Treatment

FIELD = "password"


async def confirm(parts: Parts, visit: Visit, posted: Posted, passed: Passed, receive: Receive) -> Passed:
    """The form without its password, whoever sent it; what came of that is noted in the visit, of a form alone that is proven to be
    this caller's.
    """
    if parts.known.treatment_of(posted.path) is not Treatment.CONFIRMS or passed.finishing is not None:
        return passed
    limits, head, kind = parts.limits, posted.head, posted.content_type
    form = await read_form(passed.receive, head, kind, limits.small_body, limits.body_seconds)
    token, typed = str(form.get(form_token.FIELD, "")), form.get(FIELD)
    written = await write_form(form, kind, limits.small_body, files=False)
    body = written.with_token(token)
    _describe(head, written.content_type, body)
    if passed.proved and isinstance(typed, str) and typed:
        visit.confirmation = await _look(parts, posted.caller.identity, typed, posted.client, head)
    return Passed(receive_first(body, receive, ended=True), proved=passed.proved)


def token_for(parts: Parts, visit: Visit, service: str) -> str:
    """Tells the service who is calling; what came of a password is said of this request alone."""
    if visit.confirmation:
        told = visit.caller.identity.model_copy(update={"confirmation": visit.confirmation})
        return parts.issuer.issue(told, service)
    return parts.callers.token_for(visit.caller, service) if visit.caller is not NOBODY else ""


async def _look(parts: Parts, who: Identity, password: str, client: str, head: RequestHead) -> Confirmation:
    devices = parts.cookies.read(head.cookies, DEVICE)
    asked = parts.database, parts.owners, parts.keys, (who.kind,), who.user_name, password, client, devices
    try:
        account = await recognise(*asked, by=who)
    except (Unauthenticated, Forbidden):
        return "wrong"
    except TooMany:
        return "locked"
    except Unavailable:
        return "unsaid"
    return "right" if account.subject == who.subject else "wrong"


def _describe(head: RequestHead, content_type: str, body: bytes) -> None:
    head.forwarded = [(name, value) for name, value in head.forwarded if name != "content-type"]
    head.forwarded.append(("content-type", content_type))
    head.length, head.chunked, head.large = len(body), False, False
