"""Steps of several outgoing documents at once: numbered, sealed, sent by the clerk, agreed to by whoever looks at them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MayViewOutgoing
from document_exchange.deliveries.actions import send_document
from document_exchange.desk.outgoing_list import OUTGOING
from document_exchange.documents import actions, reviews
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import visible_to
from document_exchange.documents.rules import STEPS, Step
from document_exchange.reviewing.schemas import AgreeIn
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import text_of
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core.errors import Forbidden, Malformed
from shared.web import bulk, way_back
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/van-ban/di")

ACTS: dict[str, tuple[Step, Right]] = {
    "dong-y": (Step.AGREE, Right.REVIEW),
    "cap-so": (Step.NUMBER, Right.ISSUE),
    "dong-dau": (Step.SEAL, Right.ISSUE),
    "phat-hanh": (Step.SEND, Right.ISSUE),
}


@router.post("/cung-luc")
async def act_together(who: MayViewOutgoing, request: Request, session: Session) -> Response:
    """Làm cùng lúc với nhiều văn bản đi; each has its own answer."""
    form = await request.form()
    place, picked = OUTGOING.place(text_of(form, "ds")), bulk.picked_in(form)
    step = require_act(who, text_of(form, "viec"))
    title = STEPS.label(step)
    try:
        bulk.require_some(picked)
    except Malformed as refusal:
        return bulk.nothing_done(request, title, OUTGOING.title, place.href, refusal)
    outcome = await bulk.act_on_each(request, session, picked, act_of(request, session, who, step))
    named = await named_of(session, who, list(picked), way_back.from_list(place.query))
    return bulk.result_page(request, title, OUTGOING.title, place.href, outcome, named)


def require_act(who: Identity, what: str) -> Step:
    """Malformed for none of ours, Forbidden where the post does not allow it."""
    step, right = ACTS.get(what, (None, None))
    if step is None or right is None:
        raise Malformed("malformed_request")
    if not holds(who, RIGHTS[right]):
        raise Forbidden("not_allowed")
    return step


def act_of(request: Request, session: AsyncSession, who: Identity, step: Step) -> bulk.Act:
    """What is tried on each."""
    state = request.app.state
    acts: dict[Step, Callable[[UUID, int | None], Any]] = {
        Step.AGREE: lambda id_, version: reviews.agree(session, who, id_, AgreeIn(version=version)),
        Step.NUMBER: lambda id_, version: actions.number_document(session, who, id_, version),
        Step.SEAL: lambda id_, version: actions.seal_document(
            session, who, id_, version, state.files, state.signatures
        ),
        Step.SEND: lambda id_, version: send_document(session, who, id_, version, state.files),
    }
    return acts[step]


async def named_of(session: AsyncSession, who: Identity, ids: list[UUID], way: str = "") -> dict[UUID, tuple[str, str]]:
    """What each is called and where it is, of those that this person may see."""
    await session.flush()
    seen: Any = visible_to(who).where(OutgoingDocument.id.in_(ids))
    return {row.id: (_name(row), f"{OUTGOING.path}/{row.id}{way}") for row in (await session.scalars(seen)).all()}


def _name(row: OutgoingDocument) -> str:
    return f"{row.type_name}{' ' + row.reference if row.reference else ''} – {row.subject[:120]}"
