"""Hệ thống số của cơ quan: which series counts a document of some type in some year, by its type or by choice (NĐ 30/2020 Điều 15.1)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.registers.models import NumberSeries
from document_exchange.registers.rules import DEFAULT_NAME, DEFAULT_SERIES, OUTGOING, RESULTS_SERIES, notation_in
from shared.core.errors import FieldError, Invalid, NotFound
from shared.core.identifiers import new_id
from shared.directory.queries import get_agency
from shared.standards.agency_code import organ_abbreviation
from shared.standards.document_types import DOCUMENT_TYPES, SPECIALISED, DocumentType


async def open_series(session: AsyncSession, agency_code: str, code: str, name: str, document_types: list[str]) -> None:
    """Mở hệ thống số that stands without anybody's decision; repeating changes nothing."""
    values = {
        "id": new_id(),
        "agency_code": agency_code,
        "code": code,
        "name": name,
        "document_types": document_types,
    }
    await session.execute(insert(NumberSeries).values(values).on_conflict_do_nothing())


async def list_series(session: AsyncSession, agency_code: str) -> list[NumberSeries]:
    query = select(NumberSeries).where(NumberSeries.agency_code == agency_code).order_by(NumberSeries.code)
    return list((await session.scalars(query)).all())


async def list_decided(session: AsyncSession, agency_code: str) -> list[NumberSeries]:
    """Those whose rules are the agency's own: not the book of results, whose numbers the one-stop gives."""
    return [series for series in await list_series(session, agency_code) if series.code != RESULTS_SERIES]


async def get_series(session: AsyncSession, agency_code: str, series_id: UUID) -> NumberSeries:
    """One of the agency's own; raises NotFound else."""
    for series in await list_decided(session, agency_code):
        if series.id == series_id:
            return series
    raise NotFound("not_found")


async def take_series(
    session: AsyncSession, agency_code: str, type_code: str, year: int, chosen: UUID | None = None
) -> NumberSeries:
    """The chosen series, else the one that the type belongs to, opened where the agency has decided nothing yet.

    Raises Invalid for a choice that does not count such documents that year.
    """
    every = await list_series(session, agency_code)
    if chosen is not None:
        return require_fitting(every, type_code, year, chosen)
    for kind in SPECIALISED:
        if kind.key == type_code and not any(type_code in one.document_types for one in every if one.is_open_in(year)):
            await open_series(session, agency_code, kind.key.lower(), kind.name, [kind.key])
    found = await usual_series(session, agency_code, type_code, year)
    if found is None:
        # An agency that arrived yesterday has decided nothing yet: one series for all its documents.
        await open_series(session, agency_code, DEFAULT_SERIES, DEFAULT_NAME, [])
        found = await usual_series(session, agency_code, type_code, year)
    if found is None:
        raise LookupError(f"no number series for {agency_code}")
    return found


async def usual_series(session: AsyncSession, agency_code: str, type_code: str, year: int) -> NumberSeries | None:
    return pick_usual(await list_series(session, agency_code), type_code, year)


def pick_usual(every: Sequence[NumberSeries], type_code: str, year: int) -> NumberSeries | None:
    """By the type alone: the series that names it, else the one for all that none names."""
    counting = [series for series in every if not series.is_chosen and series.counts(type_code, year)]
    named = [series for series in counting if series.document_types]
    return next(iter(named or counting), None)


def fitting(every: Sequence[NumberSeries], type_code: str, year: int) -> list[NumberSeries]:
    """Every series in which a document of this type may be numbered that year, the usual one first."""
    usual = pick_usual(every, type_code, year)
    chosen = [series for series in every if series.is_chosen and series.counts(type_code, year)]
    return [*([usual] if usual else []), *chosen]


def require_fitting(every: Sequence[NumberSeries], type_code: str, year: int, chosen: UUID) -> NumberSeries:
    """Raises Invalid for a series that does not count such documents, or not that year."""
    for series in fitting(every, type_code, year):
        if series.id == chosen:
            return series
    sentence = f"Sổ đã chọn không đánh số loại văn bản này trong năm {year}; hãy chọn sổ khác trong danh sách."
    raise Invalid("series_not_for_type", fields=[FieldError("/series_id", "series_not_for_type", sentence)])


async def types_counted_in(session: AsyncSession, agency_code: str, kind: str, year: int) -> list[str]:
    """Loại văn bản whose numbers may be counted in this series, in the order of the list of types."""
    every = await list_series(session, agency_code)
    found = [one.key for one in DOCUMENT_TYPES if any(kind_of(each) == kind for each in fitting(every, one.key, year))]
    # An agency without any series counts every document in one.
    return found or [one.key for one in DOCUMENT_TYPES if not every and kind == f"{OUTGOING}{DEFAULT_SERIES}"]


def kind_of(series: NumberSeries) -> str:
    """As the books of numbers name it."""
    return f"{OUTGOING}{series.code}"


async def notation_for(
    session: AsyncSession, agency_code: str, kind: DocumentType, unit: str, year: int, series: NumberSeries | None
) -> str:
    """Ký hiệu of a document of that type, numbered in that series."""
    agency = await get_agency(session, agency_code)
    return notation_in(series, kind.abbreviation, organ_abbreviation(agency.short_name), unit, year)
