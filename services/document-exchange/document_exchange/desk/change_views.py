"""Yêu cầu thay đổi của nơi gửi as its page and its call show it: what would change, before and after, and what may be done."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.changing.actions import case_for, find_arrival
from document_exchange.changing.models import SenderChange
from document_exchange.changing.queries import list_changes_about
from document_exchange.changing.rules import KIND_LABELS, STATE_LABELS, STEPS, ChangeAct, ChangeState, Mended
from document_exchange.changing.schemas import MendedOut, SenderChangeOut
from document_exchange.changing.updating import compared, differing
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import visible_to
from document_exchange.incoming.replaced import find_replacement
from document_exchange.rights import RIGHTS, Right
from document_exchange.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core.errors import Refusal

TAG_KINDS = {
    ChangeState.WAITING: "yellow",
    ChangeState.UNMATCHED: "orange",
    ChangeState.HANDED: "blue",
    ChangeState.AGREED: "green",
    ChangeState.REFUSED: "red",
    ChangeState.REJECTED: "red",
}
LABELS: dict[str, Any] = {
    "change_kinds": KIND_LABELS,
    "change_states": STATE_LABELS,
    "change_tags": TAG_KINDS,
}


def mended(change: SenderChange, incoming: IncomingDocument | None) -> list[Mended]:
    """As it was agreed, else as it would be now."""
    if change.state == ChangeState.AGREED:
        return compared(change.before, {name: change.proposed[name] for name in change.before})
    if incoming is None:
        return compared({}, change.proposed)
    changed = differing(incoming, change.proposed)
    return compared({name: getattr(incoming, name) for name in changed}, changed)


async def change_out(session: AsyncSession, who: Identity, change: SenderChange) -> SenderChangeOut:
    out = SenderChangeOut.model_validate(change)
    out.changes = [MendedOut.model_validate(one) for one in mended(change, await find_arrival(session, change))]
    out.allowed = [act.value for act in STEPS.allowed(await case_for(session, who, change))]
    return out


async def changes_on_page(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> dict[str, Any]:
    """What the arrival's page says of wishes about it, and of what took its place; the old ones that it replaced."""
    changes: Sequence[SenderChange] = []
    if holds(who, RIGHTS[Right.RECEIVE]):
        changes = await list_changes_about(session, incoming.id)
    return {"changes": changes, **LABELS, **await replaced_parts(session, who, incoming)}


async def replaced_parts(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> dict[str, Any]:
    """Each named to whoever may see it alone; `replaced`: something stands in its place, seen or not."""
    new = visible_to(who).where(IncomingDocument.id == incoming.replaced_by) if incoming.replaced_by else None
    old = visible_to(who).where(IncomingDocument.replaced_by == incoming.id).limit(50)
    return {
        "replaced": await find_replacement(session, incoming) is not None,
        "replaced_by": (await session.scalars(new)).one_or_none() if new is not None else None,
        "replaces": (await session.scalars(old)).all(),
    }


async def why_not(session: AsyncSession, who: Identity, change: SenderChange) -> str:
    """The sentence that keeps a wish that waits from being agreed to; empty where nothing does."""
    if change.standing is not ChangeState.WAITING:
        return ""
    try:
        STEPS.require(ChangeAct.AGREE, await case_for(session, who, change))
    except Refusal as refusal:
        return TEXTS.get(refusal.code, "")
    return ""
