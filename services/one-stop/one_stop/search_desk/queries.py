"""How far a look goes: whose dossiers may be asked for by whom."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.reaching import agencies_of
from shared.access.rights import Reach, reach
from shared.core.errors import NotFound
from shared.core.province import this_province
from shared.directory.models import Agency
from shared.storage import evidence
from shared.work.listing import Chosen

BELOW, ANYWHERE = "below", "province"
_RIGHTS = {BELOW: Right.FIND_BELOW, ANYWHERE: Right.FIND_ANYWHERE}


def may_look(who: Identity, scope: str) -> bool:
    """Whether dossiers of other agencies are shown to this caller."""
    if scope == ANYWHERE and who.agency_code != this_province().service_centre:
        return False
    return reach(who, RIGHTS[_RIGHTS[scope]]) in (Reach.BELOW, Reach.ALL)


async def agencies_within(session: AsyncSession, who: Identity, scope: str) -> dict[str, str]:
    """Names by code, those that a reorganisation ended too; NotFound where the right does not go so far."""
    if not scope:
        return {who.agency_code: who.agency_name}
    if not may_look(who, scope):
        raise NotFound("not_found")
    code, parent = Agency.code.expression, Agency.parent_code.expression
    reached = agencies_of(who, RIGHTS[_RIGHTS[scope]], code, parent)
    rows = await session.execute(select(Agency.code, Agency.name).where(reached).order_by(Agency.sort_key, Agency.code))
    return {row.code: row.name for row in rows}


async def agencies_asked(session: AsyncSession, who: Identity, chosen: Chosen) -> tuple[str, ...]:
    within = await agencies_within(session, who, chosen.filters["scope"])
    one = chosen.filters["agency"]
    if one and one not in within:
        raise NotFound("not_found")
    return (one,) if one else tuple(within)


async def note_look(session: AsyncSession, who: Identity, chosen: Chosen, found: int) -> None:
    """Whoever looks beyond the own agency leaves a trace: how far, by which filters, how many were found; never the words themselves."""
    scope = chosen.filters["scope"]
    if not scope:
        return
    asked = {name: value for name, value in chosen.filters.items() if value and name != "scope"}
    facts = {"scope": scope, "asked": asked, "searched": bool(chosen.words), "found": found}
    await evidence.record(session, "dossiers-sought", f"agency/{who.agency_code}", who, **facts)
