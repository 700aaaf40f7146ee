"""What signing refuses, by name. The Vietnamese sentence stands beside each code in `TEXTS`."""


class SigningRefused(Exception):
    """Không ký được. `code` is stable; `TEXTS[code]` is what a person reads."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        """What a person reads."""
        return TEXTS[self.code]


class UnsignablePdf(SigningRefused):
    """Tệp PDF không ký được."""


class NotSignedByPerson(SigningRefused):
    """Chưa có chữ ký của người có thẩm quyền (NĐ 30/2020, Điều 32 khoản 2: the organ signs after the person)."""

    def __init__(self, code: str = "not_signed_by_person") -> None:
        super().__init__(code)


class SigningKeyMissing(SigningRefused):
    """Không có khóa ký."""

    def __init__(self, holder: str) -> None:
        super().__init__("signing_key_missing")
        self.holder = holder


class WrongSigner(SigningRefused):
    """Chứng thư số không đúng loại: người ký bằng chứng thư cá nhân, cơ quan ký bằng chứng thư cơ quan."""


class CertificateRefused(SigningRefused):
    """Chứng thư số không dùng để ký được lúc này."""


TEXTS: dict[str, str] = {
    "pdf_empty": "Tệp không có nội dung, hãy chọn tệp PDF khác.",
    "pdf_not_pdf": "Tệp không phải PDF, hãy chuyển văn bản sang PDF rồi ký.",
    "pdf_damaged": "Tệp PDF bị hỏng, không ký được. Hãy xuất lại tệp từ văn bản gốc.",
    "pdf_encrypted": "Tệp PDF đang đặt mật khẩu hoặc mã hóa, hãy bỏ bảo vệ rồi ký.",
    "pdf_too_large": "Tệp PDF vượt quá dung lượng cho phép, hãy giảm dung lượng rồi ký.",
    "pdf_no_pages": "Tệp PDF không có trang nào, hãy chọn tệp khác.",
    "pdf_page_missing": "Trang được chọn để đặt chữ ký không có trong tệp.",
    "pdf_locked": "Tệp PDF đã khóa, không cho ký thêm. Hãy dùng bản chưa khóa.",
    "pdf_form_fields": "Tệp PDF còn ô điền biểu mẫu nên nội dung có thể bị sửa sau khi ký. Hãy in lại thành PDF thường"
    " (in ra tệp PDF) rồi đính kèm.",
    "pdf_hidden_content": "Tệp PDF có lớp nội dung hoặc ghi chú bị ẩn, hoặc chỉ hiện trên màn hình hay chỉ hiện khi in, nên người"
    " đọc có thể thấy khác nhau. Hãy in lại thành PDF thường (in ra tệp PDF) rồi đính kèm.",
    "pdf_too_complex": "Tệp PDF có cấu trúc quá phức tạp, không mở an toàn được. Hãy xuất lại tệp từ văn bản gốc.",
    "pdf_breaks_signature": "Ký vào tệp này sẽ làm hỏng chữ ký đã có trong tệp, nên chưa ký. Hãy xuất lại tệp từ văn bản"
    " gốc, chưa có chữ ký hay ô ký số cài sẵn.",
    "pdf_signature_not_kept": "Chữ ký vừa tạo không kiểm tra lại được nên không giữ. Hãy xuất lại tệp từ văn bản gốc.",
    "image_damaged": "Không đọc được hình ảnh chữ ký hoặc con dấu, hãy dùng tệp PNG nền trong suốt.",
    "picture_unreadable": "Không đọc được hình. Hãy chọn tệp PNG hoặc JPEG.",
    "picture_too_large": "Hình lớn quá 5 MB hoặc 25 triệu điểm ảnh. Hãy thu nhỏ hình rồi tải lại.",
    "picture_empty": "Hình chưa có nét nào: chỉ thấy nền trắng hoặc trong suốt. Hãy chọn hình khác.",
    "picture_small": "Hình quá nhỏ, in ra sẽ mờ. Hãy quét ở 300 điểm/inch trở lên.",
    "picture_with_ground": "Nền của hình không trắng, không trong suốt. Hãy ký, đóng dấu trên giấy trắng rồi quét, hoặc xóa nền của hình.",
    "signature_shape": "Hình chữ ký quá cao hoặc quá dài. Hãy cắt sát nét ký rồi tải lại.",
    "signature_not_blue": "Hình chữ ký phải màu xanh (Nghị định 30/2020/NĐ-CP, Phụ lục I). Hãy ký bằng mực xanh rồi quét màu.",
    "seal_not_round": "Hình con dấu không tròn. Hãy quét thẳng, đủ cả vành dấu rồi tải lại.",
    "seal_not_red": "Hình con dấu phải màu đỏ (Nghị định 30/2020/NĐ-CP, Phụ lục I). Hãy đóng dấu đỏ rồi quét màu.",
    "not_signed_by_person": "Văn bản chưa có chữ ký số của người có thẩm quyền nên chưa ký số của cơ quan được.",
    "person_signature_invalid": "Chữ ký số của người có thẩm quyền không hợp lệ nên chưa ký số của cơ quan được.",
    "signing_key_missing": "Chưa có chứng thư số cho vị trí công tác này nên chưa ký được. Hãy mở Danh bạ, mục Chứng thư số"
    " của bạn, để xem cách được cấp.",
    "person_certificate_required": "Chữ ký của người có thẩm quyền phải dùng chứng thư số cá nhân.",
    "seal_certificate_required": "Chữ ký của cơ quan phải dùng chứng thư số của cơ quan.",
    "certificate_expired": "Chứng thư số đã hết hạn nên không ký được, hãy đề nghị quản trị danh bạ của cơ quan cấp lại.",
    "certificate_not_yet_valid": "Chứng thư số chưa đến ngày có hiệu lực nên chưa ký được.",
    "certificate_revoked": "Chứng thư số đã bị thu hồi nên không ký được, hãy đề nghị quản trị danh bạ của cơ quan cấp lại.",
    "certificate_of_other_post": "Chứng thư số được cấp cho vị trí công tác khác nên không ký được ở cơ quan này."
    " Hãy chờ ít phút để chứng thư số mới được cấp, hoặc mở Danh bạ, mục Chứng thư số của bạn, để xem cách được cấp.",
    "certificate_changed": "Chứng thư số vừa được cấp mới trong lúc ký nên chưa ký. Hãy ký lại.",
    "signing_not_asked": "Cổng ký số không nhận được yêu cầu của chính người ký, hoặc yêu cầu đã quá lâu, nên chưa ký."
    " Hãy tải lại trang rồi ký lại.",
    "authority_subject_invalid": "Thông tin trên chứng thư số chưa đúng, hãy kiểm tra họ tên, cơ quan và mã định danh.",
}
