"""The work list: ordered index ranges merged in one statement."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from one_stop.dossiers.rules import SHORT, Cursor
from shared.storage.database import Pool

_COLUMNS = """id, version, code, status, procedure_code, procedure_name, applicant_name, step_code, step_name,
  step_role, holder_id, holder_name, opened_at, due_at, due_provisional, step_due_at, work_due_at, paused_at, channel,
  owner ->> 'full_name' AS owner_name"""


@dataclass(frozen=True)
class WorkQuery:
    """Bộ lọc danh sách việc cần xử lý."""

    agency_code: str
    roles: tuple[str, ...]
    now: datetime
    """Divides what waits for the applicant from what has waited too long."""
    person_id: str | None = None
    """Only what this person holds or nobody does; None for the whole desk."""
    words: tuple[str, ...] = ()
    """Folded words, each of which must occur."""
    status: int | None = None
    step: str = ""
    overdue_at: datetime | None = None
    after: Cursor | None = None
    limit: int = 20


async def list_work(pool: Pool, wanted: WorkQuery) -> list[Any]:
    """Open dossiers in the order in which they are due; behind them those that wait for the applicant (`paused`)."""
    found: list[Any] = []
    if wanted.after is None or not wanted.after.paused:
        statement, arguments = _work_statement(wanted, False)
        found = list(await pool.fetch(statement, *arguments))
        wanted = replace(wanted, after=None, limit=wanted.limit - len(found))
    if wanted.limit > 0 and wanted.status in (None, 5) and wanted.overdue_at is None:
        statement, arguments = _work_statement(wanted, True)
        found += await pool.fetch(statement, *arguments)
    return found


def _work_statement(wanted: WorkQuery, paused: bool) -> tuple[str, list[object]]:
    """One ordered index range per role, merged: an `= ANY` over roles would sort the whole desk for each page."""
    arguments: list[object] = [wanted.agency_code, wanted.limit]

    def bound(value: object) -> str:
        arguments.append(value)
        return f"${len(arguments)}"

    now = bound(wanted.now)
    conditions = ["agency_code = $1", "status IN (1, 2, 4, 5, 9)"]
    conditions.append(f"status = 5 AND work_due_at >= {now}" if paused else f"(status <> 5 OR work_due_at < {now})")
    if wanted.person_id is not None:
        conditions.append(f"(holder_id IS NULL OR holder_id = {bound(wanted.person_id)})")
    for word in wanted.words:
        pattern = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        if len(word) < SHORT:
            conditions.append(f"(' ' || search_text) LIKE {bound('% ' + pattern + '%')}")
        else:
            conditions.append(f"search_text LIKE {bound('%' + pattern + '%')}")
    if wanted.status is not None:
        conditions.append(f"status = {bound(wanted.status)}")
    if wanted.step:
        conditions.append(f"step_code = {bound(wanted.step)}")
    if wanted.overdue_at is not None:
        conditions.append(f"work_due_at < {bound(wanted.overdue_at)} AND status IN (1, 2, 4, 5)")
    if wanted.after is not None:
        conditions.append(f"(work_due_at, id) > ({bound(wanted.after.moment)}, {bound(wanted.after.row_id)})")
    where = " AND ".join(conditions)
    ranges = [
        f"(SELECT {_COLUMNS}, {paused} AS paused FROM dossier WHERE step_role = {bound(role)} AND {where}"
        " ORDER BY work_due_at, id LIMIT $2)"
        for role in wanted.roles
    ]
    merged = " UNION ALL ".join(ranges)
    return f"SELECT * FROM ({merged}) w ORDER BY work_due_at, id LIMIT $2", arguments
