"""Sổ và số as one reads it: the series of an agency in a year, the numbers that no object bears and why, gaps, and the history.

A service says in a `Books` which kinds of series it keeps and which numbers its objects bear.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shared.core.errors import Malformed
from shared.storage.database import Line, driver_connection
from shared.work import numbering
from shared.work.number_steps import (
    Act,
    BookCase,
    BookState,
    BookSteps,
    NumberCase,
    NumberState,
    NumberSteps,
    book_steps,
    held_in,
    number_steps,
)
from shared.work.numbering import Held, Series
from shared.work.timeline import TimelineEntry

PAGE = 100
MOST_GAPS = 100
LATEST = 50
"""Entries of the history on the page."""


ACT_LABELS: dict[str, str] = number_steps(frozenset()).labels | book_steps(frozenset()).labels


async def _nobody_waits(session: AsyncSession, agency_code: str, year: int) -> None:
    """Numbers are given under the lock of their series alone."""


async def _always_open(session: AsyncSession, agency_code: str, kind: str, year: int) -> bool:
    """What is counted by the platform's own kinds has no years of its own."""
    return True


async def _nobody_is_told(session: AsyncSession, series: Series, number: int, reason: str) -> None:
    """What a number was kept for is of this very service."""


@dataclass(frozen=True)
class Books:
    """Sổ của một dịch vụ."""

    kinds: Callable[[AsyncSession, str], Awaitable[Mapping[str, str]]]
    """Kind → how people call it, of an agency; in the order in which they stand."""
    borne: str
    """SQL for `kind, part, number` that objects of agency $1 bear in year $2."""
    keepers: frozenset[str]
    """Roles and powers of those who keep the books."""
    by_hand: Callable[[str], bool] = lambda kind: True
    """Whether people may reserve numbers of this kind."""
    in_register: Callable[[str], bool] = lambda kind: False
    """Whether what bears a number of this kind on paper is a line of a register."""
    take_turns: Callable[[AsyncSession, str, int], Awaitable[None]] = _nobody_waits
    """Before an act at the desk in an agency's year: where the service numbers under a lock of its own."""
    is_open_in: Callable[[AsyncSession, str, str, int], Awaitable[bool]] = _always_open
    """Whether an agency's series of a kind gives numbers in a year: where agencies open and end their series themselves."""
    voided: Callable[[AsyncSession, Series, int, str], Awaitable[None]] = _nobody_is_told
    """After a number was given up at the desk, for the reason: in the same transaction."""

    @cached_property
    def numbers(self) -> NumberSteps:
        return number_steps(self.keepers)

    @cached_property
    def years(self) -> BookSteps:
        return book_steps(self.keepers)

    @property
    def acted_by(self) -> frozenset[str]:
        """Who may do something in them: what the right behind the page and the calls is made of."""
        on_numbers = self.numbers.callers(Act.RESERVE, Act.BEAR, Act.REGISTER, Act.USE, Act.GIVE_BACK, Act.VOID)
        return on_numbers | self.years.callers(Act.CLOSE, Act.REOPEN)


@dataclass(frozen=True)
class SeriesLine:
    """Một hệ thống số trong năm."""

    kind: str
    title: str
    last: int
    """The last number; where the series begins anew each day, how many were given in the year."""
    reserved: int
    void: int
    gaps: int
    closed_at: datetime | None
    closed_by: str
    by_hand: bool


@dataclass(frozen=True)
class Gap:
    """Số trống chưa giải trình."""

    kind: str
    part: str
    number: int


@dataclass
class Book:
    """Sổ và số của một cơ quan trong một năm."""

    year: int
    series: list[SeriesLine]
    held: list[Held]
    next: str | None
    gaps: list[Gap]
    history: list[TimelineEntry] = field(default_factory=list)
    """The newest first."""


async def read_book(session: AsyncSession, books: Books, agency_code: str, year: int, after: str = "") -> Book:
    """One year of the agency. `after`: as `Book.next` said it."""
    line, titles = await driver_connection(session), await books.kinds(session, agency_code)
    held = list(await numbering.list_held(line, agency_code, year, PAGE + 1, place_of(after)))
    series = [
        SeriesLine(**dict(row), title=title, by_hand=books.by_hand(row["kind"]))
        for row, title in await _series(line, books, agency_code, year, titles)
    ]
    more = name_of(held[PAGE - 1]) if len(held) > PAGE else None
    gaps = [Gap(*row) for row in await line.fetch(gaps_of(books), agency_code, year, MOST_GAPS)]
    rows = await line.fetch(_HISTORY, agency_code, year, LATEST)
    return Book(year, series, held[:PAGE], more, gaps, [_entry(row, titles) for row in rows])


def name_of(held: Held) -> str:
    """Its place in the list, for `after`."""
    return f"{_ORDER.index(held.state)}~{held.kind}~{held.part}~{held.number}"


