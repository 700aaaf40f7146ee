"""Receivers' reports at the sender, a batch by one statement."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from document_exchange.deliveries.rules import RECALL_AFTER, counts_sql
from shared.contracts.document_exchange import DeliveryProgressed
from shared.core import clock
from shared.storage import fragments
from shared.work.steps import sql_set

_COUNTS = counts_sql("n.code", "d.status", "d.recall")
_ANSWERS = sql_set(RECALL_AFTER)
_RECALL = " ".join(f"WHEN '{code}' THEN '{recall}'" for code, recall in RECALL_AFTER.items())

_NOTE_REFUSED = fragments.noted(
    "FROM n WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.id = n.id AND d.addressee_code = n.addressee)",
    kind="'progress-refused'",
    subject="'delivery/' || n.id",
    actor="'agency:' || n.addressee",
    agency_code="n.addressee",
    facts="jsonb_build_object('code', n.code)",
)

_APPLY = f"""
WITH n AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
  AS n(id, addressee, code, description, staff_name, staff_department, reported_at)
), seen AS (
  SELECT n.*, ({_COUNTS}) AS counts,
    -- A moment before the document left or still to come is kept as stated, but it orders nothing.
    CASE WHEN n.reported_at BETWEEN d.sent_at - interval '5 minutes' AND $8::timestamptz + interval '5 minutes'
      THEN n.reported_at ELSE $8::timestamptz END AS at
  FROM n JOIN delivery d ON d.id = n.id AND d.addressee_code = n.addressee
  ORDER BY d.id FOR UPDATE OF d
), kept AS (
  INSERT INTO delivery_status (delivery_id, code, description, staff_name, staff_department, reported_at, received_at,
    applied)
  SELECT id, code, description, staff_name, staff_department, reported_at, $8::timestamptz, counts FROM seen
  ON CONFLICT DO NOTHING
), moved AS (
  UPDATE delivery d SET
    status = CASE WHEN s.code IN {_ANSWERS} THEN d.status ELSE s.code END,
    status_at = CASE WHEN s.code IN {_ANSWERS} THEN d.status_at ELSE s.at END,
    still_at = CASE WHEN s.code IN {_ANSWERS} THEN d.still_at END,
    recall = CASE s.code {_RECALL} ELSE d.recall END,
    recall_at = CASE WHEN s.code IN {_ANSWERS} THEN s.at ELSE d.recall_at END
  FROM seen s WHERE d.id = s.id AND s.counts
  RETURNING d.id
), refused AS (
  {_NOTE_REFUSED}
)
SELECT count(*) FROM moved
"""  # noqa: S608  the rule's text is ours


async def apply_progress(connection: "asyncpg.Connection[Any]", reports: Sequence[DeliveryProgressed]) -> int:
    """Receivers' reports at the sender. Only the addressee of a delivery may speak for it."""
    moved = 0
    rest = list(reports)
    while rest:
        taken: dict[str, DeliveryProgressed] = {}
        later: list[DeliveryProgressed] = []
        for report in rest:
            if report.delivery_id in taken:
                later.append(report)  # a later word on the same delivery must see the earlier one's effect
            else:
                taken[report.delivery_id] = report
        now = list(taken.values())
        moved += int(
            await connection.fetchval(
                _APPLY,
                [UUID(r.delivery_id) for r in now],
                [r.addressee_code for r in now],
                [r.status for r in now],
                [r.description for r in now],
                [r.staff_name for r in now],
                [r.staff_department for r in now],
                [r.reported_at for r in now],
                clock.now(),
            )
        )
        rest = later
    return moved
