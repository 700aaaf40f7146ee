"""Lists: what a list shows, filters by, orders by and finds, declared once; pages, JSON, files and print all read it.

A list of a feature is a `Listing` and the function that gives its stretches. A *stretch* is rows that stand together in the order of
one index; several stand one behind the other, such as what is urgent before everything else. `shared.work.keyset` reads them.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.core.errors import FieldError, Invalid, Malformed
from shared.core.formats import vn_date, vn_datetime
from shared.standards.typed import Unreadable, read_count
from shared.standards.typed_dates import read_date

LONGEST = 200
"""Characters of what is typed or chosen."""
LONGEST_CURSOR = 2000
WORDS, ORDER, COLUMNS, AFTER, PLAIN = "q", "sap_xep", "cot", "sau", "xem"
"""What every list's address calls its words, order, columns, page, and the wish to see it without one's usual view."""


@dataclass(frozen=True)
class Column:
    """Cột của danh sách."""

    key: str
    title: str
    value: Callable[[Any], object]
    """Of one row, plain: text, number, date, moment or None. Files and print show it as it is, pages may draw more."""
    width: int = 18
    """Characters, in a spreadsheet."""
    shown: bool = True
    """On the page unless somebody chooses other columns."""
    paper: bool = True
    """The same of the print view, where nothing is drawn into another column."""
    css: str = ""
    said: Callable[[Any], str] | None = None
    """The value as people read it on pages and on paper, where it is more than itself: `28.000 đồng`."""
    unit: str = ""
    """Stands beside the title in a file, where the value is plain."""

    @property
    def heading(self) -> str:
        """Over the plain values of a file."""
        return f"{self.title} ({self.unit})" if self.unit else self.title

    def words(self, row: Any) -> str:
        """As people read it."""
        value = self.value(row)
        if self.said is not None:
            return self.said(value)
        if isinstance(value, datetime):
            return vn_datetime(value)
        if isinstance(value, date):
            return vn_date(value)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Filter:
    """Điều kiện lọc: one out of some values, or any text where there are no choices."""

    name: str
    """In JSON calls."""
    field: str
    """In the page's address and form."""
    title: str
    choices: Mapping[str, str] | None = None
    default: str = ""
    pattern: str = "[^\x00]*"
    """What a value must look like, whatever the choices."""
    named: Callable[[str], Select[str]] | None = None
    """What people call a value that is a code, looked up where there are no choices; what nobody calls otherwise is said as it is."""
    typed: Literal["", "day", "number", "text"] = ""
    """Typed by people into a field of its own: a day as they write it, a whole number, or any text."""
    hint: str = ""
    """Under the field of what is typed."""

    def read(self, value: str) -> str:
        """One value, in calls several with commas between; Malformed for what is none of the choices, Unreadable for no day or number."""
        if len(value) > LONGEST or not re.fullmatch(self.pattern, value):
            raise Malformed("malformed_request")
        if self.typed:
            return self._as_typed(value.strip())
        if self.choices is not None and value != self.default and not set(value.split(",")) <= self.choices.keys():
            raise Malformed("malformed_request")
        return value

    def _as_typed(self, value: str) -> str:
        if not value or self.typed == "text":
            return value
        return vn_date(read_date(value)) if self.typed == "day" else str(read_count(value))

    def said(self, value: str) -> str:
        """The words of what was chosen."""
        if self.choices is None:
            return value
        return ", ".join(self.choices.get(one, one) for one in value.split(","))


