"""Xem và ký lần lượt: each object on a page of its own, by one press chosen or passed over; behind the last, those chosen."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Malformed, NotFound, Refusal
from shared.core.identifiers import new_id
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.problems import sentence_for
from shared.web.signing_desk import DIGEST, TITLE, SigningDesk, Waiting, read_version
from shared.work.signing_looks import MOST_PAGES, Choice, Seen


async def show_next(
    request: Request, session: AsyncSession, desk: SigningDesk, who: Identity, typed: Mapping[str, Any] | None = None
) -> Response:
    """`typed`: what he picked, and why it was not signed, of a batch that he did not confirm."""
    await desk.looks.forget_older(session, who)
    waiting = await desk.waiting(session, who)
    done = await desk.looks.decided(session, who, {one.id: one.seen for one in waiting})
    following = next((one.id for one in waiting if one.id not in done), None)
    if following is not None and typed is None:
        return await show_one(request, session, desk, who, waiting, following)
    rows = [(one, done[one.id]) for one in waiting if one.id in done]
    chosen = [row for row in rows if row[1].choice == Choice.CHOSEN]
    facts: Mapping[str, Any] = typed or {"picked": {one.id for one, _ in chosen}, "batch": new_id(), "status": 200}
    return page_of(request).render(
        request,
        "signing_chosen.html",
        facts["status"],
        title=TITLE,
        desk=desk,
        chosen=chosen,
        skipped=[one for one, look in rows if look.choice == Choice.SKIPPED],
        certificate=await desk.certificate(request, session, who),
        latest=await desk.looks.latest_batch(session, who),
        facts=facts,
    )


async def show_one(
    request: Request,
    session: AsyncSession,
    desk: SigningDesk,
    who: Identity,
    waiting: Sequence[Waiting],
    subject_id: UUID,
    refused: tuple[FormData, Refusal] | None = None,
) -> Response:
    place, one = next(((n, one) for n, one in enumerate(waiting, 1) if one.id == subject_id), (0, None))
    if one is None:
        raise refused[1] if refused else NotFound("not_found")
    drawn = await desk.draw(request, session, who, one)
    complete = 0 < drawn.pages <= MOST_PAGES
    choice = await desk.looks.note(session, who, one.id, one.seen, complete=complete)
    form, refusal = refused or (FormData(), None)
    texts = page_of(request).texts
    facts = {
        "title": TITLE,
        "desk": desk,
        "one": one,
        "row": one.row,
        "complete": complete,
        "choice": choice,
        "place": place,
        "amount": len(waiting),
        "typed": str(form.get(desk.words, "")),
        "sentence": sentence_for(refusal, texts) if refusal and not refusal.fields else "",
        "error": refusal.fields[0].sentence if refusal and refusal.fields else "",
        "now": clock.now(),
    }
    return page_of(request).render(request, desk.template, refusal.status if refusal else 200, **facts, **drawn.facts)


Act = Callable[[Request, AsyncSession, SigningDesk, Identity, UUID, FormData, Seen], Awaitable[None]]
"""What is done with one that is held, as it is now."""


async def try_on(
    request: Request, session: AsyncSession, desk: SigningDesk, who: Identity, subject_id: UUID, act: Act
) -> Response:
    """The next one; or the same again, as it is now, with why not."""
    form = await request.form()

    async def hold_and_act() -> None:
        now = await desk.held(session, who, subject_id)  # whoever may not see it hears nothing of his form
        await act(request, session, desk, who, subject_id, form, now)

    _, refusal = await attempt(request, session, hold_and_act)
    if refusal is None:
        return Response(status_code=303, headers={"location": desk.place})
    return await show_one(request, session, desk, who, await desk.waiting(session, who), subject_id, (form, refusal))


async def decide(
    request: Request,
    session: AsyncSession,
    desk: SigningDesk,
    who: Identity,
    subject_id: UUID,
    form: FormData,
    now: Seen,
) -> None:
    choice = str(form.get("lua_chon", ""))
    if choice not in (Choice.CHOSEN, Choice.SKIPPED):
        raise Malformed("malformed_request")
    asked = Seen(read_version(form), str(form.get(DIGEST, "")))
    await desk.looks.choose(session, who, subject_id, asked, now, Choice(choice))
    if choice == Choice.CHOSEN:
        await desk.require_ready(session, who, subject_id)


async def send_back(
    request: Request,
    session: AsyncSession,
    desk: SigningDesk,
    who: Identity,
    subject_id: UUID,
    form: FormData,
    _now: Seen,
) -> None:
    await desk.send_back(request, session, who, subject_id, form)
    await desk.looks.forget(session, who, subject_id)
