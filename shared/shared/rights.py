"""Rights come from posts: which role may do what. One table per service drives code, tests and the documentation page."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from starlette.requests import Request

from shared.errors import Forbidden, Unauthenticated
from shared.identity import Identity


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

CITIZEN = "citizen"
SYSTEM = "system"
SERVICE = "service"
ANYONE = "anyone"
"""Callers that are no post: used in a rights table beside `Role` members. ANYONE includes the anonymous."""

R = TypeVar("R", bound=StrEnum)
RightsTable = Mapping[R, frozenset[str]]


def caller(request: Request) -> Identity:
    """The verified identity of this request; anonymous when nobody signed in."""
    identity: Identity = request.state.identity
    return identity


def holds(identity: Identity, allowed: frozenset[str]) -> bool:
    if ANYONE in allowed:
        return True
    if identity.kind in ("citizen", "system", "service"):
        return identity.kind in allowed
    return identity.kind == "officer" and bool(identity.roles & allowed)


def require(table: RightsTable[R], right: R) -> Callable[[Request], Identity]:
    """A dependency that lets in whom the table allows. The route test reads `right` back from the function."""
    allowed = table[right]

    async def allowed_caller(request: Request) -> Identity:
        identity = caller(request)
        if holds(identity, allowed):
            return identity
        raise Forbidden("not_allowed") if identity.signed_in else Unauthenticated("sign_in_required")

    allowed_caller.right = right  # type: ignore[attr-defined]
    return allowed_caller  # type: ignore[return-value]
