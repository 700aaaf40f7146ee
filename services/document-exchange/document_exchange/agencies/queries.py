"""Who goes on with what an agency had."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import AgencyMerger
from document_exchange.agencies.rules import PART
from shared.directory.models import Agency


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


async def list_after(session: AsyncSession, codes: Collection[str]) -> list[str]:
    """Agencies that go on, whole or with a share, with the work of any of these that ended, or of one that did."""
    found: list[str] = []
    line, mergers = set(codes), [one for one in await list_mergers(session) if not one.stands]
    while line:
        line = {heir for one in mergers if one.agency_code in line for heir in one.successors} - {*codes, *found}
        found += sorted(line)
    return found


async def is_on_platform(session: AsyncSession, code: str) -> bool:
    """Whether an agency here bears the code, of either form, now or formerly, at work or ended."""
    named = or_(Agency.code == code, Agency.code_2020 == code, Agency.former_codes.contains([{"code": code}]))
    return code != "" and (await session.scalars(select(Agency.code).where(named).limit(1))).first() is not None
