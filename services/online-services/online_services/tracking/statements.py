"""The public look-up by code and secret: one statement, and the same work whichever of the two is wrong."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from online_services.tracking.rules import pending_holder, pending_step
from shared.core import clock
from shared.standards.dossier_code import parse_dossier_code
from shared.storage.database import Pool

_TRACK = """
SELECT d.id, d.code, d.procedure_name, d.received_by, d.returned_by, d.status,
       d.step_name, d.holder, d.received_at, d.due_at, d.due_provisional, d.due_words, d.paused_at,
       d.finished_at, d.returned_at, d.result_outcome, a.name AS agency_name, d.lookup_secret,
       f.name AS former_name, CASE WHEN a.valid_to < $3 THEN s.name END AS successor_name
FROM tracked_dossier d LEFT JOIN agency a ON a.code = d.agency_code LEFT JOIN agency s ON s.code = a.successor_code
LEFT JOIN agency f ON $2 IN (f.code, f.code_2020) AND f.successor_code <> '' AND f.code <> d.agency_code WHERE d.code = $1
"""


@dataclass(frozen=True)
class LookedUp:
    """Tình trạng hồ sơ, without anything about the person."""

    id: UUID
    code: str
    procedure_name: str
    agency_name: str
    former_name: str
    """Of the agency that received it and that its code names, where another goes on with it."""
    successor_name: str
    """Who does the agency's work now, where that ended after the dossier."""
    received_by: str
    returned_by: str
    status: int
    step_name: str
    holder: str
    received_at: datetime | None
    due_at: datetime | None
    due_provisional: bool
    due_words: list[str]
    paused_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    result_outcome: str


async def find_tracked(pool: Pool, code: str, secret: str) -> LookedUp | None:
    """Tra cứu hồ sơ: both the code and the secret must be right; the answer does not say which was not."""
    named = parse_dossier_code(code)
    row = await pool.fetchrow(_TRACK, code, named.agency_code if named else "", clock.local_now().date())
    stored = row["lookup_secret"] if row else "no dossier has this code"
    if not hmac.compare_digest(stored.encode(), secret.encode()) or row is None or not stored:
        return None
    shown = {name: value for name, value in row.items() if name != "lookup_secret"}
    shown["step_name"] = pending_step(row["status"], row["step_name"])
    shown["holder"] = pending_holder(row["status"], row["holder"])
    names = {name: row[name] or "" for name in ("agency_name", "former_name", "successor_name")}
    return LookedUp(**(shown | names))
