"""Numbers of documents: from the series that the agency keeps for the type, and one of arrivals (`shared.work.numbering`)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.registers.books import BOOKS, take_turns
from document_exchange.registers.models import NumberSeries, ResultNumber
from document_exchange.registers.rules import (
    ARRIVALS,
    DEFAULT_SERIES,
    DESK,
    OUTGOING,
    RESULTS_NAME,
    RESULTS_SERIES,
    RESULTS_TYPE,
)
from document_exchange.registers.schemas import Kept, KeptNumber
from document_exchange.registers.series import fitting, kind_of, list_series, open_series, take_series, usual_series
from shared.access.identity import Identity
from shared.core.errors import FieldError, Invalid
from shared.storage.database import driver_connection
from shared.work import numbering
from shared.work.number_desk import bear_number, note
from shared.work.number_steps import Act
from shared.work.numbering import By

_MOST_KEPT = 200
_BORNE = "SELECT 1 FROM outgoing_document WHERE agency_code = $1 AND series_id = $2 AND year = $3 AND number = $4"


@dataclass(frozen=True)
class Allocated:
    """Số vừa cấp."""

    series_id: UUID
    series_code: str
    year: int
    number: int


async def allocate_number(
    session: AsyncSession, agency_code: str, type_code: str, year: int, chosen: UUID | None = None
) -> Allocated:
    """Cấp số văn bản đi from the series that was chosen, else from the one that the agency keeps for this type."""
    await take_turns(session, agency_code, year)
    series = await take_series(session, agency_code, type_code, year, chosen)
    line = await driver_connection(session)
    number = await numbering.take(line, _counted(agency_code, series.code, year))
    # A result whose number the one-stop's specialist took from this book bears it already: it is in use, and the next one follows.
    while await line.fetchval(_BORNE, agency_code, series.id, year, number):
        number = await numbering.take(line, _counted(agency_code, series.code, year))
    return Allocated(series.id, series.code, year, number)


async def reserve_number(
    session: AsyncSession, agency_code: str, type_code: str, year: int, holder: str, words: str
) -> Allocated:
    """Giữ số for what is signed later; the same one when its holder asks again. The caller has taken turns (`take_turns`).

    Raises Conflict when the year is closed, LookupError where the agency counts such documents in no series.
    """
    series = await take_series(session, agency_code, type_code, year)
    line, counted, by = await driver_connection(session), _counted(agency_code, series.code, year), By(name=DESK)
    number = await numbering.reserve(line, counted, by, words, holder)
    # As when a document is numbered: what a result bears that was typed is in use.
    while await line.fetchval(_BORNE, agency_code, series.id, year, number):
        await numbering.confirm(line, counted, number)
        number = await numbering.reserve(line, counted, by, words, holder)
    return Allocated(series.id, series.code, year, number)


async def bear_reserved(session: AsyncSession, kept: ResultNumber) -> None:
    """Cấp số đã giữ to the result for which it was kept. Raises Conflict when it is not kept any more."""
    line, counted = await driver_connection(session), _counted(kept.agency_code, kept.series_code, kept.year)
    await numbering.confirm(line, counted, kept.number)


async def give_up_reserved(
    session: AsyncSession, kept: ResultNumber | Allocated, agency_code: str, reason: str
) -> None:
    """Bỏ số đã giữ for a result. Raises Conflict when it is not kept any more."""
    line, counted = await driver_connection(session), _counted(agency_code, kept.series_code, kept.year)
    await numbering.void(line, counted, kept.number, By(name=DESK), reason)
    await note(session, counted, Act.VOID, number=kept.number, reason=reason, name=DESK)


async def series_for_result(session: AsyncSession, agency_code: str, type_code: str | None, year: int) -> NumberSeries:
    """The series in which a result's number counts, of a type of documents or of results."""
    if type_code is not None:
        return await take_series(session, agency_code, type_code, year)
    await open_series(session, agency_code, RESULTS_SERIES, RESULTS_NAME, [RESULTS_TYPE])
    found = await usual_series(session, agency_code, RESULTS_TYPE, year)
    assert found is not None
    return found


async def allocate_kept_number(
    session: AsyncSession,
    who: Identity,
    type_code: str,
    kept: KeptNumber,
    words: str,
    *,
    on_paper: bool = False,
) -> tuple[Allocated, date]:
    """Cấp số đã giữ: one that the clerk keeps in the series of this type, and the day for which it was kept.

    `words`: what bears it, for the history.
    """
    await take_turns(session, who.agency_code, kept.year)
    usual = await take_series(session, who.agency_code, type_code, kept.year)
    every = fitting(await list_series(session, who.agency_code), type_code, kept.year)
    series = next((one for one in every if kind_of(one) == kept.kind), None)
    if series is None:
        sentence = f"Loại văn bản này lấy số ở sổ “{usual.name}”, không dùng số đã giữ ở sổ khác."
        raise Invalid("number_of_another_series", fields=[FieldError("/kept", "number_of_another_series", sentence)])
    counted = _counted(who.agency_code, series.code, kept.year)
    day = await bear_number(session, BOOKS, who, counted, kept.number, words, Act.REGISTER if on_paper else Act.BEAR)
    return Allocated(series.id, series.code, kept.year, kept.number), day


async def list_kept_numbers(session: AsyncSession, agency_code: str, type_code: str) -> list[Kept]:
    """Số đang giữ that a document of this type may be given; the newest year first, then the smallest number."""
    every = await list_series(session, agency_code)
    found = []
    for kept in await _kept(session, agency_code, Act.BEAR):
        kinds = {kind_of(series) for series in fitting(every, type_code, kept.number.year)}
        if kept.number.kind in (kinds or {f"{OUTGOING}{DEFAULT_SERIES}"}):
            found.append(kept)
    return found


async def list_kept_for_papers(session: AsyncSession, agency_code: str) -> list[Kept]:
    """Số đang giữ, or noted for a paper, of every outgoing series and year; the newest year first."""
    return await _kept(session, agency_code, Act.REGISTER)


async def _kept(session: AsyncSession, agency_code: str, act: Act) -> list[Kept]:
    found = await numbering.list_kept(await driver_connection(session), agency_code, OUTGOING, act, _MOST_KEPT)
    return [
        Kept(KeptNumber(kind=counted.kind, year=counted.year, number=number), words, day)
        for counted, number, words, day in found
    ]


def _counted(agency_code: str, series_code: str, year: int) -> numbering.Series:
    return numbering.Series(agency_code, f"{OUTGOING}{series_code}", year)


async def allocate_arrival_number(session: AsyncSession, agency_code: str, year: int) -> int:
    """Cấp số đến."""
    line = await driver_connection(session)
    return await numbering.take(line, numbering.Series(agency_code, ARRIVALS, year))
