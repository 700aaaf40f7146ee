"""Moving a dossier, one statement each: two look-ups, then row, hand-over, event, evidence and kept answer together."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from one_stop.dossiers.cases import Worker
from shared.contracts import Event
from shared.core import context
from shared.core.identifiers import new_id
from shared.messaging.outbox import outbox_values
from shared.storage import fragments
from shared.storage.database import Line

READ_STANDING = """
SELECT d.version, d.code, d.opened_at, d.status, d.agency_code, d.step_position, d.holder_id, d.unit_id, d.awaits, d.skipped, d.transit,
  d.step_agency_code, d.step_sent_by, (SELECT o.name FROM agency o WHERE o.code = d.step_agency_code) AS step_agency_name,
  d.supplements_asked, d.has_draft,
  d.due_at, d.due_provisional, d.step_due_at, d.received_at IS NOT NULL AS received,
  d.paused_at IS NOT NULL AS paused,
  a.name AS agency_name,
  (SELECT json_agg(json_build_array(s.position, s.code, s.name, s.role, s.hours, s.actions, s.at_agency, s.parallel IS NOT NULL)
     ORDER BY s.position)::text
   FROM procedure_step s WHERE s.procedure_version_id = d.procedure_version_id) AS steps
FROM dossier d LEFT JOIN agency a ON a.code = d.agency_code
WHERE d.id = $1 AND (d.agency_code = $2 OR d.step_agency_code = $2)
"""

# Row, hand-over, event, evidence and the answer kept for its Idempotency-Key: all or nothing, in one round trip.
# What was proposed of the step before is not asked any more. Who sends it away may take it back, wherever it is handed on to from there.
# Whoever gets it holds his post until it is written: who leaves at the same moment is waited for, or finds it and gives it back.
MOVE = (
    """
