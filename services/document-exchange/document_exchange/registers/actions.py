"""Numbers: given out under the row lock of the year's counter, in the transaction that uses them.

A rolled back transaction gives its number back before anybody else can take the next one:
nothing is reused or skipped.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.registers.models import NumberSeries
from shared.core.identifiers import new_id

DEFAULT_SERIES = "administrative"

_NEXT_NUMBER = text(
    """
INSERT INTO series_year AS y (series_id, year, last_number) VALUES (:series_id, :year, 1)
ON CONFLICT (series_id, year) DO UPDATE SET last_number = y.last_number + 1 RETURNING last_number
"""
)
_NEXT_ARRIVAL = text(
    """
INSERT INTO arrival_year AS y (agency_code, year, last_number) VALUES (:agency_code, :year, 1)
ON CONFLICT (agency_code, year) DO UPDATE SET last_number = y.last_number + 1 RETURNING last_number
"""
)


@dataclass(frozen=True)
class Allocated:
    """Số vừa cấp."""

    series_id: UUID
    year: int
    number: int


async def allocate_number(session: AsyncSession, agency_code: str, type_code: str, year: int) -> Allocated:
    """Cấp số văn bản đi from the series that the agency keeps for this type."""
    series = await _find_series(session, agency_code, type_code)
    number = (await session.execute(_NEXT_NUMBER, {"series_id": series.id, "year": year})).scalar_one()
    return Allocated(series.id, year, number)


async def allocate_arrival_number(session: AsyncSession, agency_code: str, year: int) -> int:
    """Cấp số đến."""
    result = await session.execute(_NEXT_ARRIVAL, {"agency_code": agency_code, "year": year})
    return int(result.scalar_one())


async def open_series(session: AsyncSession, agency_code: str, code: str, name: str, document_types: list[str]) -> None:
    """Mở hệ thống số; repeating changes nothing."""
    values = {
        "id": new_id(),
        "agency_code": agency_code,
        "code": code,
        "name": name,
        "document_types": document_types,
    }
    await session.execute(insert(NumberSeries).values(values).on_conflict_do_nothing())


async def _find_series(session: AsyncSession, agency_code: str, type_code: str) -> NumberSeries:
    query = select(NumberSeries).where(NumberSeries.agency_code == agency_code).order_by(NumberSeries.code)
    for attempt in (1, 2):
        found = list((await session.scalars(query)).all())
        named = [series for series in found if type_code in series.document_types]
        general = [series for series in found if not series.document_types]
        if named or general:
            return (named or general)[0]
        if attempt == 1:
            # An agency that arrived yesterday has decided nothing yet: one series for all its documents.
            await open_series(session, agency_code, DEFAULT_SERIES, "Văn bản hành chính", [])
    raise LookupError(f"no number series for {agency_code}")
