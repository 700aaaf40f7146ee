"""Whose dossier it is, read from the answers: the owner beside the applicant, and what does not fit the account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from online_services.eforms.answers import keep_shown
from online_services.eforms.bounds import day_of
from online_services.eforms.schema import EForm
from online_services.texts import WARNINGS
from shared.contracts.values import Applicant
from shared.standards.identifiers import read_personal_id
from shared.standards.vietnamese import fold

_BY_NAME = {
    "owner_name": "citizen.full_name",
    "owner_id": "citizen.personal_id",
    "organisation_name": "organisation.full_name",
    "organisation_tax_code": "organisation.personal_id",
    "organisation_address": "organisation.address",
}
"""For versions published before forms said it themselves with `x-owner`."""


def owner_in(eform: EForm, answers: Mapping[str, Any]) -> Applicant | None:
    """Chủ hồ sơ, where the answers name one: the person or organisation in whose name the applicant files."""
    told: dict[str, dict[str, str]] = {}
    for name, value in keep_shown(eform, answers).items():
        source = str(eform.properties[name].get("x-owner") or _BY_NAME.get(name, ""))
        kind, _, part = source.partition(".")
        if part and isinstance(value, str) and value:
            told.setdefault(kind, {})[part] = value
    for kind, parts in told.items():
        if "full_name" in parts:
            return Applicant(kind=kind, **parts)
    return None


def other_than(applicant: Applicant, owner: Applicant | None) -> Applicant | None:
    """The owner, unless it is the applicant over again."""
    same = owner and owner.personal_id and owner.personal_id == applicant.personal_id
    return None if same else owner


@dataclass(frozen=True)
class Warning:
    """Điểm cần xác nhận: unusual, and true often enough to be asked about instead of refused."""

    code: str
    sentence: str


def doubts(eform: EForm, answers: Mapping[str, Any], account: Mapping[str, Any]) -> list[Warning]:
    """What a person should look at again before filing; none of it stops anybody."""
    kept = keep_shown(eform, answers)
    found = []
    for _, control in eform.controls():
        key = str(control.options.get("prefill", "")).removeprefix("account.")
        given, known = kept.get(control.name), account.get(key)
        if key not in ("full_name", "personal_id") or not isinstance(given, str) or not known:
            continue
        if fold(given) != fold(str(known)):
            found.append(Warning(f"{key}_differs", WARNINGS[f"{key}_differs"] % {"given": given, "known": known}))
    return found + _birth_doubts(eform, kept)


def _birth_doubts(eform: EForm, kept: Mapping[str, Any]) -> list[Warning]:
    found = []
    for name, schema in eform.properties.items():
        facts = read_personal_id(str(kept.get(str(schema.get("x-born-as-in")), "")))
        born = day_of(kept.get(name), schema)
        if facts and born and facts.birth_year != born.year:
            sentence = WARNINGS["birth_year_differs"] % {"number": facts.birth_year, "given": born.year}
            found.append(Warning("birth_year_differs", sentence))
    return found
