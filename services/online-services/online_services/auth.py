"""Who may do what here: one table for code, tests and the documentation page."""

from enum import StrEnum
from typing import Annotated

from fastapi import Depends

from shared.errors import Forbidden
from shared.identity import Identity
from shared.rights import ANYONE, CITIZEN, SERVICE, SYSTEM, RightsTable, require

SUBMIT_SCOPE = "dossiers"
"""Scope a client system needs to file for the people it serves."""


class Right(StrEnum):
    """Quyền."""

    SEE_CATALOGUE = "see-catalogue"  # xem danh mục thủ tục
    REGISTER = "register"  # đăng ký tài khoản
    FILE = "file"  # nộp hồ sơ
    FOLLOW_OWN = "follow-own"  # theo dõi hồ sơ của mình
    LOOK_UP = "look-up"  # tra cứu bằng mã hồ sơ và mã tra cứu
    VERIFY = "verify"  # xác thực kết quả
    CHECK_CREDENTIALS = "check-credentials"  # cổng kiểm tra đăng nhập


RIGHTS: RightsTable[Right] = {
    Right.SEE_CATALOGUE: frozenset({ANYONE}),
    Right.REGISTER: frozenset({ANYONE}),
    Right.FILE: frozenset({CITIZEN, SYSTEM}),
    Right.FOLLOW_OWN: frozenset({CITIZEN, SYSTEM}),
    Right.LOOK_UP: frozenset({ANYONE}),
    Right.VERIFY: frozenset({ANYONE}),
    Right.CHECK_CREDENTIALS: frozenset({SERVICE}),
}

MaySeeCatalogue = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_CATALOGUE))]
MayRegister = Annotated[Identity, Depends(require(RIGHTS, Right.REGISTER))]
MayFollowOwn = Annotated[Identity, Depends(require(RIGHTS, Right.FOLLOW_OWN))]
MayLookUp = Annotated[Identity, Depends(require(RIGHTS, Right.LOOK_UP))]
MayVerify = Annotated[Identity, Depends(require(RIGHTS, Right.VERIFY))]
MayCheckCredentials = Annotated[Identity, Depends(require(RIGHTS, Right.CHECK_CREDENTIALS))]


async def filing_caller(identity: Annotated[Identity, Depends(require(RIGHTS, Right.FILE))]) -> Identity:
    """A citizen for himself; a client system only with the scope for it."""
    if identity.kind == "system" and SUBMIT_SCOPE not in identity.roles:
        raise Forbidden("scope_missing", scope=SUBMIT_SCOPE)
    return identity


filing_caller.right = Right.FILE  # type: ignore[attr-defined]

MayFile = Annotated[Identity, Depends(filing_caller)]


def owner_of(identity: Identity) -> str:
    """How rows name their owner; the one door to a caller's own rows."""
    return f"{identity.kind}:{identity.subject}"
