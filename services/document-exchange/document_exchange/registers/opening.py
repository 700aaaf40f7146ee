"""Hệ thống số của cơ quan: opened, changed and ended as its head decides (NĐ 30/2020 Điều 15.1; ký hiệu by Phụ lục I, II.3).

Once a number was given, what it means stays: the name and the last year alone change then. Whoever numbers in the agency's year
waits for one who changes its series (`take_turns`), so that no number is given by rules that are not there any more.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.registers.books import take_turns
from document_exchange.registers.models import NumberSeries
from document_exchange.registers.rules import DEFAULT_NAME, DEFAULT_SERIES, OUTGOING, are_twins, is_own_notation
from document_exchange.registers.schemas import SeriesIn
from document_exchange.registers.series import get_series, kind_of, list_decided, open_series
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import FieldError, Invalid, PreconditionFailed
from shared.core.identifiers import new_id
from shared.directory.queries import get_agency
from shared.standards.agency_code import organ_abbreviation
from shared.standards.document_types import BY_KEY, SPECIALISED
from shared.standards.vietnamese import fold
from shared.storage import evidence
from shared.storage.database import driver_connection

_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:agency, 7260))")
"""Two series opened at the same moment are held to one another too."""

FIXED = {
    "document_types": "loại văn bản",
    "symbol": "ký hiệu",
    "dated": "cách ghi năm",
    "since_year": "năm bắt đầu",
    "first_number": "số bắt đầu",
}
"""What the numbers given mean."""

_GIVEN = (
    "SELECT kind FROM number_counter WHERE agency_code = $1 AND starts_with(kind, $2)"
    " AND last > COALESCE((SELECT first_number - 1 FROM number_series s WHERE s.agency_code = $1 AND $2 || s.code = kind"
    " AND s.first_year = number_counter.year), 0)"
    " UNION SELECT $2 || series_code FROM outgoing_document WHERE agency_code = $1 AND number IS NOT NULL AND series_code IS NOT NULL"
)
_HIGHEST = (
    "SELECT max(d.number) FROM outgoing_document d JOIN number_series s ON s.id = d.series_id WHERE d.agency_code = $1"
    " AND d.year = $2 AND d.type_code = ANY($3) AND d.series_id <> $4 AND s.symbol = $5 AND s.dated = $6"
)
_BEGIN = "INSERT INTO number_counter (agency_code, kind, year, part, last) VALUES ($1, $2, $3, '', $4)"
_FORGET = "DELETE FROM number_counter WHERE agency_code = $1 AND kind = $2 AND year = $3 AND part = ''"


async def open_by_decision(session: AsyncSession, who: Identity, new: SeriesIn) -> NumberSeries:
    """Mở hệ thống số."""
    await _hold(session, who.agency_code)
    id_ = new_id()
    series = NumberSeries(id=id_, agency_code=who.agency_code, code=f"so-{id_.hex}", name=new.name, version=1)
    this_year = clock.local_now().year
    if new.since_year not in (this_year, this_year + 1):
        raise _wrong("/since_year", "series_year", f"Hãy mở sổ từ năm {this_year} hoặc {this_year + 1}.")
    _mark(series, new)
    await _check(session, series)
    await _require_new_numbers(session, series)
    session.add(series)
    await session.flush()
    await _begin(session, series)
    await _record(session, who, series, "number-series-opened")
    return series


async def change_series(session: AsyncSession, who: Identity, series_id: UUID, new: SeriesIn) -> NumberSeries:
    """Đổi tên, kết thúc, mở lại hệ thống số; everything of one that has given no number yet."""
    await _hold(session, who.agency_code)
    series = await get_series(session, who.agency_code, series_id)
    if new.version is not None and new.version != series.version:
        raise PreconditionFailed("changed_meanwhile")
    counted = kind_of(series) in await series_with_numbers(session, who.agency_code)
    _require_changeable(series, new, counted=counted)
    if not counted:
        await _forget_beginning(session, series)
    _mark(series, new)
    await _check(session, series)
    series.version += 1
    await session.flush()
    if not counted:
        await _require_new_numbers(session, series)
        await _begin(session, series)
    await _record(session, who, series, "number-series-changed")
    return series


async def series_with_numbers(session: AsyncSession, agency_code: str) -> set[str]:
    """The kinds of those that have given a number, in whatever year."""
    line = await driver_connection(session)
    return {row["kind"] for row in await line.fetch(_GIVEN, agency_code, OUTGOING)}


async def _hold(session: AsyncSession, agency_code: str) -> None:
    await session.execute(_TAKE_TURNS, {"agency": agency_code})
    for year in (clock.local_now().year, clock.local_now().year + 1):
        await take_turns(session, agency_code, year)
    # What no series names is counted in one, which stands beside every other.
    await open_series(session, agency_code, DEFAULT_SERIES, DEFAULT_NAME, [])


def _mark(series: NumberSeries, new: SeriesIn) -> None:
    series.name, series.document_types = new.name, sorted(set(new.document_types))
    series.symbol, series.dated = new.symbol, new.dated
    series.since_year, series.last_year = new.since_year, new.last_year
    if series.first_number != new.first_number or series.first_year not in (None, new.since_year):
        # One that always was there begins so this year.
        series.first_year = (new.since_year or clock.local_now().year) if new.first_number > 1 else None
    series.first_number = new.first_number
    series.decision = new.decision


def _require_changeable(series: NumberSeries, new: SeriesIn, *, counted: bool) -> None:
    this_year = clock.local_now().year
    if series.last_year is not None and series.last_year < this_year:
        raise _wrong("", "series_ended", f"Sổ đã kết thúc từ hết năm {series.last_year}; hãy mở sổ mới.")
    changed = [name for name in FIXED if _value(new, name) != _value(series, name)]
    if counted:
        sentence = "Sổ đã cấp số nên không đổi được {what}; hãy cho sổ kết thúc vào cuối năm rồi mở sổ mới từ năm sau."
        errors = [FieldError(f"/{name}", "series_counted", sentence.format(what=FIXED[name])) for name in changed]
        if errors:
            raise Invalid("series_counted", fields=errors)
    elif "since_year" in changed and new.since_year not in (this_year, this_year + 1):
        raise _wrong("/since_year", "series_year", f"Hãy mở sổ từ năm {this_year} hoặc {this_year + 1}.")


def _value(of: NumberSeries | SeriesIn, name: str) -> object:
    value = getattr(of, name)
    return sorted(set(value)) if isinstance(value, list) else value


async def _check(session: AsyncSession, series: NumberSeries) -> None:
    _check_itself(series)
    agency = await get_agency(session, series.agency_code)
    if is_own_notation(series.symbol, organ_abbreviation(agency.short_name)):
        sentence = "Đây là ký hiệu văn bản của chính cơ quan; hãy để trống ô này, hoặc ghi ký hiệu của hội đồng, ban."
        raise _wrong("/symbol", "symbol_of_agency", sentence)
    for other in await list_decided(session, series.agency_code):
        if other.id == series.id or not _meet(series, other):
            continue
        if fold(other.name) == fold(series.name):
            raise _wrong("/name", "series_name_taken", f"Cơ quan đã có sổ “{other.name}”; hãy đặt tên khác.")
        if are_twins(series, other):
            sentence = f"Sổ “{other.name}” đã đánh số như vậy: hai văn bản sẽ trùng số, ký hiệu; hãy chọn loại văn bản hoặc ký hiệu khác."
            raise _wrong("/symbol" if series.symbol else "/document_types", "series_overlaps", sentence)


def _check_itself(series: NumberSeries) -> None:
    this_year = clock.local_now().year
    known = {*BY_KEY, *(kind.key for kind in SPECIALISED)}
    if any(code not in known for code in series.document_types):
        raise _wrong("/document_types", "document_type_unknown", "Hãy chọn loại văn bản trong danh sách.")
    general = series.code == DEFAULT_SERIES
    if general and (series.is_chosen or series.document_types or series.last_year is not None):
        sentence = "Sổ chung đếm mọi loại văn bản chưa có sổ riêng, không kết thúc và không có ký hiệu riêng; chỉ đổi tên, số bắt đầu."
        raise _wrong("", "series_is_general", sentence)
    if not general and not series.document_types and not series.symbol:
        sentence = "Hãy chọn ít nhất một loại văn bản, hoặc ghi ký hiệu riêng của hội đồng, ban."
        raise _wrong("/document_types", "series_without_types", sentence)
    if series.last_year is not None and series.last_year < max(this_year, series.since_year or 0):
        sentence = f"Sổ kết thúc sớm nhất vào hết năm {max(this_year, series.since_year or 0)}."
        raise _wrong("/last_year", "series_year", sentence)


async def _require_new_numbers(session: AsyncSession, series: NumberSeries) -> None:
    """What another series has given under the same notation this year is given to nobody again."""
    line, year = await driver_connection(session), series.since_year or clock.local_now().year
    types = series.document_types or list(BY_KEY)
    if series.code == DEFAULT_SERIES:
        return
    begins = series.first_number if series.first_year == year else 1
    of = series.agency_code, year, types, series.id, series.symbol, series.dated
    highest = await line.fetchval(_HIGHEST, *of)
    if highest is not None and highest >= begins:
        sentence = (
            f"Năm {year} đã cấp tới số {highest} cho các loại văn bản này ở sổ khác;"
            f" hãy mở sổ từ năm {year + 1}, hoặc với số bắt đầu từ {highest + 1}."
        )
        raise _wrong("/since_year", "series_types_counted", sentence)


def _meet(one: NumberSeries, other: NumberSeries) -> bool:
    """Whether there is a year in which both count."""
    ends = [year for year in (one.last_year, other.last_year) if year is not None]
    return not ends or max(one.since_year or 0, other.since_year or 0) <= min(ends)


async def _begin(session: AsyncSession, series: NumberSeries) -> None:
    """The counter stands before the first number; nothing was given of it yet."""
    if series.first_year is not None:
        line = await driver_connection(session)
        await line.execute(_BEGIN, *_beginning(series), series.first_number - 1)


async def _forget_beginning(session: AsyncSession, series: NumberSeries) -> None:
    if series.first_year is not None:
        await (await driver_connection(session)).execute(_FORGET, *_beginning(series))


def _beginning(series: NumberSeries) -> tuple[str, str, int | None]:
    return series.agency_code, kind_of(series), series.first_year


async def _record(session: AsyncSession, who: Identity, series: NumberSeries, what: str) -> None:
    facts = {name: _value(series, name) for name in (*FIXED, "name", "last_year", "decision")}
    await evidence.record(session, what, f"number-series/{series.id}", who, **facts)


def _wrong(pointer: str, code: str, sentence: str) -> Invalid:
    return Invalid(code, fields=[FieldError(pointer, code, sentence)])
