"""Who sees a plan: what was decided is everybody's who has the right; what is only thought of, theirs who answer for one of its agencies."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.reorganising.checking import is_above
from mail_directory.reorganising.models import Reorganisation
from mail_directory.reorganising.queries import agencies_by_code, get_plan, list_plans
from mail_directory.reorganising.rules import State
from mail_directory.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.rights import covers
from shared.core.errors import NotFound

DECIDED = frozenset({State.CONFIRMED, State.DONE})


async def seen_plans(session: AsyncSession, who: Identity) -> Sequence[Reorganisation]:
    """The latest day first."""
    return [plan for plan in await list_plans(session) if await _may_see(session, who, plan)]


async def seen_plan(session: AsyncSession, who: Identity, plan_id: UUID) -> Reorganisation:
    """Raises NotFound, as for one that is not there."""
    plan = await get_plan(session, plan_id)
    if not await _may_see(session, who, plan):
        raise NotFound("not_found")
    return plan


async def _may_see(session: AsyncSession, who: Identity, plan: Reorganisation) -> bool:
    if State(plan.state) in DECIDED or plan.drawn_by == who.subject:
        return True
    known = await agencies_by_code(session, [*plan.ending_codes, *plan.heir_codes])
    right = Right.CONFIRM_REORGANISATION
    for agency in known.values():
        own = covers(who, RIGHTS[right], agency.code, agency.parent_code)
        if own or await is_above(session, who, right, agency):
            return True
    return False
