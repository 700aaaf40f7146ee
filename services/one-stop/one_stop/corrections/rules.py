"""Which fields of a dossier may be corrected, by whom, and how what is typed is read. Pure values."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from one_stop.dossiers.acts import Channel
from one_stop.dossiers.cases import LEADER, SPECIALIST
from shared.contracts.values import Applicant, ProcedureCase
from shared.core.errors import FieldError, Forbidden, Invalid
from shared.core.formats import number, vn_date
from shared.printing.printable import printable, without_controls
from shared.standards.identifiers import is_personal_id
from shared.standards.typed import (
    Unreadable,
    clean_line,
    clean_paragraphs,
    read_code,
    read_email,
    read_identifier,
    read_name,
    read_number,
    read_phone,
)
from shared.standards.typed_dates import read_date

Read = Callable[[str], Any]
LONGEST = 2000
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)")
PARTIES = {"applicant": "Người nộp", "owner": "Chủ hồ sơ"}
ANSWERS = "answers"
CASE = "case"
EXAMINERS = frozenset({SPECIALIST, LEADER})
"""Who may correct the declaration itself; names, numbers and addresses are corrected by the counter too."""


def _day(text: str) -> str:
    return read_date(text).isoformat()


PARTICULARS: dict[str, tuple[str, Read]] = {
    "full_name": ("họ và tên, tên tổ chức", read_name),
    "personal_id": ("số định danh, mã số thuế", read_identifier),
    "born_on": ("ngày sinh", _day),
    "identity_number": ("số giấy tờ tùy thân", read_code),
    "address": ("địa chỉ", clean_line),
    "phone": ("điện thoại", read_phone),
    "email": ("thư điện tử", read_email),
}
PROVEN_ONLINE = frozenset({"applicant.personal_id"})
"""Of a dossier that was filed from an account: whose account that was is no slip of the pen."""


@dataclass(frozen=True)
class Correctable:
    """Một mục đính chính được."""

    field: str
    title: str
    value: Any
    """As the dossier keeps it; None for what was never said."""
    read: Read
    choices: Mapping[str, str]
    by_examiners: bool = False

    @property
    def words(self) -> str:
        return said(self.value, self.choices)


def said(value: Any, choices: Mapping[str, str]) -> str:
    """As people read it."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return number(value, 0 if value == int(value) else 2)
    text = choices.get(str(value), str(value))
    return vn_date(date.fromisoformat(text)) if _DAY.fullmatch(text) else text


def correctables(
    channel: str,
    parties: Mapping[str, Applicant | None],
    answers: Mapping[str, Any],
    labels: Sequence[Mapping[str, Any]],
    repeated: Collection[str],
) -> list[Correctable]:
    """All that can be corrected of this dossier. `repeated`: answers that only say again what the particulars say."""
    found = []
    for party, whose in PARTIES.items():
        person = parties.get(party)
        for name, (title, read) in PARTICULARS.items() if person else ():
            field = f"{party}.{name}"
            if channel == Channel.ONLINE and field in PROVEN_ONLINE:
                continue
            value = getattr(person, name)
            kept = value.isoformat() if isinstance(value, date) else value or None
            found.append(Correctable(field, f"{whose}: {title}", kept, read, {}))
    for label in labels:
        name = str(label["name"])
        value = answers.get(name)
        # Lists, tables and ticks are mended by a supplement, where the applicant sees the whole of it.
        if name in repeated or not label.get("askable", True) or not _is_plain(value):
            continue
        found.append(_of_answer(name, label, value))
    return found


def of_case(offered: Sequence[ProcedureCase], code: str) -> list[Correctable]:
    """Trường hợp: corrected where there are several to choose from, before the receipt promises its term."""
    choices = {case.code: case.name for case in offered}
    return [Correctable(CASE, "Trường hợp", code or None, clean_line, choices)] if len(offered) > 1 else []


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _of_answer(name: str, label: Mapping[str, Any], value: Any) -> Correctable:
    read: Read = clean_paragraphs
    if not isinstance(value, str):
        read = read_number
    elif label.get("format") == "date":
        read = _day
    choices = dict(label.get("choices") or {})
    return Correctable(f"{ANSWERS}.{name}", str(label["title"]), value, read, choices, by_examiners=True)


def may_correct(correctable: Correctable, roles: Collection[str]) -> bool:
    return not correctable.by_examiners or not EXAMINERS.isdisjoint(roles)


def require_may(correctable: Correctable, roles: Collection[str]) -> None:
    if not may_correct(correctable, roles):
        raise Forbidden("correction_not_yours", title=correctable.title)


def read_correction(correctable: Correctable, typed: str) -> Any:
    """The value as the dossier keeps it; Invalid for what it cannot be, and for what it is already."""
    text = clean_paragraphs(str(without_controls(typed))).strip()
    if not text:
        raise _at("correction_empty", "Hãy ghi nội dung đúng. Mục này không xóa trống được bằng đính chính.")
    if len(text) > LONGEST:
        raise _at("correction_long", f"Nội dung đúng không quá {LONGEST} ký tự.")
    value = _chosen(correctable, text) if correctable.choices else _read(correctable, text)
    if value == correctable.value:
        raise _at("correction_same", "Nội dung này giống nội dung đang có: không có gì để đính chính.")
    return value


def _chosen(correctable: Correctable, text: str) -> str:
    """By its words, as the page shows them, or by its code."""
    wanted = text.casefold()
    for code, words in correctable.choices.items():
        if wanted in (code.casefold(), words.casefold()):
            return code
    known = "; ".join(correctable.choices.values())
    raise _at("correction_no_choice", f"Hãy ghi đúng một trong các lựa chọn: {known}.")


def _read(correctable: Correctable, text: str) -> Any:
    try:
        value = correctable.read(text)
        if isinstance(value, str):
            value = printable(value)
    except Unreadable as error:
        raise _at(error.code, error.sentence) from error
    return value


def check_number(person: Applicant, number_given: str) -> None:
    """A person has twelve digits, an organisation a tax code."""
    if is_personal_id(number_given) != person.is_person:
        kind = (
            "Cá nhân dùng số định danh gồm 12 chữ số."
            if person.is_person
            else "Tổ chức dùng mã số thuế 10 hoặc 13 chữ số."
        )
        raise _at("correction_number", kind)


def _at(code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError("/value", code, sentence)])
