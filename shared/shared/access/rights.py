"""Rights come from posts: which role may do what. One table per service drives code, tests and the documentation page."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from shared.access.identity import Identity
from shared.core.errors import Forbidden, Unauthenticated


class Role(StrEnum):
    """Vai trò theo vị trí công tác."""

    RECORDS_CLERK = "records-clerk"  # văn thư
    COUNTER_OFFICER = "counter-officer"  # cán bộ một cửa
    SPECIALIST = "specialist"  # chuyên viên
    LEADER = "leader"  # lãnh đạo
    DIRECTORY_ADMINISTRATOR = "directory-administrator"  # quản trị danh bạ
    OPERATOR = "operator"  # quản trị hệ thống


ROLE_NAMES: dict[str, str] = {
    Role.RECORDS_CLERK: "Văn thư",
    Role.COUNTER_OFFICER: "Cán bộ một cửa",
    Role.SPECIALIST: "Chuyên viên",
    Role.LEADER: "Lãnh đạo",
    Role.DIRECTORY_ADMINISTRATOR: "Quản trị danh bạ",
    Role.OPERATOR: "Quản trị hệ thống",
}


class Scope(StrEnum):
    """Phạm vi của hệ thống kết nối: what a client system was let in for."""

    DOSSIERS = "system:dossiers"  # nộp và theo dõi hồ sơ
    DOCUMENTS = "system:documents"  # gửi, nhận văn bản
    DIRECTORY = "system:directory"  # tra cứu danh bạ


SCOPE_NAMES: dict[str, str] = {
    Scope.DOSSIERS: "Hệ thống (dossiers)",
    Scope.DOCUMENTS: "Hệ thống (documents)",
    Scope.DIRECTORY: "Hệ thống (directory)",
}

CITIZEN = "citizen"
SYSTEM = "system"
SERVICE = "service"
ANYONE = "anyone"
"""Callers that are no post: used in a rights table beside `Role` and `Scope` members. SYSTEM is any client system,
whatever its scopes; ANYONE includes the anonymous."""

R = TypeVar("R", bound=StrEnum)
RightsTable = Mapping[R, frozenset[str]]


def holds(identity: Identity, allowed: frozenset[str]) -> bool:
    if ANYONE in allowed:
        return True
    if identity.kind == "system":
        return SYSTEM in allowed or any(f"system:{scope}" in allowed for scope in identity.roles)
    if identity.kind in ("citizen", "service"):
        return identity.kind in allowed
    return identity.kind == "officer" and bool(identity.roles & allowed)


WITH_FIRST_PASSWORD = frozenset({"change-own-password", "see-own-identity"})
"""All that somebody may do, beside what anybody may, while the password is one that an administrator has seen."""


def security_of(allowed: frozenset[str]) -> list[dict[str, list[str]]]:
    """What OpenAPI says of who may call: nobody's name needed, a person's token, a client system's with its scope."""
    said: list[dict[str, list[str]]] = [{}] if ANYONE in allowed else []
    if allowed - frozenset(Scope) - {SYSTEM, SERVICE}:
        said.append({"bearer": []})
    if ANYONE in allowed or SYSTEM in allowed:
        return [*said, {"clientSystem": []}]
    return said + [{"clientSystem": [scope.removeprefix("system:")]} for scope in sorted(allowed & frozenset(Scope))]


def check(identity: Identity, allowed: frozenset[str], *, opens: bool = False) -> None:
    """Raises when the caller may not. `opens`: it is one of the few acts open to who still has a first password."""
    if identity.must_choose and ANYONE not in allowed:
        raise Forbidden("post_must_be_chosen")
    if not holds(identity, allowed):
        raise Forbidden("not_allowed") if identity.signed_in else Unauthenticated("sign_in_required")
    if identity.must_change and not (opens or ANYONE in allowed):
        raise Forbidden("password_must_change")
