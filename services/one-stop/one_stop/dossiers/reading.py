"""One dossier as the API shows it, read whole in one statement that also notes who looked: the other hot read."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from one_stop.dossiers.cases import Standing, Worker
from one_stop.dossiers.history import kept_from
from one_stop.dossiers.rules import DUE, IN_WORK, Channel, allowed_actions
from one_stop.dossiers.warnings import warnings_of
from one_stop.forms.render import FormNo
from one_stop.forms.texts import FORM_LABELS
from one_stop.procedures.rules import Step
from shared.access.identity import Identity
from shared.contracts.values import Applicant
from shared.core import clock, context
from shared.core.province import this_province
from shared.standards.dossier_status import DossierStatus
from shared.storage import fragments
from shared.storage.database import Pool

_COLUMNS = (
    "id", "version", "code", "status", "procedure_code", "procedure_name", "case_code", "case_name", "agency_code", "channel",
    "return_channel", "return_address",
    "received_agency_code", "helped_agency_code", "return_agency_code", "transit", "term_from",
    "fee_due", "opened_at", "received_at", "due_original", "due_at", "due_provisional", "due_owed", "apology", "paused_at", "waits_until",
    "step_code", "step_name", "step_due_at", "holder_id", "holder_name", "finished_at", "returned_at",
    "result_outcome",
)  # fmt: skip
_NOTE = fragments.noted(
    "FROM d",
    kind="'dossier-seen'",
    subject="'dossier/' || id",
    actor="$3",
    agency_code="$2",
    post="$5",
    on_behalf_of="$6",
    request_id="$4",
    facts="'{}'::jsonb",
)
# A look is evidence: there is none without its record, whoever asks in whatever way.
_READ = f"""
WITH d AS (SELECT * FROM dossier WHERE id = $1 AND (agency_code = $2 OR received_agency_code = $2 OR step_agency_code = $2
  OR EXISTS (SELECT FROM hand_over o WHERE o.dossier_id = $1 AND (o.to_agency_code = $2 OR o.to_holder_id = 'agency:' || $2)))),
