"""Every sentence and label that this service's Python shows to people."""

from shared.standards.file_kinds import TEXTS as FILE_SENTENCES
from shared.standards.result_outcomes import OUTCOME_NAMES

FINDINGS: dict[str, str] = {
    "verification_code_missing": "Hãy nhập mã xác thực in cạnh mã QR trên kết quả.",
    "dossier_code": "Đây là mã hồ sơ, không phải mã xác thực. Mã xác thực gồm 16 chữ và số, in cạnh mã QR trên kết quả.",
    "kind_missing": "Hãy chọn bạn là cá nhân hay tổ chức.",
    "organisation_name_missing": "Hãy nhập tên tổ chức, doanh nghiệp.",
    "tax_code_wrong": "Mã số thuế chưa đúng: gồm 10 chữ số, đơn vị phụ thuộc thêm dấu gạch và 3 chữ số.",
    "full_name_wrong": "Hãy nhập họ và tên như trên giấy tờ, không quá 200 ký tự.",
    "personal_id_wrong": "Số định danh cá nhân gồm đúng 12 chữ số trên thẻ căn cước.",
    "personal_id_other_year": "Số định danh thường mang năm sinh, ở đây hai mục khác nhau: hãy sửa, hoặc xác nhận cả hai đều đúng.",
    "born_on_wrong": "Hãy nhập ngày, tháng, năm sinh; năm gồm bốn chữ số.",
    "too_young": "Người chưa đủ 14 tuổi nộp hồ sơ qua cha, mẹ hoặc người giám hộ.",
    "phone_wrong": "Hãy nhập số điện thoại, ví dụ: 0905 312 468; số nước ngoài bắt đầu bằng dấu + và mã nước.",
    "email_wrong": "Địa chỉ thư điện tử chưa đúng, ví dụ: ten@example.vn.",
    "address_wrong": "Hãy nhập địa chỉ liên hệ, từ 5 đến 300 ký tự.",
    "user_name_wrong": "Tên đăng nhập dài từ 4 đến 40 ký tự, gồm chữ thường không dấu, chữ số, dấu chấm, gạch nối.",
    "user_name_taken": "Tên đăng nhập này đã có người dùng, hãy chọn tên khác.",
    "password_length": "Mật khẩu dài từ 10 đến 128 ký tự.",
    "user_name_number": "Tên đăng nhập không được chỉ gồm chữ số: số giấy tờ đã là cách đăng nhập của chủ số đó.",
    "password_unreadable": "Mật khẩu có ký tự không nhập được, hãy dùng chữ, số, dấu và dấu cách.",
    "password_common": "Mật khẩu này ai cũng đoán được; hãy dùng một câu dài chỉ mình bạn nghĩ ra.",
    "password_personal": "Mật khẩu không được là tên, tên đăng nhập, số điện thoại hoặc số giấy tờ của bạn.",
    "current_password_wrong": "Mật khẩu hiện tại chưa đúng.",
    "recovery_wrong": "Số hoặc mã khôi phục chưa đúng, hoặc mã đã hết hạn. Sau 5 lần sai phải xin mã mới tại quầy.",
    "card_not_seen": "Chỉ cấp mã khi chủ tài khoản có mặt và bạn đã xem thẻ căn cước.",
    "paper_kind_missing": "Hãy chọn giấy tờ của tổ chức đã xem.",
    "paper_number_missing": "Hãy ghi số, ngày cấp của giấy tờ, không quá 200 ký tự.",
    "person_name_missing": "Hãy ghi họ và tên người có mặt, không quá 200 ký tự.",
    "capacity_missing": "Hãy chọn người có mặt là đại diện theo pháp luật hay được ủy quyền.",
    "authority_missing": "Người được ủy quyền phải có giấy ủy quyền: hãy ghi số, ngày, người ký, không quá 200 ký tự.",
    "papers_not_seen": "Chỉ cấp mã khi đã xem bản chính và tên, mã số thuế trên giấy là của tài khoản.",
    "number_not_verified": "Số của tài khoản này chưa được xác minh nên không có gì để thu hồi.",
    "take_back_reason_missing": "Hãy ghi rõ lý do, từ 5 đến 500 ký tự.",
    "account_unknown": "Không có tài khoản nào mang số này.",
    "passwords_differ": "Hai lần nhập mật khẩu chưa giống nhau.",
    "agency_missing": "Hãy chọn cơ quan giải quyết.",
    "agency_not_competent": "Cơ quan đã chọn không còn giải quyết thủ tục này, hãy chọn cơ quan khác.",
    "declaration_missing": "Hãy đánh dấu vào lời cam đoan trước khi nộp.",
    "confirmation_missing": "Hãy xem lại các điểm cần xác nhận và đánh dấu vào ô xác nhận.",
    "return_channel_missing": "Hãy chọn cách nhận kết quả.",
    "return_address_wrong": "Địa chỉ nhận qua bưu chính viết trên một dòng, không quá 300 ký tự.",
    "code_missing": "Hãy nhập mã hồ sơ ghi trên giấy tiếp nhận.",
    "secret_missing": "Hãy nhập mã tra cứu ghi trên giấy tiếp nhận.",
    "file_missing": "Hãy chọn một tệp.",
    "supplement_answer_missing": "Hãy sửa mục này theo yêu cầu của cơ quan giải quyết.",
    "supplement_paper_missing": "Hãy tải lên giấy tờ này theo yêu cầu của cơ quan giải quyết.",
    "paper_missing": "Hãy tải lên: %(name)s.",
    "draft_changed_elsewhere": (
        "Hồ sơ nháp này vừa được sửa ở một cửa sổ khác. Nội dung dưới đây là của cửa sổ này và chưa được lưu; "
        "hãy kiểm tra rồi lưu lại nếu muốn giữ."
    ),
}
"""What is wrong with one field."""

