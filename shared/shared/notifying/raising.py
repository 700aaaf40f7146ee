"""Raising a notification for officers: an event in the transaction of the act, for the owner of their accounts to keep."""

from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.notification import OfficersNotified
from shared.contracts.values import Recipient
from shared.core import clock
from shared.messaging.outbox import tell
from shared.notifying.kinds import KINDS


def notification(
    event: type[OfficersNotified], kind: str, about: str, to: Iterable[Recipient], facts: Mapping[str, str], link: str
) -> OfficersNotified:
    """`event`: the publisher's class; `about`: the object's kind and id. ValueError for a fact that this kind does not carry."""
    if strange := set(facts) - KINDS[kind].facts:
        raise ValueError(f"{kind} carries no {', '.join(sorted(strange))}")
    return event(
        about=about, notification=kind, to=tuple(dict.fromkeys(to)), facts=dict(facts), link=link, raised_at=clock.now()
    )


async def notify(session: AsyncSession, event: OfficersNotified) -> None:
    """Nobody to tell: nothing is told."""
    if event.to:
        await tell(session, event)