noted AS (
  {_NOTE}
)
SELECT d.*,
  (SELECT json_agg(json_build_array(s.position, s.code, s.name, s.role, s.hours, s.actions, s.at_agency) ORDER BY s.position)
   FROM procedure_step s WHERE s.procedure_version_id = d.procedure_version_id) AS steps,
  (SELECT json_agg(json_build_object('name', p.file_name, 'kind', p.paper_name, 'sha256', p.sha256, 'size', p.size,
     'media_type', p.media_type, 'replaced', p.replaced_at IS NOT NULL) ORDER BY p.paper_code, p.added_at, p.id)
   FROM dossier_paper p WHERE p.dossier_id = d.id) AS papers,
  (SELECT json_agg(json_build_object('name', f.file_name, 'kind', f.form_no, 'sha256', f.sha256, 'size', f.size,
     'media_type', 'application/pdf', 'replaced', f.sealed_as IS NOT NULL) ORDER BY f.made_at, f.id)
   FROM printed_form f WHERE f.dossier_id = d.id) AS forms,
  COALESCE(d.papers_received, (SELECT f.snapshot->'papers' FROM printed_form f
   WHERE f.dossier_id = d.id AND d.channel = '{Channel.COUNTER}' AND f.form_no = '{FormNo.RECEIPT}'
   ORDER BY f.made_at, f.id LIMIT 1)) AS on_paper,
  (SELECT f.field_labels FROM form_titles f WHERE f.form_id = d.form_id AND f.form_version = d.form_version) AS labels,
  (SELECT json_build_object('name', r.file_name, 'kind', r.title, 'sha256', r.sha256, 'size', r.size,
     'media_type', 'application/pdf', 'replaced', false)
   FROM dossier_result r WHERE r.dossier_id = d.id AND r.sha256 <> '') AS result,
  (SELECT json_agg(json_build_object('number', 0, 'action', h.action, 'at', to_char(h.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
     'by', h.by_name, 'from_step', h.from_step_name, 'to_step', h.to_step_name, 'to_holder', h.to_holder_name, 'status', h.status,
     'due_at', to_char(h.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'outcome', h.outcome, 'note', h.note) ORDER BY h.number)
   FROM hand_over h WHERE h.dossier_id = d.id) AS hand_overs
FROM d
"""  # noqa: S608


async def read_dossier(pool: Pool, dossier_id: UUID, who: Identity, worker: Worker) -> tuple[int, bytes] | None:
    """Version and body; None when there is no such dossier for this agency."""
    actor = f"{who.kind}:{who.subject}"
    known = (actor, context.request_id.get(), who.post, who.behalf)
    row = await pool.fetchrow(_READ, dossier_id, who.agency_code, *known)
    if row is None:
        return None
    now = clock.now()
    status = DossierStatus(row["status"])
    besides = kept_from(works_on_it=who.agency_code in (row["agency_code"], row["step_agency_code"]))
    hand_overs = [line for line in _listed(row["hand_overs"]) if line["action"] not in besides]
    for number, line in enumerate(hand_overs, 1):
        line["number"] = number
    forms = [form | {"kind": FORM_LABELS[form["kind"]]} for form in _listed(row["forms"])]
    applicant, answers = orjson.loads(row["applicant"]), orjson.loads(row["answers"])
    warnings = warnings_of(row["channel"], Applicant.model_validate(applicant), answers, _listed(row["labels"]))
    shown = {name: row[name] for name in _COLUMNS} | {
        "id": str(row["id"]),
        "status_name": status.official_name,
        "territorial_model": _model_of(row),
        "applicant": applicant,
        "owner": orjson.loads(row["owner"]) if row["owner"] else None,
        "representation": orjson.loads(row["representation"]) if row["representation"] else None,
        "answers": answers,
        "paper_marks": _marks(row["paper_marks"]),
        "warnings": [asdict(warning) for warning in warnings],
        "overdue": status in DUE and row["work_due_at"] < now,
        "allowed_actions": _allowed(row, status, worker, now),
        "files": _listed(row["papers"]) + forms + ([orjson.loads(row["result"])] if row["result"] else []),
        "paper_documents": _listed(row["on_paper"]),
        "hand_overs": hand_overs,
    }
    return row["version"], orjson.dumps(shown, option=orjson.OPT_UTC_Z)


def _model_of(row: Any) -> str:
    """Mô hình chính quyền on the dossier's own day."""
    return this_province().model_on((row["received_at"] or row["opened_at"]).astimezone(clock.VIETNAM).date())


def _marks(text: str | None) -> list[dict[str, Any]]:
    return [{"paper_code": code} | mark for code, mark in (orjson.loads(text) if text else {}).items()]


def _listed(text: str | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(text) if text else []
    return found


def _allowed(row: Any, status: DossierStatus, worker: Worker, now: datetime) -> tuple[str, ...]:
    steps = [
        Step(position, code, name, role, hours, frozenset(actions), at)
        for position, code, name, role, hours, actions, at in orjson.loads(row["steps"])
    ]
    waits_until = row["waits_until"]
    lapsed = status is DossierStatus.SUPPLEMENT_REQUESTED and (waits_until is None or waits_until < now)
    standing = Standing(
        status,
        row["agency_code"],
        row["step_position"],
        row["holder_id"],
        row["supplements_asked"],
        row["has_draft"],
        row["received_at"] is not None,
        lapsed,
        row["stop_proposed_at"] is not None,
        row["settled_at"] is not None,
        row["unit_id"],
        row["apology"],
        row["paused_at"] is not None and status in IN_WORK,
        row["extensions_left"],
        awaits=row["awaits"],
        skipped=row["skipped"],
        received_agency_code=row["received_agency_code"],
        return_agency_code=row["return_agency_code"],
        pause_proposed=row["pause_proposed_at"] is not None,
        transit=row["transit"],
        step_agency_code=row["step_agency_code"],
        step_sent_by=row["step_sent_by"],
    )
    return allowed_actions(standing, steps, worker)
