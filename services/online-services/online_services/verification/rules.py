"""What a signature report says, in words for people."""

REASONS: dict[str, str] = {
    "valid": "Chữ ký số hợp lệ.",
    "too_large": "Tệp quá lớn, không kiểm tra được.",
    "not_pdf": "Tệp không phải PDF.",
    "damaged": "Tệp bị hỏng, không đọc được chữ ký.",
    "encrypted": "Tệp đặt mật khẩu, không kiểm tra được.",
    "content_changed": "Nội dung đã bị thay đổi so với lúc ký.",
    "changed_after_signing": "Văn bản bị sửa thêm sau khi ký.",
    "signature_broken": "Chữ ký không khớp với chứng thư số.",
    "unknown_authority": "Chứng thư số không do tổ chức được tin cậy cấp.",
    "certificate_expired": "Chứng thư số đã hết hạn tại thời điểm ký.",
    "certificate_not_yet_valid": "Chứng thư số chưa có hiệu lực tại thời điểm ký.",
    "certificate_revoked": "Chứng thư số đã bị thu hồi.",
    "certificate_misused": "Chứng thư số không dùng để ký văn bản.",
    "revocation_unknown": "Không xác định được chứng thư số còn hiệu lực hay đã thu hồi.",
    "timestamp_invalid": "Dấu thời gian không hợp lệ.",
    "too_many_signatures": "Tệp có quá nhiều chữ ký.",
    "took_too_long": "Quá thời gian kiểm tra.",
}
REVOCATIONS = {"good": "Còn hiệu lực", "revoked": "Đã thu hồi", "unknown": "Không xác định"}
LATER_CHANGES = {
    "none": "Không có",
    "allowed": "Chỉ có thêm chữ ký hoặc bằng chứng xác thực",
    "forbidden": "Nội dung đã bị sửa",
}
LONGEST_CODE = 80


def cleaned_code(typed: str) -> str:
    """A verification code as people type it: spaces and dashes around groups do not matter to them, case may to us."""
    return "".join(typed.replace("\x00", "").split())[:LONGEST_CODE]
