"""Bảng theo dõi chỉ đạo điều hành: what an agency gave in a period, counted by who leads and by field, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.periods import Period, period_of
from document_exchange.tasks.listing import NOBODY
from document_exchange.tasks.models import Task
from document_exchange.tasks.queries import IS_COUNTED, stands
from document_exchange.tasks.rules import FIELDS, Standing
from document_exchange.tasks.words import STANDINGS
from shared.access.identity import Identity
from shared.core import clock
from shared.work.listing import Column


@dataclass(frozen=True)
class Chosen(Period):
    """Kỳ và người giao."""

    giver: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """As the board's and the list's addresses say it."""
        return super().parts | ({"nguoi_giao": self.giver} if self.giver else {})


@dataclass(frozen=True)
class BoardRow:
    """Một dòng của bảng: a lead agency or a field, and how many tasks stand how."""

    key: str
    name: str
    counts: dict[str, int]
    query: str
    """What the list takes to show just these tasks."""

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def list_of(self, standing: str = "") -> str:
        return self.query + (f"&tien_do={standing}" if standing else "")


@dataclass(frozen=True)
class Board:
    """Bảng theo dõi."""

    whole: BoardRow
    by_lead: list[BoardRow]
    by_field: list[BoardRow]


def chosen_of(since: date | None, until: date | None, giver: str = "") -> Chosen:
    """The year that runs, where nothing was chosen. Refuses a period that ends before it begins."""
    period = period_of(since, until)
    return Chosen(period.since, period.until, giver)


def counting(who: Identity, chosen: Chosen) -> Select[tuple[object, ...]]:
    """One walk along `ix_task_board`: sub-tasks are not counted beside what they are part of."""
    today = clock.local_now().date()
    counts = [func.count().filter(stands(one, today)).label(one.name.lower()) for one in Standing]
    given = (
        Task.agency_code == who.agency_code,
        Task.origin_id.is_(None),
        Task.parent_id.is_(None),
        Task.given_on.between(chosen.since, chosen.until),
        IS_COUNTED,
    )
    query = select(
        func.grouping(Task.lead, Task.field).label("level"),
        Task.lead,
        Task.field,
        func.max(Task.lead_name).label("name"),
        *counts,
    ).where(*given)
    if chosen.giver:
        query = query.where(Task.giver_id == chosen.giver)
    return query.group_by(func.grouping_sets(tuple_(Task.lead), tuple_(Task.field), tuple_()))


async def read_board(session: AsyncSession, who: Identity, chosen: Chosen) -> Board:
    """Who has most that is late stands first."""
    by_lead, by_field, whole = list[BoardRow](), list[BoardRow](), _row("", "Tất cả", {}, chosen, {})
    for row in await session.execute(counting(who, chosen)):
        counts = {one.value: int(getattr(row, one.name.lower())) for one in Standing}
        if row.level == 1:  # by lead
            name = row.name if row.lead else "Chưa có nơi chủ trì"
            by_lead.append(_row(row.lead, name, counts, chosen, {"chu_tri": row.lead or NOBODY}))
        elif row.level == 2:
            by_field.append(_row(row.field, FIELDS.get(row.field, row.field), counts, chosen, {"linh_vuc": row.field}))
        else:
            whole = _row("", "Tất cả", counts, chosen, {})
    return Board(whole, _worst_first(by_lead), _worst_first(by_field))


def _row(key: str, name: str, counts: dict[str, int], chosen: Chosen, more: dict[str, str]) -> BoardRow:
    query = urlencode({"pham_vi": "sent", **more, **chosen.parts})
    return BoardRow(key, name, {one.value: counts.get(one, 0) for one in Standing}, query)


def _worst_first(rows: list[BoardRow]) -> list[BoardRow]:
    return sorted(rows, key=lambda row: (-row.counts[Standing.LATE], -row.total, row.name))


async def list_givers(session: AsyncSession, who: Identity) -> list[tuple[str, str]]:
    """Who gave tasks of the agency."""
    query = (
        select(Task.giver_id, func.max(Task.giver_name))
        .where(Task.agency_code == who.agency_code, Task.origin_id.is_(None), Task.giver_id != "")
        .group_by(Task.giver_id)
        .order_by(func.max(Task.giver_name))
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


def sheet_columns() -> tuple[Column, ...]:
    """Of the board as a file."""
    counts = [Column(one.value, STANDINGS[one], partial(_count, one)) for one in Standing]
    return (
        Column("group", "Nhóm", lambda row: row[0]),
        Column("name", "Cơ quan, đơn vị, lĩnh vực", lambda row: row[1].name, width=50),
        *counts,
        Column("total", "Tổng số", lambda row: row[1].total),
    )


def _count(standing: Standing, row: tuple[str, BoardRow]) -> int:
    return row[1].counts[standing.value]


def sheet_rows(board: Board) -> Sequence[tuple[str, BoardRow]]:
    return [
        ("Tất cả", board.whole),
        *(("Nơi chủ trì", row) for row in board.by_lead),
        *(("Lĩnh vực", row) for row in board.by_field),
    ]
