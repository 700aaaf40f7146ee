"""Người giao: whoever gave a task decides on it in the post in which he gave it; afterwards who stands there, else a leader.

What was given by the head of a unit is always decided on by who heads the unit now.
"""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.models import Task
from document_exchange.tasks.notifications import giver_of, tell
from document_exchange.tasks.rules import OPEN, TaskAct, TaskState
from document_exchange.tasks.steps import By, note
from shared.access.rights import Role
from shared.contracts.mail_directory import PersonRecorded
from shared.core import clock
from shared.directory.keeping import DIRECTORY, units_held
from shared.directory.models import Unit
from shared.directory.queries import find_colleague, find_head

_DIRECTORY = By(DIRECTORY, actor="event:person-recorded")
_DECIDED_ON = sorted(OPEN | {TaskState.DONE})
"""What is done may have to be opened again."""
Place = tuple[str, str]
"""Agency and unit in which it was given; no unit: by a leader of the agency."""


async def locked(session: AsyncSession, query: Select[Task]) -> Sequence[Task]:
    return (await session.scalars(query.order_by(Task.id).with_for_update())).all()


async def review_person(session: AsyncSession, event: PersonRecorded) -> None:
    """Tasks that this person gave, after every change of his posts."""
    gave = Task.giver_id == event.person_id, Task.giver_id != "", Task.origin_id.is_(None)
    places = select(Task.agency_code, Task.giver_unit).where(*gave, Task.state.in_(_DECIDED_ON)).distinct()
    for agency, unit in (await session.execute(places)).all():
        stands = (
            await _heads(session, agency, unit, event.person_id)
            if unit
            else bool(units_held(event, agency, Role.LEADER))
        )
        await _mark(session, (agency, unit), event.person_id, left=not stands)


async def review_unit(session: AsyncSession, unit_id: str) -> None:
    """Tasks that were given in this unit, after every change of its head."""
    given = select(Task.agency_code, Task.giver_id).where(
        Task.giver_unit == unit_id, Task.origin_id.is_(None), Task.state.in_(_DECIDED_ON)
    )
    for agency, giver in (await session.execute(given.distinct())).all():
        await _mark(session, (agency, unit_id), giver, left=not await _heads(session, agency, unit_id, giver))


async def giver_stands(session: AsyncSession, task: Task) -> bool:
    """Whether whoever gave it is still what he was, at the agency that has it now."""
    if task.giver_unit:
        return await _heads(session, task.agency_code, task.giver_unit, task.giver_id)
    return await find_colleague(session, task.agency_code, task.giver_id, Role.LEADER) is not None


async def _heads(session: AsyncSession, agency: str, unit_id: str, person_id: str) -> bool:
    place = await session.get(Unit, unit_id, populate_existing=True)
    head = await find_head(session, unit_id, clock.local_now().date())
    return place is not None and place.agency_code == agency and head is not None and head.id == person_id


async def _mark(session: AsyncSession, place: Place, giver: str, *, left: bool) -> None:
    where = Task.agency_code == place[0], Task.giver_unit == place[1], Task.giver_id == giver
    stale = select(Task).where(*where, Task.origin_id.is_(None), Task.giver_left.is_(not left))
    for task in await locked(session, stale.where(Task.state.in_(_DECIDED_ON))):
        task.giver_left = left
        if left and task.is_open:
            words = f"{task.giver_name} không còn ở vị trí giao nhiệm vụ."
            await note(session, _DIRECTORY, task, TaskAct.CONTINUE, words)
            await tell(session, "directive-back", task, await giver_of(session, task))
