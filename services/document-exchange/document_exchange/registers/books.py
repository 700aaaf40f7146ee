"""Sổ và số of an agency's documents: series of what goes out, one of arrivals."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.registers.models import NumberSeries
from document_exchange.registers.rules import ARRIVALS, DEFAULT_NAME, DEFAULT_SERIES, KEEPERS, OUTGOING, RESULTS_SERIES
from shared.work.number_book import Books


async def _kinds(session: AsyncSession, agency_code: str) -> Mapping[str, str]:
    query = select(NumberSeries).where(NumberSeries.agency_code == agency_code, NumberSeries.code != RESULTS_SERIES)
    query = query.order_by(NumberSeries.code)
    found = {f"{OUTGOING}{series.code}": f"Số đi: {series.name}" for series in await session.scalars(query)}
    # An agency that has sent nothing yet counts all its documents in one series.
    return (found or {f"{OUTGOING}{DEFAULT_SERIES}": f"Số đi: {DEFAULT_NAME}"}) | {ARRIVALS: "Số đến"}


BOOKS = Books(
    _kinds,
    """
SELECT 'outgoing/' || s.code, '', d.number FROM outgoing_document d JOIN number_series s ON s.id = d.series_id
WHERE d.agency_code = $1 AND d.year = $2 AND d.number IS NOT NULL AND s.code <> 'dossier-results'
UNION ALL SELECT 'arrival', '', arrival_number FROM incoming_document
WHERE addressee_code = $1 AND arrival_year = $2 AND arrival_number IS NOT NULL""",
    KEEPERS,
    in_register=lambda kind: kind.startswith(OUTGOING),
)
