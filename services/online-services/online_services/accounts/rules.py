"""What makes a registration right. Values in, findings out; no database."""

import re
from dataclasses import dataclass
from datetime import date

from shared.errors import FieldError
from shared.standards.identifiers import is_personal_id, normalise_phone, normalise_tax_code, read_personal_id
from shared.standards.vietnamese import nfc

USER_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{2,38})[a-z0-9]")
EMAIL = re.compile(r"[^\s@<>\"',;]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
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


def cleaned(text: str) -> str:
    """NFC, single spaces, no control characters."""
    return " ".join(nfc("".join(c for c in text if c.isprintable() or c.isspace())).split())


def registration_errors(new: Registration, today: date) -> list[tuple[str, str]]:
    """Pairs of field and finding code, in the order of the form."""
    found: list[tuple[str, str]] = []
    if new.kind not in ("citizen", "organisation"):
        found.append(("kind", "kind_missing"))
    if new.kind == "organisation":
        found += [("organisation_name", "organisation_name_missing")] if not cleaned(new.organisation_name) else []
        found += [("tax_code", "tax_code_wrong")] if normalise_tax_code(new.tax_code) is None else []
    name = cleaned(new.full_name)
    if len(name.split()) < 2 or len(name) > 100 or any(character.isdigit() for character in name):
        found.append(("full_name", "full_name_wrong"))
    found += _identity_errors(new, today)
    if normalise_phone(new.phone) is None:
        found.append(("phone", "phone_wrong"))
    if new.email.strip() and not EMAIL.fullmatch(new.email.strip()):
        found.append(("email", "email_wrong"))
    if not 5 <= len(cleaned(new.address)) <= 300:
        found.append(("address", "address_wrong"))
    if not USER_NAME.fullmatch(new.user_name.strip().lower()):
        found.append(("user_name", "user_name_wrong"))
    return found + _password_errors(new)


def _identity_errors(new: Registration, today: date) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    facts = read_personal_id(new.personal_id.strip())
    if not is_personal_id(new.personal_id.strip()):
        found.append(("personal_id", "personal_id_wrong"))
    if new.kind == "organisation":
        return found
    if not isinstance(new.born_on, date) or new.born_on > today or new.born_on.year < 1900:
        found.append(("born_on", "born_on_wrong"))
    elif age_on(new.born_on, today) < YOUNGEST:
        found.append(("born_on", "too_young"))
    elif facts and facts.birth_year != new.born_on.year:
        found.append(("personal_id", "personal_id_other_year"))
    return found


def _password_errors(new: Registration) -> list[tuple[str, str]]:
    if not SHORTEST_PASSWORD <= len(new.password) <= LONGEST_PASSWORD:
        return [("password", "password_length")]
    if len(set(new.password)) < 5 or new.password.lower() in (new.user_name.lower(), new.personal_id):
        return [("password", "password_weak")]
    if new.password != new.password_again:
        return [("password_again", "passwords_differ")]
    return []


def age_on(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def as_field_errors(found: list[tuple[str, str]], sentences: dict[str, str]) -> list[FieldError]:
    return [FieldError(f"/{name}", code, sentences[code]) for name, code in found]
