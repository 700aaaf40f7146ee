"""Who answers for a dossier's term."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.hand_on import held_by as held_by
from one_stop.dossiers.models import Dossier
from shared.access.rights import Role
from shared.contracts.values import Recipient
from shared.core import clock
from shared.directory.queries import find_head


def leaders_of(dossier: Dossier) -> Recipient:
    return Recipient(agency_code=dossier.agency_code, role=Role.LEADER)


def counter_of(dossier: Dossier) -> Recipient:
    """Bộ phận một cửa that received it."""
    return Recipient(agency_code=dossier.received_agency_code, role=Role.COUNTER_OFFICER)


async def answering_for(session: AsyncSession, dossier: Dossier) -> list[Recipient]:
    """Holder, head of the holder's unit, leaders and counter; who is two of them is told once in each post."""
    told = [held_by(dossier), leaders_of(dossier), counter_of(dossier)]
    head = await find_head(session, dossier.unit_id, clock.local_now().date())
    if head is not None and head.id != dossier.holder_id:
        told.append(Recipient(person_id=head.id, agency_code=dossier.step_at))
    return told
