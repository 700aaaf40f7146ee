"""Figures (số liệu ngày): what happened at each agency on each day, counted from a service's own tables and told by event.

Each night the days of the last month are counted again. What differs from what was told is told again with a higher revision, so a
late fact corrects its day; what is the same is not told twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Integer,
    MetaData,
    Table,
    Text,
    column,
    exists,
    func,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.access.reaching import agencies_of
from shared.access.rights import Reach, Row, reach
from shared.contracts.figures import FigureRecorded
from shared.core import clock
from shared.core.province import Target, this_province
from shared.directory.models import Agency
from shared.directory.queries import agencies_on, codes_below
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
    targets: Sequence[Target | None]
    """What the province's plan wants, for each title."""

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def next(self) -> date:
        """When the day that is not over yet has been counted."""
        return self.until + timedelta(days=1)


def last_days() -> tuple[date, date]:
    """The thirty days before today, and today, which is not over."""
    today = clock.local_now().date()
    return today - timedelta(days=SHOWN_DAYS), today


async def sum_figures(
    session: AsyncSession,
    kept: str,
    who: Identity,
    row: Row,
    titles: Mapping[str, str],
    period: tuple[date, date] | None = None,
    *,
    every_level: bool = False,
) -> FigureTable:
    """Of the agencies that the right reaches, those right below or `every_level`; the own one first.

    `kept`: the table of days, `figure_told` where they are one's own. `row`: of the rights table. `titles`: the figures by name, in
    the order in which they stand. `period`: the first day and the day behind the last; without it the last thirty days.
    """
    since, until = period or last_days()
    days = table(kept, *map(column, ("name", "agency_code", "day", "numerator", "denominator"))).c
    code = Agency.code.expression
    query = (
        select(days.name, code, Agency.name.label("agency"), *map(_summed, (days.numerator, days.denominator)))
        .join(Agency, code == days.agency_code)
        .where(reached_by(who, row, every_level=every_level), days.day >= since, days.day < until)
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
    targets = this_province().targets
    return FigureTable(since, until, list(titles.values()), rows, [targets.get(name) for name in titles])


async def count_telling(
    session: AsyncSession, kept: str, who: Identity, row: Row, names: Sequence[str], period: tuple[date, date]
) -> Sum:
    """How many agencies have something in one of these figures in the period, of all that are there on its last day."""
    days = table(kept, *map(column, ("name", "agency_code", "day", "numerator"))).c
    since, until = period
    told = days.agency_code == Agency.code.expression, days.name.in_(names), days.day >= since, days.day < until
    speaks = exists(select(days.day).where(*told, days.numerator > 0).correlate(Agency.__table__))
    there = agencies_on(until - timedelta(days=1)).where(reached_by(who, row, every_level=True)).order_by(None)
    counts = there.with_only_columns(func.count().filter(speaks), func.count())
    return Sum(*(await session.execute(counts)).one())


def reached_by(who: Identity, row: Row, *, every_level: bool) -> ColumnElement[bool]:
    """Whose figures he reads: a district's communes are the province's too (QĐ 28/2018/QĐ-TTg Điều 14 khoản 3)."""
    code = Agency.code.expression
    reached = agencies_of(who, row, code, Agency.parent_code.expression)
    deeper = every_level and reach(who, row) is Reach.BELOW
    return or_(reached, code.in_(codes_below(who.agency_code))) if deeper else reached


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