WARNINGS: dict[str, str] = {
    "full_name_differs": "Tên người nộp trong tờ khai là “%(given)s”, còn tài khoản của bạn mang tên “%(known)s”.",
    "personal_id_differs": "Số định danh trong tờ khai là %(given)s, còn của tài khoản là %(known)s.",
    "birth_year_differs": "Số định danh ghi năm sinh %(number)s, còn ngày sinh đã khai là năm %(given)s.",
}
"""What is unusual but may be right: people confirm it."""

REFUSALS: dict[str, str] = {
    "pictures_missing": "Cần ít nhất hai ảnh của giấy tờ này để ghép. Hãy tải thêm ảnh rồi ghép.",
    "credentials_wrong": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
    "scope_missing": "Hệ thống của bạn chưa được cấp quyền %(scope)s.",
    "cursor_malformed": "Vị trí trang không đọc được, hãy tải lại danh sách từ đầu.",
    "form_missing": "Biểu mẫu của thủ tục này chưa được công bố, hãy thử lại sau.",
    "procedure_unknown": "Không có thủ tục này trong danh mục đang công bố.",
    "procedure_suspended": "Thủ tục này đang tạm dừng nên chưa nhận hồ sơ mới. Hồ sơ đã nộp vẫn được giải quyết.",
    "procedure_not_online": (
        "Thủ tục này chưa nhận hồ sơ trực tuyến. Hãy mở trang của thủ tục để xem nơi nộp trực tiếp và giờ làm việc."
    ),
    "procedure_ended": "Thủ tục này đã kết thúc, không nhận hồ sơ mới. Hồ sơ đã nộp vẫn được giải quyết.",
    "exchange_closed": "Hồ sơ đã kết thúc hoặc đã được rút nên không gửi thêm được. Cần hỏi, hãy liên hệ cơ quan giải quyết.",
    "messages_too_many": "Bạn đã gửi %(most)s lời mà cơ quan chưa trả lời. Hãy đợi cơ quan trả lời rồi gửi tiếp, hoặc gọi điện cho cơ quan.",
    "withdrawal_too_late": "Hồ sơ đã kết thúc hoặc đã được rút, không rút được nữa.",
    "withdrawal_crossed": (
        "Kết quả phần đầu đã được ký trước khi đề nghị rút đến cơ quan, nên hồ sơ được giải quyết tiếp các phần còn lại. "
        "Cần hỏi hoặc không muốn làm tiếp, hãy liên hệ bộ phận một cửa của {agency}."
    ),
    "supplement_nothing": (
        "Yêu cầu này không nêu mục nào sửa được tại đây; hãy liên hệ cơ quan giải quyết hoặc mang giấy tờ đến Bộ phận một cửa."
    ),
    "confirmation_needed": "Có điểm cần bạn xem lại và xác nhận trước khi nộp.",
    "applicant_required": "Hệ thống nộp thay phải gửi thông tin người nộp (applicant).",
    "applicant_not_allowed": "Công dân nộp hồ sơ cho chính mình: không gửi mục applicant.",
    "account_inactive": "Tài khoản không còn hoạt động.",
    "draft_filed": "Hồ sơ nháp này đã được nộp, không thể sửa nữa.",
    "draft_discarded": "Hồ sơ nháp này đã được xóa; hãy lấy lại bản nháp rồi làm tiếp.",
    "form_not_done": "Tờ khai còn mục chưa đúng, hãy hoàn thành tờ khai trước.",
    "papers_missing": "Hồ sơ còn thiếu giấy tờ bắt buộc.",
    "case_missing": "Hãy chọn trường hợp của hồ sơ.",
    "case_unknown": "Thủ tục không có trường hợp đã chọn.",
    "paper_unknown": "Thủ tục này không có giấy tờ đó trong thành phần hồ sơ.",
    "file_unknown": "Không tìm thấy tệp đã tải lên, hãy tải lên lại.",
    "too_many_files": "Mỗi giấy tờ nhận tối đa %(limit)s tệp; hãy bỏ bớt hoặc gộp các tệp.",
    "too_many_drafts": "Bạn đang có %(limit)s hồ sơ nháp; hãy nộp hoặc xóa bớt trước khi tạo thêm.",
    "upload_kind": "Hãy gửi tệp bằng multipart/form-data (mục file) hoặc application/octet-stream.",
    "supplement_closed": "Không có yêu cầu bổ sung nào đang chờ bạn trả lời.",
    "month_unknown": "Không có tháng này: hãy ghi năm và tháng như 2026-11, hoặc chọn một tháng ở trang kết quả giải quyết hồ sơ.",
    "dossier_not_found": (
        "Không tìm thấy hồ sơ với mã hồ sơ và mã tra cứu đã nhập. Hãy kiểm tra cả hai mã trên giấy tiếp nhận."
    ),
    "result_not_found": "Không có kết quả nào được cấp với mã xác thực này.",
}

