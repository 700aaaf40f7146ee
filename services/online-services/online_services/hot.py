"""The hot paths: one asyncpg statement each, with everything that must be true together inside it."""

import hmac
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import orjson

from online_services.eforms.schema import EForm
from online_services.procedures.queries import loaded_eform
from online_services.tracking.rules import pending_holder, pending_step
from shared.access.identity import Identity
from shared.contracts.online_services import SubmissionFiled
from shared.contracts.routing import subscribers_of
from shared.core import context
from shared.core.identifiers import new_id

Pool: TypeAlias = "asyncpg.Pool[Any]"

_OFFER_SECONDS = 5.0
_OFFER = """
SELECT p.code, p.name, p.agency_codes, p.fee, p.papers::text AS papers, p.ended_at,
       f.form_id, f.version, f.title, f.schema::text AS schema, f.ui::text AS ui, f.published_at
FROM procedure p JOIN LATERAL (
  SELECT * FROM published_form WHERE form_id = p.form_id ORDER BY version DESC LIMIT 1
) f ON true
WHERE p.code = $1
"""


@dataclass(frozen=True)
class Offer:
    """What is needed to check a submission to one procedure."""

    code: str
    name: str
    agency_codes: tuple[str, ...]
    fee: int
    papers: list[dict[str, Any]]
    eform: EForm
    ended_at: datetime | None


@dataclass
class Catalogue:
    """The procedures lately asked for, kept for a few seconds: a publication takes effect at once or a moment later.

    Only codes that exist are kept, so that no caller can fill it.
    """

    _offers: dict[str, tuple[float, Offer]] = field(default_factory=dict)
    _answers: dict[str, tuple[float, bytes]] = field(default_factory=dict)

    def answer_for(self, code: str) -> bytes | None:
        """What programs get for that procedure, when it is fresh."""
        known = self._answers.get(code)
        return known[1] if known and known[0] > time.monotonic() else None

    def keep_answer(self, code: str, body: bytes) -> None:
        self._answers[code] = (time.monotonic() + _OFFER_SECONDS, body)

    async def find(self, pool: Pool, code: str) -> Offer | None:
        known = self._offers.get(code)
        if known and known[0] > time.monotonic():
            return known[1]
        row = await pool.fetchrow(_OFFER, code)
        if row is None:
            return None
        schema, ui = orjson.loads(row["schema"]), orjson.loads(row["ui"])
        eform = loaded_eform(row["form_id"], row["version"], row["title"], schema, ui, row["published_at"])
        offer = Offer(
            code=code,
            name=row["name"],
            agency_codes=tuple(row["agency_codes"]),
            fee=row["fee"],
            papers=orjson.loads(row["papers"]),
            eform=eform,
            ended_at=row["ended_at"],
        )
        self._offers[code] = (time.monotonic() + _OFFER_SECONDS, offer)
        return offer


_FILES = """
SELECT id, sha256, size, media_type, name FROM uploaded_file WHERE id = ANY($1::uuid[]) AND owner = $2 ORDER BY id
"""


async def list_own_files(pool: Pool, owner: str, ids: list[UUID]) -> dict[UUID, Any]:
    return {row["id"]: row for row in await pool.fetch(_FILES, ids, owner)}


# The applicant comes from the account inside the statement, so that a changed or closed account counts at once.
_ACCEPT = """
WITH who AS (
  SELECT COALESCE($10::jsonb, (
    SELECT jsonb_build_object('kind', kind, 'full_name', full_name, 'personal_id', personal_id, 'address', address,
                              'phone', phone, 'email', email)
    FROM account WHERE id = $2::uuid AND active)) AS applicant
), claim AS (
  INSERT INTO idempotency_key (caller, key, request_hash, status, answer)
  SELECT $3, $4, $5, 201, $6 FROM who WHERE applicant IS NOT NULL AND $4::text IS NOT NULL
  ON CONFLICT DO NOTHING RETURNING 1
), filed AS (
  INSERT INTO submission (id, owner, procedure_code, procedure_name, agency_code, applicant, form_id, form_version,
                          answers, papers, fee_due, return_channel, filed_at, on_behalf_of)
  SELECT $1, $3, $7, $8, $9, applicant, $11, $12, $13::jsonb, $14::jsonb, $15, $16, $17,
         CASE WHEN $24::jsonb->>'personal_id' <> '' AND $24::jsonb->>'personal_id' = applicant->>'personal_id'
              THEN NULL ELSE $24::jsonb END
  FROM who
  WHERE applicant IS NOT NULL AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM claim))
  RETURNING id, applicant, on_behalf_of
), numbered AS (
  INSERT INTO event_subject (subject, last_sequence) SELECT 'submission/' || $1::text, 1 FROM filed
  RETURNING last_sequence
), told AS (
  INSERT INTO outbox (event_id, type, kind, subject, sequence, traceparent, data, pending, done_at)
  SELECT $18, $19, 'submission', 'submission/' || $1::text, last_sequence, $20,
         ($21::jsonb || jsonb_build_object('applicant', filed.applicant, 'owner', filed.on_behalf_of))::json, $22::text[],
         CASE WHEN cardinality($22::text[]) = 0 THEN now() END
  FROM numbered, filed
), noted AS (
  INSERT INTO evidence (kind, subject, actor, agency_code, request_id, facts)
  SELECT 'submission-filed', 'submission/' || $1::text, $3, '', $23,
         jsonb_build_object('procedure', $7::text, 'agency', $9::text, 'papers', jsonb_array_length($14::jsonb))
  FROM filed
)
SELECT (SELECT count(*) FROM filed) AS filed, (SELECT applicant IS NOT NULL FROM who) AS known
"""
_FIRST_ANSWER = "SELECT request_hash, status, answer FROM idempotency_key WHERE caller = $1 AND key = $2"


