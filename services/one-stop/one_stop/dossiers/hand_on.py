"""Bước do cơ quan khác làm: a department drafts, the committee above signs. The dossier stays; its step is held by that agency."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import heir_of
from one_stop.agencies.rules import Matter
from one_stop.dossiers.cases import HELD_BY_AGENCY, agency_holding
from one_stop.dossiers.models import Dossier
from one_stop.procedures.rules import PARENT, Step
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.errors import Conflict
from shared.directory.queries import find_agency


async def agency_of(session: AsyncSession, dossier: Dossier, step: Step) -> str:
    """Where the step of the dossier is done; `PARENT` of an agency that has none is the agency itself."""
    return await agency_at(session, dossier, step.at)


async def agency_at(session: AsyncSession, dossier: Dossier, place: str) -> str:
    """The agency that a step or a branch names, for this dossier; its own where none is named.

    Of one that was split, or of which a part left, whoever goes on with the dossier's procedure or sector.
    """
    if not place:
        return dossier.agency_code
    code = place
    if code == PARENT:
        own = await find_agency(session, dossier.agency_code)
        code = own.parent_code if own and own.parent_code else dossier.agency_code
    return await heir_of(session, code, Matter(dossier.procedure_code, dossier.sector_name))


async def give_to_agency(session: AsyncSession, dossier: Dossier, step: Step) -> str:
    """After it has entered the step: whoever signs at that agency has it in common. The agency's code; Conflict where it is no more."""
    code = await agency_of(session, dossier, step)
    if code == dossier.agency_code:
        return code
    place = await find_agency(session, code)
    if place is None or not place.is_valid_on(clock.local_now().date()):
        raise Conflict("step_agency_gone", step=step.name)
    dossier.holder_id, dossier.holder_name = f"{HELD_BY_AGENCY}{code}", place.name
    return code


async def issuer_of(session: AsyncSession, dossier: Dossier, steps: Sequence[Step]) -> str:
    """Cơ quan ban hành kết quả: of the last step that signs."""
    last = next(step for step in reversed(steps) if step.signs)
    return await agency_of(session, dossier, last)


def held_by(dossier: Dossier) -> Recipient:
    """Who has it; as long as nobody took it, everybody who might."""
    if there := agency_holding(dossier.holder_id):
        return Recipient(agency_code=there, role=dossier.step_role)
    return Recipient(person_id=dossier.holder_id or "", agency_code=dossier.agency_code, role=dossier.step_role)
