"""Sổ lấy số as pages offer it: to who drafts or registers a paper, and to the clerk who numbers."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.registers.actions import list_kept_numbers
from document_exchange.registers.models import NumberSeries
from document_exchange.registers.series import fitting, kind_of, list_series
from shared.core import clock
from shared.core.formats import vn_date


async def own_series(session: AsyncSession, agency_code: str) -> list[tuple[str, str]]:
    """Those that the type alone does not lead to, of this year and the next."""
    this_year = clock.local_now().year
    every = await list_series(session, agency_code)
    return [_choice(one) for one in every if one.is_chosen and _is_ahead(one, this_year)]


async def series_of(session: AsyncSession, document: OutgoingDocument, *, numbering: bool) -> dict[str, Any]:
    """The series that its drafter chose, or in which it is; to who numbers it all that fit, and numbers kept in them."""
    every = {one.id: one for one in await list_series(session, document.agency_code)}
    wanted = document.series_id or document.chosen_series
    chosen = every.get(wanted) if wanted else None
    facts: dict[str, Any] = {"series_name": chosen.name if chosen else ""}
    if not numbering:
        return facts
    found = fitting(list(every.values()), document.type_code, clock.local_now().year)
    names = {kind_of(one): one.name for one in found}
    kept = await list_kept_numbers(session, document.agency_code, document.type_code)
    return facts | {
        "series_choices": [_choice(one) for one in found],
        "series_chosen": str(chosen.id if chosen in found and chosen else found[0].id if found else ""),
        "kept_numbers": [
            (
                str(one.number),
                f"Số {one.number.number}{_in(names, one.number.kind)} ngày {vn_date(one.day)}: {one.reason}",
            )
            for one in kept
        ],
    }


def _in(names: dict[str, str], kind: str) -> str:
    return f" sổ “{names[kind]}”" if len(names) > 1 and kind in names else ""


def _choice(series: NumberSeries) -> tuple[str, str]:
    marks = [f"ký hiệu {series.symbol}" if series.symbol else "", "ghi năm ban hành" if series.dated else ""]
    said = ", ".join(filter(None, marks))
    return str(series.id), f"{series.name} ({said})" if said else series.name


def _is_ahead(series: NumberSeries, this_year: int) -> bool:
    return series.is_open_in(this_year) or series.is_open_in(this_year + 1)
