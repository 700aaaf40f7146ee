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


class Power(StrEnum):
    """Quyền được ủy quyền: what the holder of a post may let a colleague do in it."""

    DOSSIERS = "power:dossiers"  # giải quyết hồ sơ thủ tục hành chính
    DOCUMENTS = "power:documents"  # xử lý văn bản đi, đến
    SIGNING = "power:signing"  # ký số


POWER_NAMES: dict[str, str] = {
    Power.DOSSIERS: "Giải quyết hồ sơ thủ tục hành chính",
    Power.DOCUMENTS: "Xử lý văn bản đi, văn bản đến",
    Power.SIGNING: "Ký số kết quả và văn bản",
}

UNIT_HEAD = "unit-head"
"""Người đứng đầu đơn vị: whoever leads a unit has the right within it, whatever his role."""

DELEGATE = "delegate"
"""Whoever works in another's post, whatever he was given. Who does so has a right only where its row says this, or names powers
of which he was given every one; a row with neither is nobody's but the post's own holder."""

CITIZEN = "citizen"
SYSTEM = "system"
SERVICE = "service"
ANYONE = "anyone"
"""Callers that are no post: used in a rights table beside `Role` and `Scope` members. SYSTEM is any client system,
whatever its scopes; ANYONE includes the anonymous."""

OFFICER = "officer"
PUBLIC = frozenset({CITIZEN, "anonymous"})
EVERYBODY = PUBLIC | {OFFICER}
"""Kinds of callers, besides `Role` members and rights tables: to whom an entry of the menu is shown. OFFICER is any officer,
also one without a post."""


class Reach(StrEnum):
    """Phạm vi của một quyền: how far it goes for who has it."""

    NONE = "none"  # không có quyền
    OWN = "own"  # việc của mình
    UNIT = "unit"  # đơn vị mình đứng đầu
    AGENCY = "agency"  # cơ quan của vị trí
    BELOW = "below"  # cơ quan của vị trí và cơ quan trực thuộc


ROLE_REACH: dict[str, Reach] = {
    Role.RECORDS_CLERK: Reach.AGENCY,
    Role.COUNTER_OFFICER: Reach.AGENCY,
    Role.SPECIALIST: Reach.OWN,
    Role.LEADER: Reach.AGENCY,
    Role.DIRECTORY_ADMINISTRATOR: Reach.BELOW,
    Role.OPERATOR: Reach.AGENCY,
}

R = TypeVar("R", bound=StrEnum)
RightsTable = Mapping[R, frozenset[str]]


def callers_of(identity: Identity) -> frozenset[str]:
    """All that a rights table or a table of steps may name this caller by."""
    if identity.kind == "officer":
        return identity.roles | given(identity) | (frozenset({UNIT_HEAD}) if identity.leads_unit else frozenset())
    if identity.kind == "system":
        return frozenset({SYSTEM, *(f"system:{scope}" for scope in identity.roles)})
    return frozenset({identity.kind}) if identity.kind in (CITIZEN, SERVICE) else frozenset()


def given(identity: Identity) -> frozenset[str]:
    """What a delegate comes with beside the roles of the giver's post; nothing for who works in a post of his own."""
    return identity.on_behalf_of.powers | {DELEGATE} if identity.on_behalf_of else frozenset()


_POWERS = frozenset(power.value for power in Power)


def permits(allowed: frozenset[str], callers: frozenset[str]) -> bool:
    """Whether a row that names `allowed` lets in who comes as `callers`."""
    if ANYONE in allowed:
        return True
    if not (callers & allowed) - _POWERS - {DELEGATE}:
        return False
    if DELEGATE not in callers or DELEGATE in allowed:
        return True
    needed = allowed & _POWERS
    return bool(needed) and needed <= callers


def holds(identity: Identity, allowed: frozenset[str]) -> bool:
    return permits(allowed, callers_of(identity))


def reach(identity: Identity, allowed: frozenset[str]) -> Reach:
    """How far the right goes for this caller: the one place that says so.

    A role's own reach; a unit's head reaches the unit where his role alone would not. An agency's system reaches its agency.
    """
    if not holds(identity, allowed):
        return Reach.NONE
    if identity.kind != "officer":
        return Reach.AGENCY if identity.kind == "system" else Reach.OWN
    order = list(Reach)
    found = [ROLE_REACH[role] for role in identity.roles & allowed if role in ROLE_REACH]
    found += [Reach.UNIT] if identity.leads_unit and UNIT_HEAD in allowed else []
    return max(found, key=order.index, default=Reach.OWN)


def unit_led(identity: Identity, allowed: frozenset[str]) -> str:
    """The unit within which a head has the right; empty for who leads none, or whose right goes further than one unit."""
    return identity.unit if reach(identity, allowed) is Reach.UNIT else ""


WITH_FIRST_PASSWORD = frozenset({"change-own-password", "see-own-identity"})
"""All that somebody may do, beside what anybody may, while the password is one that an administrator has seen."""


def security_of(allowed: frozenset[str]) -> list[dict[str, list[str]]]:
    """What OpenAPI says of who may call: nobody's name needed, a person's token, a client system's with its scope."""
    said: list[dict[str, list[str]]] = [{}] if ANYONE in allowed else []
    if allowed - frozenset(Scope) - frozenset(Power) - {SYSTEM, SERVICE, DELEGATE, UNIT_HEAD}:
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
