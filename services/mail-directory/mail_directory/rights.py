"""Who may do what here, and how far: one table for code, tests and the documentation page. Rules ask it, so it knows no web."""

from enum import StrEnum

from shared.access.rights import DELEGATE, SERVICE, UNIT_HEAD, Reach, RightsTable, Role, Row, Scope


class Right(StrEnum):
    """Quyền trong danh bạ."""

    LOOK_UP = "look-up"  # tra cứu danh bạ
    ADMINISTER = "administer"  # quản trị danh bạ
    RESET_PASSWORDS = "reset-passwords"  # cấp lại mật khẩu (quản trị hệ thống chỉ là người thứ hai)
    DELEGATE = "delegate"  # ủy quyền cho đồng nghiệp, kết thúc ủy quyền
    READ_DELEGATIONS = "read-delegations"  # đọc lý do ủy quyền
    SEE_PLANNED_CHANGES = "see-planned-changes"  # xem thay đổi của đơn vị đã ghi trước
    REORGANISE = "reorganise-agencies"  # lập phương án sáp nhập, giải thể, chia, tách, đổi tên cơ quan cấp dưới
    CONFIRM_REORGANISATION = "confirm-reorganisation"  # xác nhận, bỏ phương án sắp xếp cơ quan
    SEE_LOCKED_ACCOUNTS = "see-locked-accounts"  # xem tài khoản đã khóa
    CHANGE_OWN_PASSWORD = "change-own-password"  # đổi mật khẩu của mình  # noqa: S105
    SEE_OWN_NOTIFICATIONS = "see-own-notifications"  # xem thông báo của mình, chọn cách nhận
    CHECK_CREDENTIALS = "check-credentials"  # kiểm tra đăng nhập (gateway)


_OFFICERS = frozenset(Role)
_OWN: dict[str, Reach] = dict.fromkeys(_OFFICERS, Reach.OWN)
_ADMINISTERS: dict[str, Reach] = {Role.DIRECTORY_ADMINISTRATOR: Reach.BELOW}

RIGHTS: RightsTable[Right] = {
    Right.LOOK_UP: Row(_OFFICERS | {DELEGATE, Scope.DIRECTORY}, Reach.ALL),
    Right.ADMINISTER: Row(_ADMINISTERS, _ADMINISTERS),
    Right.RESET_PASSWORDS: Row(
        {Role.DIRECTORY_ADMINISTRATOR, Role.OPERATOR}, _ADMINISTERS | {Role.OPERATOR: Reach.ALL}
    ),
    # Not for whoever acts for another: what was given is not passed on.
    Right.DELEGATE: Row(_OFFICERS, _OWN | _ADMINISTERS),
    Right.READ_DELEGATIONS: Row(_OFFICERS | {UNIT_HEAD}, _OWN | _ADMINISTERS | {Role.LEADER: Reach.AGENCY}),
    Right.SEE_PLANNED_CHANGES: Row({Role.DIRECTORY_ADMINISTRATOR, UNIT_HEAD, DELEGATE}, _ADMINISTERS),
    Right.REORGANISE: Row(_ADMINISTERS, _ADMINISTERS),
    # The second person: another administrator above, or a leader there, who has the decision in hand.
    Right.CONFIRM_REORGANISATION: Row(
        {Role.DIRECTORY_ADMINISTRATOR, Role.LEADER}, _ADMINISTERS | {Role.LEADER: Reach.BELOW}
    ),
    Right.SEE_LOCKED_ACCOUNTS: Row(_ADMINISTERS, _ADMINISTERS),
    Right.CHANGE_OWN_PASSWORD: Row(_OFFICERS | {DELEGATE}, Reach.OWN),
    Right.SEE_OWN_NOTIFICATIONS: Row(_OFFICERS | {DELEGATE}, Reach.OWN),
    Right.CHECK_CREDENTIALS: Row({SERVICE}),
}
