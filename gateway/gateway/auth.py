"""Who may do what at the gateway itself: one table for code, tests and documentation."""

from enum import StrEnum
from typing import Annotated

from fastapi import Depends

from shared.identity import Identity
from shared.rights import ANYONE, CITIZEN, SYSTEM, Role, require


class Right(StrEnum):
    """Quyền tại cổng."""

    SEE_HOME = "see-home"  # xem trang chủ
    SIGN_IN = "sign-in"  # đăng nhập
    SIGN_OUT = "sign-out"  # đăng xuất
    SEE_OWN_IDENTITY = "see-own-identity"  # xem danh tính của mình
    READ_CATALOGUE = "read-catalogue"  # xem danh mục giao diện lập trình
    SEE_HEALTH = "see-health"  # xem tình trạng
    OPERATE = "operate"  # vận hành


_SIGNED_IN = frozenset((*Role, CITIZEN, SYSTEM))

RIGHTS: dict[Right, frozenset[str]] = {
    Right.SEE_HOME: frozenset((ANYONE,)),
    Right.SIGN_IN: frozenset((ANYONE,)),
    Right.SIGN_OUT: frozenset((ANYONE,)),
    Right.SEE_OWN_IDENTITY: _SIGNED_IN,
    Right.READ_CATALOGUE: frozenset((ANYONE,)),
    Right.SEE_HEALTH: frozenset((ANYONE,)),
    Right.OPERATE: frozenset((Role.OPERATOR,)),
}

Anyone = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_HOME))]
MaySignIn = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN_IN))]
MaySignOut = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN_OUT))]
SignedIn = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_OWN_IDENTITY))]
MayReadCatalogue = Annotated[Identity, Depends(require(RIGHTS, Right.READ_CATALOGUE))]
MaySeeHealth = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_HEALTH))]
Operator = Annotated[Identity, Depends(require(RIGHTS, Right.OPERATE))]