@dataclass(frozen=True)
class Accepted:
    """How it went: `filed` now, or a repeat of `first` (its hash, status and answer), or an account that is no more."""

    filed: bool
    account_known: bool = True
    first: tuple[bytes, int | None, bytes | None] | None = None


async def accept_submission(
    pool: Pool,
    filed: SubmissionFiled,
    procedure_name: str,
    caller: Identity,
    *,
    applicant_given: bool,
    key: str | None,
    request_hash: bytes,
    answer: bytes,
) -> Accepted:
    """Nhận hồ sơ nộp trực tuyến: submission, event, evidence and idempotency key, all or nothing."""
    owner = f"{caller.kind}:{caller.subject}"
    event = filed.model_dump(mode="json")
    applicant = orjson.dumps(event.pop("applicant")).decode() if applicant_given else None
    row = await pool.fetchrow(
        _ACCEPT,
        UUID(filed.submission_id),
        None if applicant_given else UUID(caller.subject),
        owner,
        key,
        request_hash,
        answer,
        filed.procedure_code,
        procedure_name,
        filed.agency_code,
        applicant,
        filed.form_id,
        filed.form_version,
        orjson.dumps(event["answers"]).decode(),
        orjson.dumps(event["papers"]).decode(),
        filed.fee_due,
        filed.return_channel,
        filed.filed_at,
        new_id(),
        filed.type,
        context.traceparent.get(),
        orjson.dumps(event).decode(),
        list(subscribers_of(filed.publisher(), filed.kind)),
        context.request_id.get(),
        orjson.dumps(event["owner"]).decode() if event["owner"] else None,
    )
    assert row is not None
    if row["filed"]:
        return Accepted(filed=True)
    if not row["known"]:
        return Accepted(filed=False, account_known=False)
    first = await pool.fetchrow(_FIRST_ANSWER, owner, key)
    return Accepted(filed=False, first=(first["request_hash"], first["status"], first["answer"]) if first else None)


_TRACK = """
SELECT d.id, d.code, d.procedure_name, d.status, d.step_name, d.holder, d.received_at, d.due_at, d.due_provisional,
       d.finished_at, d.returned_at, a.name AS agency_name, d.lookup_secret
FROM tracked_dossier d LEFT JOIN agency a ON a.code = d.agency_code WHERE d.code = $1
"""


@dataclass(frozen=True)
class LookedUp:
    """Tình trạng hồ sơ, without anything about the person."""

    id: UUID
    code: str
    procedure_name: str
    agency_name: str
    status: int
    step_name: str
    holder: str
    received_at: datetime | None
    due_at: datetime | None
    due_provisional: bool
    finished_at: datetime | None
    returned_at: datetime | None


async def find_tracked(pool: Pool, code: str, secret: str) -> LookedUp | None:
    """Tra cứu hồ sơ: both the code and the secret must be right; the answer does not say which was not."""
    row = await pool.fetchrow(_TRACK, code)
    stored = row["lookup_secret"] if row else "no dossier has this code"
    if not hmac.compare_digest(stored.encode(), secret.encode()) or row is None or not stored:
        return None
    shown = {name: value for name, value in row.items() if name != "lookup_secret"}
    shown["step_name"] = pending_step(row["status"], row["step_name"])
    shown["holder"] = pending_holder(row["status"], row["holder"])
    return LookedUp(**(shown | {"agency_name": row["agency_name"] or ""}))
