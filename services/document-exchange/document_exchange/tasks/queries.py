"""Tasks that a person may see; every query about one starts at `visible_to`, about many at `ways.ways_to`."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.rules import LEFT_HERE
from document_exchange.tasks.models import Task, TaskExtension, TaskPart, TaskStep
from document_exchange.tasks.rules import (
    CLOSED,
    FINISHED,
    GONE,
    MAY_VIEW_TASKS,
    OPEN,
    SOON_DAYS,
    Standing,
    TaskPartKind,
)
from shared.access.identity import Identity
from shared.access.rights import Reach, Role, reach, unit_led
from shared.core.errors import NotFound


def visible_to(who: Identity) -> Select[Task]:
    """Leaders, clerks and the agency's own system see all of their agency; others what they gave, watch or have a part in."""
    seen: ColumnElement[bool] = true()
    if not sees_all(who):
        seen = _his(who)
    return of_agency(who).where(seen)


def of_agency(who: Identity) -> Select[Task]:
    return select(Task).where(Task.agency_code == who.agency_code)


def sees_all(who: Identity) -> bool:
    return reach(who, MAY_VIEW_TASKS) >= Reach.AGENCY


def led_by(who: Identity) -> str:
    """The unit whose head he is, and no more; empty for a leader of the agency."""
    return unit_led(who, MAY_VIEW_TASKS)


def whose_of(who: Identity) -> list[str]:
    """As what a part may be his."""
    found = [f"person:{who.desk}"] if who.kind == "officer" else []
    return [*found, f"unit:{led}"] if (led := led_by(who)) else found


def leads_agency(who: Identity) -> bool:
    return sees_all(who) and Role.LEADER in who.roles


def _his(who: Identity) -> ColumnElement[bool]:
    """He has a part in it, gave it, watches it, or heads the unit in which it was given: of a row that is known."""
    mine, led = whose_of(who), led_by(who)
    part = select(TaskPart.task_id).where(TaskPart.task_id == Task.id, TaskPart.whose.in_(mine)).exists()
    gave = and_(Task.giver_id == who.desk, Task.giver_id != "")
    watches = and_(Task.monitor_id == who.desk, Task.monitor_id != "")
    return or_(*([part] if mine else []), gave, watches, *([Task.giver_unit == led] if led else []))


async def get_task(session: AsyncSession, who: Identity, task_id: UUID, *, lock: bool = False) -> Task:
    """Absent and not visible are the same answer."""
    query = visible_to(who).where(Task.id == task_id).execution_options(populate_existing=True)
    found = (await session.scalars(query.with_for_update(of=Task) if lock else query)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def list_parts(session: AsyncSession, task_id: UUID) -> list[TaskPart]:
    """Who leads first."""
    query = select(TaskPart).where(TaskPart.task_id == task_id).order_by(TaskPart.part.desc(), TaskPart.name)
    return list((await session.scalars(query)).all())


async def list_extensions(session: AsyncSession, task_id: UUID) -> list[TaskExtension]:
    query = select(TaskExtension).where(TaskExtension.task_id == task_id).order_by(TaskExtension.asked_at.desc())
    return list((await session.scalars(query)).all())


async def find_asked(session: AsyncSession, task_id: UUID) -> TaskExtension | None:
    query = select(TaskExtension).where(TaskExtension.task_id == task_id, TaskExtension.standing == "asked")
    return (await session.scalars(query)).one_or_none()


async def list_steps(
    session: AsyncSession, task_id: UUID, after: int = 0, limit: int | None = None
) -> Sequence[TaskStep]:
    """The oldest first, from behind `after`."""
    query = select(TaskStep).where(TaskStep.task_id == task_id, TaskStep.id > after).order_by(TaskStep.id)
    return (await session.scalars(query.limit(limit))).all()


async def list_children(session: AsyncSession, who: Identity, task_id: UUID) -> Sequence[Task]:
    """Việc con at the same agency, as far as this person sees them."""
    query = visible_to(who).where(Task.parent_id == task_id).order_by(Task.due_key, Task.id)
    return (await session.scalars(query)).all()


async def lock_children(session: AsyncSession, task_id: UUID) -> Sequence[Task]:
    """All of them as they stand now, whoever is at work on one waits; in the order in which everybody locks them."""
    query = select(Task).where(Task.parent_id == task_id).order_by(Task.id).with_for_update()
    return (await session.scalars(query, execution_options={"populate_existing": True})).all()


async def find_parent(session: AsyncSession, who: Identity, task: Task) -> Task | None:
    """Việc cha, for who may see it."""
    if task.parent_id is None:
        return None
    return (await session.scalars(visible_to(who).where(Task.id == task.parent_id))).one_or_none()


async def list_copies(session: AsyncSession, origin: Task) -> list[str]:
    """Codes of the agencies that were told, those that need not work on it any more too."""
    prefix = "agency:"
    query = select(TaskPart.whose).where(TaskPart.task_id == origin.id, TaskPart.whose.startswith(prefix))
    return [whose.removeprefix(prefix) for whose in await session.scalars(query)]


def stands(standing: str, today: date, due: Any = Task.due_key) -> ColumnElement[bool]:
    """The condition of one standing, as `rules.standing_of` decides it. `due`: the term, where it stands beside a part."""
    done, soon = Task.state.in_(sorted(FINISHED)), today + timedelta(days=SOON_DAYS)
    going = Task.state.in_(sorted(OPEN - FINISHED))
    told: dict[str, ColumnElement[bool]] = {
        Standing.ON_TIME: and_(done, Task.reported_on <= due),
        Standing.FINISHED_LATE: and_(done, Task.reported_on > due),
        Standing.LATE: and_(going, due < today),
        Standing.SOON: and_(going, due >= today, due <= soon),
        Standing.IN_TERM: and_(going, due > soon),
    }
    return told[standing]


def states_of(standing: str) -> list[str]:
    """In which states tasks of that standing are: parts of the list's index."""
    return sorted(FINISHED if standing in (Standing.ON_TIME, Standing.FINISHED_LATE) else OPEN - FINISHED)


async def count_open_inside(session: AsyncSession, task: Task) -> int:
    """Sub-tasks and co-operators' parts that are still open."""
    children = select(func.count()).where(Task.parent_id == task.id, Task.state.not_in(sorted(CLOSED)))
    parts = select(func.count()).where(
        TaskPart.task_id == task.id, TaskPart.part == TaskPartKind.COOPERATE, TaskPart.outcome_at.is_(None)
    )
    return int(await session.scalar(select(children.scalar_subquery() + parts.scalar_subquery())) or 0)


async def is_drafted(session: AsyncSession, task: Task) -> bool:
    """A document that answers it was issued by the agency."""
    issued = OutgoingDocument.answers_task == task.id, OutgoingDocument.status.in_(sorted(LEFT_HERE))
    return await session.scalar(select(OutgoingDocument.id).where(*issued).limit(1)) is not None


IS_COUNTED = Task.state.not_in(sorted(GONE))
