"""Văn bản được thay thế: which arrival took the place of another, for as long as that one is held here itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.rules import IncomingState

_LONGEST_LINE = 100


async def find_replacement(session: AsyncSession, incoming: IncomingDocument) -> IncomingDocument | None:
    """None also where what took its place was returned or given back: then the old one is work again."""
    new = await session.get(IncomingDocument, incoming.replaced_by) if incoming.replaced_by else None
    return new if new is not None and is_held(new) else None


def is_held(incoming: IncomingDocument) -> bool:
    """Neither returned nor given back."""
    return incoming.in_force and incoming.status != IncomingState.REFUSED


async def leads_back(session: AsyncSession, new: IncomingDocument, old: IncomingDocument) -> bool:
    """Whether the old one stands at the end of what took the new one's place; itself too."""
    following: IncomingDocument | None = new
    for _ in range(_LONGEST_LINE):
        if following is None or following.id == old.id:
            break
        following = await session.get(IncomingDocument, following.replaced_by) if following.replaced_by else None
    return following is not None
