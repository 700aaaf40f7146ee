"""Who is told of the work inside the agency."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.notifications import about_incoming, leaders_of
from document_exchange.instructing.queries import list_parts
from document_exchange.instructing.rules import Part, Whose
from shared.access.identity import Identity
from shared.contracts.values import Recipient
from shared.core import clock
from shared.directory.queries import find_head
from shared.notifying.raising import notify


async def tell(
    session: AsyncSession, who: Identity | None, kind: str, incoming: IncomingDocument, people: Iterable[str]
) -> None:
    """People by id, but whoever did it."""
    ids = dict.fromkeys(person for person in people if person and (who is None or person != who.subject))
    to = [Recipient(person_id=person, agency_code=incoming.held_by) for person in ids]
    await notify(session, about_incoming(kind, incoming, to))


async def tell_leaders(session: AsyncSession, kind: str, incoming: IncomingDocument) -> None:
    await notify(session, about_incoming(kind, incoming, [leaders_of(incoming)]))


async def person_of(session: AsyncSession, whose: Whose) -> str:
    """The person, or the head of the unit; empty where nobody leads it."""
    if whose.kind == "person":
        return whose.id
    head = await find_head(session, whose.id, clock.local_now().date())
    return head.id if head else ""


async def leading(session: AsyncSession, incoming: IncomingDocument) -> list[str]:
    """Who leads the work: the person, else the head of the unit."""
    leads = [one.whose for one in await list_parts(session, incoming) if one.part == Part.LEAD]
    return [person for whose in leads if (person := await person_of(session, whose))]


async def tell_giver(
    session: AsyncSession, who: Identity, kind: str, incoming: IncomingDocument, given_in: str
) -> None:
    """The head who gave the work, or whoever heads that unit now; else the agency's leaders."""
    head = await find_head(session, given_in, clock.local_now().date())
    if head is not None:
        await tell(session, who, kind, incoming, [head.id])
    else:
        await tell_leaders(session, kind, incoming)
