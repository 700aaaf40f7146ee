"""Everything that Python shows people: a sentence per refusal, a label per enum member."""

from one_stop.asked_parts.rules import STEPS as ANSWERING
from one_stop.dossiers.rules import DUE, ENDED, IN_WORK, NEW, OPEN, SIGNED, STEPS, WAITING, Channel
from one_stop.dossiers.sealed import SEAL_SENTENCES
from one_stop.due_dates.rules import Cause
from one_stop.forms.texts import FORM_LABELS, RULE_SET_LABELS
from one_stop.moves.rules import ASSIGNEE_UNKNOWN
from one_stop.parts.rules import CONCLUSION_LABELS, PART_KIND_LABELS, PART_STATE_LABELS
from one_stop.parts.rules import STEPS as ASKING
from one_stop.result_book.rules import STEPS as BOOKED
from one_stop.results.rules import SENTENCES as RESULT_SENTENCES
from one_stop.tasks.rules import TASK_STATE_LABELS
from shared.signing.errors import TEXTS as SIGNING_TEXTS
from shared.standards.dossier_status import OFFICIAL_NAMES, DossierStatus
from shared.standards.file_kinds import TEXTS as FILE_SENTENCES
from shared.standards.result_outcomes import OUTCOME_NAMES, ResultOutcome

