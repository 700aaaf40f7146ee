"""Forms on their way through the door: one that comes too late is kept for its owner instead of being lost.

A form proves by its token for whose session its page was made. If that session still is the caller's, the form passes as it came. If
the same person has signed in again meanwhile, it passes with the new session's token. Otherwise it is parked, and the answer leads
to where it can be sent after all; to whomever else has signed in it is neither shown nor given to a service.
"""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from starlette.types import Receive

from gateway.cookies import VISITOR, Cookies
from gateway.limits.limiter import RateLimiter
from gateway.proxy.headers import RequestHead
from gateway.proxy.upload import Upload
from gateway.sessions.callers import Caller
from gateway.sessions.visitors import DerivedKeys, new_visitor
from gateway.settings import GatewaySettings
from gateway.unsent import actions
from gateway.unsent.bodies import Peek, read_form, receive_first, with_token, write_form
from gateway.unsent.rules import (
    FORM_KINDS,
    LARGEST_TEXT,
    LARGEST_VISITORS_TEXT,
    TOO_FAST_A_MINUTE,
    VISITORS_A_MINUTE,
    is_form_address,
    mark_in,
    owner_of,
    token_in,
)
from shared.core.errors import Forbidden, NotFound, Refusal, TooLarge
from shared.storage.database import Database
from shared.web import form_token
from shared.web.signposts import Signpost

ENDED = "ended"
"""Post of a page whose person has to choose again: whichever it was, it is none of those that stand."""


@dataclass
class Posted:
    """Một biểu mẫu gửi tới: what the guard needs to know of the request."""

    path: str
    target: str
    """Path and query."""
    head: RequestHead
    caller: Caller
    client: str

    @property
    def content_type(self) -> str:
        return next((value for name, value in self.head.forwarded if name == "content-type"), "")

    @property
    def is_form(self) -> bool:
        return is_form_address(self.path) and self.content_type.partition(";")[0].strip().lower() in FORM_KINDS


@dataclass
class Passed:
    """The form may go on, with this body."""

    receive: Receive
    finishing: UUID | None = None
    """The unsent form that is being sent after all."""
    proved: bool = False
    """Its token is this caller's."""


@dataclass
class TurnedAway:
    """The form stays here."""

    location: str
    """Where it can be sent after all; empty when that is not for this caller."""
    refused: bool = False
    """Say so on a page of its own instead of leading on."""
    visitor: str = ""
    """The mark that this caller gets, because he had none."""


