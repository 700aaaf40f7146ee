"""A register on paper by its form: the package's, or the province's own once somebody has accepted it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import FieldError, Invalid, NotFound
from shared.directory.queries import find_agency
from shared.printing.forms import Template, print_apart
from shared.standards.typed import Unreadable, read_count
from shared.web.lists import chosen_in
from shared.work.form_templates import Forms
from shared.work.keyset import read_all
from shared.work.listing import Chosen, Listing
from shared.work.stored_prints import Print

PART = 1_000
"""Rows of one print: some five seconds and a quarter of a gigabyte. A longer year is printed in parts."""
MOST_PARTS = 20
VOLUME, MOST_VOLUMES = "quyen", 999


@dataclass(frozen=True)
class RegisterPrinter:
    """Máy in của một sổ."""

    listing: Listing
    forms: Forms
    template_of: Callable[[list[Any]], Template]
    """By the rows that are printed."""
    year_of: Callable[[Chosen], int]
    cover_of: Callable[[list[Any]], dict[str, str]] | None = None
    """`first_day`, `last_day`, `first_number`, `last_number` of the rows for the cover of a volume (bìa sổ); None where a register has none."""

    async def __call__(self, request: Request, session: AsyncSession, who: Identity) -> Print:
        """One part of the year, `phan` of the address, in the order of the list. Raises NotFound for a part that there is not."""
        chosen, part = await chosen_in(self.listing, request).looked_up(session), _part(request)
        seen, rows, more = 0, list[Any](), False
        async for batch in read_all(session, who, chosen, part * PART):
            start = max(0, (part - 1) * PART - seen)
            rows += batch[start:]
            seen += len(batch)
        rows, more = rows[:PART], len(rows) > PART
        if part > 1 and not rows:
            raise NotFound("not_found")
        year, template = self.year_of(chosen), self.template_of(rows)
        data = await _register(session, who, chosen, rows, year, part if more or part > 1 else 0, more=more)
        if self.cover_of is not None and rows:
            data |= self.cover_of(rows) | {"volume": f"{await _volume(request) or part:02}"}
        accepted = await self.forms.find_accepted(session, template)
        pdf = await print_apart(template, accepted.source if accepted else None, data)
        name = self.listing.path.rsplit("/", 1)[-1]  # the reader's word for the book, as in the address
        return Print(pdf, f"{name}-{year}-{part}.pdf", year, part, len(rows), str(data["chosen"]))


async def _register(
    session: AsyncSession, who: Identity, chosen: Chosen, rows: list[Any], year: int, part: int, *, more: bool
) -> dict[str, Any]:
    agency = await find_agency(session, who.agency_code)
    parent = await find_agency(session, agency.parent_code) if agency and agency.parent_code else None
    columns = chosen.listing.columns
    said = (
        "; ".join(f"{title}: {words}" for title, words in chosen.said)
        if chosen.words or chosen.filters.get("book")
        else ""
    )
    return {
        "agency": agency.name if agency else who.agency_name,
        "agency_parent": parent.name if parent else "",
        "year": str(year),
        "issued_on": clock.local_now().date(),
        "officer": who.acting_name,
        "officer_title": who.title,
        "chosen": said,
        "part": str(part or ""),
        "cut": f"Sổ còn nữa, xem phần {part + 1}." if more else "",
        "rows": [{column.key: column.words(row) for column in columns} for row in rows],
    }


async def _volume(request: Request) -> int:
    """Quyển số: as typed; 0 where nothing was, for a part is a volume then. Raises Invalid."""
    asked = request.query_params.get(VOLUME) or (await request.form()).get(VOLUME)
    asked = asked.strip() if isinstance(asked, str) else ""
    try:
        number = read_count(asked) if asked else 0
    except Unreadable as fault:
        raise Invalid("invalid_input", fields=[FieldError(f"/{VOLUME}", fault.code, fault.sentence)]) from None
    if number > MOST_VOLUMES:
        sentence = f"Số quyển từ 1 đến {MOST_VOLUMES}."
        raise Invalid("invalid_input", fields=[FieldError(f"/{VOLUME}", "volume_too_large", sentence)])
    return number


def _part(request: Request) -> int:
    asked = request.query_params.get("phan", "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 2 and 1 <= int(asked) <= MOST_PARTS):
        raise NotFound("not_found")
    return int(asked)
