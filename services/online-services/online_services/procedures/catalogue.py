"""The procedures lately asked for, kept for a few seconds in each process."""

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from shared.contracts.values import ProcedureCase
from shared.storage.database import Pool
from shared.work.eforms.loading import loaded_eform
from shared.work.eforms.schema import EForm

_OFFER_SECONDS = 5.0
_OFFER = """
SELECT p.code, p.name, p.agency_codes, p.term_amount, p.term_unit, p.fee,
       p.papers::text AS papers, p.cases::text AS cases, p.ended_at, p.suspended_at,
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
    papers: list[dict[str, Any]]
    cases: list[ProcedureCase]
    """At least one."""
    eform: EForm
    form_id: str
    ended_at: datetime | None
    suspended_at: datetime | None


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
            papers=orjson.loads(row["papers"]),
            cases=ProcedureCase.offered(
                orjson.loads(row["cases"]), ProcedureCase.only(row["term_amount"], row["term_unit"], row["fee"])
            ),
            eform=eform,
            form_id=row["form_id"],
            ended_at=row["ended_at"],
            suspended_at=row["suspended_at"],
        )
        self._offers[code] = (time.monotonic() + _OFFER_SECONDS, offer)
        return offer
