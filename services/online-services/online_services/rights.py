"""Who may do what here: one table for code, tests and the documentation page."""

from enum import StrEnum

from shared.access.identity import Identity
from shared.access.rights import ANYONE, CITIZEN, DELEGATE, SERVICE, Power, Reach, RightsTable, Role, Row, Scope


class Right(StrEnum):
    """Quyền."""

    SEE_CATALOGUE = "see-catalogue"  # xem danh mục thủ tục
    SEE_SERVICE_RESULTS = "see-service-results"  # xem kết quả giải quyết hồ sơ của các cơ quan
    KEEP_VIEWS = "keep-views"  # lưu dạng xem của danh mục thủ tục
    REGISTER = "register"  # đăng ký tài khoản
    FILE = "file"  # nộp hồ sơ
    FOLLOW_OWN = "follow-own"  # theo dõi hồ sơ của mình
    LOOK_UP = "look-up"  # tra cứu bằng mã hồ sơ và mã tra cứu
    VERIFY = "verify"  # xác thực kết quả
    MANAGE_OWN_ACCOUNT = "manage-own-account"  # đổi mật khẩu, thông tin liên hệ của mình
    SEE_OWN_NOTIFICATIONS = "see-own-notifications"  # xem thông báo của mình, chọn cách nhận
    RECOVER = "recover"  # lấy lại mật khẩu bằng mã khôi phục
    GIVE_RECOVERY_CODES = "give-recovery-codes"  # cấp mã khôi phục tại quầy, xác minh số của tài khoản
    TAKE_BACK_VERIFICATIONS = "take-back-verifications"  # xem, thu hồi xác minh số của tài khoản
    CHECK_CREDENTIALS = "check-credentials"  # cổng kiểm tra đăng nhập
    MANAGE_FORMS = "manage-forms"  # xem thử, dùng mẫu in của tỉnh


RIGHTS: RightsTable[Right] = {
    Right.SEE_CATALOGUE: Row({ANYONE}),
    Right.SEE_SERVICE_RESULTS: Row({ANYONE}),
    Right.KEEP_VIEWS: Row({CITIZEN, DELEGATE, *Role}, Reach.OWN),
    Right.REGISTER: Row({ANYONE}),
    Right.FILE: Row({CITIZEN, Scope.DOSSIERS}, Reach.OWN),
    Right.FOLLOW_OWN: Row({CITIZEN, Scope.DOSSIERS}, Reach.OWN),
    Right.LOOK_UP: Row({ANYONE}),
    Right.VERIFY: Row({ANYONE}),
    Right.MANAGE_OWN_ACCOUNT: Row({CITIZEN}),
    Right.SEE_OWN_NOTIFICATIONS: Row({CITIZEN}),
    Right.RECOVER: Row({ANYONE}),
    Right.GIVE_RECOVERY_CODES: Row({Role.COUNTER_OFFICER, Power.DOSSIERS}, Reach.ALL),
    Right.TAKE_BACK_VERIFICATIONS: Row({Role.COUNTER_OFFICER, Power.DOSSIERS}, Reach.ALL),
    Right.CHECK_CREDENTIALS: Row({SERVICE}),
    Right.MANAGE_FORMS: Row({Role.OPERATOR}, Reach.ALL),
}


def owner_of(identity: Identity) -> str:
    """How rows name their owner; the one door to a caller's own rows."""
    return f"{identity.kind}:{identity.subject}"
