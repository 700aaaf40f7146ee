"""What this feature listens to: when somebody leaves a post, or a unit is merged into another, work finds its way."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.moves.releasing import follow_merger, release_work
from shared.contracts.event import Event
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.directory.keeping import keep_person
from shared.messaging.inbox import Handler


async def person_recorded(session: AsyncSession, event: PersonRecorded) -> None:
    await keep_person(session, event)
    await release_work(session, event)


HANDLERS: dict[type[Event], Handler] = {PersonRecorded: person_recorded, UnitRecorded: follow_merger}
