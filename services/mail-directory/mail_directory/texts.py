"""Sentences that Python shows."""

from shared.access.rights import ROLE_NAMES

TEXTS: dict[str, str] = {
    "wrong_credentials": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
    "agency_out_of_reach": "Cơ quan này không thuộc phạm vi quản trị danh bạ của bạn.",
    "role_out_of_reach": "Bạn không được cấp vai trò này.",
    "own_account": "Bạn không thể tự khóa, tự điều chuyển hoặc tự cấp lại mật khẩu cho chính mình; hãy nhờ quản trị khác.",
    "reset_not_asked": "Chưa có đề nghị cấp lại mật khẩu nào đang chờ; quản trị danh bạ của cơ quan phải đề nghị trước.",
    "reset_decided": "Đề nghị cấp lại mật khẩu này đã được giải quyết hoặc không còn hiệu lực; không có gì thay đổi. Trang dưới đây là"
    " tình trạng hiện tại.",
    "reset_asked_meanwhile": "Một người khác vừa đề nghị cấp lại mật khẩu cho người này; hãy đọc đề nghị dưới đây rồi xác nhận nếu đúng.",
    "reset_by_administrator": "Quản trị danh bạ cấp lại được mật khẩu của người này, không cần lệnh trên máy chủ.",
    "asked_at_the_machine": "Người quản lý máy chủ",
    "password_length": "Mật khẩu mới phải có từ 12 đến 128 ký tự.",
    "password_unreadable": "Mật khẩu có ký tự không nhập được, hãy dùng chữ, số, dấu và dấu cách.",
    "password_common": "Mật khẩu này ai cũng đoán được; hãy dùng một câu dài chỉ mình bạn nghĩ ra.",
    "password_personal": "Mật khẩu không được là tên, tên đăng nhập, số điện thoại hoặc số giấy tờ của bạn.",
    "password_same": "Mật khẩu mới phải khác mật khẩu đang dùng.",
    "lock_reason_missing": "Hãy ghi lý do khóa tài khoản.",
    "account_locked": "Tài khoản của người này đang khóa; hãy mở khóa trước khi giao vị trí công tác.",
    "agency_ended": "Cơ quan này đã hoặc sẽ kết thúc hoạt động trước ngày đó, không giao vị trí công tác mới được.",
    "post_ended": "Vị trí công tác này đã kết thúc.",
    "post_reason_missing": "Hãy ghi lý do kết thúc, ví dụ số quyết định.",
    "no_account": "Người này chưa có tài khoản.",
    "idempotency_key_malformed": "Idempotency-Key phải có từ 8 đến 200 ký tự in được.",
    "bad_cursor": "Vị trí trang không hợp lệ, hãy mở lại danh sách từ đầu.",
    "tier_province": "Cấp tỉnh",
    "tier_department": "Sở, ban, ngành",
    "tier_district": "Cấp huyện",
    "tier_commune": "Cấp xã",
    "post_main": "Chính",
    "post_concurrent": "Kiêm nhiệm",
    "post_acting": "Quyền, phụ trách",
} | {f"role_{role}": name for role, name in ROLE_NAMES.items()}