_REFUSALS = {
    **RESULT_SENTENCES,
    "dossier_already_handled": "Hồ sơ này đã được xử lý trước đó (trạng thái: %(status)s), không thực hiện lại được.",
    "dossier_closed": "Hồ sơ đã kết thúc (%(status)s) nên không thay đổi được nữa.",
    "refused_after_acceptance": "Hồ sơ đã tiếp nhận nên không từ chối bằng phiếu mẫu 03: chuyên viên trình lãnh đạo ký văn bản trả lời.",
    "case_not_known": "Hồ sơ chưa rõ thuộc trường hợp nào của thủ tục. Hãy đính chính mục “Trường hợp” rồi tiếp nhận.",
    "papers_marked_faulty": "Giấy tờ đã bị đánh dấu có lỗi: %(papers)s. Hãy yêu cầu bổ sung, hoặc xem lại và đánh dấu lại, rồi tiếp nhận.",
    "dossier_waits_for_supplement": "Hồ sơ đang chờ người nộp bổ sung; hãy đợi phần bổ sung rồi xử lý tiếp.",
    "dossier_at_another_step": "Hồ sơ đang ở bước “%(step)s”, không thuộc phần việc của bạn.",
    "dossier_held_by_another": "Hồ sơ đang do người khác thụ lý.",
    "dossier_of_another_agency": "Hồ sơ do quầy của bạn tiếp nhận nhưng cơ quan khác có thẩm quyền giải quyết: việc này do cơ quan đó làm.",
    "settled_at_once": "Hồ sơ đã giải quyết ngay tại quầy, kết quả là giấy đã trao: nếu sai, cơ quan ra văn bản đính chính hoặc thu hồi.",
    "dossier_not_arrived": "Quầy của cơ quan khác tiếp nhận hồ sơ và ở đây chưa nhận: hãy xác nhận đã nhận, hoặc trả lại quầy đó.",
    "dossier_arrived_already": "Cơ quan có thẩm quyền đã nhận hồ sơ này rồi.",
    "dossier_sent_back_already": "Hồ sơ đã được trả lại quầy tiếp nhận; nếu hồ sơ đã đủ, hãy nhận hồ sơ.",
    "dossier_not_sent_back": "Hồ sơ đang trên đường đến hoặc đã ở cơ quan có thẩm quyền nên không chuyển lại được.",
    "dossier_not_sent_from_here": "Hồ sơ không do quầy của bạn tiếp nhận cho cơ quan khác.",
    "result_returned_elsewhere": "Người nộp nhận kết quả ở quầy của cơ quan giải quyết, không phải ở quầy này.",
    "procedure_received_there": "Thủ tục “%(name)s” theo quy định cũ: chỉ tiếp nhận ở quầy của cơ quan giải quyết.",
    "step_agency_gone": "Cơ quan làm bước “%(step)s” đã ngừng hoạt động: hãy báo người biên tập thủ tục sửa quy trình.",
    "step_agency_without_people": (
        "Bước “%(step)s” do %(agency)s làm, nhưng ở đó hiện không có ai giữ vai trò %(role)s nên hồ sơ chưa chuyển đi được."
        " Hãy đề nghị cơ quan đó hoặc quản trị danh bạ giao vai trò này cho một người, rồi chuyển lại."
    ),
    "step_not_away": (
        "Hồ sơ không còn ở cơ quan khác: nơi đó đã làm xong hoặc đã trả lại, hồ sơ đang ở bước “%(step)s” của cơ quan bạn."
    ),
    "step_sent_by_another": "Chỉ lãnh đạo, hoặc người đã chuyển hồ sơ sang cơ quan khác, mới lấy lại được.",
    "step_taken_back": ("%(agency)s đã lấy lại hồ sơ lúc %(at)s nên việc của bạn chưa được ghi. %(why)s"),
    "dossier_not_claimed": "Hãy nhận xử lý hồ sơ trước khi thực hiện việc này.",
    "dossier_action_not_allowed": "Không thực hiện được việc này ở bước “%(step)s” (trạng thái: %(status)s).",
    "dossier_taken_meanwhile": "Hồ sơ vừa được cán bộ khác xử lý trước bạn, hãy tải lại để xem trạng thái mới.",
    "procedure_ended": "Thủ tục “%(name)s” đã hết hiệu lực từ ngày %(day)s nên không tiếp nhận hồ sơ mới.",
    "procedure_tier_gone": (
        "Thủ tục %(name)s thuộc cấp không còn trong mô hình chính quyền địa phương của tỉnh từ hôm nay;"
        " hãy hỏi người quản lý danh mục xem cơ quan nào giải quyết thay."
    ),
    "procedure_suspended": (
        "Thủ tục “%(name)s” tạm dừng từ ngày %(day)s (%(why)s) nên chưa tiếp nhận hồ sơ mới; hồ sơ đã tiếp nhận vẫn được giải quyết."
    ),
    "procedure_only_a_page": (
        "Thủ tục “%(name)s” mới có trang thông tin, chưa có quy trình giải quyết trên hệ thống nên chưa tiếp nhận được tại đây. "
        "Hãy nhận hồ sơ giấy theo cách làm của cơ quan, và báo người biên tập thủ tục bổ sung các bước giải quyết."
    ),
    "guided_already": "Đã hướng dẫn người này một lần bằng phiếu số %(number)s ngày %(day)s; hướng dẫn thêm phải nêu căn cứ pháp lý.",
    "fee_not_owed": "Hồ sơ không còn khoản phí, lệ phí nào phải thu. Hãy xem các biên lai đã lập.",
    "receipt_without_money": "Không thu tiền thì không có gì để hoàn trả; ghi miễn sai thì hủy ghi miễn.",
    "receipt_ended": "Biên lai %(number)s đã hủy hoặc đã hoàn trả trước đó.",
    "walk_in_written_already": "Phiếu này đã được lập, không lập lần nữa. Hãy mở sổ hướng dẫn tại quầy để xem.",
    "walk_in_received": "Người nộp đã quay lại và hồ sơ theo phiếu số %(number)s đã được tiếp nhận. Hãy mở sổ hướng dẫn tại quầy để xem.",
    "dossier_without_code": "Hồ sơ chưa được tiếp nhận nên chưa có mã để in nhãn.",
    "dossier_received_already": "Hồ sơ này đã được tiếp nhận, không tiếp nhận lần nữa.",
    "post_not_here": "Bộ phận một cửa chưa nhận được hoặc không còn vị trí này của bạn. Hãy thử lại sau ít giây, hoặc báo quản trị danh bạ.",
    "assignee_unknown": ASSIGNEE_UNKNOWN,
    "holder_unchanged": "Hồ sơ đang ở đúng người, đúng chỗ này rồi: hãy chọn người khác.",
    "supplement_not_asked": "Hồ sơ không chờ bổ sung nên không có gì để nhận.",
    "supplement_asked_already": "Đã yêu cầu bổ sung một lần ở giai đoạn này; yêu cầu thêm phải nêu căn cứ pháp lý.",
    "result_file_signed": "Tệp đã có chữ ký số. Ký thêm làm chữ ký trước bị báo là đã thay đổi: hãy kèm bản chưa ký.",
    "results_too_many": "Một hồ sơ có nhiều nhất %(most)s kết quả.",
    "paper_result_elsewhere": "Kết quả giấy này đang %(state)s nên chưa làm việc đó được: hãy tải lại trang để xem tình trạng.",
    "paper_result_own_entry": "Người nhập không tự đối chiếu: hãy để lãnh đạo khác đối chiếu và ký sao y.",
    "paper_result_entered": "Kết quả số %(number)s đã được %(by)s nhập ngày %(day)s: mỗi tờ giấy chỉ số hóa một lần.",
    "result_number_awaited": "Số của kết quả đang được lấy ở sổ văn bản đi nên chưa ký: hãy tải lại trang sau ít phút rồi ký.",
    "result_number_refused": "Sổ văn bản đi chưa cấp được số nên chưa ký: %(why)s Hãy báo văn thư; xong, số được lấy lại trong nửa giờ.",
    "result_number_outdated": "Số đã lấy là của năm trước hoặc cơ quan khác nên chưa ký: số mới được lấy trong ít phút, tải lại trang rồi ký.",
    "result_not_drafted": "Hồ sơ chưa có dự thảo kết quả để ký.",
    "own_template_failed": "Mẫu in riêng của thủ tục không in được, nên chưa ký: báo người quản trị hệ thống sửa hoặc bỏ mẫu, rồi ký lại.",
    "result_changed_since_look": "Kết quả hoặc hồ sơ đã thay đổi sau khi bạn xem, nên chưa ký: hãy xem lại bản mới rồi chọn ký.",
    "result_not_signed": "Hồ sơ không có kết quả đã ký để thu hồi.",
    "result_not_returned": "Kết quả chưa được trả: hãy mở hồ sơ và thu hồi kết quả đã ký để làm lại.",
    "result_went_on": "Việc này đã tách sang cơ quan khác: cơ quan đó thu hồi, đính chính, thay thế kết quả; cơ quan bạn chỉ xem.",
    "result_not_in_force": "Kết quả này %(state)s nên không thay đổi được; nếu quyết định đó bị hủy, hãy khôi phục hiệu lực trước.",
    "result_in_force": "Kết quả này đang có hiệu lực nên không có gì để khôi phục.",
    "result_without_term": "Văn bản trả lời không đủ điều kiện không có thời hạn hiệu lực nên không gia hạn được.",
    "result_changed_already": "Kết quả đã được thu hồi, đính chính, thay thế hoặc gia hạn sau khi trả nên không thu hồi việc trả được nữa.",
    "result_returned_already": "Kết quả đã được trả lúc %(at)s cho %(to)s, người trả: %(by)s. Nếu trả nhầm, hãy thu hồi việc trả.",
    "result_with_post": "Kết quả của hồ sơ %(dossier)s đang ở bưu điện: hãy ghi đã phát hoặc bưu điện trả lại trong bảng kê trước.",
    "result_not_by_post": "Hồ sơ %(dossier)s không đăng ký nhận qua bưu chính: hãy bỏ hồ sơ này khỏi bảng kê.",
    "post_address_missing": "Hồ sơ %(dossier)s không có địa chỉ người nhận nên không gửi bưu điện được: hãy bỏ hồ sơ này khỏi bảng kê.",
    "post_list_written_already": "Bảng kê này đã được lập, không lập lần nữa. Hãy mở danh sách bảng kê để xem.",
    "unit_list_made_already": "Giấy bàn giao này đã được lập, không lập lần nữa. Hãy mở danh sách giấy bàn giao để xem.",
    "unit_list_not_waiting": (
        "Hồ sơ %(dossier)s không chờ bàn giao ở quầy (chưa tiếp nhận, đã chuyển, tạm dừng, chờ bổ sung hoặc đã kết thúc): "
        "hãy bỏ hồ sơ này."
    ),
    "unit_list_on_another": "Hồ sơ %(dossier)s đang chờ %(unit)s nhận theo giấy số %(number)s: hãy bỏ hồ sơ này, hoặc hủy giấy đó trước.",
    "unit_list_closed": "Giấy bàn giao này %(state)s: %(by)s xác nhận lúc %(at)s. Hãy tải lại trang để xem.",
    "unit_list_own": "Bạn là người giao nên không tự xác nhận nhận được. Hãy nhờ người khác của đơn vị nhận.",
    "unit_list_of_another": "Giấy này bàn giao cho %(unit)s: chỉ lãnh đạo, chuyên viên của đơn vị đó nhận.",
    "post_item_closed": "Bưu gửi này đã ghi là %(state)s, không ghi lại được.",
    "result_not_waiting": "Hồ sơ chưa có kết quả đã ký chờ người nhận.",
    "reminded_already": "Đã nhắc lúc %(at)s; nhắc lại được từ ngày %(again)s.",
    "signature_unreadable": "Chữ ký trên máy tính bảng không đọc được: hãy ký lại, hoặc xóa để ký trên giấy.",
    "stop_not_proposed": "Không có đề xuất dừng giải quyết nào đang chờ quyết định.",
    "stop_proposed_already": "Đã đề xuất dừng giải quyết; hãy chờ lãnh đạo quyết định.",
    "settled_already": "Đã ghi xử lý phí và giấy tờ của hồ sơ này.",
    "report_counting": "Báo cáo của kỳ này đang được lập. Hãy mở báo cáo ở danh sách và chờ đến khi đếm xong.",
    "report_being_counted": "Báo cáo đang được lập, chưa chốt được. Hãy chờ đến khi đếm xong.",
    "report_closed_already": "%(by)s đã ký, chốt báo cáo này lúc %(at)s. Muốn sửa, hãy lập báo cáo mới của cùng kỳ và ghi lý do thay.",
    "report_day_was_running": "Ngày cuối kỳ chưa hết khi lập báo cáo này. Hãy lập lại báo cáo của kỳ, rồi ký, chốt bản mới.",
    "report_not_closed": "Báo cáo chưa được ký, chốt nên chưa có bản ký. Hãy mở báo cáo để xem số liệu.",
    "change_own_work": "Bạn đã soạn hoặc gửi thay đổi này nên không tự duyệt được. Hãy nhờ lãnh đạo khác của cơ quan duyệt.",
    "change_not_now": "Không thực hiện được việc này khi thay đổi %(state)s. Hãy tải lại trang để xem tình trạng mới.",
    "change_open_already": "Thủ tục này đang có một thay đổi chưa xong do %(by)s bắt đầu lúc %(at)s. Hãy chờ xong rồi soạn thay đổi khác.",
    "change_changed_meanwhile": (
        "%(by)s vừa lưu bản khác lúc %(at)s. Hãy xem lại bản đó; nếu lưu lần nữa, nội dung ở trang này thay cho bản đó."
    ),
    "change_does_not_fit": "Không làm được việc này khi thủ tục %(state)s. Hãy mở thủ tục để xem tình trạng.",
    "change_has_faults": "Bản thảo còn chỗ cần sửa nên chưa gửi, chưa duyệt được. %(first)s",
    "change_outdated": (
        "Thủ tục đã có phiên bản %(version)s từ ngày %(day)s, sau khi bản thảo này được soạn. "
        "Hãy lấy lại, xem phần khác với phiên bản mới, sửa và lưu bản thảo rồi gửi lại."
    ),
    "change_changes_nothing": "Bản thảo giống hệt phiên bản đang có hiệu lực: hãy sửa nội dung rồi gửi duyệt.",
    "form_not_made": "Hồ sơ chưa có biểu mẫu này. Hãy chọn biểu mẫu khác, hoặc mở hồ sơ để xem các biểu mẫu đã lập.",
    "apology_given_already": "Hồ sơ đã được xin lỗi và hẹn lại một lần, không hẹn lại lần nữa.",
    "apology_not_proposed": "Hồ sơ chưa có đề nghị xin lỗi, hẹn lại ngày trả để ký: chuyên viên thụ lý lập đề nghị trước.",
    "apology_day_over": (
        "Ngày hẹn lại %(day)s trong đề nghị không còn dùng được: %(why)s Hãy trả lại đề nghị để chọn ngày khác."
    ),
    "dossier_paused": "Thời hạn của hồ sơ đang tạm dừng: hãy cho tính tiếp thời hạn rồi thực hiện việc này.",
    "pause_not_proposed": "Hồ sơ không có đề nghị tạm dừng nào chờ quyết định.",
    "pause_day_over": "Ngày dự kiến tính tiếp trong đề nghị (%(day)s) đã qua: hãy không duyệt để chuyên viên đề nghị ngày khác.",
    "dossier_not_paused": "Thời hạn của hồ sơ không tạm dừng nên không có gì để tính tiếp.",
    "extension_not_allowed": "Thủ tục này không cho gia hạn, hoặc hồ sơ đã gia hạn đủ số lần; nếu chậm, hãy lập văn bản xin lỗi.",
    "extension_too_late": (
        "Hồ sơ đã hết thời hạn lúc %(due)s: gia hạn phải quyết định trước khi hết hạn. Hãy lập văn bản xin lỗi, hẹn lại ngày trả."
    ),
    "part_answers_itself": "%(agency)s tự trả lời trên hệ thống: hãy đợi, thu hồi, hoặc khi quá hạn thì lãnh đạo quyết định đi tiếp.",
    "branch_not_here": "%(agency)s không còn là nhánh của bước hồ sơ đang ở, hoặc nhánh đã được giao lại: hãy tải lại trang.",
    "result_signed_first": (
        "Kết quả phần đầu của hồ sơ liên thông đã ký và có hiệu lực: "
        "hồ sơ chờ các phần còn lại, không trả lại, dừng, tạm dừng hay rút được nữa."
    ),
    "dossier_awaits_part": (
        "Hồ sơ đang chờ ý kiến của %(who)s. Hãy đợi trả lời, giao lại, thu hồi, hoặc khi đã quá hạn thì lãnh đạo quyết định đi tiếp."
    ),
    "part_not_yours": "Chỉ người giữ hồ sơ, người đã hỏi hoặc lãnh đạo thu hồi được phần việc này.",
    "part_not_late": "Phần việc giao %(agency)s còn hạn đến %(due)s: quá hạn mới đi tiếp mà không chờ, hoặc hãy thu hồi phần việc.",
    "part_not_awaited": "Hồ sơ không chờ phần việc này nên đi tiếp được rồi.",
    "part_ended": "Phần việc này đã kết thúc (%(state)s) nên không thay đổi được nữa.",
    "part_not_now": "Không thực hiện được việc này khi phần việc ở trạng thái “%(state)s”.",
    "part_held": "Phần việc này đã có người nhận xử lý; muốn đổi người, hãy nhờ lãnh đạo hoặc bộ phận một cửa giao lại.",
    "part_not_held": "Hãy nhận xử lý phần việc trước khi dự thảo trả lời; nếu người khác đang giữ, hãy nhờ giao lại.",
    "part_of_another_unit": "Phần việc này không thuộc đơn vị bạn đứng đầu.",
    "part_holder_unchanged": "Phần việc đang ở đúng người này rồi: hãy chọn người khác.",
    "part_taken_meanwhile": "Phần việc vừa được cán bộ khác xử lý trước bạn, hãy tải lại để xem trạng thái mới.",
    "correction_not_yours": "Mục “%(title)s” thuộc nội dung kê khai: chuyên viên đang thụ lý hoặc lãnh đạo đính chính.",
    "messages_too_many": "Đã có %(most)s lời nhắn người nộp chưa trả lời, không gửi thêm được: hãy gọi điện và ghi lại câu trả lời.",
    "task_not_yours": "Việc này giao cho người khác; chỉ người được giao báo xong hoặc trả lại.",
    "task_not_given_by_you": "Chỉ người đã giao việc này hoặc lãnh đạo thu hồi được.",
    "task_ended": "Việc này đã kết thúc (%(state)s) nên không thay đổi được nữa.",
    "tasks_too_many": "Hồ sơ đang có %(most)s việc chưa xong, không giao thêm được: hãy chờ hoặc thu hồi bớt.",
    "calendar_not_drawn_up": "Không còn dự thảo lịch năm %(year)s: dự thảo vừa được ban hành hoặc đã bỏ. Hãy xem lịch đang áp dụng.",
    "calendar_unchanged": "Dự thảo lịch năm %(year)s giống hệt lịch đang áp dụng, không có gì để ban hành. Hãy sửa dự thảo hoặc bỏ dự thảo.",
    "calendar_day_gone": "Ngày này không còn trong lịch: người khác vừa bỏ. Hãy xem lại danh sách.",
    "hours_unchanged": "Giờ làm việc này giống hệt giờ đang áp dụng nên không có gì để ban hành.",
    "phone_link_over": "Liên kết này đã hết hạn hoặc đã được đóng. Hãy nhờ cán bộ một cửa mở liên kết mới rồi quét lại mã QR.",
    "scan_of_another_paper": "Chỉ ghép các tệp còn dùng của cùng một giấy tờ: hãy tải lại trang và chọn lại.",
    "scan_signed": "Bản quét đã có chữ ký số nên không thay đổi được nữa. Nếu bản quét sai, hãy thêm bản quét mới.",
    "scan_replaced": "Bản quét này đã được thay thế bằng tệp khác: hãy mở hồ sơ và chọn bản quét đang dùng.",
    "scan_not_compared": "Hãy đối chiếu bản quét với bản chính và đánh dấu “Đã đối chiếu bản chính” trước khi ký số.",
    "scan_being_recognised": "Bản quét đang được nhận dạng chữ: hãy chờ vài giây, tải lại trang rồi ký số.",
    "scan_not_a_page": "Tệp này không phải ảnh hoặc PDF nên không ký số làm bản quét được: hãy quét giấy tờ thành PDF hoặc ảnh.",
    "dossier_not_received": "Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát.",
}

