"""What in the answers does not fit the account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from online_services.texts import WARNINGS
from shared.standards.identifiers import read_personal_id
from shared.standards.vietnamese import fold
from shared.work.eforms.answers import keep_shown
from shared.work.eforms.bounds import day_of
from shared.work.eforms.schema import EForm


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
