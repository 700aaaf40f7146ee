"""Months of each procedure, as they were published."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.service_results.models import PublishedMonth
from shared.directory.models import Agency

FEW = 10
"""Of fewer finished dossiers no share is told: one more or less would turn it over. The counts themselves are."""


@dataclass(frozen=True)
class MonthOfProcedure:
    """Một tháng của một thủ tục: counts of dossiers, of one agency or of all."""

    month: date
    procedure_code: str
    procedure_name: str
    agency_code: str
    """Empty: of all that do it."""
    agency_name: str
    received: int
    online: int
    finished: int
    on_time: int

    @property
    def on_time_share(self) -> float | None:
        """In percent; None of few."""
        return 100 * self.on_time / self.finished if self.finished >= FEW else None


@dataclass(frozen=True)
class Wanted:
    """Which months, of which procedure, at which agency; what is not said is all."""

    month: date | None = None
    procedure: str = ""
    agency: str = ""


async def list_months(session: AsyncSession, procedure: str = "") -> list[date]:
    """The newest first."""
    query = select(PublishedMonth.month).group_by(PublishedMonth.month).order_by(PublishedMonth.month.desc())
    return list(await session.scalars(query.where(PublishedMonth.procedure_code == procedure) if procedure else query))


async def list_agencies(session: AsyncSession) -> list[tuple[str, str]]:
    """Those that have figures, by code and name."""
    name = func.coalesce(func.max(Agency.name), PublishedMonth.agency_code)
    query = (
        select(PublishedMonth.agency_code, name)
        .outerjoin(Agency, Agency.code == PublishedMonth.agency_code)
        .group_by(PublishedMonth.agency_code)
        .order_by(func.max(Agency.sort_key), PublishedMonth.agency_code)
    )
    return [(code, called) for code, called in await session.execute(query)]


async def list_results(session: AsyncSession, wanted: Wanted, *, by_agency: bool) -> list[MonthOfProcedure]:
    """The newest month first, procedures by name; `by_agency`: each agency's own line, else all that are wanted together."""
    known = PublishedMonth
    parts = [known.month, known.procedure_code, *([known.agency_code] if by_agency else [])]
    sums = [func.sum(getattr(known, name)).label(name) for name in ("received", "online", "finished", "on_time")]
    name = func.max(known.procedure_name)
    query = select(*parts, name.label("procedure_name"), func.max(Agency.name).label("agency_name"), *sums)
    query = query.outerjoin(Agency, Agency.code == known.agency_code).group_by(*parts)
    if wanted.month is not None:
        query = query.where(known.month == wanted.month)
    if wanted.procedure:
        query = query.where(known.procedure_code == wanted.procedure)
    if wanted.agency:
        query = query.where(known.agency_code == wanted.agency)
    query = query.having(func.sum(known.received) + func.sum(known.finished) > 0)
    order: list[Any] = [known.month.desc(), name, known.procedure_code]
    order += [func.max(Agency.sort_key), known.agency_code] if by_agency else []
    found = (await session.execute(query.order_by(*order))).mappings()
    return [_line(dict(row), wanted.agency) for row in found]


def _line(row: dict[str, Any], agency: str) -> MonthOfProcedure:
    """An agency that has ended is called by the code that it had where its name is not known; of all together there is no name."""
    code, name = row.pop("agency_code", agency), row.pop("agency_name")
    return MonthOfProcedure(agency_code=code, agency_name=(name or code) if code else "", **row)
