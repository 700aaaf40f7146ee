"""Which template a result is printed on: the general one, its procedure's own, or that of its kind."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import labels_of
from one_stop.dossiers.answers import answers_in_words
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import person_fields
from one_stop.forms.own_results import OWN
from one_stop.forms.render import form_of
from one_stop.procedures.queries import get_version, newest_labels
from one_stop.results.models import DossierResult
from shared.contracts.values import Applicant
from shared.standards.result_outcomes import ResultOutcome


async def look_of(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, result: DossierResult, data: dict[str, Any]
) -> tuple[str, str, dict[str, Any]]:
    """Form, rule-set and what it shows.

    Where not all is granted the general form says which part is not and why, whatever the procedure gives those who are granted it.
    """
    granted = ResultOutcome(result.outcome) is ResultOutcome.GRANTED
    own = await prints.find_own(dossier.procedure_code, result.result_code) if granted else ""
    if not own:
        return form_of(result.outcome), dossier.rule_set, data
    return own, OWN, data | await _own_facts(session, dossier, result)


async def _own_facts(session: AsyncSession, dossier: Dossier, result: DossierResult) -> dict[str, Any]:
    """What only a procedure's own template shows. A field that the e-form has had since is there too, empty: the template may name it."""
    procedure = await get_version(session, dossier.procedure_version_id)
    asked = await labels_of(session, dossier, procedure)
    since = await newest_labels(session, procedure.form_id) or procedure.field_labels
    known = answers_in_words(since, {}) | answers_in_words(asked, dossier.answers)
    return {
        "procedure": dossier.matter,
        "applicant": person_fields(Applicant.model_validate(dossier.applicant)),
        "owner": person_fields(Applicant.model_validate(dossier.owner or dossier.applicant)),
        "received_at": dossier.received_at,
        "valid_from": result.valid_from,
        "valid_until": result.valid_until,
        "scope": result.scope,
        "answers": {name: {"label": label, "value": words} for name, (label, words) in known.items()},
    }
