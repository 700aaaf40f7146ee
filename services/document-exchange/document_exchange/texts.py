"""What people read: a sentence per refusal code, a label per enum member."""

from document_exchange.amending.words import REFUSALS as AMENDING
from document_exchange.consulting.rules import REFUSALS as OPINION_REFUSALS
from document_exchange.deliveries.rules import DeliveryState
from document_exchange.documents.rules import PRIORITIES, DocumentStatus, Secrecy
from document_exchange.incoming.openness import REFUSALS as READING
from document_exchange.incoming.rules import STEPS as INCOMING_STEPS
from document_exchange.incoming.rules import Act, Recall
from document_exchange.instructing.rules import STEPS as WORK_STEPS
from document_exchange.lending.rules import REFUSALS as LENDING
from document_exchange.tasks.words import REFUSALS as TASK_REFUSALS
from shared.core.errors import TEXTS as SHARED_TEXTS
from shared.core.failures import Failing
from shared.signing.errors import TEXTS as SIGNING_TEXTS
from shared.standards.document_status import NAMES as OFFICIAL_NAMES
from shared.standards.file_kinds import TEXTS as FILE_TEXTS
from shared.standards.signing_authority import Competence

REFUSALS: dict[str, str] = {
    "addressee_is_sender": "Nơi nhận không được là chính cơ quan gửi.",
    "addressee_unknown": "Có nơi nhận không có trên hệ thống, hãy kiểm tra lại danh sách nơi nhận.",
    "addressees_required": "Hãy chọn ít nhất một nơi nhận.",
    "answer_document_unknown": "Không tìm thấy văn bản trả lời đã chọn.",
    "answered_document_unknown": "Không tìm thấy văn bản đến cần trả lời.",
    "arrival_by_packet": "Văn bản này đến bằng gói tin điện tử: bản quét, gạch sổ chỉ dùng cho văn bản nhập tay.",
    "arrival_secret": "Văn bản có độ mật đăng ký ở sổ riêng, trên giấy hoặc máy tính không nối mạng; không nhập, không quét lên đây.",
    "assignee_unknown": "Người được phân công không thuộc cơ quan.",
    "business_type_not_taken": "Gói tin lấy lại, cập nhật, thay thế không gửi được theo cách này;"
    " hãy dùng chức năng lấy lại văn bản.",
    "arrival_required": "Hãy chọn văn bản đến mà yêu cầu này nói tới.",
    "change_answered": "Yêu cầu này đã được trả lời hoặc không chờ việc này, hãy tải lại trang.",
    "change_of_another": "Chỉ cơ quan đã gửi văn bản, hoặc cơ quan kế thừa, được yêu cầu thay đổi văn bản ấy.",
    "document_replaced": "Văn bản đã được nơi gửi thay bằng văn bản khác; hãy xử lý ở văn bản thay thế.",
    "replaced_unnamed": "Gói tin thay thế không nêu văn bản bị thay thế.",
    "replaced_by_itself": "Gói tin nêu một văn bản thay thế chính nó; hãy từ chối và ghi lý do.",
    "replacement_gone": "Văn bản thay thế đã được trả lại hoặc lấy lại; văn bản cũ không thể kết thúc vì nó, hãy từ chối và ghi lý do.",
    "incoming_returned": "Văn bản đã được trả lại nơi gửi hoặc gạch khỏi sổ, không còn giữ tại đây; hãy từ chối và ghi lý do.",
    "update_day_wrong": "Ngày ghi trong gói tin cập nhật không thể đúng; hãy từ chối và ghi lý do.",
    "replacement_not_here": "Văn bản thay thế chưa đến cơ quan; hãy đợi văn bản đến rồi trả lời.",
    "came_without_packet": "Văn bản này không đến bằng gói tin: xem bản quét, và trả lời nơi gửi bằng văn bản đi hoặc bưu điện.",
    "correction_empty": "Chưa có gì thay đổi; hãy sửa ít nhất một mục.",
    "duplicate_found": "Văn bản cùng tác giả, số, ký hiệu đã có: hãy mở xem, và đánh dấu “Vẫn nhập” nếu đúng là phải nhập.",
    "document_already_here": "Văn bản này đã có trong danh sách văn bản đến (trùng mã định danh văn bản).",
    "document_content_differs": "Mã định danh văn bản này đã dùng cho một gói tin khác nội dung;"
    " gói tin mới không được nhận.",
    "document_incomplete": "Dự thảo còn thiếu nội dung, hãy bổ sung các mục được nêu.",
    "document_packet_required": "Gói tin gửi lên không phải gói tin văn bản.",
    "document_step_not_allowed": "Văn bản không ở bước cho phép việc này, hãy tải lại trang.",
    "draft_unreadable": "Bản %(number)s không mở được để so sánh; hãy mở tệp của bản ấy để xem.",
    "drafts_too_different": "Hai bản khác nhau quá nhiều hoặc lặp lại quá nhiều để so sánh; hãy mở từng bản để xem.",
    "drafter_still_here": "%(name)s vẫn làm việc tại cơ quan; chỉ lãnh đạo được đổi người soạn thảo.",
    "drafter_unknown": "Người soạn thảo mới không thuộc cơ quan.",
    "document_taken_back": "Văn bản đã được lấy lại: tệp không mở được nữa, trừ người soạn thảo, lãnh đạo và văn thư.",
    "document_type_unknown": "Loại văn bản không có trong danh mục.",
    "after_whole": "Hạn của một phần không sau hạn chung.",
    "extension_not_asked": "Không có đề nghị gia hạn này đang chờ quyết định, hãy tải lại trang.",
    "lead_missing": "Hãy chọn đơn vị hoặc người chủ trì.",
    "lead_not_here": "Người chủ trì do lãnh đạo, trưởng đơn vị phân công.",
    "lead_stays": "Muốn đổi người chủ trì, hãy giao cho người khác.",
    "leads_already": "Đơn vị này đang chủ trì văn bản.",
    "leader_is_yourself": "Hãy chọn lãnh đạo khác; văn bản đang trình chính bạn.",
    "leader_not_here": "Hãy chọn một lãnh đạo của cơ quan.",
    "named_twice": "Một người, một đơn vị chỉ đứng ở một dòng.",
    "nobody_to_share": "Hãy chọn người hoặc đơn vị.",
    "not_completer": "Chỉ người đã hoàn thành hoặc lãnh đạo mở lại được văn bản này.",
    "not_cooperating": "Bạn không phối hợp xử lý văn bản này.",
    "not_giver": "Chỉ người giao việc hoặc lãnh đạo quyết định được.",
    "not_informed": "Văn bản này không chuyển để biết cho bạn.",
    "not_longer": "Ngày xin gia hạn phải sau hạn đang có.",
    "not_presented": "Văn bản không còn chờ ý kiến lãnh đạo, hãy tải lại trang.",
    "not_presented_to_you": "Văn bản không trình bạn cho ý kiến.",
    "nothing_proposed": "Lượt trình không kèm đề xuất; hãy ghi ý kiến và chọn người, đơn vị xử lý.",
    "nothing_said": "Hãy ghi ý kiến, hoặc chọn người, đơn vị xử lý.",
    "only_to_know": "Bạn chỉ chuyển được để biết; người phối hợp do người chủ trì hoặc lãnh đạo chọn.",
    "part_gone": "Phần việc này không còn, hãy tải lại trang.",
    "parts_open": "Còn phần việc chưa báo; hãy ghi vì sao vẫn kết thúc.",
    "two_leads": "Chỉ một nơi chủ trì.",
    "words_required": "Hãy ghi nội dung.",
    "works_already": "Người này đang xử lý văn bản.",
    "year_is_over": "Văn bản đã hoàn thành năm trước, không mở lại được.",
    "file_required": "Hãy chọn tệp.",
    "incoming_closed": "Văn bản đã được cơ quan gửi lấy lại; gói tin, tệp và nội dung tại đây đã đóng, không mở được nữa.",
    "incoming_cancelled": "Văn bản đã được cơ quan gửi lấy lại; bản tại đây đã hủy bỏ, không xử lý tiếp.",
    "incoming_step_not_allowed": "Văn bản không ở trạng thái cho phép việc này, hãy tải lại trang.",
    "leader_decision_required": "Từ chối lấy lại phải có quyết định của lãnh đạo, hãy chọn lãnh đạo.",
    "leader_unknown": "Người ký không phải lãnh đạo của cơ quan.",
    "leader_still_here": "%(name)s vẫn là lãnh đạo của cơ quan; chỉ người đó được chuyển văn bản cho người ký khác.",
    "main_file_missing": "Văn bản chưa có tệp chính.",
    "main_file_not_pdf": "Văn bản chính phải là tệp PDF.",
    "priority_unknown": "Hãy chọn mức độ khẩn trong danh sách.",
    "nobody_chosen": "Hãy chọn người ký hoặc người soạn thảo mới.",
    "not_assigned": "Bạn không được phân công xử lý văn bản này.",
    "not_lead": "Chỉ người chủ trì, người đứng đầu đơn vị chủ trì hoặc lãnh đạo hoàn thành được văn bản này.",
    "draft_has_people": "Dự thảo chưa ký chỉ do người soạn thảo hoặc lãnh đạo hủy; nếu chưa đạt, hãy trả lại kèm lý do.",
    "not_drafter": "Chỉ người soạn thảo được sửa hoặc trình dự thảo này.",
    "not_your_unit": "Văn bản này không thuộc đơn vị bạn đứng đầu.",
    "not_this_leader": "Văn bản này trình %(name)s ký.",
    "not_reviewer": "Chưa tới lượt bạn kiểm tra dự thảo này.",
    "nothing_reviewed": "Chưa có cấp nào kiểm tra xong để trả về; hãy trả lại người soạn thảo.",
    "review_not_asked": "Lượt kiểm tra này không còn chờ ai.",
    "review_not_yours": "Lượt kiểm tra này của người khác; chỉ lãnh đạo cơ quan chuyển được.",
    "already_circulated": "Những người, đơn vị này đã được gửi văn bản.",
    "step_required": "Chỉ bỏ được những bước mà quy trình ghi là không bắt buộc.",
    "level_not_reviewed": "Hãy chọn một cấp đã kiểm tra trước cấp này.",
    "groups_too_many": "Cơ quan đã có %(most)s nhóm nơi nhận; hãy bỏ nhóm không dùng hoặc sửa nhóm đang có.",
    "group_name_taken": "Cơ quan đã có nhóm tên này; hãy đặt tên khác hoặc sửa nhóm ấy.",
    "group_unknown": "Có nhóm nơi nhận không còn; hãy chọn lại nhóm.",
    "nothing_to_recall": "Không còn nơi nhận nào để yêu cầu lấy lại.",
    "packet_already_read": "Gói tin đã đọc được hoặc đang chờ đọc, không cần đọc lại.",
    "packet_unread": "Gói tin chưa đọc được: hãy đọc lại gói tin, hoặc trả lại nơi gửi, trước khi sửa thông tin đăng ký.",
    "packet_given_back": "Gói tin đã được trả lại nơi gửi, không đọc lại; nơi gửi phát hành lại bằng gói tin khác.",
    "packet_missing": "Không tìm thấy nội dung gói tin trong kho tệp, hãy báo quản trị hệ thống.",
    "packet_altered": "Nội dung gói tin không còn nguyên vẹn trong kho tệp, hãy báo quản trị hệ thống.",
    "packet_not_addressed": "Gói tin không gửi tới cơ quan của bạn.",
    "packet_kind_not_allowed": "Gói tin phải gửi dưới dạng application/xml.",
    "packet_refused": "Gói tin edXML không đúng quy định. %(sentence)s",
    "packet_text_too_long": "Trích yếu, số, ký hiệu hoặc mã định danh văn bản trong gói tin quá dài.",
    "reason_required": "Hãy ghi lý do.",
    "authority_changed": "Quyền hạn ký của %(name)s nay là %(now)s, không như khi soạn: hãy trả lại hoặc sửa dự thảo để chọn lại.",
    "seal_diameter": "Đường kính con dấu chưa đúng, hãy ghi số đo trên con dấu thật, tính bằng mm.",
    "picture_missing": "Hãy chọn tệp hình.",
    "series_counted": "Sổ đã cấp số nên chỉ đổi được tên, căn cứ và năm kết thúc.",
    "series_not_for_type": "Sổ đã chọn không đánh số loại văn bản này trong năm nay; hãy chọn sổ khác.",
    "picture_not_waiting": "Hình này không còn chờ dùng: bạn đã tải hình khác lên, hoặc đã dùng rồi. Hãy xem lại trang.",
    "picture_not_in_use": "Chưa có hình thật nào đang dùng nên không có gì để bỏ.",
    "remark_required": "Hãy ghi nội dung góp ý.",
    "recall_not_requested": "Không có yêu cầu lấy lại nào đang chờ trả lời.",
    "reported_document_unknown": "Không tìm thấy văn bản mà gói tin trạng thái nói tới.",
    "scan_not_stamped": "Chưa có bản quét mang dấu Đến: hãy đính bản quét, hoặc đợi vài giây rồi thử lại.",
    "scan_sealed": "Bản quét này đã ký số của cơ quan.",
    "secret_document_stays": "Văn bản có độ mật không được gửi qua hệ thống (Quyết định 28/2018/QĐ-TTg, Điều 1).",
    "sender_not_yours": "Mã cơ quan gửi trong gói tin không phải cơ quan của bạn.",
    "sender_on_platform": "Cơ quan gửi đã kết nối hệ thống: văn bản, trạng thái của cơ quan đó tự đến, không nhập từ tệp.",
    "number_of_another_series": "Số đã giữ thuộc sổ khác với sổ của loại văn bản này.",
    "number_of_another_year": "Số đã giữ thuộc sổ của năm khác với năm của văn bản.",
    "kept_day_ahead": "Ngày giữ số chưa tới; hãy cấp số từ ngày đó, hoặc chọn số khác.",
    "status_travels_by_itself": "Văn bản này đến qua hệ thống: trạng thái tự gửi tới cơ quan gửi, không cần gói tin.",
    "status_too_late": "Trạng thái báo đến muộn, không thay đổi được gì.",
    "status_wrong_direction": "Trạng thái 13 (lấy lại) do cơ quan gửi văn bản báo, không do nơi nhận.",
    "unit_unknown": "Đơn vị được giao không thuộc cơ quan hoặc không còn hoạt động.",
    "unit_without_head": "%(name)s chưa có người đứng đầu để phân công tiếp; hãy chọn cả người chủ trì.",
    "warnings_unseen": "Văn bản có điều cần lưu ý: hãy xem và đánh dấu trước khi vào sổ, hoặc trả lại nơi gửi.",
    "answer_missing": "Hãy chọn văn bản trả lời.",
    "answers_other_task": "Văn bản này đang trả lời nhiệm vụ khác.",
    "beyond_parent": "Hạn sau hạn của nhiệm vụ cha.",
    "not_task_giver": "Chỉ người giao nhiệm vụ làm được việc này.",
    "not_task_head": "Chỉ lãnh đạo, người đứng đầu nơi được giao phân công được.",
    "not_task_helper": "Bạn không phối hợp trong nhiệm vụ này.",
    "not_task_lead": "Chỉ nơi chủ trì nhiệm vụ làm được việc này.",
    "not_task_worker": "Bạn không chủ trì hay phối hợp trong nhiệm vụ này.",
    "id_not_random": "Mã yêu cầu phải là UUID ngẫu nhiên hoặc theo thời gian; hãy tạo mã khác.",
    "invitation_drafted": "Giấy mời của mục lịch này đã được soạn, hãy tải lại trang.",
    "not_entry_maker": "Chỉ người đăng ký, văn thư hoặc lãnh đạo sửa được mục lịch này.",
    "room_in_use": "Phòng còn lịch: %(title)s, %(at)s. Hãy chuyển hoặc hoãn lịch ấy trước.",
    "schedule_id_taken": "Mã yêu cầu này đã dùng cho mục lịch khác.",
    "schedule_step_not_allowed": "Mục lịch không ở trạng thái cho phép việc này, hãy tải lại trang.",
    "source_missing": "Hãy chọn căn cứ giao nhiệm vụ.",
    "source_not_issued": "Văn bản chưa có số, ký hiệu.",
    "works_on_task": "Nơi này đã có phần trong nhiệm vụ.",
    "too_many_files": "Quá nhiều tệp hoặc tổng dung lượng vượt quá %(limit)s.",
}

