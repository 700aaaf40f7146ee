"""Who may do what at the gateway itself: one table for code, tests and documentation."""

from enum import StrEnum

from shared.access.rights import ANYONE, CITIZEN, DELEGATE, SYSTEM, Reach, RightsTable, Role, Row
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
