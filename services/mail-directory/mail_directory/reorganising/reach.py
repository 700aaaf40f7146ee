"""Which agencies somebody may put into a plan."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency
from mail_directory.reorganising import queries
from shared.access.identity import Identity


async def agencies_reached(session: AsyncSession, who: Identity, day: date) -> tuple[list[Agency], set[str]]:
    """Those that stand at or below the caller's agency, and the codes of those below it, at whatever depth."""
    standing = await queries.open_agencies(session, day)
    below = _below(who, standing)
    return [one for one in standing if one.code in below or one.code == who.agency_code], below


def _below(who: Identity, standing: Sequence[Agency]) -> set[str]:
    found, parents = {who.agency_code}, {one.code: one.parent_code for one in standing}
    while more := {code for code, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {who.agency_code}
