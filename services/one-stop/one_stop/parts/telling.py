"""Each part of a group of procedures is told to the citizen, as it stands. Of what officers ask each other he hears nothing here."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.parts.models import DossierPart
from one_stop.parts.rules import ENDED
from shared.contracts.one_stop_groups import BranchTold
from shared.core import clock
from shared.messaging.outbox import tell

SKIPPED = "skipped"


async def tell_branch(session: AsyncSession, part: DossierPart) -> None:
    """Nothing where an officer asked for an opinion; words only of a party outside, whose answer is for the applicant."""
    if not part.branch:
        return
    told = BranchTold(
        dossier_id=str(part.dossier_id),
        branch=part.branch,
        name=part.question,
        agency_name=part.agency_name,
        state=SKIPPED if part.skipped_at else part.state,
        at=clock.now(),
        due_at=part.due_at,
        answer=part.opinion if part.is_outside and part.place in ENDED else "",
    )
    await tell(session, told)