STATUS_LABELS: dict[str, str] = {
    DeliveryState.ON_THE_WAY: "Đã gửi",
    **{code.value: name for code, name in OFFICIAL_NAMES.items()},
    DeliveryState.WITHDRAWN: "Đã rút lại",
}
INCOMING_LABELS: dict[str, str] = (
    {**STATUS_LABELS}
    | {
        act: INCOMING_STEPS.label(act)
        for act in (
            Act.RELEASE,
            Act.CONTINUE,
            Act.ENTER,
            Act.CORRECT,
            Act.SCAN,
            Act.SEAL,
            Act.STRIKE,
            Act.UPDATE,
            Act.REPLACE,
        )
    }
    | WORK_STEPS.labels
)
"""Lines of an arrival's history: what travels to the sender, and what happens inside alone."""
STEERING_LABELS: dict[int, str] = {
    0: "Không phải văn bản chỉ đạo",
    1: "Văn bản chỉ đạo",
    2: "Báo cáo, phúc đáp chỉ đạo",
}
STRUCK = "Đã gạch khỏi sổ"
RECALL_LABELS: dict[str, str] = {
    Recall.REQUESTED: "Đã yêu cầu lấy lại",
    Recall.AGREED: "Đã lấy lại",
    Recall.REFUSED: "Từ chối lấy lại",
    Recall.WITHDRAWN: "Đã rút lại trước khi gửi",
    Recall.CLOSED: "Nơi nhận đã ngừng hoạt động",
}
DOCUMENT_STATUS_LABELS: dict[str, str] = {
    DocumentStatus.DRAFT: "Đang soạn thảo",
    DocumentStatus.REVIEWING: "Đang kiểm tra",
    DocumentStatus.SUBMITTED: "Chờ ký",
    DocumentStatus.RETURNED: "Bị trả lại",
    DocumentStatus.SIGNED: "Chờ cấp số",
    DocumentStatus.NUMBERED: "Chờ ký số cơ quan",
    DocumentStatus.SEALED: "Chờ phát hành",
    DocumentStatus.SENT: "Đã phát hành",
    DocumentStatus.RECALLED: "Đã lấy lại",
    DocumentStatus.CANCELLED: "Đã hủy",
    DocumentStatus.PAPER: "Văn bản giấy",
    DocumentStatus.RESULT: "Kết quả của một cửa",
}
PRIORITY_LABELS: dict[int, str] = {**PRIORITIES, 4: "Hỏa tốc hẹn giờ"}
TIER_LABELS: dict[str, str] = {
    "province": "Cấp tỉnh",
    "department": "Sở, ban, ngành",
    "district": "Cấp huyện",
    "commune": "Cấp xã",
}
SECRECY_LABELS: dict[str, str] = {
    Secrecy.NORMAL: "Thường",
    Secrecy.CONFIDENTIAL: "Mật",
    Secrecy.SECRET: "Tối mật",
    Secrecy.TOP_SECRET: "Tuyệt mật",
}
COMPETENCE_LABELS: dict[str, str] = {
    Competence.HEAD: "Theo chức danh người ký",
    Competence.ON_BEHALF: "TM. – Thay mặt tập thể",
    Competence.ACTING: "Q. – Quyền",
    Competence.DEPUTY: "KT. – Ký thay",
    Competence.BY_ORDER: "TL. – Thừa lệnh",
    Competence.AUTHORISED: "TUQ. – Thừa ủy quyền",
}
WARNING_LABELS: dict[str, str] = {
    "duplicate_reference": "Trùng số, ký hiệu, tác giả với một văn bản đã đến: xem “Văn bản trùng” bên dưới.",
    "issued_in_future": "Ngày ban hành ở tương lai, hãy kiểm tra lại trên văn bản.",
    "secret_marking": "Trích yếu có dấu hiệu nội dung bí mật nhà nước: không xử lý trên hệ thống, hãy trả lại.",
    "packet_unreadable": "Không đọc được gói tin: hãy trả lại nơi gửi.",
    "packet_missing": "Không tìm thấy nội dung gói tin trong kho tệp.",
    "packet_altered": "Nội dung gói tin không còn nguyên vẹn.",
    "sender_differs": "Cơ quan gửi ghi trong gói tin khác với cơ quan đã gửi.",
    "sender_name_differs": "Tên cơ quan gửi ghi trong gói tin khác với danh bạ: hãy xem kỹ nội dung trước khi tiếp nhận.",
    "document_code_differs": "Mã định danh ghi trong gói tin khác với thông báo gửi.",
    "signature_invalid": "Có chữ ký số không hợp lệ; xem kết quả ở từng tệp.",
    "not_signed": "Văn bản chính không có chữ ký số.",
    "person_signature_missing": "Văn bản chính không có chữ ký số hợp lệ của người có thẩm quyền.",
    "seal_missing": "Văn bản chính không có chữ ký số hợp lệ của cơ quan.",
    "seal_differs": "Chữ ký số của cơ quan trên văn bản không phải của cơ quan gửi.",
    "signer_differs": "Người ký ghi trong gói tin không có trong các chữ ký số trên văn bản.",
    "not_addressed": "Gói tin không ghi cơ quan của bạn trong nơi nhận.",
}

LABELS = {"rule_set_ND30_2020": "Nghị định 30/2020/NĐ-CP"}
"""What templates ask for by `text()`."""

TEXTS: dict[str, str] = {
    **SHARED_TEXTS,
    **SIGNING_TEXTS,
    **FILE_TEXTS,
    **REFUSALS,
    **OPINION_REFUSALS,
    **AMENDING,
    **TASK_REFUSALS,
    **LENDING,
    **READING,
    **LABELS,
}

FAILURES = {
    Failing.DATABASE: "Nơi nhận chưa ghi được văn bản: cơ sở dữ liệu không trả lời.",
    Failing.PARTNER: "Nơi nhận chưa ghi được văn bản: kho tệp hoặc dịch vụ liên quan không trả lời.",
    Failing.REFUSED: "Nơi nhận không ghi được văn bản vì chưa đúng quy định.",
    Failing.UNEXPECTED: "Nơi nhận không ghi được văn bản vì lỗi chưa lường trước.",
}
"""Why a delivery was given up."""
