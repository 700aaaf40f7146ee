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
        self.about = ""
        """Which of several objects was refused, for evidence: the path does not name it."""


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
    "agency_not_here_yet": "Thông tin của cơ quan %(agency)s chưa được danh bạ chuyển tới phần này (hệ thống vừa khởi động hoặc cơ quan"
    " vừa được thêm) nên chưa thực hiện, chưa có gì thay đổi. Hãy thử lại sau ít phút; nếu vẫn vậy, hãy báo quản trị hệ thống xem hàng"
    " đợi ở trang Vận hành.",
    "invalid_input": "Thông tin gửi lên có chỗ chưa đúng, hãy sửa các mục được nêu.",
    "file_scanning": "Tệp đang được quét mã độc nên chưa mở được. Hãy thử lại sau ít phút.",
    "file_infected": "Tệp có mã độc nên đã được cách ly, không ai mở được. Hãy bỏ tệp đó, quét máy của bạn bằng phần mềm diệt mã độc, "
    "rồi tải lên tệp khác.",
    "file_unavailable": "Kho tệp chưa đọc được tệp này, hãy thử lại sau ít phút.",
    "page_not_found": "Tệp không có trang này. Hãy quay lại và mở tệp từ trang đầu.",
    "malformed_request": "Không đọc được yêu cầu, hãy kiểm tra lại định dạng.",
    "cursor_malformed": "Vị trí trang không đúng, hãy mở lại danh sách từ đầu.",
    "too_many_views": "Mỗi danh sách lưu được %(most)s dạng xem. Hãy xóa bớt dạng không dùng nữa rồi lưu lại.",
    "view_name_taken": "Đã có dạng xem khác mang tên này. Hãy đặt tên khác.",
    "nothing_done": "Không mục nào thực hiện được; tất cả giữ nguyên như trước. Xem lý do của từng mục ở “items”.",
    "nothing_picked": "Hãy đánh dấu ít nhất một mục trong danh sách rồi thực hiện lại.",
    "too_many_picked": "Mỗi lần làm được nhiều nhất %(most)s mục. Hãy bỏ bớt dấu chọn rồi thực hiện lại.",
    "not_looked_at": "Bạn chưa xem và chọn ký nội dung này hôm nay; hãy xem rồi chọn ký.",
    "changed_since_look": "Nội dung đã thay đổi sau khi bạn xem nên chưa ký; hãy xem lại bản mới rồi chọn ký.",
    "not_shown_whole": "Không xem được đủ trang ở đây nên không chọn ký được; hãy mở ra, xem tệp rồi ký trên trang riêng.",
    "password_needed": "Hãy nhập mật khẩu của bạn để xác nhận ký.",
    "password_wrong": "Mật khẩu chưa đúng nên chưa ký gì. Những mục bạn chọn vẫn còn; hãy nhập lại mật khẩu.",
    "password_locked": "Mật khẩu đã nhập sai nhiều lần nên chưa kiểm tra nữa, chưa ký gì. Hãy chờ vài phút (nhiều nhất 15 phút) rồi nhập lại.",
    "password_unsaid": "Danh bạ chưa trả lời nên chưa kiểm tra được mật khẩu, chưa ký gì. Hãy thử lại sau ít phút.",
    "signing_unavailable": "Cổng ký số tạm thời không trả lời nên chưa ký, chưa có gì thay đổi. Hãy thử lại sau ít phút.",
    "json_too_deep": "Nội dung JSON lồng nhau quá nhiều cấp (tối đa %(limit)s cấp).",
    "method_not_allowed": "Địa chỉ này không nhận cách gọi vừa dùng.",
    "only_for_forms": "Địa chỉ này chỉ nhận biểu mẫu gửi đi. Hãy quay lại trang trước, hoặc mở lại trang từ trang chủ.",
    "form_expired": "Biểu mẫu đã hết hiệu lực, hãy tải lại trang rồi gửi lại.",
    "body_too_large": "Nội dung gửi lên quá lớn (tối đa %(limit)s).",
    "changed_meanwhile": "Nội dung này vừa được người khác cập nhật. Hãy xem bản mới nhất rồi làm lại nếu còn cần.",
    "version_malformed": 'If-Match phải là số phiên bản đã nhận ở ETag, ví dụ "3".',
    "idempotency_key_malformed": "Idempotency-Key phải có từ 8 đến 200 ký tự in được.",
    "idempotency_key_reused": "Idempotency-Key này đã dùng cho một yêu cầu khác, hãy dùng khóa mới.",
    "idempotency_key_in_progress": "Yêu cầu cùng Idempotency-Key đang được xử lý, hãy thử lại sau giây lát.",
    "series_closed": "Sổ số năm %(year)s đã khóa, không cấp số nữa.",
    "number_not_reserved": "Số %(number)s không phải là số đang giữ trong sổ này của cơ quan; hãy tải lại để xem số đang giữ.",
    "number_void": "Số %(number)s đã bỏ, không cấp cho văn bản nào nữa.",
    "number_borne": "Số %(number)s đã có văn bản, hồ sơ khác mang.",
    "number_kept_for_another": "Số %(number)s đang giữ cho hồ sơ khác, chưa dùng hay trả lại được.",
    "paper_belongs_in_register": "Văn bản giấy mang số của sổ này phải ghi vào sổ đăng ký: hãy dùng “Ghi văn bản giấy vào sổ”.",
    "series_empty": "Sổ số năm %(year)s chưa cấp số nào, không có gì để khóa.",
    "year_not_over": "Năm %(year)s chưa hết nên chưa khóa sổ được.",
    "numbers_reserved": "Sổ số năm %(year)s còn số đang giữ: hãy dùng hoặc bỏ các số đó trước khi khóa.",
    "number_passed": "Số %(number)s không trả lại được vì số sau đã cấp: hãy bỏ số này và ghi lý do.",
    "numbers_unexplained": "Sổ số năm %(year)s còn số trống chưa rõ: hãy ghi lý do từng số trước khi khóa.",
    "series_not_closed": "Sổ số năm %(year)s chưa khóa.",
    "template_changed": "Tệp mẫu của tỉnh vừa thay đổi hoặc không còn; trang dưới đây là tình trạng hiện tại, hãy xem thử lại.",
    "template_refused": "Chưa dùng mẫu của tỉnh được. %(problem)s",
    "template_versions_changed": "Người khác vừa đổi mẫu của biểu mẫu này; dưới đây là tình trạng hiện tại, hãy xem lại rồi quyết định.",
    "template_own_work": "Bạn là người lưu bản nháp này nên không tự cho dùng được: nhờ một người quản trị hệ thống khác xem thử rồi cho dùng.",
    "template_draft_changed": "Người khác vừa lưu bản nháp này. Nội dung bạn nhập còn ở ô dưới: xem bản đang lưu rồi lưu lại nếu cần.",
    "template_in_use": "Bản này đang được dùng để in.",
    "template_not_coming": "Bản này đã đến ngày dùng hoặc đã bỏ lịch, không còn lịch để bỏ.",
    "template_not_in_use": "Biểu mẫu này đang in theo mẫu chung, không có mẫu của tỉnh để bỏ.",
    "held_by_another": "Nội dung này đang được xử lý ở một yêu cầu khác, chưa có gì thay đổi. Hãy thử lại sau ít giây.",
    "database_unavailable": "Cơ sở dữ liệu đang gián đoạn, hãy thử lại sau ít phút.",
    "file_too_complex": "Tệp bị hỏng hoặc quá phức tạp, không mở được trong giới hạn cho phép. Hãy xuất lại tệp rồi thử lại.",
    "foreign_work_busy": "Hệ thống đang mở nhiều tệp cùng lúc, hãy thử lại sau ít giây.",
    "upload_unknown": "Không có tệp tải lên dở này, hoặc đã quá 24 giờ nên đã xóa. Hãy tải lại tệp từ đầu.",
    "upload_offset": "Phần gửi lên không nối tiếp phần đã nhận (đã nhận %(offset)s byte). Hãy hỏi lại vị trí rồi gửi tiếp từ đó.",
    "upload_longer": "Phần gửi lên vượt quá dung lượng %(length)s byte đã báo khi bắt đầu. Hãy tải lại tệp từ đầu.",
    "upload_version": "Tải lên từng phần dùng tus 1.0.0: hãy gửi tiêu đề Tus-Resumable: 1.0.0.",
    "upload_piece_kind": "Mỗi phần của tệp gửi bằng application/offset+octet-stream.",
    "upload_number": "Tiêu đề %(header)s phải là số byte, chỉ gồm chữ số.",
    "upload_metadata": "Tiêu đề Upload-Metadata không đọc được: mỗi mục gồm tên và giá trị Base64, cách nhau bằng dấu phẩy.",
    "uploads_busy": "Hệ thống đang nhận nhiều tệp lớn cùng lúc, hãy gửi lại sau ít giây.",
    "foreign_work_budget": "Bạn vừa gửi hoặc in nhiều tệp mất nhiều thời gian xử lý, hãy chờ một phút rồi thử lại.",
    "nobody_waits": "Yêu cầu đã dừng vì nơi gửi đã ngắt kết nối.",
    "internal_error": "Hệ thống gặp sự cố, chúng tôi đã ghi nhận. Hãy thử lại sau ít phút.",
}
"""Sentences for refusals that any part may make; a service's own `texts.py` adds to them."""
