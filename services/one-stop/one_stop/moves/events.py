"""What this feature listens to: when somebody leaves a post, the work in his hands goes back to the pool."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.actions import keep_person
from one_stop.moves.releasing import release_work
from shared.contracts.event import Event
from shared.contracts.mail_directory import PersonRecorded
from shared.messaging.inbox import Handler


async def person_recorded(session: AsyncSession, event: PersonRecorded) -> None:
    await keep_person(session, event)
    await release_work(session, event)


HANDLERS: dict[type[Event], Handler] = {PersonRecorded: person_recorded}
