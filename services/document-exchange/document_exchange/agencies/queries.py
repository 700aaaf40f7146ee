"""Who goes on with what an agency had."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import AgencyMerger
from document_exchange.agencies.rules import PART


async def list_mergers(session: AsyncSession) -> Sequence[AgencyMerger]:
    """All that was ever told, in the order of their days: plans of a province are few."""
    return (await session.scalars(select(AgencyMerger).order_by(AgencyMerger.first_day, AgencyMerger.heard_at))).all()


def ended_codes() -> Select[str]:
    """Of agencies that ended, whose work another goes on with."""
    return select(AgencyMerger.agency_code).where(AgencyMerger.act != PART)


async def list_continued(session: AsyncSession, codes: Collection[str]) -> set[str]:
    """Those of the agencies for which a successor answers."""
    query = ended_codes().where(AgencyMerger.agency_code.in_(set(codes)))
    return set((await session.scalars(query)).all())


async def list_before(session: AsyncSession, code: str) -> list[str]:
    """Agencies that ended and went, whole or with a share, into this one or into one that did."""
    found: list[str] = []
    line, mergers = [code], [one for one in await list_mergers(session) if not one.stands]
    while line:
        into = {one.agency_code for one in mergers if set(one.successors) & set(line)}
        line = sorted(into - {code, *found})
        found += line
    return found
