"""What an officer should look at before believing a dossier: true often enough to be shown, never a ground to refuse it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from one_stop.dossiers.rules import Channel
from shared.contracts.values import Applicant
from shared.standards.identifiers import read_personal_id
from shared.standards.vietnamese import fold

_PARTICULARS = {
    "applicant_name": "full_name",
    "applicant_id": "personal_id",
    "applicant_phone": "phone",
    "applicant_email": "email",
    "applicant_address": "address",
}
"""For titles kept before they said `account` themselves."""
_OF_ORGANISATION = {"organisation_name": "full_name", "tax_code": "personal_id"}

SENTENCES = {
    "full_name_differs": "Tờ khai ghi tên “%(given)s”, tài khoản nộp hồ sơ mang tên “%(known)s”.",
    "personal_id_differs": "Tờ khai ghi số định danh, mã số thuế %(given)s, tài khoản nộp hồ sơ mang số %(known)s.",
    "birth_year_differs": "Số định danh ghi năm sinh %(number)s, ngày sinh đã khai là năm %(given)s.",
    "account_unproved": (
        "Tài khoản nộp hồ sơ chưa được xác minh số định danh và số điện thoại: hãy đối chiếu với giấy tờ của người nộp."
    ),
}


@dataclass(frozen=True)
class Warning:
    """Điểm cần đối chiếu. `field` is the name of the answer it is about, or empty."""

    code: str
    field: str
    sentence: str


def warnings_of(
    channel: str, applicant: Applicant, answers: Mapping[str, Any], labels: Sequence[Mapping[str, Any]]
) -> list[Warning]:
    """In the order of the form. `labels` are those of the form the dossier was filed with."""
    if channel != Channel.ONLINE:
        return []  # the officer typed it from the papers
    found = []
    for name, part in own_particulars(applicant, labels).items():
        given, known = answers.get(name), str(getattr(applicant, part))
        if part not in ("full_name", "personal_id") or not isinstance(given, str) or not given or not known:
            continue
        if not _same(given, known):
            code = f"{part}_differs"
            found.append(Warning(code, name, SENTENCES[code] % {"given": given, "known": known}))
    found += _of_birth(answers, labels)
    # No door of this province proves an account's number or phone. One that does has to say so with what it files.
    return [*found, Warning("account_unproved", "", SENTENCES["account_unproved"])]


def own_particulars(applicant: Applicant, labels: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Fields that ask for what the account says of this applicant: name of the field → attribute of `Applicant`."""
    kinds = {str(label["name"]): str(label.get("account", "")) for label in labels}
    if not applicant.is_person:
        return {name: _OF_ORGANISATION[kind] for name, kind in kinds.items() if kind in _OF_ORGANISATION}
    told = {name: kind for name, kind in kinds.items() if kind in _PARTICULARS.values()}
    return {name: part for name, part in _PARTICULARS.items() if not kinds.get(name)} | told


def repeats(answers: Mapping[str, Any], applicant: Applicant, labels: Sequence[Mapping[str, Any]]) -> set[str]:
    """Answers that only say again what the applicant's own particulars say."""
    return {
        name
        for name, part in own_particulars(applicant, labels).items()
        if isinstance(answers.get(name), str) and _same(answers[name], str(getattr(applicant, part)))
    }


def _same(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _of_birth(answers: Mapping[str, Any], labels: Sequence[Mapping[str, Any]]) -> list[Warning]:
    found = []
    for label in labels:
        name, number = str(label["name"]), str(label.get("born_as_in", ""))
        if not number and label["name"] == "born_on":
            number = "applicant_id"
        facts, born = read_personal_id(str(answers.get(number, ""))), _day(answers.get(name))
        if facts and born and facts.birth_year != born.year:
            sentence = SENTENCES["birth_year_differs"] % {"number": facts.birth_year, "given": born.year}
            found.append(Warning("birth_year_differs", name, sentence))
    return found


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
