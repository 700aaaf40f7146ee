"""How much work each has, by points of what is due, and who should get what. Pure values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

LATE, SOON, LATER = 3, 2, 1
"""Điểm of a dossier: past its term, due within a week, later. One that rests for the applicant or a pause has none."""
WEEK = timedelta(days=7)
EVEN = 4
"""Points by which two people may differ before something is taken from the one and given to the other."""


@dataclass(frozen=True)
class Task:
    """Một hồ sơ ở bước chuyên viên."""

    id: UUID
    version: int
    code: str
    procedure_name: str
    holder_id: str
    work_due_at: datetime
    rests: bool
    begun: bool
    """It has a draft: it stays with who wrote it."""

    def points(self, now: datetime) -> int:
        if self.rests:
            return 0
        if self.work_due_at < now:
            return LATE
        return SOON if self.work_due_at < now + WEEK else LATER


@dataclass(frozen=True)
class Proposed:
    """Đề xuất giao: which dossier to whom."""

    task: Task
    to: str


def loads_of(tasks: Sequence[Task], people: Sequence[str], now: datetime) -> dict[str, int]:
    """Điểm of each person, of those who have nothing too."""
    loads = dict.fromkeys(people, 0)
    for task in tasks:
        if task.holder_id in loads:
            loads[task.holder_id] += task.points(now)
    return loads


def share_out(tasks: Sequence[Task], people: Sequence[str], now: datetime, most: int) -> list[Proposed]:
    """What nobody has goes, the heaviest first, to who has least; then what is not begun goes from who has most to who has least."""
    if not people:
        return []
    loads, proposed = loads_of(tasks, people, now), list[Proposed]()
    free = sorted(
        (one for one in tasks if not one.holder_id), key=lambda one: (-one.points(now), one.work_due_at, one.id)
    )
    for one in free[:most]:
        to = _least(loads)
        proposed.append(Proposed(one, to))
        loads[to] += one.points(now)
    held = {person: _movable(tasks, person, now) for person in people}
    while len(proposed) < most:
        heavy, light = _heaviest(loads), _least(loads)
        task = next((one for one in held[heavy] if one.points(now) <= (loads[heavy] - loads[light]) // 2), None)
        if loads[heavy] - loads[light] < EVEN or task is None:
            break
        held[heavy].remove(task)
        proposed.append(Proposed(task, light))
        loads[heavy] -= task.points(now)
        loads[light] += task.points(now)
    return proposed


def after(loads: Mapping[str, int], proposed: Sequence[Proposed], now: datetime) -> dict[str, int]:
    """The loads when all of it is given out."""
    found = dict(loads)
    for one in proposed:
        found[one.to] += one.task.points(now)
        if one.task.holder_id:
            found[one.task.holder_id] -= one.task.points(now)
    return found


def _movable(tasks: Sequence[Task], person: str, now: datetime) -> list[Task]:
    """The last due first: what is urgent stays with who knows it."""
    own = (one for one in tasks if one.holder_id == person and not one.begun and one.points(now))
    return sorted(own, key=lambda one: one.work_due_at, reverse=True)


def _least(loads: Mapping[str, int]) -> str:
    return min(loads, key=lambda person: loads[person])


def _heaviest(loads: Mapping[str, int]) -> str:
    return max(loads, key=lambda person: loads[person])
