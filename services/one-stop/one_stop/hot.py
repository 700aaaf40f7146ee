"""The hot paths of one-stop, one statement each: moving a dossier, and the work list. All else goes by the ORM."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts import Event
from shared.core import context
from shared.core.identifiers import new_id
from shared.messaging.outbox import outbox_values
from shared.standards.dossier_code import format_dossier_code
from shared.storage.database import driver_connection

if TYPE_CHECKING:
    Pool = asyncpg.Pool[Any]
    Line = asyncpg.Pool[Any] | asyncpg.Connection[Any]
else:
    Pool = asyncpg.Pool
    Line = asyncpg.Pool | asyncpg.Connection
    """Where a statement goes: any connection, or the one of a transaction under way."""

READ_STANDING = """
SELECT d.version, d.code, d.status, d.agency_code, d.step_position, d.holder_id, d.supplements_asked, d.has_draft,
  d.due_at, d.due_provisional, d.step_due_at, d.received_at IS NOT NULL AS received,
  a.name AS agency_name,
  (SELECT json_agg(json_build_array(s.position, s.code, s.name, s.role, s.hours, s.actions) ORDER BY s.position)::text
   FROM procedure_step s WHERE s.procedure_version_id = d.procedure_version_id) AS steps
FROM dossier d LEFT JOIN agency a ON a.code = d.agency_code
WHERE d.id = $1 AND d.agency_code = $2
"""

# Row, hand-over, event, evidence and the answer kept for its Idempotency-Key: all or nothing, in one round trip.
MOVE = """
WITH moved AS (
  UPDATE dossier SET version = version + 1, status = $4, step_position = $5, step_code = $6, step_name = $7,
    step_role = $8, step_since = $9, step_due_at = $10, holder_id = $11, holder_name = $12,
    work_due_at = CASE WHEN $4::smallint = 5 THEN work_due_at ELSE COALESCE($10, due_at, work_due_at) END
  WHERE id = $1 AND version = $2 AND agency_code = $3
  RETURNING version, agency_code
), handed AS (
  INSERT INTO hand_over (id, dossier_id, number, action, at, by_id, by_name, agency_code, from_step, from_step_name,
    to_step, to_step_name, to_holder_id, to_holder_name, status, due_at, outcome, note)
  SELECT $13, $1, version, $14, $9, $15, $16, agency_code, $17, $18, $6, $7, $11, $12, $4, $10, $19, $20 FROM moved
), numbered AS (
  INSERT INTO event_subject AS s (subject, last_sequence) SELECT $21, 1 FROM moved
  ON CONFLICT (subject) DO UPDATE SET last_sequence = s.last_sequence + 1 RETURNING last_sequence
), told AS (
  INSERT INTO outbox (event_id, type, kind, subject, sequence, traceparent, data, pending, done_at)
  SELECT $22, $23, $24, $21, last_sequence, $25, $26::json, $27::text[],
    CASE WHEN cardinality($27::text[]) = 0 THEN now() END
  FROM numbered
), noted AS (
  INSERT INTO evidence (kind, subject, actor, agency_code, request_id, facts)
  SELECT 'dossier-moved', $21, 'officer:' || $15, agency_code, $28, $29::jsonb FROM moved
), answered AS (
  INSERT INTO idempotency_key (caller, key, request_hash, status, answer)
  SELECT 'officer:' || $15, $30, $31, 200, $32 FROM moved WHERE $30 <> ''
)
SELECT version FROM moved
"""

_KEPT = "SELECT request_hash, status, answer FROM idempotency_key WHERE caller = $1 AND key = $2"

_COLUMNS = """id, version, code, status, procedure_code, procedure_name, applicant_name, step_code, step_name,
  step_role, holder_id, holder_name, opened_at, due_at, due_provisional, step_due_at, work_due_at, paused_at, channel,
  owner ->> 'full_name' AS owner_name"""


@dataclass(frozen=True)
class Repeat:
    """Idempotency-Key of a move: its key and hash, and the answer to keep."""

    key: str = ""
    request_hash: bytes = b""
    answer: bytes = b""


@dataclass(frozen=True)
class Passage:
    """All that one move writes."""

    dossier_id: UUID
    version: int
    agency_code: str
    status: int
    position: int
    step_code: str
    step_name: str
    step_role: str
    at: datetime
    step_due_at: datetime | None
    holder_id: str | None
    holder_name: str
    action: str
    by_id: str
    by_name: str
    from_step: str
    from_step_name: str
    outcome: str
    note: str


async def read_standing(line: Line, dossier_id: UUID, agency_code: str) -> Any | None:
    """Where a dossier of this agency stands, with its steps; None when it is not there or not theirs."""
    return await line.fetchrow(READ_STANDING, dossier_id, agency_code)


async def find_assignee(line: Line, person_id: str, agency_code: str, role: str) -> str | None:
    """Name of an active person in that role at that agency."""
    name: str | None = await line.fetchval(_ASSIGNEE, person_id, agency_code, role)
    return name


async def find_former_holder(line: Line, dossier_id: UUID, step_code: str, role: str) -> Any | None:
    """Who last had the dossier at a step and is still there; nobody else is given it back."""
    return await line.fetchrow(_FORMER, dossier_id, step_code, role)


_ASSIGNEE = """
SELECT p.full_name FROM person p JOIN person_post t ON t.person_id = p.id
WHERE p.id = $1 AND p.active AND t.agency_code = $2 AND t.role = $3
"""
_FORMER = """
SELECT h.to_holder_id, h.to_holder_name FROM (
  SELECT to_holder_id, to_holder_name, agency_code FROM hand_over
  WHERE dossier_id = $1 AND to_step = $2 AND to_holder_id IS NOT NULL ORDER BY number DESC LIMIT 1
) h JOIN person p ON p.id = h.to_holder_id AND p.active
JOIN person_post t ON t.person_id = p.id AND t.agency_code = h.agency_code AND t.role = $3
"""


async def write_move(line: Line, passage: Passage, event: Event, repeat: Repeat) -> int | None:
    """The dossier's new version; None when somebody changed it since. Raises UniqueViolationError on a repeated key."""
    row = outbox_values(event)
    facts = {"action": passage.action, "from": passage.from_step, "to": passage.step_code, "status": passage.status}
    version: int | None = await line.fetchval(
        MOVE,
        passage.dossier_id,
        passage.version,
        passage.agency_code,
        passage.status,
        passage.position,
        passage.step_code,
        passage.step_name,
        passage.step_role,
        passage.at,
        passage.step_due_at,
        passage.holder_id,
        passage.holder_name,
        new_id(),
        passage.action,
        passage.by_id,
        passage.by_name,
        passage.from_step,
        passage.from_step_name,
        passage.outcome,
        passage.note,
        row["subject"],
        row["event_id"],
        row["type"],
        row["kind"],
        row["traceparent"],
        row["data"],
        row["pending"],
        context.request_id.get(),
        orjson.dumps(facts).decode(),
        repeat.key,
        repeat.request_hash,
        repeat.answer,
    )
    return version


