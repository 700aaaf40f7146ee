"""Who would look at a draft: its flow, with the people and units of today in the place of the flow's words."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.reviewing.queries import find_flow
from document_exchange.reviewing.rules import UNIT_HEAD
from shared.core import clock
from shared.directory.queries import Colleague, find_head, list_units


@dataclass(frozen=True)
class Turn:
    """Một lượt sẽ tới."""

    number: int
    """Of the flow's step, from 1 on."""
    level: int
    kind: str
    whose: str
    name: str
    optional: bool
    is_drafters: bool = False
    """The drafter would look at what he wrote himself: by submitting he answers for it."""


def head_turn(unit_name: str, head: Colleague | None) -> str:
    """A unit's turn, with whoever heads it."""
    return f"Trưởng đơn vị: {unit_name}" + (f" ({head.full_name})" if head else "")


async def plan_turns(
    session: AsyncSession, agency_code: str, type_code: str, unit_id: str, *, drafter_id: str, signer_id: str
) -> list[Turn]:
    """Empty where no flow fits. Whoever signs is not asked before; a draft of no unit has no head of it."""
    flow = await find_flow(session, agency_code, type_code, unit_id)
    if flow is None:
        return []
    today = clock.local_now().date()
    units = {unit.id: unit.name for unit in await list_units(session, agency_code, today)}
    found: list[Turn] = []
    for number, step in enumerate(flow.steps, 1):
        whose, name = step["whose"], step["name"]
        if whose == UNIT_HEAD:
            if not unit_id:
                continue
            whose, name = f"unit:{unit_id}", head_turn(units.get(unit_id, unit_id), None)
        kind, _, its_id = whose.partition(":")
        head = await find_head(session, its_id, today) if kind == "unit" else None
        person = head.id if head else its_id if kind == "person" else ""
        twice = any((one.whose, one.level) == (whose, step["level"]) for one in found)
        if twice or (person and person == signer_id):
            continue
        is_drafters = bool(person) and person == drafter_id
        shown = head_turn(units.get(its_id, its_id), head) if head else name
        found.append(Turn(number, step["level"], step["kind"], whose, shown, step["optional"], is_drafters))
    return found
