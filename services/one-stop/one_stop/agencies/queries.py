"""Reading the province, and who goes on with what an agency had."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import AgencyMerger, Province
from one_stop.agencies.rules import PART, Matter


async def get_province(session: AsyncSession) -> Province:
    """The one province of this installation."""
    return (await session.scalars(select(Province).limit(1))).one()


async def heir_of(session: AsyncSession, code: str, matter: Matter = Matter()) -> str:  # noqa: B008  a value that nothing changes
    """Cơ quan kế thừa of an agency that was merged, and of that one, however often in turn; itself where it was not.

    `matter`: of what, as one that was split has several.
    """
    way = await way_of(session, code, matter)
    return way[-1].heir(matter) if way else code


async def way_of(session: AsyncSession, code: str, matter: Matter) -> list[AgencyMerger]:
    """By which plans it went from agency to agency, day by day: what left one that stands may come back to it later."""
    last, since, way = code, date.min, list[AgencyMerger]()
    while (found := await _next(session, last, since, matter, way)) is not None:
        way.append(found)
        last, since = found.heir(matter), found.first_day
    return way


async def _next(
    session: AsyncSession, code: str, since: date, matter: Matter, way: Sequence[AgencyMerger]
) -> AgencyMerger | None:
    later = AgencyMerger.agency_code == code, AgencyMerger.first_day >= since
    rows = await session.scalars(
        select(AgencyMerger).where(*later).order_by(AgencyMerger.first_day, AgencyMerger.heard_at)
    )
    return next((one for one in rows if one not in way and one.heir(matter) != code), None)


async def mergers_of(session: AsyncSession, code: str) -> Sequence[AgencyMerger]:
    """Plans by which it ended, or a part of it left; the latest first."""
    rows = select(AgencyMerger).where(AgencyMerger.agency_code == code)
    return (await session.scalars(rows.order_by(AgencyMerger.first_day.desc(), AgencyMerger.heard_at.desc()))).all()


def codes_ended_into(code: str, *, stands: bool = True) -> Select[str]:
    """Cơ quan đã sáp nhập, giải thể vào: all whose work this agency goes on with, those that went into one of these too.

    One that was split is in the list of each of its successors; so is one of which a part came here,
    unless it is asked for those alone that do not stand any more.
    """
    acts = [] if stands else [AgencyMerger.act != PART]
    into = or_(AgencyMerger.successor_code == code, AgencyMerger.shares.contains([{"successor_code": code}]))
    gone = select(AgencyMerger.agency_code).where(into, *acts).cte("gone", recursive=True)
    shared = func.jsonb_build_array(func.jsonb_build_object("successor_code", gone.c.agency_code))
    further = or_(AgencyMerger.successor_code == gone.c.agency_code, AgencyMerger.shares.contains(shared))
    return select(gone.union(select(AgencyMerger.agency_code).join(gone, further).where(*acts)).c.agency_code)


async def ended_into(session: AsyncSession, code: str) -> list[str]:
    return list(await session.scalars(codes_ended_into(code)))


async def heirs_of(session: AsyncSession, codes: Sequence[str], matter: Matter) -> list[str]:
    """Each agency once, in the order in which they stood."""
    return list(dict.fromkeys([await heir_of(session, code, matter) for code in codes]))