class FormGuard:
    """Giữ biểu mẫu đến muộn."""

    def __init__(
        self, database: Database, keys: DerivedKeys, limiter: RateLimiter, limits: GatewaySettings, cookies: Cookies
    ) -> None:
        self._database = database
        self._cookies = cookies
        self._keys = keys
        self._limiter = limiter
        self._limits = limits

    async def look(self, posted: Posted, receive: Receive) -> Passed | TurnedAway:
        """Raises Forbidden for a token that nobody can have been given."""
        upload = Upload(receive, posted.head, self._limit(posted), self._limits.body_seconds)
        upload.check_length()
        peek = Peek(upload.receive)
        multipart = posted.content_type.lower().startswith("multipart/")
        while (found := token_in(peek.head, multipart, peek.ended)) is None and await peek.more():
            pass
        if found is None:
            return Passed(peek.receive())
        sent = peek.head[slice(*found)].decode()
        token, csrf = form_token.reveal(sent), posted.caller.identity.csrf
        if csrf and form_token.proves(sent, csrf):
            form_id = mark_in(peek.head) if peek.ended and not multipart else ""
            return (
                await self._finish(posted, form_id, csrf, receive) if form_id else Passed(peek.receive(), proved=True)
            )
        owner, post = await self._owner_by_session(token)
        me = self._me(posted)
        # A page opened in another post waits for its person's word: it would act in the name of another agency.
        if owner == me and posted.caller.identity.signed_in and post == posted.caller.identity.post:
            fresh = next((text for text in (form_token.mask(csrf), csrf) if len(text) == len(sent)), "")
            if fresh:
                peek.replace(*found, fresh.encode())
                return Passed(peek.receive(), proved=True)
        if posted.path == Signpost.SIGN_OUT and not posted.caller.identity.signed_in:
            return TurnedAway("/")
        if posted.path == Signpost.SIGN_IN:
            return TurnedAway(Signpost.SIGN_IN, refused=True)
        # Opened before signing in, sent after: by the same browser, which still holds the visitor's mark.
        visitor = self._cookies.read(posted.head.cookies, VISITOR)
        if not owner and visitor and self._keys.csrf_of(visitor) == token:
            owner = me
        return await self._park(posted, peek.receive(), owner, post)

    async def keep(self, posted: Posted, receive: Receive) -> TurnedAway | None:
        """Park a form that the door itself refuses for a while; None when it is not kept."""
        me = self._me(posted)
        name = me if posted.caller.identity.signed_in else posted.client
        if posted.path in (Signpost.SIGN_IN, Signpost.SIGN_OUT):
            return None
        if not (await self._limiter.take(f"unsent-too-fast:{name}", TOO_FAST_A_MINUTE)).allowed:
            return None
        try:
            looked = await self.look(posted, receive)
            if isinstance(looked, TurnedAway):
                return looked
            if looked.finishing is not None:
                async with self._database.sessions.begin() as session:
                    await actions.release(session, looked.finishing)
                return TurnedAway(f"/bieu-mau/{looked.finishing}")
            who = posted.caller.identity
            post = ENDED if who.must_choose else who.post
            return await self._park(posted, looked.receive, me, post) if looked.proved and me else None
        except Refusal:
            return None

    async def note_answer(self, posted: Posted, passed: Passed, status: int, *, redirected: bool) -> None:
        """A form that has arrived need not be kept any longer; one that has not is there again.

        One that came back to be mended (422) stands on the page with all that was typed.
        """
        if (me := self._me(posted)) and (redirected or passed.finishing is not None):
            async with self._database.sessions.begin() as session:
                if redirected:
                    await actions.drop_sent(session, me, posted.path)
                if passed.finishing is None:
                    return
                if status < 400 or status == 422:
                    await actions.drop(session, passed.finishing, me)
                else:
                    await actions.release(session, passed.finishing)

    def _limit(self, posted: Posted) -> int:
        return self._limits.large_body if posted.head.large else self._limits.small_body

    def _me(self, posted: Posted) -> str:
        return owner_of(posted.caller.identity, self._cookies.read(posted.head.cookies, VISITOR), self._keys)

    async def _owner_by_session(self, token: str) -> tuple[str, str]:
        """For whose session, in which post, the page was made from which this form comes; empty when for none."""
        if len(token) != 32 or token.strip("0123456789abcdef"):
            raise Forbidden("form_expired")
        async with self._database.sessions.begin() as session:
            return await actions.owner_of_token(session, token)

    async def _park(self, posted: Posted, receive: Receive, owner: str, post: str) -> TurnedAway:
        me, signed_in = self._me(posted), posted.caller.identity.signed_in
        away = TurnedAway("", refused=not owner or (signed_in and owner != me))
        if not (owner or me):
            away.visitor = new_visitor()
            me = owner_of(posted.caller.identity, away.visitor, self._keys)
        owner = owner or me
        visitors = owner.startswith("visitor:")
        if visitors and not (await self._limiter.take(f"unsent:{posted.client}", VISITORS_A_MINUTE)).allowed:
            raise Forbidden("form_expired")
        form_id = await self._store(posted, receive, owner, post, visitors=visitors)
        place = f"/bieu-mau/{form_id}"
        if owner == me:
            away.location = place
        elif not signed_in:
            kind = "can-bo" if owner.startswith("officer:") else "cong-dan"
            away.location = f"{Signpost.SIGN_IN}?loai={kind}&tiep={quote(place, safe='')}"
        return away

    async def _store(self, posted: Posted, receive: Receive, owner: str, post: str, *, visitors: bool) -> UUID:
        seconds = self._limits.body_seconds
        form = await read_form(receive, posted.head, posted.content_type, self._limit(posted), seconds)
        text_limit = LARGEST_VISITORS_TEXT if visitors else LARGEST_TEXT
        try:
            written = await write_form(form, posted.content_type, text_limit, files=not visitors)
        except TooLarge:
            raise Forbidden("form_expired") from None
        async with self._database.sessions.begin() as session:
            return await actions.park(session, owner, posted.target, written, post)

    async def _finish(self, posted: Posted, form_id: str, csrf: str, receive: Receive) -> Passed:
        """The small form that says "send it after all" becomes the one that was kept."""
        async with self._database.sessions.begin() as session:
            form = await actions.claim(session, _id(form_id), self._me(posted), posted.target)
            if form is None:
                raise NotFound("unsent_form_gone")
            content_type, content = form.content_type, form.content
        body = with_token(content_type, content, csrf)
        head = posted.head
        head.forwarded = [(name, value) for name, value in head.forwarded if name != "content-type"]
        head.forwarded.append(("content-type", content_type))
        head.length, head.chunked, head.large = len(body), False, content_type.startswith("multipart/")
        return Passed(receive_first(body, receive, ended=True), UUID(form_id))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("unsent_form_gone") from None
