"""Each part of a group of procedures is told to the citizen, as it stands. Of what officers ask each other he hears nothing here."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.parts.models import DossierPart
from one_stop.parts.rules import PartState
from one_stop.procedures.branches import Branch, is_of_step
from one_stop.procedures.queries import get_version
from one_stop.procedures.rules import signed_before
from shared.contracts.one_stop_groups import BranchTold
from shared.core import clock
from shared.messaging.outbox import tell

SKIPPED = "skipped"
_ANSWERS = (PartState.ANSWERED, PartState.REFUSED)
"""What ends otherwise bears an officer's words to his colleagues."""


async def tell_branch(session: AsyncSession, part: DossierPart) -> None:
    """Nothing where an officer asked for an opinion, or before the agency's own result is signed; words only of a party outside,
    whose answer is for the applicant. It bears the procedure's name, whatever an officer wrote as he gave it again."""
    if not part.branch or (branch := await _in_a_group(session, part)) is None:
        return
    told = BranchTold(
        dossier_id=str(part.dossier_id),
        branch=part.branch,
        name=branch.name,
        agency_name=part.agency_name,
        state=SKIPPED if part.skipped_at else part.state,
        at=clock.now(),
        due_at=part.due_at,
        answer=part.opinion if part.is_outside and part.place in _ANSWERS else "",
    )
    await tell(session, told)


async def _in_a_group(session: AsyncSession, part: DossierPart) -> Branch | None:
    """The branch that the part stands for, if its fork comes after the signature (liên thông nhóm thủ tục)."""
    dossier = await session.get_one(Dossier, part.dossier_id)
    version = await get_version(session, dossier.procedure_version_id)
    step = next((step for step in version.steps if is_of_step(part.branch, step.code)), None)
    if step is None or not signed_before(version.workflow(), step.position):
        return None
    return next((branch for branch in step.branches() if branch.key == part.branch), None)
