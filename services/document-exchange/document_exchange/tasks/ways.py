"""Lối đến nhiệm vụ: tasks that somebody sees for one reason, each by an index in the order of terms; more than one may lead to a task."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, false, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.models import Task, TaskPart
from document_exchange.tasks.queries import leads_agency, led_by, of_agency, sees_all, whose_of
from document_exchange.tasks.rules import AT_WORK, TaskState
from shared.access.identity import Identity
from shared.core import clock
from shared.work.keyset import counted_once

# The words without a value name a partial index to every plan.
_GIVEN = text("task.giver_id <> ''")
_GIVEN_IN = text("task.giver_unit <> ''")
_WATCHED = text("task.monitor_id <> ''")
_CAME = text("task.origin_id IS NOT NULL")
_LEFT = text("task.giver_left")


@dataclass(frozen=True)
class Way:
    """Lối đến nhiệm vụ."""

    rows: Select[Task]
    state: Any
    by_term: tuple[Any, ...]


def _way(rows: Select[Task]) -> Way:
    return Way(rows, Task.state, (Task.due_key, Task.id))


def ways_to(who: Identity, scope: str = "") -> list[Way]:
    """What `visible_to` shows of that scope."""
    if scope == "mine":
        return _having_part(who) or [_way(of_agency(who).where(false()))]
    if scope == "given":
        return _deciding(who)
    if scope == "watched":
        return [_watched(who)]
    if scope == "todo":
        came = [_way(of_agency(who).where(_CAME))] if sees_all(who) else []
        return [*came, *_having_part(who)] or [_way(of_agency(who).where(false()))]
    if sees_all(who):
        return [_way(of_agency(who))]
    if scope == "came":  # who gave it, and who watches it, is of the giver's own row alone
        return _having_part(who)
    return [*_having_part(who), *_given(who), _watched(who)]


def _having_part(who: Identity) -> list[Way]:
    """Agency, state and term stand beside whoever has a part, kept by the database."""
    rows = select(Task).select_from(TaskPart).join(Task, Task.id == TaskPart.task_id)
    rows = rows.where(TaskPart.agency_code == who.agency_code)
    return [
        Way(rows.where(TaskPart.whose == whose), TaskPart.state, (TaskPart.due_key, TaskPart.task_id))
        for whose in whose_of(who)
    ]


def _given(who: Identity) -> list[Way]:
    gave = _way(of_agency(who).where(Task.giver_id == who.desk, _GIVEN))
    return [gave, *_given_in(who)]


def _given_in(who: Identity) -> list[Way]:
    led = led_by(who)
    return [_way(of_agency(who).where(Task.giver_unit == led, _GIVEN_IN))] if led else []


def _deciding(who: Identity) -> list[Way]:
    """What he gave as a leader, what was given in the unit that he heads, for leaders what nobody else stands for."""
    mine = of_agency(who).where(Task.giver_id == who.desk, _GIVEN, Task.giver_unit == "", ~Task.giver_left)
    left = [_way(of_agency(who).where(_LEFT))] if leads_agency(who) else []
    return [_way(mine), *_given_in(who), *left]


def _watched(who: Identity) -> Way:
    return _way(of_agency(who).where(Task.monitor_id == who.desk, _WATCHED))


async def count_waiting(session: AsyncSession, who: Identity) -> dict[str, int]:
    """What is to be done, for the card of the front page: new, late, to be confirmed."""
    today = clock.local_now().date()
    late = [replace(way, rows=way.rows.where(way.by_term[0] < today)) for way in ways_to(who)]
    wanted = {
        "given": _in_states(ways_to(who, "todo"), [TaskState.GIVEN]),
        "late": _in_states(late, sorted(AT_WORK)),
        "reported": _in_states(ways_to(who, "given"), [TaskState.REPORTED]),
    }
    counts = [counted_once(selects, Task.id).label(name) for name, selects in wanted.items()]
    return dict((await session.execute(select(*counts))).one()._mapping)


def _in_states(ways: Iterable[Way], states: Iterable[str]) -> list[Select[Task]]:
    wanted = list(states)
    return [way.rows.where(way.state == state) for way in ways for state in wanted]
