"""Who may do what at the gateway itself: one table for code, tests and documentation."""

from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request

from shared.access.identity import Identity
from shared.access.rights import ANYONE, CITIZEN, DELEGATE, SYSTEM, Reach, RightsTable, Role, Row
from shared.core.errors import Unauthenticated
from shared.web.callers import caller, require
from shared.web.search import SEARCHERS


class Right(StrEnum):
    """Quyền tại cổng."""

    SEE_HOME = "see-home"  # xem trang chủ
    SIGN_IN = "sign-in"  # đăng nhập
    SIGN_OUT = "sign-out"  # đăng xuất
    SEE_OWN_IDENTITY = "see-own-identity"  # xem danh tính của mình
    READ_CATALOGUE = "read-catalogue"  # xem danh mục giao diện lập trình
    SEE_HEALTH = "see-health"  # xem tình trạng
    KEEP_FORMS = "keep-forms"  # giữ và gửi tiếp biểu mẫu chưa gửi của mình
    SEARCH = "search"  # tìm bằng một ô
    OPERATE = "operate"  # vận hành


RIGHTS: RightsTable[Right] = {
    Right.SEE_HOME: Row({ANYONE}),
    Right.SIGN_IN: Row({ANYONE}),
    Right.SIGN_OUT: Row({ANYONE}),
    Right.SEE_OWN_IDENTITY: Row({*Role, DELEGATE, CITIZEN, SYSTEM}, Reach.OWN),
    Right.READ_CATALOGUE: Row({ANYONE}),
    Right.SEE_HEALTH: Row({ANYONE}),
    Right.KEEP_FORMS: Row({ANYONE}),
    # The box itself: what is found goes as far as the right behind each list.
    Right.SEARCH: Row(SEARCHERS, Reach.ALL),
    Right.OPERATE: Row({Role.OPERATOR}, Reach.ALL),
}


async def signed_in(request: Request) -> Identity:
    """Also an officer without any post may know who he is, and leave."""
    identity = caller(request)
    if not identity.signed_in:
        raise Unauthenticated("sign_in_required")
    return identity


signed_in.right = Right.SEE_OWN_IDENTITY  # type: ignore[attr-defined]

Anyone = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_HOME))]
MaySignIn = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN_IN))]
MaySignOut = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN_OUT))]
SignedIn = Annotated[Identity, Depends(signed_in)]
MayReadCatalogue = Annotated[Identity, Depends(require(RIGHTS, Right.READ_CATALOGUE))]
MaySeeHealth = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_HEALTH))]
MayKeepForms = Annotated[Identity, Depends(require(RIGHTS, Right.KEEP_FORMS))]
MaySearch = Annotated[Identity, Depends(require(RIGHTS, Right.SEARCH))]
Operator = Annotated[Identity, Depends(require(RIGHTS, Right.OPERATE))]
