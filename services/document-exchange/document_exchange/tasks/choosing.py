"""Who may be given a task: agencies, units and people as they stand today, and within which bounds for whoever gives it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.giving import WORKERS
from document_exchange.tasks.models import TaskPart
from document_exchange.tasks.queries import led_by
from document_exchange.tasks.rules import TaskPartKind
from document_exchange.tasks.schemas import TaskPartIn
from document_exchange.tasks.steps import wrong
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Invalid
from shared.directory.queries import find_agency, find_colleague, list_agencies, list_colleagues, list_units


async def read_parts(
    session: AsyncSession, who: Identity, given: Sequence[TaskPartIn], *, agencies: bool, inside: str = ""
) -> list[TaskPart]:
    """As rows with the names of today. Refuses beside the line at fault whom the caller cannot give work to.

    `agencies`: other agencies may be named too; `inside`: people of this unit alone.
    """
    found: list[TaskPart] = []
    for number, line in enumerate(given):
        pointer = f"/parts/{number}/whose"
        if line.whose in {one.whose for one in found}:
            raise wrong("named_twice", pointer, "Một người, một nơi chỉ đứng ở một dòng.")
        require_term(line.due_on, f"/parts/{number}/due_on")
        name = await name_of(session, who, line.whose, pointer, agencies=agencies, inside=inside)
        found.append(TaskPart(whose=line.whose, name=name, part=line.part, due_on=line.due_on, words=line.words))
    if sum(one.part == TaskPartKind.LEAD for one in found) > 1:
        raise wrong("two_leads", "/parts", "Chỉ một nơi chủ trì.")
    return found


async def name_of(
    session: AsyncSession, who: Identity, whose: str, pointer: str, *, agencies: bool, inside: str = ""
) -> str:
    """Refuses whoever is not there, or not the caller's to give work to."""
    kind, _, its_id = whose.partition(":")
    today = clock.local_now().date()
    if kind == "person":
        colleague = await find_colleague(session, who.agency_code, its_id, *WORKERS)
        if colleague and (not inside or colleague.unit_id == inside):
            return colleague.full_name
    elif kind == "unit" and not inside:
        units = {one.id: one.name for one in await list_units(session, who.agency_code, today)}
        if its_id in units:
            return units[its_id]
    elif kind == "agency" and agencies and not inside:
        agency = await find_agency(session, its_id)
        if agency is not None and agency.is_valid_on(today) and agency.code != who.agency_code:
            return agency.name
    raise _nobody(pointer)


def _nobody(pointer: str) -> Invalid:
    return wrong("task_party_unknown", pointer, "Hãy chọn một cơ quan, đơn vị hoặc người trong danh sách.")


def require_term(due_on: date | None, pointer: str) -> None:
    today = clock.local_now().date()
    if due_on is not None and due_on < today:
        raise wrong("day_over", pointer, f"Hạn {due_on:%d/%m/%Y} đã qua; hãy chọn hôm nay hoặc một ngày sau.")


async def choices_of(session: AsyncSession, who: Identity, *, agencies: bool) -> list[tuple[str, str]]:
    """Cơ quan, đơn vị, người as one choice; a head chooses among the people of his unit."""
    today, inside = clock.local_now().date(), led_by(who)
    people = await list_colleagues(session, who.agency_code, *WORKERS, unit_id=inside)
    persons = [(f"person:{one.id}", f"{one.full_name} – {one.title}") for one in people]
    if inside:
        return persons
    units = [(f"unit:{one.id}", one.name) for one in await list_units(session, who.agency_code, today)]
    others = await list_agencies(session, today, who.agency_code) if agencies else []
    return [*((f"agency:{one.code}", one.name) for one in others), *units, *persons]