@dataclass(frozen=True)
class Chosen:
    """Điều đã chọn ở một danh sách: filters, words, order, columns, page."""

    listing: "Listing" = field(repr=False)
    filters: Mapping[str, str]
    """Every filter's value by its name."""
    words: str = ""
    order: str = ""
    columns: tuple[str, ...] = ()
    after: str = ""
    plain: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    """Of filters whose values are codes, once they were looked up."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """What to mend, by the filter that could not be read as it was typed: nothing is shown meanwhile."""
    agencies: tuple[str, ...] = ()
    """Whose rows are asked for, of a list that says so (`Listing.reaching`), once it is read."""

    def day(self, name: str) -> date | None:
        """The day of a filter by its name."""
        return read_date(self.filters[name]) if self.filters[name] else None

    def number(self, name: str) -> int | None:
        """The whole number of a filter by its name."""
        return int(self.filters[name]) if self.filters[name] else None

    async def looked_up(self, session: AsyncSession) -> "Chosen":
        """With the names that `said` has for codes."""
        asked = {f.name: f.named(self.filters[f.name]) for f in self.listing.filters if f.named and self._differs(f)}
        found = {name: await session.scalar(query.limit(1)) for name, query in asked.items()}
        return replace(self, names={name: words for name, words in found.items() if words})

    def at(self, after: str) -> "Chosen":
        return replace(self, after=after)

    @property
    def query(self) -> str:
        """What `Listing.choose` reads again; empty for the list as it usually is."""
        return urlencode(self._parts())

    @property
    def href(self) -> str:
        """The list's page with this chosen: always an address of our own, for it is put together here."""
        return self.listing.path + (f"?{query}" if (query := self.query) else "")

    @property
    def said(self) -> list[tuple[str, str]]:
        """Titles and words of what differs from the usual, for print and the name of a view; codes by their names once `looked_up`."""
        said = [
            (f.title, self.names.get(f.name) or f.said(self.filters[f.name]))
            for f in self.listing.filters
            if self._differs(f)
        ]
        if self.words:
            said.insert(0, ("Tìm", f"“{self.words}”"))
        if self.order:
            said.append(("Sắp xếp", self.listing.orders[self.order]))
        return said

    @property
    def is_filtered(self) -> bool:
        """Otherwise than by words: a filter or an order."""
        return bool(self.order) or any(self._differs(known) for known in self.listing.filters)

    def _differs(self, known: Filter) -> bool:
        return self.filters[known.name] != known.default

    def _parts(self) -> dict[str, str]:
        parts = {WORDS: self.words}
        parts |= {f.field: self.filters[f.name] for f in self.listing.filters if self._differs(f)}
        parts |= {ORDER: self.order, COLUMNS: ",".join(self.columns), AFTER: self.after}
        parts = {name: value for name, value in parts.items() if value}
        return parts or ({PLAIN: "0"} if self.plain else {})


@dataclass(frozen=True)
class Stretch:
    """Đoạn của danh sách: rows in the order of one index."""

    base: Select[Any]
    """What is in it and the caller may see, without order."""
    keys: tuple[Any, ...]
    """Columns of the order; the last makes it one."""
    descending: bool = False
    ranges: tuple[ColumnElement[bool], ...] = ()
    """Parts of the index that are each ordered, to be merged: an `IN` over them would sort everything for each page."""
    text: Any = None
    """The folded text that words are looked for in, under an index; None where nothing is looked for, or `base` says it."""
    found: Callable[[Any, bool], Sequence[ColumnElement[bool]]] = lambda _text, _indexed: ()
    """The conditions that the words looked for put on that text: as its index has them, or the quickest for rows that are read anyway."""
    few: bool = False
    """The index of that text holds this stretch alone, and it is short: the index is asked soon."""
    rare: bool = False
    """What is looked for is known to be in few rows: the index is asked at once."""
    beside: tuple["Stretch", ...] = ()
    """Others in the same order, each by an index of its own, to be merged with this one; a row that several have is told once."""

    @property
    def each(self) -> "list[Stretch]":
        """This one and those beside it, by themselves."""
        return [replace(one, descending=self.descending, beside=()) for one in (self, *self.beside)]


Stretches = Callable[[Identity, Chosen], Sequence[Stretch]]
REVERSE = "reverse"
"""The order that every list has besides: the usual one read from its end, by the same indexes."""


