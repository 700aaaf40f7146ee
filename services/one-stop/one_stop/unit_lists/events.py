"""What this feature listens to: a unit that is merged into another leaves it what it has yet to take in."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.unit_lists.models import UnitList
from one_stop.unit_lists.rules import ListState
from shared.contracts.event import Event
from shared.contracts.mail_directory import UnitRecorded
from shared.messaging.inbox import Handler


async def unit_recorded(session: AsyncSession, event: UnitRecorded) -> None:
    if event.successor_id:
        waiting = update(UnitList).where(UnitList.unit_id == event.unit_id, UnitList.state == ListState.HANDED)
        await session.execute(waiting.values(unit_id=event.successor_id, unit_name=event.successor_name))


HANDLERS: dict[type[Event], Handler] = {UnitRecorded: unit_recorded}
