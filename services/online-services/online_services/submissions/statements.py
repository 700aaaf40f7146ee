"""Filing by programs: one statement with everything that must be true together inside it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from shared.access.identity import Identity
from shared.contracts.online_services import SubmissionFiled
from shared.contracts.routing import subscribers_of
from shared.core import context
from shared.core.identifiers import new_id
from shared.storage import fragments
from shared.storage.database import Pool

_FILES = """
SELECT id, sha256, size, media_type, name, EXISTS (SELECT 1 FROM quarantined_file q WHERE q.sha256 = uploaded_file.sha256) AS infected
FROM uploaded_file WHERE id = ANY($1::uuid[]) AND owner = $2 ORDER BY id
"""


async def list_own_files(pool: Pool, owner: str, ids: list[UUID]) -> dict[UUID, Any]:
    return {row["id"]: row for row in await pool.fetch(_FILES, ids, owner)}


# The applicant comes from the account inside the statement, so that a changed or closed account counts at once.
_ACCEPT = (
    """
WITH who AS (
  SELECT COALESCE($10::jsonb, (
    SELECT jsonb_build_object('kind', kind, 'full_name', full_name, 'personal_id', personal_id, 'address', address,
                              'phone', phone, 'email', email)
    FROM account WHERE id = $2::uuid AND active)) AS applicant
), claim AS (
  """
    + fragments.answered(
        "FROM who WHERE applicant IS NOT NULL AND $4::text IS NOT NULL ON CONFLICT DO NOTHING RETURNING 1",
        caller="$3",
        key="$4",
        request_hash="$5",
        status="201",
        answer="$6",
    )
    + """
), filed AS (
  INSERT INTO submission (id, owner, procedure_code, procedure_name, agency_code, applicant, form_id, form_version,
                          answers, papers, fee_due, return_channel, filed_at, case_code, case_name, return_address, on_behalf_of)
  SELECT $1, $3, $7, $8, $9, applicant, $11, $12, $13::jsonb, $14::jsonb, $15, $16, $17, $28, $29, $30,
         CASE WHEN $24::jsonb->>'personal_id' <> '' AND $24::jsonb->>'personal_id' = applicant->>'personal_id'
              THEN NULL ELSE $24::jsonb END
  FROM who
  WHERE applicant IS NOT NULL AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM claim))
  RETURNING id, applicant, on_behalf_of
), numbered AS (
  """
    + fragments.numbered("'submission/' || $1::text", "FROM filed")
    + """
), told AS (
  """
    + fragments.told(
        "FROM numbered, filed",
        event_id="$18",
        type="$19",
        kind="'submission'",
        subject="numbered.subject",
        sequence="last_sequence",
        traceparent="$20",
        data="($21::jsonb || jsonb_build_object('applicant', filed.applicant, 'owner', filed.on_behalf_of))::json",
        pending="$22::text[]",
    )
    + """
), noted AS (
  """
    + fragments.noted(
        "FROM filed",
        kind="'submission-filed'",
        subject="'submission/' || $1::text",
        actor="$3",
        agency_code="$25",
        post="$26",
        on_behalf_of="$27",
        request_id="$23",
        facts="jsonb_build_object('procedure', $7::text, 'agency', $9::text, 'papers', jsonb_array_length($14::jsonb))",
    )
    + """
)
SELECT (SELECT count(*) FROM filed) AS filed, (SELECT applicant IS NOT NULL FROM who) AS known
"""
)


@dataclass(frozen=True)
class Accepted:
    """How it went: `filed` now, or a repeat of `first` (its hash, status and answer), or an account that is no more."""

    filed: bool
    account_known: bool = True
    first: tuple[bytes, int | None, bytes | None] | None = None


def _values(
    filed: SubmissionFiled,
    names: tuple[str, str],
    caller: Identity,
    owner: str,
    applicant_given: bool,
    repeat: tuple[str | None, bytes, bytes],
) -> tuple[object, ...]:
    """What fills `_ACCEPT`, in its order."""
    event = filed.model_dump(mode="json")
    applicant = orjson.dumps(event.pop("applicant")).decode() if applicant_given else None
    return (
        UUID(filed.submission_id),
        None if applicant_given else UUID(caller.subject),
        owner,
        *repeat,
        filed.procedure_code,
        names[0],
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
        *(caller.agency_code, caller.post, caller.behalf),
        filed.case_code,
        names[1],
        filed.return_address,
    )


async def accept_submission(
    pool: Pool,
    filed: SubmissionFiled,
    names: tuple[str, str],
    caller: Identity,
    *,
    applicant_given: bool,
    key: str | None,
    request_hash: bytes,
    answer: bytes,
) -> Accepted:
    """Nhận hồ sơ nộp trực tuyến; `names`: of procedure and case. Submission, event, evidence and idempotency key, all or nothing."""
    owner = f"{caller.kind}:{caller.subject}"
    row = await pool.fetchrow(
        _ACCEPT, *_values(filed, names, caller, owner, applicant_given, (key, request_hash, answer))
    )
    assert row is not None
    if row["filed"]:
        return Accepted(filed=True)
    if not row["known"]:
        return Accepted(filed=False, account_known=False)
    first = await pool.fetchrow(fragments.first_answer(), owner, key)
    return Accepted(filed=False, first=(first["request_hash"], first["status"], first["answer"]) if first else None)
