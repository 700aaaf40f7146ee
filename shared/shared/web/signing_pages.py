"""The pages of a signing desk: the walk, and the batch (lô ký) that its person confirms by his password (`Treatment.CONFIRMS`).

Each object of a batch is signed in a transaction of its own, some in a request; the page asks for the next until all are done. Nobody
signs behind anybody's back: the signing port takes the identity that came with his own requests, and no copy keeps it.
"""

import time
from collections.abc import Sequence
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, Invalid, Malformed, NotFound, Refusal, TooMany, Unavailable
from shared.core.identifiers import new_id
from shared.storage.files import FileAltered, FileMissing
from shared.web import bulk
from shared.web.application import page_of
from shared.web.attempt import attempt_one
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.signing_desk import DIGEST, SigningDesk
from shared.web.signing_walk import decide, send_back, show_next, show_one, try_on
from shared.web.transaction import Session, step, told
from shared.work.signing_looks import Choice, LookRow, Seen

AT_ONCE = 10
"""Of a batch in one request, or fewer where these seconds are over."""
SECONDS = 8.0
_NOT_OF_THE_OBJECT = frozenset(
    {"signing_not_asked", "signing_key_missing", "certificate_changed", "certificate_expired", "certificate_revoked"}
)
"""Refusals that are the person's or the signing port's: every other object would meet the same."""


def signing_pages(desk: SigningDesk) -> PageRouter:
    """The pages, and one address for each press."""
    router = PageRouter(prefix=desk.place)
    _add_batches(router, desk)  # before the others: their addresses are tried in this order
    _add_walk(router, desk)
    return router


def _add_walk(router: PageRouter, desk: SigningDesk) -> None:
    signer = Annotated[Identity, Depends(desk.may_sign)]

    async def walk(request: Request, who: signer, session: Session) -> Response:
        """Mục kế tiếp chờ ký; behind the last, what was chosen."""
        return await show_next(request, session, desk, who)

    async def look_at(request: Request, who: signer, session: Session, subject_id: UUID) -> Response:
        """Một mục chờ ký, looked at again."""
        return await show_one(request, session, desk, who, await desk.waiting(session, who), subject_id)

    async def choose(request: Request, who: signer, session: Session, subject_id: UUID) -> Response:
        """Chọn ký, hoặc bỏ qua."""
        return await try_on(request, session, desk, who, subject_id, decide)

    async def go_back(request: Request, who: signer, session: Session, subject_id: UUID) -> Response:
        """Trả lại: the act of the object's own page."""
        return await try_on(request, session, desk, who, subject_id, send_back)

    router.add_api_route("", walk, methods=["GET"])
    router.add_api_route("/{subject_id}", look_at, methods=["GET"])
    router.add_api_route("/{subject_id}/quyet-dinh", choose, methods=["POST"])
    router.add_api_route("/{subject_id}/tra-lai", go_back, methods=["POST"])


def _add_batches(router: PageRouter, desk: SigningDesk) -> None:
    signer = Annotated[Identity, Depends(desk.may_sign)]

    async def sign(request: Request, who: signer) -> Response:
        """Xác nhận và ký lô: each has its own answer."""
        return await _confirm(request, desk, who)

    async def show_batch(
        request: Request,
        who: signer,
        session: Session,
        batch: UUID,
        tiep: Annotated[str, Query(max_length=1)] = "",
        dung: Annotated[str, Query(max_length=40)] = "",
    ) -> Response:
        """Lô ký: how far it is, and what became of each."""
        return await _show_batch(request, session, desk, who, batch, dung, by_itself=bool(tiep))

    async def go_on(request: Request, who: signer, batch: UUID) -> Response:
        """Ký tiếp các mục còn lại của lô."""
        return await _sign_some(request, desk, who, batch)

    async def hold_back(who: signer, session: Session, batch: UUID) -> Response:
        """Dừng lại."""
        await _of_batch(session, desk, who, batch)
        await desk.looks.hold_back(session, who, batch)
        return Response(status_code=303, headers={"location": desk.place})

    router.add_api_route("/ky", sign, methods=["POST"])
    router.add_api_route("/lo/{batch}", show_batch, methods=["GET"])
    router.add_api_route("/lo/{batch}/tiep", go_on, methods=["POST"])
    router.add_api_route("/lo/{batch}/dung", hold_back, methods=["POST"])


async def _confirm(request: Request, desk: SigningDesk, who: Identity) -> Response:
    form = await request.form()
    picked, batch = bulk.picked_in(form), _batch_in(form)
    asked = {key: Seen(version, str(form.get(f"{DIGEST}.{key}", ""))) for key, version in picked.items()}
    try:
        bulk.require_some(picked)
        _require_confirmed(who)
        async with step(request) as session:
            batch = await desk.looks.confirm(session, who, batch, asked)
    except Refusal as refusal:
        request.state.refusals = [refusal]
        status = 422 if isinstance(refusal, Malformed) else refusal.status
        typed = {"picked": set(picked), "batch": batch, "status": status, "code": refusal.code}
        typed["sentence"] = sentence_for(refusal, page_of(request).texts)
        async with step(request, lambda: False) as session:
            page = await show_next(request, session, desk, who, typed)
        await told(request)
        return page
    return await _sign_some(request, desk, who, batch)


