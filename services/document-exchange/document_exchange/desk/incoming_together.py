"""Acts on several incoming documents at once: take them in, give them to somebody."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MayViewIncoming
from document_exchange.desk.forms import assignment_of, words_of
from document_exchange.desk.incoming_list import INCOMING
from document_exchange.incoming import actions
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import visible_to
from document_exchange.incoming.schemas import AssignmentIn
from document_exchange.instructing.assigning import assign
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import text_of
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core.errors import FieldError, Forbidden, Invalid, Malformed
from shared.web import bulk, way_back
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/van-ban/den")

ACCEPT, ASSIGN = "tiep-nhan", "phan-cong"
ACTS = {ACCEPT: ("Tiếp nhận, vào sổ", Right.RECEIVE), ASSIGN: ("Phân công xử lý", Right.ASSIGN)}


@router.post("/cung-luc")
async def act_together(who: MayViewIncoming, request: Request, session: Session) -> Response:
    """Làm cùng lúc với nhiều văn bản đến; each has its own answer."""
    form = await request.form()
    what, place = text_of(form, "viec"), INCOMING.place(text_of(form, "ds"))
    title = require_act(who, what)
    picked = bulk.picked_in(form)
    try:
        bulk.require_some(picked)
        act = act_of(session, who, what, assignment_of(form, words_of(form, "words")) if what == ASSIGN else None)
    except (Malformed, Invalid) as refusal:
        return bulk.nothing_done(request, title, INCOMING.title, place.href, refusal)
    outcome = await bulk.act_on_each(request, session, picked, act)
    named = await _named(session, who, list(picked), way_back.from_list(place.query))
    return bulk.result_page(request, title, INCOMING.title, place.href, outcome, named)


def require_act(who: Identity, what: str) -> str:
    """The title of what is to be done; Malformed for none of ours, Forbidden where the post does not allow it."""
    title, right = ACTS.get(what, ("", None))
    if right is None:
        raise Malformed("malformed_request")
    if not holds(who, RIGHTS[right]):
        raise Forbidden("not_allowed")
    return title


def act_of(session: AsyncSession, who: Identity, what: str, new: AssignmentIn | None) -> bulk.Act:
    """What is tried on each. `new`: where they are assigned; Invalid without a lead."""
    if what == ACCEPT:
        # What a document warns of is seen on its own page, one by one.
        return lambda incoming_id, version: actions.accept_incoming(session, who, incoming_id, version, aware=False)
    if new is None or not (new.lead_id or new.unit_id):
        sentence = "Hãy chọn đơn vị hoặc người chủ trì rồi phân công lại."
        raise Invalid("assignee_unknown", fields=[FieldError("/lead_id", "assignee_unknown", sentence)])
    return lambda incoming_id, version: assign(session, who, incoming_id, version, new)


async def _named(session: AsyncSession, who: Identity, ids: list[UUID], way: str) -> dict[UUID, tuple[str, str]]:
    await session.flush()
    seen: Any = visible_to(who).where(IncomingDocument.id.in_(ids))
    return {row.id: (_name(row), f"{INCOMING.path}/{row.id}{way}") for row in (await session.scalars(seen)).all()}


def _name(row: IncomingDocument) -> str:
    number = f"Số đến {row.arrival_number}: " if row.arrival_number else ""
    return f"{number}{row.reference or row.document_code or 'Không số'} – {row.subject[:120]}"
