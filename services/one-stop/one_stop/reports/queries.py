"""Reading reports."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from one_stop.agencies.models import AgencyMerger
from one_stop.agencies.rules import PART
from one_stop.reports.models import ReceivedReport, Report
from one_stop.reports.rules import Period
from one_stop.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.reaching import agencies_of
from shared.core.errors import NotFound
from shared.directory.models import Agency

SHOWN = 100


def of_agency(agency_code: str) -> Select[Any]:
    return select(Report).where(Report.agency_code == agency_code)


async def list_reports(session: AsyncSession, agency_code: str) -> Sequence[Report]:
    """The newest first, without their lines."""
    newest = of_agency(agency_code).order_by(Report.asked_at.desc(), Report.id).limit(SHOWN)
    return list(await session.scalars(newest.options(defer(Report.lines))))


async def get_report(session: AsyncSession, report_id: UUID, agency_code: str) -> Report:
    """NotFound for another agency's."""
    found: Report | None = await session.scalar(of_agency(agency_code).where(Report.id == report_id))
    if found is None:
        raise NotFound("not_found")
    return found


async def list_received(session: AsyncSession, agency_code: str) -> Sequence[ReceivedReport]:
    """What agencies below have signed and sent, the newest first."""
    own = select(ReceivedReport).where(ReceivedReport.agency_code == agency_code)
    newest = own.order_by(ReceivedReport.signed_at.desc(), ReceivedReport.id).limit(SHOWN)
    return list(await session.scalars(newest))


async def get_received(session: AsyncSession, report_id: UUID, agency_code: str) -> ReceivedReport:
    """NotFound for what was sent to another agency."""
    found = await session.get(ReceivedReport, report_id)
    if found is None or found.agency_code != agency_code:
        raise NotFound("not_found")
    return found


async def agencies_reported(
    session: AsyncSession, who: Identity, period: Period, *, below: bool
) -> list[dict[str, str]]:
    """The own agency first, then those that went into it since, then those below it in the directory's order; those that a
    reorganisation ended too: they had dossiers.
    """
    reached = agencies_of(who, RIGHTS[Right.SEE_FIGURES], Agency.code.expression, Agency.parent_code.expression)
    before = await ended_since(session, who.agency_code, period)
    mine = Agency.code.in_([who.agency_code, *before])
    rows = await session.execute(
        select(Agency.code, Agency.name)
        .where(or_(reached, mine) if below else mine)
        .order_by(Agency.sort_key, Agency.code)
    )
    found = [{"code": code, "name": name} for code, name in rows]
    return sorted(found, key=lambda agency: (agency["code"] != who.agency_code, agency["code"] not in before))


async def ended_since(session: AsyncSession, code: str, period: Period) -> list[str]:
    """Cơ quan đã có trong kỳ: they ended after it, this one goes on with their work, and nobody is left there to report for them.

    Of one that was split the first successor does. One that signed its own before it ended has reported.
    """
    found: list[str] = []
    line = [code]
    while line:
        into = AgencyMerger.act != PART, AgencyMerger.successor_code.in_(line), AgencyMerger.first_day > period.last
        ended = await session.scalars(select(AgencyMerger.agency_code).where(*into).order_by(AgencyMerger.agency_code))
        line = [one for one in ended if one not in (code, *found)]
        found += line
    same = Report.first_day == period.first, Report.last_day == period.last, Report.below.is_(False)
    signed = select(Report.agency_code).where(Report.agency_code.in_(found), *same, Report.closed_at.is_not(None))
    reported = set((await session.scalars(signed)).all())
    return [one for one in found if one not in reported]