WITH holder AS (
  SELECT t.unit_id FROM person_post t JOIN person p ON p.id = t.person_id AND p.active
  WHERE t.person_id = $11::text AND t.agency_code = COALESCE(NULLIF($37::text, ''), $3) AND t.role = $8 FOR KEY SHARE OF t
), moved AS (
  UPDATE dossier SET version = version + 1, status = $4, step_position = $5, step_code = $6, step_name = $7,
    step_role = $8, step_since = $9, step_due_at = $10, holder_id = $11, holder_name = $12, step_agency_code = $37,
    step_sent_by = CASE WHEN $37::text = '' THEN '' WHEN step_agency_code = '' THEN $39::text ELSE step_sent_by END,
    unit_id = CASE
      WHEN $38::boolean THEN (SELECT unit_id FROM holder)
      WHEN step_position = $5::smallint THEN unit_id ELSE '' END,
    pause_proposed_at = CASE WHEN step_position = $5::smallint THEN pause_proposed_at END,
    stop_proposed_at = CASE WHEN step_position = $5::smallint THEN stop_proposed_at END,
    work_due_at = CASE WHEN $4::smallint = 5 OR paused_at IS NOT NULL THEN work_due_at ELSE COALESCE($10, due_at, work_due_at) END
  WHERE id = $1 AND version = $2 AND agency_code = $3 AND (NOT $38::boolean OR EXISTS (SELECT FROM holder))
  RETURNING version, agency_code
), handed AS (
  INSERT INTO hand_over (id, dossier_id, number, action, at, by_id, by_name, agency_code, from_step, from_step_name,
    to_step, to_step_name, to_holder_id, to_holder_name, status, due_at, outcome, note, post, on_behalf_of, actor_title,
    to_agency_code)
  SELECT $13, $1, version, $14, $9, $15, $16, $36::text, $17, $18, $6, $7, $11, $12, $4, $10, $19, $20, $33, $34, $35, $37 FROM moved
), numbered AS (
  """
    + fragments.numbered("e.subject", "FROM moved, unnest($21::text[]) AS e(subject)")
    + """
), told AS (
  """
    + fragments.told(
        "FROM numbered n JOIN unnest($21::text[], $22::uuid[], $23::text[], $24::text[], $26::text[], $27::text[])"
        " AS e(subject, event_id, type, kind, data, pending) ON e.subject = n.subject",
        event_id="e.event_id",
        type="e.type",
        kind="e.kind",
        subject="n.subject",
        sequence="n.last_sequence",
        traceparent="$25",
        data="e.data::json",
        pending="string_to_array(e.pending, ',')",
    )
    + """
), noted AS (
  """
    + fragments.noted(
        "FROM moved",
        kind="'dossier-moved'",
        subject="'dossier/' || $1",
        actor="'officer:' || $15",
        agency_code="$36",
        post="$33",
        on_behalf_of="$34",
        request_id="$28",
        facts="$29::jsonb",
    )
    + """
), answered AS (
  """
    + fragments.answered(
        "FROM moved WHERE $30 <> ''",
        caller="'officer:' || $15",
        key="$30",
        request_hash="$31",
        status="200",
        answer="$32",
    )
    + """
)
SELECT version FROM moved
"""
)


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
    by: Worker
    from_step: str
    from_step_name: str
    outcome: str
    note: str
    step_agency_code: str
    """Of another agency than has the dossier, which does the step now."""
    taken: bool
    """A person has it; otherwise whoever may at the agency."""


async def read_standing(line: Line, dossier_id: UUID, agency_code: str) -> Any | None:
    """Where a dossier of this agency stands, with its steps; None when it is not there or not theirs."""
    return await line.fetchrow(READ_STANDING, dossier_id, agency_code)


async def find_assignee(line: Line, person_id: str, agency_code: str, role: str, unit_id: str = "") -> str | None:
    """Name of an active person in that role at that agency, and in that unit if one is named."""
    name: str | None = await line.fetchval(_ASSIGNEE, person_id, agency_code, role, unit_id)
    return name


async def find_former_holder(line: Line, dossier_id: UUID, step_code: str, role: str, agency_code: str) -> Any | None:
    """Who last had the dossier at a step and is still there, at the agency of the step; nobody else is given it back."""
    return await line.fetchrow(_FORMER, dossier_id, step_code, role, agency_code)


_ASSIGNEE = """
SELECT p.full_name FROM person p JOIN person_post t ON t.person_id = p.id
WHERE p.id = $1 AND p.active AND t.agency_code = $2 AND t.role = $3 AND ($4 = '' OR t.unit_id = $4)
"""
_FORMER = """
SELECT h.to_holder_id, h.to_holder_name FROM (
  SELECT to_holder_id, to_holder_name FROM hand_over
  WHERE dossier_id = $1 AND to_step = $2 AND to_holder_id NOT LIKE 'agency:%' ORDER BY number DESC LIMIT 1
) h JOIN person p ON p.id = h.to_holder_id AND p.active
JOIN person_post t ON t.person_id = p.id AND t.agency_code = $4 AND t.role = $3
"""


def _columns(events: Sequence[Event]) -> list[object]:
    """Parameters 21 to 27: a column of the outbox each, all of one trace."""
    rows = [outbox_values(event) for event in events]
    subjects, ids, types, kinds, data = (
        [row[name] for row in rows] for name in ("subject", "event_id", "type", "kind", "data")
    )
    pending = [",".join(row["pending"]) for row in rows]
    return [subjects, ids, types, kinds, context.traceparent.get(), data, pending]


async def write_move(line: Line, passage: Passage, events: Sequence[Event], repeat: Repeat) -> int | None:
    """The dossier's new version; None when somebody changed it since, or whoever was to get it has left.

    Raises UniqueViolationError on a repeated key.

    `events`: of different subjects.
    """
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
        passage.by.person_id,
        passage.by.name,
        passage.from_step,
        passage.from_step_name,
        passage.outcome,
        passage.note,
        *_columns(events),
        context.request_id.get(),
        orjson.dumps(facts).decode(),
        *astuple(repeat),
        *(passage.by.post, passage.by.behalf, passage.by.title, passage.by.agency_code),
        *(passage.step_agency_code, passage.taken, passage.by.desk.person_id),
    )
    return version
