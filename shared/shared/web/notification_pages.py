"""Thông báo: a person's list, the count beside the bell, and what is to be sent; the same pages wherever the account lives."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Form, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.notifying import keeping, reading
from shared.notifying.choosing import Choices
from shared.notifying.kinds import Channel, Kind, Timing
from shared.notifying.ports import our_channels
from shared.notifying.sending import ContactOf
from shared.notifying.sentences import our_sentences, say
from shared.storage import evidence
from shared.web.application import not_found, page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.lists import add_list_routes
from shared.web.pages import is_fragment
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.signposts import Signpost
from shared.web.transaction import Session
from shared.work.listing import Listing

PostNames = Callable[[AsyncSession, Identity], Awaitable[Mapping[str, str]]]
"""The person's posts by id, as they are called, those of others to act in among them."""
KindsOf = Callable[[AsyncSession, Identity], Awaitable[Sequence[Kind]]]
"""The kinds that can reach the person."""

_TIMINGS = {
    Channel.EMAIL: ((Timing.AT_ONCE, "Gửi ngay"), (Timing.DAILY, "Gộp, mỗi sáng một thư"), (Timing.NEVER, "Không gửi")),
    Channel.SMS: ((Timing.AT_ONCE, "Gửi ngay"), (Timing.NEVER, "Không gửi")),
    Channel.ZALO: ((Timing.AT_ONCE, "Gửi ngay"), (Timing.NEVER, "Không gửi")),
}
CHANNEL_NAMES = {Channel.EMAIL: "E-mail", Channel.SMS: "Tin nhắn SMS", Channel.ZALO: "Zalo"}
HOURS = [(f"{hour:02d}", f"{hour:02d}:00") for hour in range(24)]
FAILURE_SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class Door:
    """Nơi xem thông báo: where the pages stand, who may see them, and what the owner of the accounts knows."""

    prefix: str
    who: Callable[[Request], Identity]
    contact_of: ContactOf
    kinds_of: KindsOf
    listing: Listing
    """The same as a file and on paper."""
    post_names: PostNames | None = None

    async def posts(self, session: AsyncSession, who: Identity) -> Mapping[str, str]:
        return await self.post_names(session, who) if self.post_names else {}


def notification_pages(door: Door) -> PageRouter:
    # Asked first, before anything is read.
    router = PageRouter(prefix=door.prefix, dependencies=[Depends(door.who)])
    _choosing(router, door)
    add_list_routes(router, door.listing, door.who, "")
    _reading(router, door)  # last: it has the address that any id fits
    return router


def _reading(router: PageRouter, door: Door) -> None:
    who = Depends(door.who)

    @router.get("")
    async def show(
        request: Request, session: Session, moi: str = "", sau: UUID | None = None, who: Identity = who
    ) -> Response:
        return await _list(request, session, door, who, unread=bool(moi), after=sau)

    @router.get("/so-moi")
    async def count(request: Request, session: Session, who: Identity = who) -> Response:
        """The count beside the bell, for the script of every page."""
        if not is_fragment(request):
            return RedirectResponse(door.prefix, 303)
        new = await reading.count_unread(session, who.subject, who.post)
        return page_of(request).render(request, "thong_bao/count.html", new=new, most=reading.MOST_COUNTED)

    @router.post("/da-doc")
    async def read_all(session: Session, newest: Annotated[UUID, Form()], who: Identity = who) -> Response:
        await reading.read_all(session, who.subject, who.post, newest)
        return RedirectResponse(f"{door.prefix}?xong=da-doc", 303)

    @router.get("/{notification_id}")
    async def open_one(notification_id: UUID, session: Session, who: Identity = who) -> Response:
        """It is read now; on to what it is about, by way of the choice of post when it is for another of them."""
        found = await reading.open_notification(session, who.subject, notification_id)
        if found is None:
            raise not_found()
        link, post = found
        elsewhere = post and post != who.post and post in await door.posts(session, who)
        return RedirectResponse(f"{Signpost.CHOOSE_POST}?tiep={link}" if elsewhere else link, 303)


