"""Sổ và số of an agency's documents: series of what goes out, one of arrivals."""

from collections.abc import Mapping

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.registers.models import NumberSeries, ResultNumber
from document_exchange.registers.rules import ARRIVALS, DEFAULT_NAME, DEFAULT_SERIES, KEEPERS, OUTGOING, RESULTS_SERIES
from shared.contracts.document_exchange import ResultNumberVoided
from shared.core import clock
from shared.messaging.outbox import tell
from shared.work.number_book import Books
from shared.work.numbering import Series

_BEFORE = """
UNION ALL SELECT 'outgoing/' || s.code, '', n FROM number_series s CROSS JOIN LATERAL generate_series(1, s.first_number - 1) AS n
WHERE s.agency_code = $1 AND s.first_year = $2"""
"""What an older system gave before a series began here in mid-year."""

_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:of, 7214))")


async def _kinds(session: AsyncSession, agency_code: str) -> Mapping[str, str]:
    query = select(NumberSeries).where(NumberSeries.agency_code == agency_code, NumberSeries.code != RESULTS_SERIES)
    query = query.order_by(NumberSeries.code)
    found = {f"{OUTGOING}{series.code}": f"Số đi: {series.name}" for series in await session.scalars(query)}
    # An agency that has sent nothing yet counts all its documents in one series.
    return (found or {f"{OUTGOING}{DEFAULT_SERIES}": f"Số đi: {DEFAULT_NAME}"}) | {ARRIVALS: "Số đến"}


async def _is_open_in(session: AsyncSession, agency_code: str, kind: str, year: int) -> bool:
    query = select(NumberSeries).where(NumberSeries.agency_code == agency_code)
    found = [series for series in await session.scalars(query) if f"{OUTGOING}{series.code}" == kind]
    return all(series.is_open_in(year) for series in found)


async def take_turns(session: AsyncSession, agency_code: str, year: int) -> None:
    """What is numbered in an agency and year comes one after the other: a result that is entered with a typed number meets no other of it."""
    await session.execute(_TAKE_TURNS, {"of": f"{agency_code}/{year}"})


async def _tell_of_voided(session: AsyncSession, series: Series, number: int, reason: str) -> None:
    """The one-stop signs no result with a number that the clerk gave up."""
    kept = select(ResultNumber).where(
        ResultNumber.agency_code == series.agency_code,
        ResultNumber.series_code == series.kind.removeprefix(OUTGOING),
        ResultNumber.year == series.year,
        ResultNumber.number == number,
    )
    for one in await session.scalars(kept):
        told = ResultNumberVoided(
            request_id=str(one.request_id),
            agency_code=one.agency_code,
            year=one.year,
            reference=one.reference,
            reason=reason,
            voided_at=clock.now(),
        )
        await tell(session, told)


BOOKS = Books(
    _kinds,
    f"""
SELECT 'outgoing/' || s.code, '', d.number FROM outgoing_document d JOIN number_series s ON s.id = d.series_id
WHERE d.agency_code = $1 AND d.year = $2 AND d.number IS NOT NULL AND s.code <> 'dossier-results'
UNION ALL SELECT 'arrival', '', arrival_number FROM incoming_document
WHERE addressee_code = $1 AND arrival_year = $2 AND arrival_number IS NOT NULL{_BEFORE}""",  # noqa: S608
    KEEPERS,
    in_register=lambda kind: kind.startswith(OUTGOING),
    take_turns=take_turns,
    is_open_in=_is_open_in,
    voided=_tell_of_voided,
)
