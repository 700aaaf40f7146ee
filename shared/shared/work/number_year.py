"""Khóa sổ của năm đã hết: as the new year begins, by itself, where nothing of the book is left to be said; else its keepers are told.

Numbers of a year begin with 01 on the first of January and end with the year (NĐ 30/2020/NĐ-CP, Điều 15). A number that somebody still
keeps is neither used nor given up for him: its book stays open, as one with gaps does, and is asked for again a year later.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import time

from sqlalchemy.ext.asyncio import AsyncSession

from shared.core import clock
from shared.core.errors import Conflict
from shared.storage import evidence
from shared.storage.database import Line, driver_connection
from shared.storage.evidence import Acting
from shared.work import numbering
from shared.work.jobs import Job, yearly
from shared.work.number_book import Books
from shared.work.number_desk import note, year_case
from shared.work.number_steps import Act
from shared.work.numbering import By, Series

NAME = "close-year-books"
BY = By(name="Việc theo lịch đầu năm")
_UNEXPLAINED = {
    "numbers_reserved": "còn số đang giữ",
    "numbers_unexplained": "còn số trống chưa giải trình",
}


@dataclass(frozen=True)
class LeftOpen:
    """Sổ năm cũ chưa khóa được."""

    series: Series
    title: str
    """How people call the series."""
    why: str


def closing(books: Books, tell: Callable[[AsyncSession, LeftOpen], Awaitable[None]]) -> Job:
    """The job of a service that keeps these books; `tell` says to their keepers what was left open."""

    async def close_all(session: AsyncSession, _: str) -> None:
        line = await driver_connection(session)
        for row in await line.fetch(_OPEN, clock.local_now().year):
            series = Series(row["agency_code"], row["kind"], row["year"])
            why = await _close(session, line, books, series)
            if why:
                titles = await books.kinds(session, series.agency_code)
                await tell(session, LeftOpen(series, titles.get(series.kind, series.kind), why))

    # In the small hours: whatever was being numbered at midnight has been.
    return Job(NAME, "Khóa sổ của năm đã hết", close_all, yearly(1, 1, time(0, 30)))


async def _close(session: AsyncSession, line: Line, books: Books, series: Series) -> str:
    """As one of the keepers would; why not, where the table of steps refuses."""
    try:
        books.years.require(Act.CLOSE, await year_case(line, books, series, books.keepers))
    except Conflict as refusal:
        return _UNEXPLAINED.get(refusal.code, "")  # else somebody has closed it meanwhile
    await numbering.close_year(line, series.agency_code, series.kind, series.year, BY)
    await note(session, series, Act.CLOSE, name=BY.name)
    by = Acting(f"job:{NAME}", series.agency_code)
    await evidence.record(session, f"number-{Act.CLOSE}", f"numbers/{series.kind}/{series.year}", by)
    return ""


_OPEN = """
SELECT DISTINCT agency_code, kind, year FROM number_counter WHERE closed_at IS NULL AND year < $1 ORDER BY agency_code, year, kind
"""
