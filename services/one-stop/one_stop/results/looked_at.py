"""What a leader looked at before he signs: all that the drafts say, their files, and the look that they are printed in."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.forms.models import AcceptedTemplate
from one_stop.forms.own_results import OWN, own_name
from one_stop.forms.render import FORM_TEMPLATES, form_of
from one_stop.results.models import DossierResult
from one_stop.results.rules import PRINTED
from shared.core.errors import PreconditionFailed
from shared.standards.result_outcomes import ResultOutcome
from shared.work.form_templates import Forms

SAID = ("position", *PRINTED, "result_code", "file")
"""Of a draft: all that is printed, signed or issued with it."""


async def digests(session: AsyncSession, dossiers: Sequence[UUID]) -> dict[UUID, str]:
    """Mã băm of the drafts of each as they are now: another word, file, order or template is another digest."""
    drafts: dict[UUID, list[dict[str, Any]]] = {dossier: [] for dossier in dossiers}
    accepted = await Forms(FORM_TEMPLATES, AcceptedTemplate).list_accepted(session)
    looks = {key: str(row.sha256) for key, row in accepted.items()}
    found = (
        select(DossierResult, Dossier.procedure_code, Dossier.rule_set)
        .join(Dossier, Dossier.id == DossierResult.dossier_id)
        .where(DossierResult.dossier_id.in_(dossiers))
        .order_by(DossierResult.position)
    )
    for one, code, rule_set in await session.execute(found):
        said = {name: getattr(one, name) for name in SAID}
        drafts[one.dossier_id].append(said | {"look": _look(looks, one, code, rule_set)})
    return {dossier: _digest(said) for dossier, said in drafts.items()}


async def require_same(session: AsyncSession, dossier_id: UUID, version: int | None, seen: str) -> None:
    """`seen`: the digest on the page that he signs from. Raises PreconditionFailed; a dossier that has changed says so by its version."""
    dossier = await session.get(Dossier, dossier_id)
    if not seen or dossier is None or version != dossier.version:
        return
    if seen != (await digests(session, [dossier_id]))[dossier_id]:
        raise PreconditionFailed("result_changed_since_look")


def _look(looks: Mapping[tuple[str, str], str], result: DossierResult, procedure_code: str, rule_set: str) -> str:
    """SHA-256 of the template in use: its kind's, else the procedure's own, else the general one; empty for that of the package."""
    named = (own_name(procedure_code, result.result_code), own_name(procedure_code))
    own = [looks.get((OWN, name), "") for name in named] if result.outcome == ResultOutcome.GRANTED else []
    return next(filter(None, own), "") or looks.get((rule_set, form_of(result.outcome)), "")


def _digest(drafts: Sequence[Mapping[str, Any]]) -> str:
    whole = json.dumps(drafts, default=str, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()
