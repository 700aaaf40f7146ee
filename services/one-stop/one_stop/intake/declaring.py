"""Tờ khai at the counter: the procedure's own e-form, without what the boxes of the applicant say already."""

from collections.abc import Mapping
from typing import Any

from one_stop.intake.schemas import CounterReception
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.work.eforms.answers import check_answers, keep_shown, tidy_answers
from shared.work.eforms.schema import EForm

_BOXES = {
    "full_name": "full_name",
    "personal_id": "personal_id",
    "phone": "phone",
    "email": "email",
    "address": "address",
    "born_on": "birth_date",
}
"""What the e-form would take from an account (`prefill: account.<key>`), and the box that says it at the counter."""
_MAY_LACK = frozenset({"personal_id", "phone", "email"})
"""Somebody without a number, a phone or a mailbox is received all the same: another paper shows who it is."""
NO_FORM = "Thủ tục này không có tờ khai điện tử."


def asked_here(eform: EForm) -> frozenset[str]:
    """Fields that are asked at the counter: those that no box above them answers."""
    return frozenset(control.name for _, control in eform.controls()) - _told(eform).keys()


def declare(eform: EForm | None, new: CounterReception) -> dict[str, Any]:
    """Checked answers, as the dossier keeps them; none where the declaration came on paper. Raises Invalid at `/answers/...`."""
    if new.answers is None:
        return {}
    if eform is None:
        raise Invalid("invalid_input", fields=[FieldError("/answers", "form_missing", NO_FORM)])
    if unknown := sorted(new.answers.keys() - eform.properties.keys()):
        sentence = f"Tờ khai không có mục {', '.join(unknown)[:200]}."
        raise Invalid("invalid_input", fields=[FieldError("/answers", "answer_unknown", sentence)])
    said = {name: value for name, value in new.answers.items() if value != ""}
    told = _told(eform)
    known = {name: value for name, key in told.items() if (value := _known(new, key))}
    answers = tidy_answers(eform, _of_parties(eform, new) | said | known)
    errors = check_answers(eform, answers, clock.local_now().date())
    if faults := [_at_box(error, told) for error in errors if not _is_lacked(error, told)]:
        raise Invalid("invalid_input", fields=faults)
    return keep_shown(eform, answers)


def _told(eform: EForm) -> dict[str, str]:
    """Fields that the boxes answer, and with what."""
    sources = {control.name: str(control.options.get("prefill", "")) for _, control in eform.controls()}
    keys = {name: source.removeprefix("account.") for name, source in sources.items() if source.startswith("account.")}
    return {name: key for name, key in keys.items() if key in _BOXES}


def _known(new: CounterReception, key: str) -> str:
    applicant = new.applicant()
    if key == "personal_id" and not applicant.is_person:
        return ""  # the form asks for a person's
    value = getattr(new, _BOXES[key])
    return value.isoformat() if hasattr(value, "isoformat") else str(value or "")


def _of_parties(eform: EForm, new: CounterReception) -> dict[str, str]:
    """What the form asks of the owner (`x-owner`), and of the organisation in whose matter somebody comes, where the boxes say it."""
    owner, applicant = new.owner(), new.applicant()
    firm = next((one for one in (owner, applicant) if one is not None and not one.is_person), None)
    said = {"account.organisation_name": firm.full_name, "account.tax_code": firm.personal_id} if firm else {}
    if owner is not None:
        kind = "citizen" if owner.is_person else "organisation"
        said |= {f"{kind}.{part}": getattr(owner, part) for part in ("full_name", "personal_id", "address")}
    sources = {c.name: str(c.options.get("prefill", "")) for _, c in eform.controls()}
    found = {
        name: said.get(str(eform.properties[name].get("x-owner")), said.get(source, ""))
        for name, source in sources.items()
    }
    return {name: value for name, value in found.items() if value}


def _is_lacked(error: FieldError, told: Mapping[str, str]) -> bool:
    return error.code == "required" and told.get(error.pointer[1:]) in _MAY_LACK


def _at_box(error: FieldError, told: Mapping[str, str]) -> FieldError:
    name = error.pointer[1:]
    if name in told:
        return FieldError(f"/{_BOXES[told[name]]}", error.code, error.sentence)
    return FieldError(f"/answers/{name}" if name else "/answers", error.code, error.sentence)
