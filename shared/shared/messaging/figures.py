"""Figures (số liệu ngày): what happened at each agency on each day, counted from a service's own tables and told by event.

Each night the days of the last month are counted again. What differs from what was told is told again with a higher revision, so a
late fact corrects its day; what is the same is not told twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, Integer, MetaData, Table, Text, column, func, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.access.reaching import agencies_of
from shared.access.rights import Row
from shared.contracts.figures import FigureRecorded
from shared.core import clock
from shared.directory.models import Agency
from shared.messaging.outbox import tell
from shared.work.jobs import Job, daily

TOLD = "figure_told"
COUNTED_DAYS = 31
"""A fact that comes later than this changes no day any more."""


@dataclass(frozen=True)
class Figure:
    """Số liệu ngày: its name, what people call it, and how it is counted."""

    name: str
    title: str
    event: type[FigureRecorded]
    count: str
    """SQL for `agency_code, day, numerator, denominator` of what happened from :since to before :until; 0 below a plain count.

    Both are moments at which a day begins in Việt Nam, so that an index over the moments serves.
    """


def declare(metadata: MetaData) -> None:
    """What this service has told."""
    Table(
        TOLD,
        metadata,
        Column("name", Text, primary_key=True),
        Column("agency_code", Text, primary_key=True),
        Column("day", Date, primary_key=True),
        Column("numerator", Integer, nullable=False),
        Column("denominator", Integer, nullable=False),
        Column("revision", Integer, nullable=False),
    )


def create(op: Any) -> None:
    op.execute(
        "CREATE TABLE figure_told (name text NOT NULL, agency_code text NOT NULL, day date NOT NULL,"
        " numerator integer NOT NULL, denominator integer NOT NULL, revision integer NOT NULL,"
        " CONSTRAINT pk_figure_told PRIMARY KEY (name, agency_code, day))"
    )


def day_of(column: str) -> str:
    """SQL: the day of a moment, in Việt Nam."""
    return f"({column} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


_TOLD = text(
    "SELECT agency_code, day, numerator, denominator, revision FROM figure_told"
    " WHERE name = :name AND day >= :since AND day < :until FOR UPDATE"
)
_KEEP = text(
    "INSERT INTO figure_told (name, agency_code, day, numerator, denominator, revision)"
    " VALUES (:name, :agency_code, :day, :numerator, :denominator, :revision)"
    " ON CONFLICT (name, agency_code, day) DO UPDATE SET numerator = excluded.numerator,"
    " denominator = excluded.denominator, revision = excluded.revision"
)


async def tell_figure(session: AsyncSession, figure: Figure, today: date) -> int:
    """Tell the days before today that are new or have changed; how many."""
    days = {"since": today - timedelta(days=COUNTED_DAYS), "until": today}
    moments = {name: datetime.combine(day, time(), clock.VIETNAM) for name, day in days.items()}
    counted = {
        (row.agency_code, row.day): (row.numerator, row.denominator)
        for row in await session.execute(text(figure.count), moments)
    }
    told = {(row.agency_code, row.day): row for row in await session.execute(_TOLD, {"name": figure.name, **days})}
    changed = 0
    for key in sorted(counted.keys() | told.keys()):
        values, before = counted.get(key, (0, 0)), told.get(key)
        if before is not None and (before.numerator, before.denominator) == values:
            continue
        agency_code, day = key
        row = {
            "name": figure.name,
            "agency_code": agency_code,
            "day": day,
            "numerator": values[0],
            "denominator": values[1],
            "revision": before.revision + 1 if before is not None else 1,
        }
        await session.execute(_KEEP, row)
        await tell(session, figure.event(series=f"{figure.name}/{agency_code}", title=figure.title, **row))
        changed += 1
    return changed


SHOWN_DAYS = 30


@dataclass(frozen=True)
class Sum:
    """One figure of one agency over some days."""

    numerator: int
    denominator: int
    """0: a plain count."""

    @property
    def share(self) -> float | None:
        return 100 * self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class FigureTable:
    """Bảng số liệu: the figures that there are, and of each agency what it has of them."""

    since: date
    until: date
    """The day after the last."""
    titles: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Sum | None]]]
    """Name of the agency, and one for each title; None where nothing was told. Of several, first of all of them together."""

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def next(self) -> date:
        """When the day that is not over yet has been counted."""
        return self.until + timedelta(days=1)


async def sum_figures(
    session: AsyncSession, kept: str, who: Identity, row: Row, titles: Mapping[str, str]
) -> FigureTable:
    """The last thirty days, of the agencies that the right reaches; the own one first.

    `kept`: the table of days, `figure_told` where they are one's own. `row`: of the rights table. `titles`: the figures by name, in
    the order in which they stand.
    """
    until = clock.local_now().date()
    since = until - timedelta(days=SHOWN_DAYS)
    days = table(kept, *map(column, ("name", "agency_code", "day", "numerator", "denominator"))).c
    code = Agency.code.expression
    query = (
        select(days.name, code, Agency.name.label("agency"), *map(_summed, (days.numerator, days.denominator)))
        .join(Agency, code == days.agency_code)
        .where(agencies_of(who, row, code, Agency.parent_code.expression), days.day >= since, days.day < until)
        .group_by(days.name, code)
        .order_by(code != who.agency_code, Agency.sort_key, code)
    )
    found: dict[str, dict[str, Sum]] = {}
    names: dict[str, str] = {}
    for one in await session.execute(query):
        found.setdefault(one.code, {})[one.name] = Sum(one.numerator, one.denominator)
        names[one.code] = one.agency
    rows = [(names[code], [sums.get(name) for name in titles]) for code, sums in found.items()]
    if len(rows) > 1:
        rows.insert(
            0,
            (f"Tất cả {len(rows)} cơ quan", [_together(column) for column in zip(*(r[1] for r in rows), strict=True)]),
        )
    return FigureTable(since, until, list(titles.values()), rows)


def _summed(numbers: ColumnElement[int]) -> ColumnElement[int]:
    return func.sum(numbers).label(numbers.key)


def _together(sums: Sequence[Sum | None]) -> Sum | None:
    known = [one for one in sums if one is not None]
    return Sum(sum(one.numerator for one in known), sum(one.denominator for one in known)) if known else None


def telling(figures: Sequence[Figure]) -> Job:
    """The job of a service's worker: a while after midnight, all figures in one transaction."""

    async def tell_all(session: AsyncSession, _key: str) -> None:
        today = clock.local_now().date()
        for figure in figures:
            await tell_figure(session, figure, today)

    return Job("tell-figures", "Báo số liệu ngày", tell_all, daily(time(1, 15)))
