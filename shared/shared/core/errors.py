"""Refusals: an action raises one by name, the edge answers it once (RFC 9457).

Refusal
├─ Invalid             422  what was sent is wrong: `fields` say where
├─ Malformed           400  cannot be read at all
├─ Unauthenticated     401  who are you?
├─ Forbidden           403  your post does not allow it
├─ NotFound            404  not there, or not yours to see
├─ Conflict            409  the state does not allow it
├─ PreconditionFailed  412  somebody changed it meanwhile
├─ TooLarge            413
├─ UnsupportedKind     415
├─ TooMany             429
└─ Unavailable         503  a part we need is down; try again
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One field at fault: a JSON pointer, a stable code, and the sentence a person reads."""

    pointer: str
    code: str
    sentence: str


class Refusal(Exception):
    """`code` is for programs and stays stable; `facts` fill the Vietnamese sentence of the service's `texts.py`."""

    status = 400

    def __init__(self, code: str, *, fields: list[FieldError] | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
        self.fields = fields or []
        self.members: dict[str, object] = {}
        """What a program is told besides, as members of the problem (RFC 9457, 3.2)."""


class Malformed(Refusal):
    status = 400


class Unauthenticated(Refusal):
    status = 401


class Forbidden(Refusal):
    status = 403


class NotFound(Refusal):
    status = 404


class Conflict(Refusal):
    status = 409


class PreconditionFailed(Refusal):
    status = 412


class TooLarge(Refusal):
    status = 413


class UnsupportedKind(Refusal):
    status = 415


class Invalid(Refusal):
    status = 422


class TooMany(Refusal):
    status = 429


class Unavailable(Refusal):
    status = 503


TEXTS: dict[str, str] = {
    "sign_in_required": "Hãy đăng nhập để tiếp tục.",
    "not_allowed": "Chức vụ của bạn không được phép làm việc này.",
    "password_must_change": "Hãy đổi mật khẩu ban đầu trước khi làm việc khác.",
    "post_must_be_chosen": "Hãy chọn vị trí công tác bạn đang làm việc rồi thực hiện lại.",
    "not_found": "Không tìm thấy nội dung bạn cần, hoặc bạn không được phép xem.",
    "invalid_input": "Thông tin gửi lên có chỗ chưa đúng, hãy sửa các mục được nêu.",
    "malformed_request": "Không đọc được yêu cầu, hãy kiểm tra lại định dạng.",
    "json_too_deep": "Nội dung JSON lồng nhau quá nhiều cấp (tối đa %(limit)s cấp).",
    "method_not_allowed": "Địa chỉ này không nhận cách gọi vừa dùng.",
    "form_expired": "Biểu mẫu đã hết hiệu lực, hãy tải lại trang rồi gửi lại.",
    "body_too_large": "Nội dung gửi lên quá lớn (tối đa %(limit)s).",
    "changed_meanwhile": "Nội dung này vừa được người khác cập nhật, hãy tải lại rồi thử lại.",
    "idempotency_key_malformed": "Idempotency-Key phải có từ 8 đến 200 ký tự in được.",
    "idempotency_key_reused": "Idempotency-Key này đã dùng cho một yêu cầu khác, hãy dùng khóa mới.",
    "idempotency_key_in_progress": "Yêu cầu cùng Idempotency-Key đang được xử lý, hãy thử lại sau giây lát.",
    "database_unavailable": "Cơ sở dữ liệu đang gián đoạn, hãy thử lại sau ít phút.",
    "file_too_complex": "Tệp bị hỏng hoặc quá phức tạp, không mở được trong giới hạn cho phép. Hãy xuất lại tệp rồi thử lại.",
    "foreign_work_busy": "Hệ thống đang mở nhiều tệp cùng lúc, hãy thử lại sau ít giây.",
    "uploads_busy": "Hệ thống đang nhận nhiều tệp lớn cùng lúc, hãy gửi lại sau ít giây.",
    "foreign_work_budget": "Bạn vừa gửi nhiều tệp mất nhiều thời gian xử lý, hãy chờ một phút rồi thử lại.",
    "nobody_waits": "Yêu cầu đã dừng vì nơi gửi đã ngắt kết nối.",
    "internal_error": "Hệ thống gặp sự cố, chúng tôi đã ghi nhận. Hãy thử lại sau ít phút.",
}
"""Sentences for refusals that any part may make; a service's own `texts.py` adds to them."""
