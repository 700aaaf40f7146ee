"""The figures above the work list."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from one_stop.dossiers.models import OPEN_DOSSIER
from one_stop.dossiers.rules import DUE, WAITING
from shared.storage.database import Database, Pool
from shared.work.steps import sql_set


@dataclass(frozen=True)
class Figures:
    """Số liệu công việc: the cards, and open dossiers per field of work, the largest first."""

    held: int
    overdue: int
    today: int
    finished: int
    on_time: int
    sectors: list[tuple[str, int]]


async def count_work(
    pool: Pool,
    agency_code: str,
    roles: Sequence[str],
    person_id: str | None,
    moments: tuple[datetime, datetime, datetime],
    unit_id: str | None = None,
) -> Figures:
    """One pass over the open dossiers of the roles, by index alone; or over those of one unit. `moments`: now, end of today,
    start of the month.
    """
    now, end_of_day, start_of_month = moments
    counted = (agency_code, list(roles), person_id, now, end_of_day)
    rows = await (pool.fetch(_OPEN, *counted) if unit_id is None else pool.fetch(_OPEN_OF_UNIT, *counted, unit_id))
    done: Any = await pool.fetchrow(_DONE, agency_code, start_of_month)
    sectors = sorted(((row["sector_name"], row["open"]) for row in rows), key=lambda pair: (-pair[1], pair[0]))
    held, overdue, today = (sum(row[name] for row in rows) for name in ("held", "overdue", "today"))
    return Figures(held, overdue, today, done["finished"], done["on_time"], sectors[:SECTORS_SHOWN])


SECTORS_SHOWN = 6
_OPEN = f"""
SELECT sector_name, sum(n)::int AS open, COALESCE(sum(n) FILTER (WHERE mine), 0)::int AS held,
  COALESCE(sum(late) FILTER (WHERE mine), 0)::int AS overdue, COALESCE(sum(due) FILTER (WHERE mine), 0)::int AS today
FROM (
  SELECT sector_name, $3::text IS NULL OR holder_id IS NULL OR holder_id = $3 AS mine, count(*) AS n,
    count(*) FILTER (WHERE status IN {sql_set(DUE)} AND work_due_at < $4) AS late,
    count(*) FILTER (WHERE status IN {sql_set(DUE - WAITING)} AND work_due_at >= $4 AND work_due_at < $5) AS due
  FROM dossier WHERE agency_code = $1 AND {OPEN_DOSSIER} AND step_role = ANY($2)
  GROUP BY 1, 2
) counted GROUP BY sector_name
"""  # noqa: S608  sets of our own table of steps
_OPEN_OF_UNIT = _OPEN.replace("  GROUP BY 1, 2", "    AND unit_id = $6 AND unit_id <> ''\n  GROUP BY 1, 2")
_DONE = """
SELECT count(*) AS finished, count(*) FILTER (WHERE finished_at <= due_at) AS on_time
FROM dossier WHERE agency_code = $1 AND finished_at IS NOT NULL AND finished_at >= $2
"""

MANY = 1000
KEPT_SECONDS = 5.0


class WorkFigures:
    """Counts of this process. Where there are many, counting costs more than the page: those are kept for seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[tuple[object, ...], tuple[float, Figures]] = {}

    async def of(
        self,
        agency_code: str,
        roles: Sequence[str],
        person_id: str | None,
        moments: tuple[datetime, datetime, datetime],
        unit_id: str | None = None,
    ) -> Figures:
        key = (agency_code, tuple(roles), person_id, unit_id)
        until, figures = self._kept.get(key, (0.0, None))
        if figures is not None and until > time.monotonic():
            return figures
        counted = await count_work(await self._database.hot(), agency_code, roles, person_id, moments, unit_id)
        self._kept = {known: kept for known, kept in self._kept.items() if kept[0] > time.monotonic()}
        if sum(number for _, number in counted.sectors) >= MANY:
            self._kept[key] = (time.monotonic() + KEPT_SECONDS, counted)
        return counted