CHANNEL_LABELS: dict[str, str] = {
    Channel.COUNTER: "Trực tiếp",
    Channel.ONLINE: "Trực tuyến",
    Channel.POST: "Bưu chính công ích",
}

STATUS_LABELS: dict[str, str] = {str(status.value): name for status, name in OFFICIAL_NAMES.items()}

STATUS_KINDS: dict[DossierStatus, str] = {
    DossierStatus.SUBMITTED: "blue",
    DossierStatus.ACCEPTED: "blue",
    DossierStatus.REFUSED: "red",
    DossierStatus.IN_PROGRESS: "purple",
    DossierStatus.SUPPLEMENT_REQUESTED: "yellow",
    DossierStatus.PAYMENT_REQUESTED: "yellow",
    DossierStatus.WITHDRAWN: "grey",
    DossierStatus.STOPPED: "grey",
    DossierStatus.RESOLVED: "green",
    DossierStatus.RETURNED: "green",
}
"""Colours of the tags."""

OUTCOME_KINDS: dict[str, str] = {
    ResultOutcome.GRANTED: "green",
    ResultOutcome.REFUSED: "red",
    ResultOutcome.PARTIAL: "yellow",
}

STATES = {
    "new": NEW,
    "in_work": IN_WORK,
    "waiting": WAITING,
    "due": DUE,
    "open": OPEN,
    "signed": SIGNED,
    "ended": ENDED,
}
"""What templates ask of a status: sets of the table of steps."""