def _choosing(router: PageRouter, door: Door) -> None:
    who = Depends(door.who)

    @router.get("/tuy-chon")
    async def show_choices(request: Request, session: Session, xong: str = "", who: Identity = who) -> Response:
        choices = await keeping.read_choices(session, who.subject)
        return await _choices(request, session, door, who, choices, done=bool(xong))

    @router.post("/tuy-chon")
    async def choose(request: Request, session: Session, who: Identity = who) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}

        async def act() -> None:
            earlier = await keeping.read_choices(session, who.subject)
            chosen = read_form(form, await door.kinds_of(session, who))
            kept = {**earlier.timings, **chosen.timings}  # what this post is not shown stays for the day it is
            await keeping.choose(session, who.subject, replace(chosen, timings=kept))
            await evidence.record(session, "notification-choices-changed", f"{who.kind}/{who.subject}", who)

        _, refusal = await attempt(request, session, act)
        if refusal is not None:
            choices = await keeping.read_choices(session, who.subject)
            errors = errors_by_field(refusal.fields) or {"": sentence_for(refusal, {})}
            return await _choices(request, session, door, who, choices, errors=errors)
        return RedirectResponse(f"{door.prefix}/tuy-chon?xong=1", 303)


async def _list(
    request: Request, session: AsyncSession, door: Door, who: Identity, *, unread: bool, after: UUID | None
) -> Response:
    rows = await reading.list_notifications(session, who.subject, unread=unread, after=after)
    names = await door.posts(session, who)
    sentences = our_sentences()
    shown = [
        dict(row) | {"said": say(sentences, row["kind"], row["facts"]), "elsewhere": _elsewhere(row, who, names)}
        for row in rows[: reading.PAGE]
    ]
    failed = await reading.last_failure(session, who.subject, clock.now() - FAILURE_SHOWN)
    return page_of(request).render(
        request,
        "thong_bao/list.html",
        prefix=door.prefix,
        rows=shown,
        unread=unread,
        new=await reading.count_unread(session, who.subject, who.post),
        following=rows[reading.PAGE - 1]["id"] if len(rows) > reading.PAGE else None,
        first_page=after is None,
        done=request.query_params.get("xong") == "da-doc",
        failed=dict(failed) | {"address": reading.masked(failed["address"])} if failed else None,
        channel_names=CHANNEL_NAMES,
    )


def _elsewhere(row: Mapping[str, Any], who: Identity, names: Mapping[str, str]) -> str:
    """The other post it is for; empty when it is for this one, or for the person."""
    return names.get(row["post"], "") if row["post"] and row["post"] != who.post else ""


async def _choices(
    request: Request,
    session: AsyncSession,
    door: Door,
    who: Identity,
    choices: Choices,
    *,
    errors: Mapping[str, str] | None = None,
    done: bool = False,
) -> Response:
    contact = await door.contact_of(session, who.subject)
    channels = [channel for channel in our_channels() if contact.address(channel)]
    kinds = [
        (kind, [(channel, _TIMINGS[channel], _chosen(choices, kind, channel, contact.email)) for channel in channels])
        for kind in await door.kinds_of(session, who)
    ]
    return page_of(request).render(
        request,
        "thong_bao/choices.html",
        422 if errors else 200,
        prefix=door.prefix,
        kinds=kinds,
        channels=[(CHANNEL_NAMES[channel], reading.masked(contact.address(channel))) for channel in channels],
        channel_names=CHANNEL_NAMES,
        connected=bool(our_channels()),
        hours=HOURS,
        quiet_from=f"{choices.quiet_from:%H}",
        quiet_to=f"{choices.quiet_to:%H}",
        errors=errors or {},
        done=done,
    )


def _chosen(choices: Choices, kind: Kind, channel: Channel, email: str) -> Timing:
    return choices.timing(kind, channel, has_email=bool(email))


def read_form(form: Mapping[str, str], kinds: Sequence[Kind]) -> Choices:
    """What was chosen among these kinds; a field that was not shown is left out. Refuses what the page does not offer."""
    timings: dict[str, Timing] = {}
    faults = []
    for kind in kinds:
        for channel in Channel:
            name = f"{kind.code}-{channel}"
            if name not in form:
                continue
            if form[name] in [timing for timing, _ in _TIMINGS[channel]]:
                timings[f"{kind.code}/{channel}"] = Timing(form[name])
            else:
                faults.append(FieldError(f"/{name}", "choice_unknown", "Hãy chọn một trong các cách gửi."))
    hours = {}
    for name in ("quiet_from", "quiet_to"):
        if form.get(name) in dict(HOURS):
            hours[name] = time(int(form[name]))
        else:
            faults.append(FieldError(f"/{name}", "choice_unknown", "Hãy chọn một giờ trong ngày."))
    if faults:
        raise Invalid("invalid_input", fields=faults)
    return Choices(timings, hours["quiet_from"], hours["quiet_to"])