STATUS_NAMES: dict[int, str] = {
    1: "Đã nộp, chờ tiếp nhận",
    2: "Đã tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang giải quyết",
    5: "Chờ bạn bổ sung",
    6: "Chờ thực hiện nghĩa vụ tài chính",
    7: "Đã rút hồ sơ",
    8: "Dừng giải quyết",
    9: "Đã có kết quả",
    10: "Đã trả kết quả",
}
STATE_NAMES: dict[str, str] = {
    "supplement-sent": "Đã gửi bổ sung, chờ kiểm tra",
    "withdrawal-sent": "Đã gửi đề nghị rút hồ sơ",
}
"""What was sent from here and is not answered yet; it stands in the place of the status."""
STATUS_COLOURS: dict[int, str] = {
    1: "grey", 2: "blue", 3: "red", 4: "blue", 5: "yellow", 6: "yellow", 7: "grey", 8: "red", 9: "green", 10: "green",
}  # fmt: skip

ENTRY_TITLES: dict[str, str] = {
    "filed": "Bạn đã nộp hồ sơ",
    "received": "Cơ quan đã tiếp nhận hồ sơ",
    "refused": "Hồ sơ không được tiếp nhận",
    "supplement-requested": "Cơ quan yêu cầu bổ sung hồ sơ",
    "supplement-filed": "Bạn đã bổ sung hồ sơ",
    "supplement-taken-in": "Cơ quan đã nhận phần bổ sung",
    "moved": "Hồ sơ chuyển bước xử lý",
    "finished": "Đã có kết quả giải quyết",
    "finished-refused": "Hồ sơ không đủ điều kiện giải quyết",
    "finished-partial": "Hồ sơ được giải quyết một phần",
    "returned": "Đã trả kết quả",
    "corrected": "Cơ quan đính chính thông tin hồ sơ",
    "result-recalled": "Cơ quan thu hồi kết quả đã ký để làm lại",
    "result-revoked": "Cơ quan thu hồi kết quả đã cấp",
    "result-corrected": "Cơ quan đính chính kết quả đã cấp",
    "result-replaced": "Kết quả đã cấp được thay bằng kết quả khác",
    "result-extended": "Cơ quan gia hạn kết quả đã cấp",
    "result-restored": "Kết quả đã cấp có hiệu lực trở lại",
    "hand-over-undone": "Cơ quan thu hồi việc trả kết quả",
    "withdrawn": "Bạn đã rút hồ sơ",
    "withdrawal-asked": "Bạn đã gửi đề nghị rút hồ sơ",
    "withdrawal-crossed": "Không rút được hồ sơ",
    "closed": "Cơ quan đã đóng hồ sơ theo đề nghị rút",
    "stopped": "Cơ quan dừng giải quyết hồ sơ",
    "extension": "Cơ quan gia hạn giải quyết",
    "paused": "Cơ quan tạm dừng tính thời hạn",
    "resumed": "Cơ quan tính tiếp thời hạn",
    "apology": "Cơ quan xin lỗi và hẹn lại ngày trả",
    "due-recounted": "Cơ quan tính lại ngày hẹn trả",
    "agency-continued": "Cơ quan kế thừa giải quyết tiếp",
    "taken-over": "Cơ quan giải quyết đã nhận hồ sơ từ nơi tiếp nhận",
    "sent-again": "Nơi tiếp nhận chuyển hồ sơ đến cơ quan giải quyết",
    "first-result-issued": "Kết quả phần đầu đã ký, các phần khác đang giải quyết",
    "part-refused": "Một phần của hồ sơ bị từ chối",
    "consulting": "Đang lấy ý kiến cơ quan khác",
}