@dataclass(frozen=True)
class Listing:
    """Danh sách."""

    name: str
    """Views are kept and exports noted under it: `one-stop.work`."""
    title: str
    path: str
    columns: tuple[Column, ...]
    rows: Select[Any]
    """A whole row, whatever the conditions; looked up by `id` once the page is known."""
    id: Any
    stretches: Stretches
    filters: tuple[Filter, ...] = ()
    orders: Mapping[str, str] = field(default_factory=dict)
    """Words of each order by its name; the usual one is named ''."""
    shape: Callable[..., Any] = lambda row: row
    """Makes a row of what `rows` selects."""
    noted: Callable[[AsyncSession, Identity, str, int], Awaitable[None]] | None = None
    """Evidence of who looked for whom: given the words, and how many were found. Written where the rows are read (`keyset`)."""
    reaching: Callable[[AsyncSession, Identity, Chosen], Awaitable[tuple[str, ...]]] | None = None
    """Agencies whose rows are asked for, of a list that goes beyond the caller's own; refuses who may not look there."""
    witnessed: Callable[[AsyncSession, Identity, Chosen, int], Awaitable[None]] | None = None
    """Evidence of every look, whatever was asked for, written where `noted` is."""

    def choose(self, values: Mapping[str, str], *, by: str = "field") -> Chosen:
        """What an address or a call asks for; Malformed where it asks for what there is not."""
        filters, faults = dict[str, str](), dict[str, str]()
        for f in self.filters:
            value = filters[f.name] = values.get(getattr(f, by)) or f.default
            try:
                filters[f.name] = f.read(value)
            except Unreadable as fault:
                faults[f.name] = fault.sentence
        words, order = values.get(WORDS, "").strip(), values.get(ORDER if by == "field" else "sort", "")
        after = values.get(AFTER if by == "field" else "after", "")
        if len(words) > LONGEST or len(after) > LONGEST_CURSOR or (order and order not in self.orders):
            raise Malformed("malformed_request")
        known = {column.key for column in self.columns}
        columns = tuple(key for key in values.get(COLUMNS, "").split(",") if key in known)
        return Chosen(self, filters, words, order, columns, after, PLAIN in values, faults=faults)

    def place(self, query: str) -> Chosen:
        """The place that came with a form; the plain list where it cannot be one of ours."""
        try:
            return self.choose(dict(parse_qsl(query[: 3 * LONGEST_CURSOR], max_num_fields=12)))
        except (Malformed, ValueError):
            return self.choose({})

    def stretches_of(self, who: Identity, chosen: Chosen) -> list[Stretch]:
        """In the order that was chosen."""
        found = list(self.stretches(who, chosen))
        if chosen.order != REVERSE:
            return found
        return [replace(stretch, descending=not stretch.descending) for stretch in reversed(found)]

    def on_page(self, chosen: Chosen) -> list[Column]:
        """In the list's own order."""
        return [column for column in self.columns if self._is_chosen(chosen, column, column.shown)]

    def on_paper(self, chosen: Chosen) -> list[Column]:
        return [column for column in self.columns if self._is_chosen(chosen, column, column.paper)]

    def _is_chosen(self, chosen: Chosen, column: Column, usual: bool) -> bool:
        return column.key in chosen.columns if chosen.columns else usual

    def values(self, row: Any) -> dict[str, object]:
        """A row as a call answers it: the plain value of each column by its key."""
        return {column.key: column.value(row) for column in self.columns}

    async def ready(self, session: AsyncSession, who: Identity, chosen: Chosen) -> Chosen:
        """What is read by: Invalid where something typed has to be mended first."""
        if chosen.faults:
            fields = [FieldError(f"/{name}", "filter_unreadable", words) for name, words in chosen.faults.items()]
            raise Invalid("invalid_input", fields=fields)
        return replace(chosen, agencies=await self.reaching(session, who, chosen)) if self.reaching else chosen

    async def note(self, session: AsyncSession, who: Identity, chosen: Chosen, found: int) -> None:
        if self.noted is not None and chosen.words:
            await self.noted(session, who, chosen.words, found)
        if self.witnessed is not None:
            await self.witnessed(session, who, chosen, found)