def _require_confirmed(who: Identity) -> None:
    """Raises what the gateway says of his password; nothing but `right` is one."""
    if who.confirmation == "right":
        return
    if who.confirmation == "locked":
        raise TooMany("password_locked")
    if who.confirmation == "unsaid":
        raise Unavailable("password_unsaid")
    raise Invalid("password_wrong" if who.confirmation == "wrong" else "password_needed")


async def _sign_some(request: Request, desk: SigningDesk, who: Identity, batch: UUID) -> Response:
    """Some of those that wait, each committed before the next begins; then the page that shows how far it is.

    What stops one may be its own: the next is tried. What stops a second one stops the batch, and neither is refused for it.
    """
    until, stopping, more, tried = time.monotonic() + SECONDS, dict[UUID, str](), True, 0
    try:
        while more and len(stopping) < 2 and tried < AT_ONCE and time.monotonic() < until:
            async with step(request) as session:
                more = await _sign_next(request, session, desk, who, batch, stopping)
            tried += more
    finally:
        await told(request)
    stands = stopping and not (more and len(stopping) < min(2, tried))
    how = f"dung={next(iter(stopping.values()))}" if stands else "tiep=1"
    return Response(status_code=303, headers={"location": f"{desk.place}/lo/{batch}?{how}"})


async def _sign_next(
    request: Request, session: AsyncSession, desk: SigningDesk, who: Identity, batch: UUID, stopping: dict[UUID, str]
) -> bool:
    """Whether there was one to sign besides those that stopped it before."""
    looks = await _of_batch(session, desk, who, batch)
    waiting = (look.subject_id for look in looks if look.goes_on(who) and look.subject_id not in stopping)
    if (subject_id := next(waiting, None)) is None:
        return False
    sign = partial(_sign, request, session, desk, who, batch, subject_id)
    _, refusal = await attempt_one(request, session, sign)
    if refusal is not None:
        await _note_refusal(request, session, desk, who, batch, subject_id, refusal, stopping)
    return True


async def _note_refusal(
    request: Request,
    session: AsyncSession,
    desk: SigningDesk,
    who: Identity,
    batch: UUID,
    subject_id: UUID,
    refusal: Refusal,
    stopping: dict[UUID, str],
) -> None:
    refusal.about = str(subject_id)
    if refusal.status == 429 or refusal.status >= 500 or refusal.code in _NOT_OF_THE_OBJECT:
        stopping[subject_id] = refusal.code
        return
    try:
        look = await desk.looks.find(session, who, subject_id)  # as it stands now: another request may have signed it
    except Conflict:
        look = None
    if look is not None and look.waits and look.batch_id == batch:
        look.refusal = bulk.said(refusal, page_of(request).texts)
    else:  # another request of his was before us: nothing was refused to him
        request.state.refusals.remove(refusal)


async def _sign(
    request: Request, session: AsyncSession, desk: SigningDesk, who: Identity, batch: UUID, subject_id: UUID
) -> None:
    now = await desk.held(session, who, subject_id)
    look = await desk.looks.find(session, who, subject_id)
    if not look.waits or look.batch_id != batch:
        raise Conflict("not_looked_at")
    look.require(now, Choice.CHOSEN)
    try:
        await desk.sign(request, session, who, subject_id)
    except (FileMissing, FileAltered) as fault:
        raise Conflict("file_unavailable") from fault
    look.signed_at = clock.now()


async def _show_batch(
    request: Request,
    session: AsyncSession,
    desk: SigningDesk,
    who: Identity,
    batch: UUID,
    stopped: str,
    *,
    by_itself: bool,
) -> Response:
    looks = await _of_batch(session, desk, who, batch)
    named = await desk.named(session, who, [look.subject_id for look in looks])
    lines = [
        bulk.Line(*named.get(look.subject_id, bulk.UNSEEN), look.signed_at is not None, look.refusal)
        for look in looks
        if not look.waits
    ]
    return page_of(request).render(
        request,
        "signing_batch.html",
        title=f"Ký các {desk.noun} đã chọn",
        desk=desk,
        batch=batch,
        amount=len(looks),
        failed=[line for line in lines if not line.done],
        done=[line for line in lines if line.done],
        left=[look for look in looks if look.waits],
        goes_on=any(look.goes_on(who) for look in looks),
        named_left=[named.get(look.subject_id, bulk.UNSEEN) for look in looks if look.waits] if stopped else [],
        stopped=page_of(request).texts.get(stopped, stopped and page_of(request).texts["signing_unavailable"]),
        by_itself=by_itself and not stopped,
    )


async def _of_batch(session: AsyncSession, desk: SigningDesk, who: Identity, batch: UUID) -> Sequence[LookRow]:
    looks = await desk.looks.of_batch(session, who, batch)
    if not looks:
        raise NotFound("not_found")
    return looks


def _batch_in(form: FormData) -> UUID:
    """Of one page: sent twice, it is one batch."""
    try:
        return UUID(str(form.get("lo", "")))
    except ValueError:
        return new_id()
