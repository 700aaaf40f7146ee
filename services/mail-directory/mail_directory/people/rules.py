"""Who may look after whom in the directory."""

import re
from collections.abc import Callable, Mapping

from mail_directory.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.rights import ROLE_NAMES, Role, covers
from shared.core.errors import FieldError, Forbidden, Invalid
from shared.core.province import this_province
from shared.printing.printable import Unprintable, printable
from shared.standards import typed
from shared.standards.vietnamese import fold

_USER_NAME = re.compile(r"^[a-z][a-z0-9.]{2,59}$")

DELEGABLE = frozenset(ROLE_NAMES) - {Role.OPERATOR, Role.DIRECTORY_ADMINISTRATOR}
"""Roles whose holders may let somebody else act for them: administering is given as a post, never delegated."""
GRANTABLE = frozenset(ROLE_NAMES) - {Role.OPERATOR}
"""Roles an agency's own administrator may give. The system's operator is named by the operator alone."""


def looks_after(who: Identity, agency_code: str, parent_code: str | None) -> bool:
    return covers(who, RIGHTS[Right.ADMINISTER], agency_code, parent_code)


def check_reach(who: Identity, agency_code: str, parent_code: str | None, right: Right = Right.ADMINISTER) -> None:
    """The right must go as far as the agency, whose parent is named beside it."""
    if not covers(who, RIGHTS[right], agency_code, parent_code):
        raise Forbidden("agency_out_of_reach")


def check_grantable(administrator: Identity, role: str) -> None:
    if role not in GRANTABLE and Role.OPERATOR not in administrator.roles:
        raise Forbidden("role_out_of_reach")


_SENTENCES = {
    "full_name": "Hãy nhập họ và tên (tối đa 100 ký tự).",
    "email": "Thư điện tử chưa đúng định dạng, ví dụ: {example}.",
    "phone": typed.SENTENCES["phone_wrong"],
    "user_name": "Tên đăng nhập gồm chữ thường không dấu, chữ số và dấu chấm, từ 3 ký tự.",
    "role": "Hãy chọn vai trò.",
    "title": "Hãy nhập chức danh.",
    "kind": "Hãy chọn loại vị trí công tác.",
}
_LABELS = {"full_name": "Họ và tên", "title": "Chức danh"}


def read_person(sent: Mapping[str, str]) -> dict[str, str]:
    """A new person's values as they are stored; refuses with every field at fault."""
    readers: dict[str, Callable[[str], str]] = {
        "full_name": lambda text: printable(_short(typed.read_name(text))),
        "email": typed.read_email,
        "phone": lambda text: typed.read_phone(text) if typed.clean_line(text) else "",
        "user_name": _user_name,
    }
    return read_fields(sent, readers | POST_READERS)


def read_transfer(sent: Mapping[str, str]) -> dict[str, str]:
    """A transfer's values as they are stored; refuses with every field at fault."""
    email: dict[str, Callable[[str], str]] = {"email": lambda text: typed.read_email(text) if text else ""}
    return read_fields(sent, email | POST_READERS)


def read_fields(sent: Mapping[str, str], readers: Mapping[str, Callable[[str], str]]) -> dict[str, str]:
    """Each field by its reader; refuses with every field at fault, in the words of this module."""
    values, faults = {}, []
    for name, read in readers.items():
        try:
            values[name] = read(sent[name])
        except Unprintable as error:  # offices print who received and who signed
            faults.append(FieldError(f"/{name}", error.code, f"{_LABELS[name]}: {error.sentence}"))
        except ValueError:
            sentence = _SENTENCES[name].format(example=f"ten@{this_province().mail_domain}")
            faults.append(FieldError(f"/{name}", "wrong", sentence))
    if faults:
        raise Invalid("invalid_input", fields=faults)
    return values


LONGEST_REASON = 300


def read_reason(text: str, missing: str) -> str:
    """Why something is done, on one line; `missing` is said where nothing was written. What is too long is refused, never cut."""
    reason = typed.clean_line(text)
    if not reason:
        raise Invalid("invalid_input", fields=[FieldError("/reason", "missing", missing)])
    if len(reason) > LONGEST_REASON:
        sentence = f"Lý do dài nhất {LONGEST_REASON} ký tự; bạn đã nhập {len(reason)}."
        raise Invalid("invalid_input", fields=[FieldError("/reason", "too_long", sentence)])
    return reason


def _short(text: str) -> str:
    if not 1 <= len(text) <= 100:
        raise ValueError
    return text


def _user_name(text: str) -> str:
    name = typed.read_user_name(text)
    if not _USER_NAME.match(name):
        raise ValueError
    return name


def _role(text: str) -> str:
    if text not in ROLE_NAMES:
        raise ValueError
    return text


POST_READERS: dict[str, Callable[[str], str]] = {
    "role": _role,
    "title": lambda text: printable(_short(typed.clean_line(text))),
}


def proposed_user_name(full_name: str, agency_short_name: str) -> str:
    """`Trần Thị Ngọc Ánh` at STTTT: `anhttn.stttt`, as the province names its mailboxes."""
    words = re.sub(r"[^a-z ]", "", fold(full_name)).split()
    agency = re.sub(r"[^a-z0-9]", "", fold(agency_short_name))
    return f"{words[-1]}{''.join(word[0] for word in words[:-1])}.{agency}" if words and agency else ""
