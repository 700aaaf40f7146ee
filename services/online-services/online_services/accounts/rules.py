"""What makes a registration right. Values in, findings out; no database."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from shared.access import passwords
from shared.core.errors import FieldError
from shared.standards import typed, typed_dates
from shared.standards.identifiers import read_personal_id
from shared.standards.typed import Unreadable, clean_line

USER_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{2,38})[a-z0-9]")
LOOKS_LIKE_NUMBER = re.compile(r"[0-9._-]+")
"""Numbers of cards, phones and taxes are how their owners sign in, so nobody takes one as a name."""
OFFICERS_NAME = re.compile(r"(?:motcua|vanthu|lanhdao|chuyenvien[0-9]*|danhba|vanhanh|admin|quantri)\b.*")
SHORTEST_PASSWORD = 10
YOUNGEST = 14
"""Age from which a person holds an identity card of their own (Luật Căn cước 2023, Điều 19)."""


@dataclass(frozen=True)
class Registration:
    """Thông tin đăng ký tài khoản, as typed."""

    kind: str = ""
    full_name: str = ""
    personal_id: str = ""
    tax_code: str = ""
    organisation_name: str = ""
    born_on: date | dict[str, str] | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    user_name: str = ""
    password: str = ""
    password_again: str = ""
    year_confirmed: bool = False
    """The person says that the number and the year of birth are both right: some cards differ."""


def read_registration(new: Registration) -> Registration:
    """Every value in the form that is kept; what cannot be read stays as typed, for `registration_errors` to name."""

    def read(reader: Callable[[str], str], text: str) -> str:
        try:
            return reader(text)
        except Unreadable:
            return clean_line(text)

    return replace(
        new,
        full_name=clean_line(new.full_name),
        organisation_name=clean_line(new.organisation_name),
        personal_id=read(typed.read_personal_id, new.personal_id),
        tax_code=read(typed.read_tax_code, new.tax_code),
        phone=read(typed.read_phone, new.phone),
        email=read(typed.read_email, new.email),
        address=clean_line(new.address),
        user_name=typed.read_user_name(new.user_name),
    )


def _unreadable(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except Unreadable:
        return True
    return False


def registration_errors(new: Registration, today: date) -> list[tuple[str, str]]:
    """Pairs of field and finding code, in the order of the form."""
    new = read_registration(new)
    found: list[tuple[str, str]] = []
    if new.kind not in ("citizen", "organisation"):
        found.append(("kind", "kind_missing"))
    if new.kind == "organisation":
        if _unreadable(typed.read_name, new.organisation_name):
            found.append(("organisation_name", "organisation_name_missing"))
        found += [("tax_code", "tax_code_wrong")] if _unreadable(typed.read_tax_code, new.tax_code) else []
    if _unreadable(typed.read_name, new.full_name) or len(new.full_name) > 200:
        found.append(("full_name", "full_name_wrong"))
    found += _identity_errors(new, today)
    return found + _contact_errors(new) + _user_name_errors(new) + _password_errors(new)


def _identity_errors(new: Registration, today: date) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    facts = read_personal_id(new.personal_id)
    if facts is None:
        found.append(("personal_id", "personal_id_wrong"))
    if new.kind == "organisation":
        return found
    if not isinstance(new.born_on, date) or new.born_on > today or new.born_on.year < 1900:
        found.append(("born_on", "born_on_wrong"))
    elif age_on(new.born_on, today) < YOUNGEST:
        found.append(("born_on", "too_young"))
    elif facts and facts.birth_year != new.born_on.year and not new.year_confirmed:
        found.append(("personal_id", "personal_id_other_year"))
    return found


def _contact_errors(new: Registration) -> list[tuple[str, str]]:
    found = [("phone", "phone_wrong")] if _unreadable(typed.read_phone, new.phone) else []
    if new.email and _unreadable(typed.read_email, new.email):
        found.append(("email", "email_wrong"))
    if not 5 <= len(new.address) <= 300:
        found.append(("address", "address_wrong"))
    return found


def _user_name_errors(new: Registration) -> list[tuple[str, str]]:
    if not USER_NAME.fullmatch(new.user_name):
        return [("user_name", "user_name_wrong")]
    if LOOKS_LIKE_NUMBER.fullmatch(new.user_name):
        return [("user_name", "user_name_number")]
    if OFFICERS_NAME.fullmatch(new.user_name):
        return [("user_name", "user_name_taken")]
    return []


def _password_errors(new: Registration) -> list[tuple[str, str]]:
    about = (new.user_name, new.full_name, new.personal_id, new.phone, new.email.partition("@")[0], new.tax_code)
    return password_errors(new.password, new.password_again, *about)


def password_errors(chosen: str, again: str, *about: str) -> list[tuple[str, str]]:
    """`about`: names and numbers of the owner, which everybody nearby would try."""
    if weak := passwords.weakness(chosen, SHORTEST_PASSWORD, *about):
        return [("password", f"password_{weak}")]
    return [("password_again", "passwords_differ")] if chosen != again else []


def born_on_sentence(given: date | Mapping[str, str] | None, today: date) -> str:
    """Why this day of birth is none; empty when nothing was typed."""
    try:
        if isinstance(given, Mapping):
            given = typed_dates.read_date_parts(*(str(given.get(part) or "") for part in ("day", "month", "year")))
    except Unreadable as fault:
        return typed_dates.of_date("Ngày sinh", fault)
    if given is None:
        return ""
    limit = f"sau hôm nay ({today:%d/%m/%Y})" if given > today else "trước ngày 01/01/1900"
    return f"Ngày sinh {given:%d/%m/%Y} không được {limit}."


def age_on(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def as_field_errors(found: list[tuple[str, str]], sentences: dict[str, str]) -> list[FieldError]:
    return [FieldError(f"/{name}", code, sentences[code]) for name, code in found]
