"""Months of the published figures, summed from their days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Date, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.service_results.models import PublishedFigure
from shared.directory.models import Agency

RECEIVED, ONLINE, FINISHED, ON_TIME = PUBLISHED = (
    "dossiers-received",
    "dossiers-online",
    "dossiers-finished",
    "dossiers-on-time",
)
"""What is published of all that one-stop tells: counts of dossiers, nothing of a person."""
_MONTH = cast(func.date_trunc("month", PublishedFigure.day), Date)


@dataclass(frozen=True)
class MonthOfAgency:
    """Một tháng của một cơ quan: counts of dossiers."""

    month: date
    """Its first day."""
    agency_code: str
    agency_name: str
    received: int
    online: int
    finished: int
    on_time: int

    @property
    def online_share(self) -> float | None:
        """In percent; None where nothing was received."""
        return 100 * self.online / self.received if self.received else None

    @property
    def on_time_share(self) -> float | None:
        """In percent; None where nothing was finished."""
        return 100 * self.on_time / self.finished if self.finished else None


async def list_months(session: AsyncSession) -> list[date]:
    """First days of the months that have figures, the newest first."""
    return list(await session.scalars(select(_MONTH).group_by(_MONTH).order_by(_MONTH.desc())))


async def list_results(session: AsyncSession, month: date | None = None) -> list[MonthOfAgency]:
    """Of one month, or of all; agencies by name, an ended one by the code that it had where its name is not known."""

    def counted(name: str) -> ColumnElement[int]:
        return func.coalesce(func.sum(PublishedFigure.numerator).filter(PublishedFigure.name == name), 0)

    query = (
        select(
            _MONTH.label("month"),
            PublishedFigure.agency_code,
            func.coalesce(func.max(Agency.name), PublishedFigure.agency_code).label("agency_name"),
            counted(RECEIVED).label("received"),
            counted(ONLINE).label("online"),
            counted(FINISHED).label("finished"),
            counted(ON_TIME).label("on_time"),
        )
        .outerjoin(Agency, Agency.code == PublishedFigure.agency_code)
        .group_by(_MONTH, PublishedFigure.agency_code)
        .order_by(_MONTH.desc(), func.max(Agency.sort_key), PublishedFigure.agency_code)
    )
    if month is not None:
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        query = query.where(PublishedFigure.day >= month, PublishedFigure.day < after)
    found = [MonthOfAgency(**row) for row in (await session.execute(query)).mappings()]
    return [one for one in found if one.received or one.finished]


def together(results: list[MonthOfAgency]) -> MonthOfAgency:
    """Cả tỉnh: of agencies of one month."""

    def summed(name: str) -> int:
        return sum(getattr(one, name) for one in results)

    counts = [summed(name) for name in ("received", "online", "finished", "on_time")]
    return MonthOfAgency(results[0].month, "", f"Tất cả {len(results)} cơ quan", *counts)
