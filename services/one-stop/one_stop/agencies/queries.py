"""Reading the province, and who goes on with what an agency had."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import AgencyMerger, Province


async def get_province(session: AsyncSession) -> Province:
    """The one province of this installation."""
    return (await session.scalars(select(Province).limit(1))).one()


async def heir_of(session: AsyncSession, code: str) -> str:
    """Cơ quan kế thừa of an agency that was merged, and of that one, however often in turn; itself where it was not."""
    seen, last = {code}, code
    while (merger := await session.get(AgencyMerger, last)) is not None and merger.successor_code not in seen:
        last = merger.successor_code
        seen.add(last)
    return last


async def ended_into(session: AsyncSession, code: str) -> list[str]:
    """Cơ quan đã sáp nhập, giải thể vào: all whose work this agency goes on with, those that went into one of these too."""
    gone = select(AgencyMerger.agency_code).where(AgencyMerger.successor_code == code).cte("gone", recursive=True)
    further = AgencyMerger.successor_code == gone.c.agency_code
    gone = gone.union(select(AgencyMerger.agency_code).join(gone, further))
    return list(await session.scalars(select(gone.c.agency_code)))


async def heirs_of(session: AsyncSession, codes: Sequence[str]) -> list[str]:
    """Each agency once, in the order in which they stood."""
    return list(dict.fromkeys([await heir_of(session, code) for code in codes]))