ROLE_WORK: dict[str, str] = {
    "counter-officer": "Bộ phận Tiếp nhận và Trả kết quả",
    "specialist": "Chuyên viên thụ lý",
    "leader": "Lãnh đạo",
}

CAUSES: dict[str, str] = {
    Cause.SUPPLEMENT: "Chờ người nộp bổ sung",
    Cause.PAUSE: "Tạm dừng tính thời hạn",
    Cause.EXTENSION: "Gia hạn theo luật",
    Cause.APOLOGY: "Xin lỗi, hẹn lại ngày trả",
    Cause.RECOUNT: "Tính lại theo lịch làm việc",
}
"""What moves a due date."""


TASK_STATE_KINDS: dict[str, str] = {"given": "blue", "done": "green", "returned": "yellow", "recalled": "grey"}

PART_STATE_KINDS: dict[str, str] = {
    "sent": "blue",
    "received": "purple",
    "drafted": "yellow",
    "answered": "green",
    "refused": "red",
    "recalled": "grey",
}

TEXTS: dict[str, str] = {
    **SIGNING_TEXTS,
    **SEAL_SENTENCES,
    **_REFUSALS,
    **{f"doing.{name}": label for name, label in STEPS.labels.items()},
    **{f"cause.{name}": label for name, label in CAUSES.items()},
    **{f"asking.{name}": label for name, label in ASKING.labels.items()},
    **{f"answering.{name}": label for name, label in ANSWERING.labels.items()},
    **{f"booked.{name}": label for name, label in BOOKED.labels.items()},
    **{f"part_state.{name.value}": label for name, label in PART_STATE_LABELS.items()},
    **{f"part_kind.{name}": label for name, label in PART_KIND_LABELS.items()},
    **{f"task_state.{name.value}": label for name, label in TASK_STATE_LABELS.items()},
    **{f"conclusion.{name}": label for name, label in CONCLUSION_LABELS.items()},
    **FILE_SENTENCES,
    **{f"channel.{name}": label for name, label in CHANNEL_LABELS.items()},
    **{f"status.{name}": label for name, label in STATUS_LABELS.items()},
    **{f"outcome.{name}": label for name, label in OUTCOME_NAMES.items()},
    **{f"form.{name}": label for name, label in FORM_LABELS.items()},
    **{f"rule_set_{name}": label for name, label in RULE_SET_LABELS.items()},
    **{f"role.{name}": label for name, label in ROLE_WORK.items()},
}
