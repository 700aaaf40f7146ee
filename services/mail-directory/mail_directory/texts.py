"""Sentences that Python shows."""

from shared.rights import ROLE_NAMES

TEXTS: dict[str, str] = {
    "wrong_credentials": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
    "agency_out_of_reach": "Cơ quan này không thuộc phạm vi quản trị danh bạ của bạn.",
    "role_out_of_reach": "Bạn không được cấp vai trò này.",
    "own_account": "Bạn không thể tự khóa tài khoản của mình.",
    "no_account": "Người này chưa có tài khoản.",
    "idempotency_key_malformed": "Idempotency-Key phải có từ 8 đến 200 ký tự in được.",
    "bad_cursor": "Vị trí trang không hợp lệ, hãy mở lại danh sách từ đầu.",
    "tier_province": "Cấp tỉnh",
    "tier_department": "Sở, ban, ngành",
    "tier_district": "Cấp huyện",
    "tier_commune": "Cấp xã",
} | {f"role_{role}": name for role, name in ROLE_NAMES.items()}
