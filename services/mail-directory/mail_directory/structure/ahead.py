"""How a unit will be on a day to come: as it is now, and then each change that waits until that day, in turn."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Unit
from mail_directory.people.models import Post
from mail_directory.structure import queries
from mail_directory.structure.models import PlannedChange
from mail_directory.structure.rules import ChangeKind
from shared.core.errors import Conflict


@dataclass(frozen=True)
class UnitState:
    """Tên, loại, người đứng đầu của đơn vị vào một ngày."""

    name: str
    kind: str
    head: UUID | None


async def state_on(session: AsyncSession, unit: Unit, day: date) -> UnitState:
    """Raises Conflict where it will have gone into another by then."""
    state = UnitState(unit.name, unit.kind, unit.head_post_id)
    for change in await queries.list_waiting(session, unit.agency_code, day):
        if change.unit_id == unit.id and change.kind == ChangeKind.MERGE:
            raise Conflict("unit_ends_before")
        if change.unit_id == unit.id and change.kind == ChangeKind.CHANGE:
            state = _changed(state, change)
        elif change.post_id is not None and change.post_id == state.head and _leaves(change, unit.id):
            state = replace(state, head=None)
    return state


def _changed(state: UnitState, change: PlannedChange) -> UnitState:
    return UnitState(
        change.name if "name" in change.parts else state.name,
        change.unit_kind if "kind" in change.parts else state.kind,
        change.post_id if "head" in change.parts else state.head,
    )


def _leaves(change: PlannedChange, unit_id: UUID) -> bool:
    return change.kind == (ChangeKind.TAKE_OUT if change.unit_id == unit_id else ChangeKind.PLACE)


async def unit_on(session: AsyncSession, post: Post, day: date) -> UUID | None:
    """In which unit the post will lie."""
    lies = post.unit_id
    for change in await queries.list_waiting(session, post.agency_code, day):
        if change.kind == ChangeKind.MERGE and change.unit_id == lies:
            lies = change.into_id
        elif change.post_id == post.id and change.kind == ChangeKind.PLACE:
            lies = change.unit_id
        elif change.post_id == post.id and change.kind == ChangeKind.TAKE_OUT and change.unit_id == lies:
            lies = None
    return lies


def carried(wanted: UnitState, shown: UnitState, then: UnitState) -> UnitState:
    """What somebody wants who was shown one state, on a day of another: what he made different stays, what he left as it stood follows."""
    return UnitState(
        then.name if wanted.name == shown.name else wanted.name,
        then.kind if wanted.kind == shown.kind else wanted.kind,
        then.head if wanted.head == shown.head else wanted.head,
    )
