"""Who may look after whom in the directory."""

import re

from shared.errors import FieldError, Forbidden, Invalid
from shared.identity import Identity
from shared.rights import ROLE_NAMES, Role

_EMAIL = re.compile(r"^[^@\s]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,}$", re.IGNORECASE)
_USER_NAME = re.compile(r"^[a-z][a-z0-9.]{2,59}$")

GRANTABLE = frozenset(ROLE_NAMES) - {Role.OPERATOR}
"""Roles an agency's own administrator may give. The system's operator is named by the operator alone."""


def check_reach(administrator: Identity, agency_code: str, parent_code: str | None) -> None:
    """A directory administrator looks after the own agency and those directly below it."""
    if administrator.agency_code not in (agency_code, parent_code):
        raise Forbidden("agency_out_of_reach")


def check_grantable(administrator: Identity, role: str) -> None:
    if role not in GRANTABLE and Role.OPERATOR not in administrator.roles:
        raise Forbidden("role_out_of_reach")


def check_person(full_name: str, email: str, user_name: str, role: str, title: str) -> None:
    """Refuse with every field at fault."""
    faults = [
        FieldError(f"/{pointer}", code, sentence)
        for wrong, pointer, code, sentence in (
            (not 2 <= len(full_name) <= 100, "full_name", "length", "Hãy nhập họ và tên (2 đến 100 ký tự)."),
            (
                not _EMAIL.match(email),
                "email",
                "format",
                "Thư điện tử chưa đúng định dạng, ví dụ: ten@stttt.binhdinh.gov.vn.",
            ),
            (
                not _USER_NAME.match(user_name),
                "user_name",
                "format",
                "Tên đăng nhập gồm chữ thường không dấu, chữ số và dấu chấm, từ 3 ký tự.",
            ),
        )
        if wrong
    ] + post_faults(role, title)
    if faults:
        raise Invalid("invalid_input", fields=faults)


def post_faults(role: str, title: str) -> list[FieldError]:
    faults = []
    if role not in ROLE_NAMES:
        faults.append(FieldError("/role", "choice", "Hãy chọn vai trò."))
    if not 2 <= len(title) <= 100:
        faults.append(FieldError("/title", "length", "Hãy nhập chức danh."))
    return faults


def check_post(role: str, title: str) -> None:
    """Refuse with every field at fault."""
    if faults := post_faults(role, title):
        raise Invalid("invalid_input", fields=faults)
