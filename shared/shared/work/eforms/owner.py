"""Whose dossier it is, read from the answers: the owner beside the applicant."""

from collections.abc import Mapping
from typing import Any

from shared.contracts.values import Applicant
from shared.work.eforms.answers import keep_shown
from shared.work.eforms.schema import EForm

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