async def kept_answer(pool: Pool, caller: str, key: str) -> Any | None:
    """The answer a machine got the first time it sent this key."""
    return await pool.fetchrow(_KEPT, caller, key)


class Cursor(NamedTuple):
    """Vị trí trong danh sách: behind which row the next page begins."""

    moment: datetime
    row_id: UUID
    paused: bool = False


SHORT = 3
"""Words of fewer letters count at the beginning of words only."""


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
        f"(SELECT {_COLUMNS}, {paused} AS paused FROM dossier WHERE step_role = {bound(role)} AND {where}"  # noqa: S608
        " ORDER BY work_due_at, id LIMIT $2)"
        for role in wanted.roles
    ]
    merged = " UNION ALL ".join(ranges)
    return f"SELECT * FROM ({merged}) w ORDER BY work_due_at, id LIMIT $2", arguments  # noqa: S608


async def reserve_code(pool: Pool, dossier_id: UUID, agency_code: str, on: date) -> str:
    """The code this dossier will have if it is accepted today: the same one when asked again, never another dossier's.

    In a short transaction of its own, so that no lock is held while the receipt is made.
    """
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 7211))", str(dossier_id))
        kept: str | None = await connection.fetchval(
            'SELECT code FROM code_reservation WHERE dossier_id = $1 AND "on" = $2', dossier_id, on
        )
        if kept is not None:
            return kept
        serial = await connection.fetchval(_NEXT_SERIAL, agency_code, on)
        code = format_dossier_code(agency_code, on, serial)
        await connection.execute(
            'INSERT INTO code_reservation (dossier_id, "on", code) VALUES ($1, $2, $3)', dossier_id, on, code
        )
        return code


async def release_code(pool: Pool, dossier_id: UUID, agency_code: str, on: date) -> None:
    """Put back the code of an acceptance that was refused. One that later codes have passed stays kept for its dossier."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 7211))", str(dossier_id))
        last = await connection.fetchval(_LAST_SERIAL, agency_code, on)
        if last is None:
            return
        newest = format_dossier_code(agency_code, on, last)
        if await connection.fetchval(_RELEASE, dossier_id, on, newest):
            await connection.execute(_STEP_BACK, agency_code, on)


_LAST_SERIAL = 'SELECT last FROM dossier_serial WHERE agency_code = $1 AND "on" = $2 FOR UPDATE'
_RELEASE = """
DELETE FROM code_reservation WHERE dossier_id = $1 AND "on" = $2 AND code = $3
  AND NOT EXISTS (SELECT FROM dossier WHERE code = $3)
RETURNING code
"""
_STEP_BACK = """
WITH unused AS (DELETE FROM dossier_serial WHERE agency_code = $1 AND "on" = $2 AND last = 1)
UPDATE dossier_serial SET last = last - 1 WHERE agency_code = $1 AND "on" = $2 AND last > 1
"""
_NEXT_SERIAL = """
INSERT INTO dossier_serial (agency_code, "on", last) VALUES ($1, $2, 1)
ON CONFLICT (agency_code, "on") DO UPDATE SET last = dossier_serial.last + 1 RETURNING last
"""


async def next_form_number(session: AsyncSession, agency_code: str, year: int, form_no: str) -> int:
    """The next number of a guidance or refusal slip at an agency in a year, taken only if the act takes place."""
    number: int = await (await driver_connection(session)).fetchval(_NEXT_FORM, agency_code, year, form_no)
    return number


_NEXT_FORM = """
INSERT INTO form_serial (agency_code, year, form_no, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (agency_code, year, form_no) DO UPDATE SET last = form_serial.last + 1 RETURNING last
"""
