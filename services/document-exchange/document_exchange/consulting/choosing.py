"""Who may be asked, or answers in another's stead: units, people and agencies as they stand today."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.steps import wrong
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.directory.queries import find_agency, find_colleague, find_head, list_agencies, list_colleagues, list_units

PEOPLE = (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK)
_UNKNOWN = "Hãy chọn một đơn vị, người hoặc cơ quan trong danh sách."


@dataclass(frozen=True)
class Party:
    """Nơi được lấy ý kiến."""

    whose: str
    name: str
    unit_id: str = ""
    person_id: str = ""
    home_unit: str = ""
    agency_code: str = ""


async def party_of(
    session: AsyncSession, who: Identity, whose: str, pointer: str, *, agencies: bool, inside: str = ""
) -> Party:
    """Refuses beside the field whoever is not there. `inside`: people of this unit alone."""
    kind, _, its_id = whose.partition(":")
    today = clock.local_now().date()
    if kind == "person":
        found = await find_colleague(session, who.agency_code, its_id, *PEOPLE, unit_id=inside)
        if found is not None:
            name = f"{found.full_name} – {found.title}" if found.title else found.full_name
            return Party(whose, name, person_id=found.id, home_unit=found.unit_id)
    elif kind == "unit" and not inside:
        units = {one.id: one.name for one in await list_units(session, who.agency_code, today)}
        if its_id in units:
            return Party(whose, units[its_id], unit_id=its_id)
    elif kind == "agency" and agencies:
        agency = await find_agency(session, its_id)
        if agency is not None and agency.is_valid_on(today) and agency.code != who.agency_code:
            return Party(whose, agency.name, agency_code=agency.code)
    raise wrong("opinion_party_unknown", pointer, _UNKNOWN)


async def require_not_own(session: AsyncSession, party: Party, drafter_id: str, pointer: str) -> None:
    """Nobody gives an opinion on his own draft, named or as the head of his unit."""
    head = await find_head(session, party.unit_id, clock.local_now().date())
    if drafter_id and drafter_id in (party.person_id, head.id if head else ""):
        sentence = f"Người soạn thảo không tự cho ý kiến về dự thảo của mình; hãy chọn nơi khác thay {party.name}."
        raise wrong("asked_yourself", pointer, sentence)


async def units_and_people(
    session: AsyncSession, agency_code: str, inside: str = ""
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Đơn vị and người of the agency; of one unit its people alone."""
    people = await list_colleagues(session, agency_code, *PEOPLE, unit_id=inside)
    named = [(f"person:{one.id}", f"{one.full_name} – {one.title}") for one in people]
    units = [] if inside else await list_units(session, agency_code, clock.local_now().date())
    return [(f"unit:{one.id}", one.name) for one in units], named


async def other_agencies(session: AsyncSession, agency_code: str) -> list[tuple[str, str]]:
    found = await list_agencies(session, clock.local_now().date(), agency_code)
    return [(f"agency:{one.code}", one.name) for one in found]
