"""Who may do what here. One table drives code, tests and the documentation page."""

from enum import StrEnum
from typing import Annotated

from fastapi import Depends

from shared.access.identity import Identity
from shared.access.rights import DELEGATE, SERVICE, Role, Scope
from shared.web.callers import require


class Right(StrEnum):
    """Quyền trong danh bạ."""

    LOOK_UP = "look-up"  # tra cứu danh bạ
    ADMINISTER = "administer"  # quản trị danh bạ
    RESET_PASSWORDS = "reset-passwords"  # cấp lại mật khẩu (quản trị hệ thống chỉ là người thứ hai)
    DELEGATE = "delegate"  # ủy quyền cho đồng nghiệp, kết thúc ủy quyền
    CHANGE_OWN_PASSWORD = "change-own-password"  # đổi mật khẩu của mình  # noqa: S105
    SEE_OWN_NOTIFICATIONS = "see-own-notifications"  # xem thông báo của mình, chọn cách nhận
    CHECK_CREDENTIALS = "check-credentials"  # kiểm tra đăng nhập (gateway)


_OFFICERS = frozenset(Role)

RIGHTS: dict[Right, frozenset[str]] = {
    Right.LOOK_UP: _OFFICERS | {DELEGATE, Scope.DIRECTORY},
    Right.ADMINISTER: frozenset({Role.DIRECTORY_ADMINISTRATOR}),
    Right.RESET_PASSWORDS: frozenset({Role.DIRECTORY_ADMINISTRATOR, Role.OPERATOR}),
    # Not for whoever acts for another: what was given is not passed on.
    Right.DELEGATE: _OFFICERS,
    Right.CHANGE_OWN_PASSWORD: _OFFICERS | {DELEGATE},
    Right.SEE_OWN_NOTIFICATIONS: _OFFICERS | {DELEGATE},
    Right.CHECK_CREDENTIALS: frozenset({SERVICE}),
}

MayLookUp = Annotated[Identity, Depends(require(RIGHTS, Right.LOOK_UP))]
MayAdminister = Annotated[Identity, Depends(require(RIGHTS, Right.ADMINISTER))]
MayResetPasswords = Annotated[Identity, Depends(require(RIGHTS, Right.RESET_PASSWORDS))]
MayDelegate = Annotated[Identity, Depends(require(RIGHTS, Right.DELEGATE))]
MayChangeOwnPassword = Annotated[Identity, Depends(require(RIGHTS, Right.CHANGE_OWN_PASSWORD))]
MayCheckCredentials = Annotated[Identity, Depends(require(RIGHTS, Right.CHECK_CREDENTIALS))]