PART_STATES: dict[str, tuple[str, str]] = {
    "sent": ("Đã chuyển đến", "blue"),
    "received": ("Đang giải quyết", "blue"),
    "drafted": ("Đang giải quyết", "blue"),
    "answered": ("Đã có kết quả", "green"),
    "refused": ("Bị từ chối", "red"),
    "recalled": ("Đã thu hồi", "grey"),
    "skipped": ("Hồ sơ không chờ phần này", "grey"),
}
"""Phần của hồ sơ liên thông: its words and colour."""

FILE_KINDS: dict[str, str] = {
    "receipt": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "supplement-notice": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "refusal": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    "apology": "Văn bản xin lỗi, hẹn lại ngày trả",
    "stop-notice": "Thông báo dừng giải quyết hồ sơ",
    "result": "Kết quả giải quyết",
    "recalled-result": "Kết quả đã thu hồi, không còn giá trị",
    "revoked-result": "Kết quả đã bị thu hồi, không còn hiệu lực",
    "replaced-result": "Kết quả đã được thay thế, không còn hiệu lực",
}

RETURN_CHANNELS: dict[str, str] = {
    "online": "Bản điện tử qua cổng dịch vụ công",
    "counter": "Trực tiếp tại Bộ phận một cửa",
    "post": "Qua dịch vụ bưu chính công ích",
}

LABELS = {"rule_set_chung": "Mọi bộ quy định", **{f"outcome.{name}": label for name, label in OUTCOME_NAMES.items()}}
"""What templates ask for by `text()`."""

TEXTS: dict[str, str] = {**FILE_SENTENCES, **FINDINGS, **REFUSALS, **LABELS}


def name_of(kind: str, status: int) -> str:
    """Tình trạng in words."""
    return STATE_NAMES.get(kind) or STATUS_NAMES[status]