def acts_on(books: Books, callers: frozenset[str], book: Book, held: Held) -> tuple[Act, ...]:
    """What may be done with a number of the list, by who comes as `callers`."""
    last = next((line.last for line in book.series if line.kind == held.kind and not held.part), None)
    by_hand, is_last = not held.holder, held.number == last
    return books.numbers.allowed(
        NumberCase(held.state, callers, held.number, by_hand, is_last, books.in_register(held.kind))
    )


def acts_on_year(
    books: Books, callers: frozenset[str], book: Book, line: SeriesLine, this_year: int
) -> tuple[Act, ...]:
    """What may be done with the year's book of one series: what is still reserved or unexplained is said when one tries."""
    state = BookState.CLOSED if line.closed_at else BookState.OPEN if line.last else BookState.EMPTY
    return books.years.allowed(BookCase(state, callers, book.year, is_over=book.year < this_year))


def place_of(after: str) -> tuple[int, str, str, int]:
    """Raises Malformed for what no list has said."""
    if not after:
        return -1, "", "", 0
    parts = after.replace("\x00", "").split("~")
    if len(parts) != 4 or not (parts[0] in "012" and parts[3].isascii() and parts[3].isdigit() and len(parts[3]) < 10):
        raise Malformed("cursor_malformed")
    return int(parts[0] or 0), parts[1], parts[2], int(parts[3])


async def _series(
    line: Line, books: Books, agency_code: str, year: int, kinds: Mapping[str, str]
) -> list[tuple[dict[str, Any], str]]:
    counted = {row["kind"]: dict(row) for row in await line.fetch(_SERIES, agency_code, year)}
    gaps: dict[str, int] = {}
    for row in await line.fetch(counted_gaps(books), agency_code, year):
        gaps[row["kind"]] = row["gaps"]
    empty = {"last": 0, "closed_at": None, "closed_by": "", "reserved": 0, "void": 0}
    every = {**kinds, **{kind: kind for kind in counted if kind not in kinds}}
    return [
        (counted.get(kind, {"kind": kind, **empty}) | {"gaps": gaps.get(kind, 0)}, title)
        for kind, title in every.items()
    ]


def _entry(row: Any, titles: Mapping[str, str]) -> TimelineEntry:
    number = f" {row['number']}" if row["number"] is not None else ""
    return TimelineEntry(
        position=row["id"],
        at=row["at"],
        act=row["act"],
        label=ACT_LABELS[row["act"]] + number,
        actor=row["actor_name"],
        actor_title=row["actor_title"],
        post=row["post"],
        on_behalf_of=row["on_behalf_of"],
        step=titles.get(row["kind"], row["kind"]),
        note=row["reason"],
    )


_ORDER = (NumberState.RESERVED, NumberState.ON_PAPER, NumberState.VOID)
_HERE = "agency_code = $1 AND year = $2"
_SERIES = f"""
SELECT c.kind, sum(c.last)::int AS last, max(c.closed_at) AS closed_at, max(c.closed_by) AS closed_by,
  COALESCE(max(h.reserved), 0) AS reserved, COALESCE(max(h.void), 0) AS void
FROM number_counter c LEFT JOIN (
  SELECT kind, count(*) FILTER (WHERE {held_in({NumberState.RESERVED})}) AS reserved,
    count(*) FILTER (WHERE {held_in({NumberState.VOID})}) AS void
  FROM held_number WHERE {_HERE} GROUP BY kind
) h USING (kind)
WHERE {_HERE} GROUP BY c.kind
"""  # noqa: S608
_HISTORY = f"""
SELECT id, at, act, number, kind, reason, actor_name, actor_title, post, on_behalf_of FROM number_step
WHERE {_HERE} ORDER BY id DESC LIMIT $3
"""  # noqa: S608


def _unexplained(books: Books) -> str:
    """SQL: what was counted, without what is held and what objects bear."""
    return f"""
SELECT c.kind, c.part, n AS number FROM number_counter c CROSS JOIN LATERAL generate_series(1, c.last) AS n WHERE {_HERE}
EXCEPT SELECT kind, part, number FROM held_number WHERE {_HERE}
EXCEPT ({books.borne})"""  # noqa: S608


def gaps_of(books: Books) -> str:
    return f"SELECT * FROM ({_unexplained(books)}) g ORDER BY kind, part, number LIMIT $3"  # noqa: S608


def counted_gaps(books: Books) -> str:
    return f"SELECT kind, count(*) AS gaps FROM ({_unexplained(books)}) g GROUP BY kind"  # noqa: S608


def borne_of(books: Books) -> str:
    """SQL: one number of the agency $1 and year $2, where an object bears it."""
    return f"SELECT true FROM ({books.borne}) AS b (kind, part, number) WHERE kind = $3 AND part = $4 AND number = $5"  # noqa: S608


def gap_of(books: Books) -> str:
    return f"SELECT true FROM ({_unexplained(books)}) g WHERE kind = $3 AND part = $4 AND number = $5"  # noqa: S608
