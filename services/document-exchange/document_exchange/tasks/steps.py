"""What every act on a task begins and ends with: the row locked, who may checked, its history kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.models import Task, TaskPart, TaskStep
from document_exchange.tasks.queries import get_task, led_by, list_parts, sees_all, whose_of
from document_exchange.tasks.rules import NO_TERM, STEPS, Case, TaskAct, TaskPartKind, TaskState
from shared.access.identity import Identity
from shared.access.rights import Role, callers_of
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import FieldError, Invalid, PreconditionFailed
from shared.storage import evidence
from shared.storage.words import searchable
from shared.work.timeline import kept, signed_by


async def take(session: AsyncSession, who: Identity, task_id: UUID, version: int | None, act: TaskAct) -> Task:
    """Lock the row: whoever comes second sees what the first one did. Refuses what the table of steps does not allow."""
    task = await get_task(session, who, task_id, lock=True)
    if version is not None and version != task.version:
        raise PreconditionFailed("changed_meanwhile")
    way = STEPS.require(act, case_of(who, task, await list_parts(session, task.id)))
    if way.target is not None:
        task.state = way.target
    return task


def case_of(who: Identity, task: Task, parts: Sequence[TaskPart]) -> Case:
    """The task and this person, as the table of steps sees them."""
    mine = {part_in(one, parts) for one in parts if one.whose in whose_of(who)}
    heads_agency = sees_all(who) and Role.LEADER in who.roles
    here, leads, helps = task.origin_id is None, TaskPartKind.LEAD in mine, TaskPartKind.COOPERATE in mine
    if not here:
        # Inside the agency that was given it, its leaders answer for it, with whomever they had it done by.
        part, working = task.part, heads_agency or leads
        leads, helps = part == TaskPartKind.LEAD and working, helps or (part == TaskPartKind.COOPERATE and working)
    own_unit = f"unit:{led_by(who)}"
    return Case(
        TaskState(task.state),
        callers_of(who),
        here=here,
        gives=here and _gives(who, task, heads_agency),
        leads=leads,
        helps=helps,
        deals_out=(not here and heads_agency) or own_unit in {one.whose for one in parts},
        watches=here and bool(task.monitor_id) and task.monitor_id == who.desk,
    )


def part_in(one: TaskPart, parts: Sequence[TaskPart]) -> str:
    """Whom a unit's head had do the unit's part has what the unit has; others whom he named help."""
    if not one.inside or one.part != TaskPartKind.LEAD:
        return one.part
    return next((unit.part for unit in parts if unit.whose == f"unit:{one.inside}"), TaskPartKind.COOPERATE)


def _gives(who: Identity, task: Task, heads_agency: bool) -> bool:
    """Whoever gave it as a leader, who heads now the unit in which it was given; where the giver stands there no more, any leader."""
    if task.giver_left and heads_agency:
        return True
    if task.giver_unit:
        return task.giver_unit == led_by(who)
    return not task.giver_left and task.giver_id == who.desk and who.kind == "officer"


@dataclass(frozen=True)
class By:
    """Ai làm: a person here, or whoever an event names."""

    name: str
    title: str = ""
    agency: str = ""
    """Of who acted elsewhere: its name, and its code."""
    agency_code: str = ""
    columns: dict[str, Any] | None = None
    actor: Any = ""


def by_person(who: Identity) -> By:
    return By(who.acting_name, who.title, columns={"actor_id": who.subject, **signed_by(who)}, actor=who)


async def note(
    session: AsyncSession,
    by: By,
    task: Task,
    act: TaskAct,
    words: str = "",
    *,
    percent: int | None = None,
    files: Sequence[FileReference] = (),
    **facts: object,
) -> None:
    """Timeline and evidence in the transaction that made the change."""
    if act is not TaskAct.GIVE:
        task.version = (task.version or 0) + 1
    task.folded = searchable(f"{task.code} {task.subject} {task.lead_name} {task.giver_name} {task.giver_agency}")
    row = TaskStep(
        task_id=task.id,
        at=clock.now(),
        act=act,
        actor_name=by.name,
        actor_agency=by.agency,
        words=words,
        percent=percent,
        files=kept(*files),
        **(by.columns if by.columns is not None else {"actor_title": by.title}),
    )
    session.add(row)
    await evidence.record(session, f"task-{act}", f"task/{task.id}", by.actor, version=task.version, **facts)


def set_due(task: Task, due_on: date | None) -> None:
    """Another term: whoever was told of a late task is told anew."""
    task.due_on, task.due_key, task.late_told_at = due_on, due_on or NO_TERM, None


def copy_id(origin: UUID, agency_code: str) -> UUID:
    """The row that an agency has of a task: the same however often it is told."""
    return uuid5(origin, agency_code)


def wrong(code: str, pointer: str, sentence: str) -> Invalid:
    return Invalid(code, fields=[FieldError(pointer, code, sentence)])


def require_words(words: str, sentence: str) -> None:
    if not words:
        raise wrong("words_required", "/words", sentence)
