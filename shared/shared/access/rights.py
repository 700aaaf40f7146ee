"""Rights come from posts: which role may do what, and how far. One table per service drives code, tests and the documentation page."""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from typing import Self, TypeVar

from shared.access.identity import Identity
from shared.core.errors import Forbidden, Unauthenticated


class Role(StrEnum):
    """Vai trò theo vị trí công tác."""

    RECORDS_CLERK = "records-clerk"  # văn thư
    COUNTER_OFFICER = "counter-officer"  # cán bộ một cửa
    SPECIALIST = "specialist"  # chuyên viên
    LEADER = "leader"  # lãnh đạo
    DIRECTORY_ADMINISTRATOR = "directory-administrator"  # quản trị danh bạ
    PROCEDURE_EDITOR = "procedure-editor"  # biên tập thủ tục
    OPERATOR = "operator"  # quản trị hệ thống


ROLE_NAMES: dict[str, str] = {
    Role.RECORDS_CLERK: "Văn thư",
    Role.COUNTER_OFFICER: "Cán bộ một cửa",
    Role.SPECIALIST: "Chuyên viên",
    Role.LEADER: "Lãnh đạo",
    Role.DIRECTORY_ADMINISTRATOR: "Quản trị danh bạ",
    Role.PROCEDURE_EDITOR: "Biên tập thủ tục",
    Role.OPERATOR: "Quản trị hệ thống",
}


class Scope(StrEnum):
    """Phạm vi của hệ thống kết nối: what a client system was let in for."""

    DOSSIERS = "system:dossiers"  # nộp và theo dõi hồ sơ
    DOCUMENTS = "system:documents"  # gửi, nhận văn bản
    DIRECTORY = "system:directory"  # tra cứu danh bạ
    PARTS = "system:parts"  # nhận và trả lời phần việc liên thông


SCOPE_NAMES: dict[str, str] = {
    Scope.DOSSIERS: "Hệ thống (dossiers)",
    Scope.DOCUMENTS: "Hệ thống (documents)",
    Scope.DIRECTORY: "Hệ thống (directory)",
    Scope.PARTS: "Hệ thống (parts)",
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


_POWERS = frozenset(power.value for power in Power)


class Reach(IntEnum):
    """Phạm vi của một quyền: how far it goes for who has it, each further than the one before."""

    NONE = 0  # không có quyền
    OWN = 1  # việc, hồ sơ, văn bản của mình
    UNIT = 2  # đơn vị mình đứng đầu
    AGENCY = 3  # cơ quan của vị trí
    BELOW = 4  # cơ quan của vị trí và cơ quan trực thuộc
    ALL = 5  # không giới hạn: the whole province, or what belongs to no agency


_USUAL: dict[str, Reach] = {UNIT_HEAD: Reach.UNIT, CITIZEN: Reach.OWN, SERVICE: Reach.ALL, ANYONE: Reach.ALL}
"""For who is not here, a role or a client system, it is the agency."""


class Row(frozenset[str]):
    """Một dòng của bảng quyền: who has the right, and how far it goes for each of them.

    `far` says where it goes further than usual, or less far: one reach for all of the row, or some callers' own.
    """

    far: Mapping[str, Reach]
    """Of every caller in the row; powers and `DELEGATE` are conditions and reach nothing."""

    def __new__(cls, callers: Iterable[str], far: Reach | Mapping[str, Reach] | None = None) -> Self:
        row = super().__new__(cls, callers)
        said = far if isinstance(far, Mapping) else {}
        if not said.keys() <= row:
            raise ValueError(f"not in the row: {', '.join(sorted(said.keys() - row))}")
        everywhere = far if isinstance(far, Reach) else None
        row.far = {
            caller: said.get(caller, everywhere or _USUAL.get(caller, Reach.AGENCY))
            for caller in row - _POWERS - {DELEGATE}
        }
        return row


R = TypeVar("R", bound=StrEnum)
RightsTable = Mapping[R, Row]


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


def reach(identity: Identity, row: Row) -> Reach:
    """How far the right goes for this caller: the furthest that the row says of what he comes as; NONE for who does not have it."""
    callers = callers_of(identity)
    if not permits(row, callers):
        return Reach.NONE
    return max(far for caller, far in row.far.items() if caller in callers or caller == ANYONE)


def covers(identity: Identity, row: Row, agency_code: str, parent_code: str | None, unit: str = "") -> bool:
    """Whether the right goes as far as this agency, which lies below `parent_code`, or as this unit of it."""
    match reach(identity, row):
        case Reach.ALL:
            return True
        case Reach.BELOW:
            return identity.agency_code in (agency_code, parent_code)
        case Reach.AGENCY:
            return identity.agency_code == agency_code
        case Reach.UNIT:
            return bool(unit) and identity.unit == unit
        case _:
            return False


def unit_led(identity: Identity, row: Row) -> str:
    """The unit within which a head has the right; empty for who leads none, or whose right goes further than one unit."""
    return identity.unit if identity.leads_unit and reach(identity, row) is Reach.UNIT else ""


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
