"""Who may do what in one-stop. Role here, agency and holder in the rules: all three must allow it."""

from enum import StrEnum

from one_stop.asked_parts.rules import MAY_ASSIGN, Answering
from one_stop.asked_parts.rules import STEPS as ANSWERING
from one_stop.catalogue.rules import STEPS as CHANGES
from one_stop.catalogue.rules import Changing
from one_stop.digitising.rules import STEPS as DIGITISING
from one_stop.digitising.rules import Digitising
from one_stop.dossiers.books import BOOKS
from one_stop.dossiers.rules import DESK, MAY_REASSIGN, STEPS, Doing
from one_stop.dossiers.sets import EXPERT, LEADERS
from one_stop.parts.rules import STEPS as ASKING
from one_stop.parts.rules import Asking
from one_stop.result_book.rules import CHANGES as BOOK_CHANGES
from one_stop.result_book.rules import STEPS as BOOKED
from one_stop.tasks.rules import STEPS as TASKING
from one_stop.tasks.rules import Tasking
from shared.access.rights import ANYONE, Reach, RightsTable, Role, Row, Scope


class Right(StrEnum):
    """Quyền ở bộ phận một cửa và phòng chuyên môn."""

    SEE_DOSSIERS = "see-dossiers"  # xem hồ sơ của cơ quan mình
    FIND_BELOW = "find-dossiers-below"  # tra cứu hồ sơ của cơ quan trực thuộc, mỗi lượt đều được ghi lại
    FIND_ANYWHERE = "find-dossiers-anywhere"  # tra cứu hồ sơ mọi cơ quan, ở trung tâm phục vụ hành chính công cấp tỉnh
    RECEIVE_DOSSIERS = "receive-dossiers"  # tiếp nhận, từ chối, trả kết quả
    SEND_PHOTOS = "send-photos"  # gửi ảnh giấy tờ bằng liên kết mà cán bộ một cửa mở
    TAKE_IN_LISTS = "take-in-lists"  # nhận hồ sơ bàn giao cho đơn vị mình
    MARK_PAPERS = "mark-papers"  # đánh dấu giấy tờ đã xem, đã đối chiếu
    COLLECT_FEES = "collect-fees"  # thu phí, lệ phí; hủy biên lai, hoàn trả
    SEE_FEES = "see-fees"  # xem phí, biên lai, sổ thu phí
    REQUEST_SUPPLEMENTS = "request-supplements"  # yêu cầu bổ sung
    MOVE_DOSSIERS = "move-dossiers"  # chuyển bước
    RETURN_DOSSIERS = "return-dossiers"  # trả lại bước trước, lấy lại hồ sơ từ cơ quan khác
    ASSIGN_DOSSIERS = "assign-dossiers"  # giao lại hồ sơ cho người khác, rút về
    STOP_DOSSIERS = "stop-dossiers"  # dừng giải quyết, không đồng ý dừng
    PROPOSE_STOPS = "propose-stops"  # đề xuất dừng giải quyết
    WITHDRAW_DOSSIERS = "withdraw-dossiers"  # rút hồ sơ tại quầy, ghi xử lý phí và giấy tờ
    PROPOSE_APOLOGIES = "propose-apologies"  # đề nghị xin lỗi, hẹn lại ngày trả
    PROPOSE_PAUSES = "propose-pauses"  # đề nghị tạm dừng tính thời hạn
    DECIDE_DUE_DATES = "decide-due-dates"  # ký văn bản xin lỗi hoặc trả lại đề nghị; gia hạn; tạm dừng tính thời hạn, duyệt đề nghị tạm dừng
    RESUME_CLOCK = "resume-clock"  # cho tính tiếp thời hạn
    DRAFT_RESULTS = "draft-results"  # dự thảo kết quả
    SIGN_RESULTS = "sign-results"  # ký duyệt kết quả
    ASK_PARTS = "ask-parts"  # lấy ý kiến cơ quan khác về hồ sơ
    RECALL_PARTS = "recall-parts"  # thu hồi phần việc đã giao
    SKIP_PARTS = "skip-parts"  # đi tiếp, không chờ ý kiến quá hạn
    SEE_PARTS = "see-parts"  # xem phần việc được giao cho cơ quan mình
    GIVE_PARTS = "give-parts"  # tiếp nhận phần việc, giao người xử lý
    ANSWER_PARTS = "answer-parts"  # dự thảo trả lời phần việc
    ANSWER_PARTS_BY_PROGRAM = "answer-parts-by-program"  # trả lời phần việc từ phần mềm của cơ quan
    SIGN_PARTS = "sign-parts"  # ký trả lời, trả lại, từ chối phần việc
    RECALL_RESULTS = "recall-results"  # thu hồi kết quả đã ký
    CHANGE_RESULTS = "change-results"  # thu hồi, đính chính, thay thế, gia hạn kết quả đã cấp
    UNDO_HAND_OVERS = "undo-hand-overs"  # thu hồi việc trả kết quả
    WRITE_NOTES = "write-notes"  # ghi chú nội bộ trên hồ sơ
    RECORD_CHECKS = "record-checks"  # lập biên bản kiểm tra thực địa
    GIVE_TASKS = "give-tasks"  # giao việc trên hồ sơ cho đồng nghiệp
    DO_TASKS = "do-tasks"  # báo xong, trả lại, thu hồi việc được giao
    CORRECT_DOSSIERS = "correct-dossiers"  # đính chính thông tin hồ sơ
    SEE_PAPER_RESULTS = "see-paper-results"  # xem kết quả giấy được số hóa
    ENTER_PAPER_RESULTS = "enter-paper-results"  # nhập kết quả giấy, kèm bản quét
    SEND_BACK_PAPER_RESULTS = "send-back-paper-results"  # trả lại kết quả giấy để sửa
    COMPARE_PAPER_RESULTS = "compare-paper-results"  # đối chiếu, ký sao y bản điện tử kết quả giấy
    EXCHANGE = "exchange"  # hỏi, báo người nộp; ghi lời người nộp
    SEE_FIGURES = "see-figures"  # xem số liệu của cơ quan và cơ quan trực thuộc
    SEE_MERGERS = "see-agency-mergers"  # xem cơ quan sáp nhập, những gì sẽ chuyển và đã chuyển
    CLOSE_REPORTS = "close-reports"  # ký, chốt báo cáo giải quyết thủ tục hành chính
    SEE_PROCEDURES = "see-procedures"  # xem thủ tục
    SEE_PROCEDURE_DRAFTS = "see-procedure-drafts"  # xem danh mục thủ tục và thay đổi của cơ quan mình
    EDIT_PROCEDURES = "edit-procedures"  # soạn, sửa, gửi duyệt, bỏ thay đổi thủ tục
    TAKE_BACK_PROCEDURES = "take-back-procedures"  # lấy lại thay đổi thủ tục để sửa
    APPROVE_PROCEDURES = "approve-procedures"  # duyệt, trả lại thay đổi thủ tục mà mình không soạn
    SEE_NUMBERS = "see-numbers"  # xem sổ và số của phiếu, mã hồ sơ
    KEEP_NUMBERS = "keep-numbers"  # giữ, trả, bỏ số; khóa, mở sổ năm
    SEE_CALENDAR = "see-calendar"  # xem lịch và giờ làm việc
    KEEP_CALENDAR = "keep-calendar"  # soạn, ký ban hành lịch năm; ban hành giờ làm việc
    MANAGE_FORMS = "manage-forms"  # xem thử, dùng mẫu in của tỉnh


# What a specialist moves, he holds; what nobody holds yet he may take.
_HELD: dict[str, Reach] = {Role.SPECIALIST: Reach.OWN}

RIGHTS: RightsTable[Right] = {
    Right.SEE_DOSSIERS: Row(DESK),
    # In their own post alone: who works in another's looks at that agency's dossiers.
    Right.FIND_BELOW: Row({Role.LEADER}, Reach.BELOW),
    # Counts at the agency that the province names as its centre (`Province.service_centre`).
    Right.FIND_ANYWHERE: Row({Role.COUNTER_OFFICER}, Reach.ALL),
    Right.RECEIVE_DOSSIERS: Row(
        STEPS.callers(Doing.ACCEPT, Doing.REFUSE, Doing.TAKE_SUPPLEMENT, Doing.SCAN, Doing.HAND_OVER)
    ),
    Right.SEND_PHOTOS: Row({ANYONE}),
    Right.TAKE_IN_LISTS: Row(EXPERT | LEADERS, {Role.SPECIALIST: Reach.UNIT, Role.LEADER: Reach.UNIT}),
    Right.MARK_PAPERS: Row(STEPS.callers(Doing.MARK), _HELD),
    Right.COLLECT_FEES: Row({Role.COUNTER_OFFICER}),
    Right.SEE_FEES: Row({Role.COUNTER_OFFICER, Role.LEADER}),
    Right.REQUEST_SUPPLEMENTS: Row(STEPS.callers(Doing.REQUEST_SUPPLEMENT), _HELD),
    Right.MOVE_DOSSIERS: Row(STEPS.callers(Doing.TRANSFER), _HELD),
    Right.RETURN_DOSSIERS: Row(STEPS.callers(Doing.RETURN, Doing.TAKE_BACK), _HELD),
    Right.ASSIGN_DOSSIERS: MAY_REASSIGN,
    Right.STOP_DOSSIERS: Row(STEPS.callers(Doing.STOP, Doing.REJECT_STOP)),
    Right.PROPOSE_STOPS: Row(STEPS.callers(Doing.PROPOSE_STOP), _HELD),
    Right.WITHDRAW_DOSSIERS: Row(STEPS.callers(Doing.WITHDRAW_AT_COUNTER, Doing.SETTLE)),
    Right.PROPOSE_APOLOGIES: Row(STEPS.callers(Doing.PROPOSE_APOLOGY), _HELD),
    Right.PROPOSE_PAUSES: Row(STEPS.callers(Doing.PROPOSE_PAUSE), _HELD),
    Right.DECIDE_DUE_DATES: Row(
        STEPS.callers(
            *(Doing.SIGN_APOLOGY, Doing.DECLINE_APOLOGY, Doing.EXTEND),
            *(Doing.PAUSE, Doing.APPROVE_PAUSE, Doing.DECLINE_PAUSE),
        )
    ),
    Right.RESUME_CLOCK: Row(STEPS.callers(Doing.RESUME), _HELD),
    Right.DRAFT_RESULTS: Row(STEPS.callers(Doing.CLAIM, Doing.FINISH, Doing.SET_RESULTS)),
    Right.SIGN_RESULTS: Row(STEPS.callers(Doing.APPROVE, Doing.SIGN)),
    Right.ASK_PARTS: Row(STEPS.callers(Doing.ASK_PART), _HELD),
    Right.RECALL_PARTS: Row(ASKING.callers(Asking.RECALL), _HELD),
    Right.SKIP_PARTS: Row(ASKING.callers(Asking.GO_ON)),
    Right.SEE_PARTS: Row(DESK | {Scope.PARTS}),
    Right.GIVE_PARTS: MAY_ASSIGN,
    Right.ANSWER_PARTS: Row(ANSWERING.callers(Answering.CLAIM, Answering.DRAFT), _HELD),
    Right.ANSWER_PARTS_BY_PROGRAM: Row(ANSWERING.callers(Answering.ANSWER)),
    Right.SIGN_PARTS: Row(ANSWERING.callers(Answering.SEND_BACK, Answering.SIGN, Answering.REFUSE)),
    Right.RECALL_RESULTS: Row(STEPS.callers(Doing.RECALL)),
    Right.CHANGE_RESULTS: Row(BOOKED.callers(*BOOK_CHANGES)),
    Right.UNDO_HAND_OVERS: Row(STEPS.callers(Doing.UNDO_HAND_OVER)),
    Right.WRITE_NOTES: Row(STEPS.callers(Doing.NOTE)),
    Right.RECORD_CHECKS: Row(STEPS.callers(Doing.CHECK), _HELD),
    Right.GIVE_TASKS: Row(STEPS.callers(Doing.GIVE_TASK), _HELD),
    Right.DO_TASKS: Row(TASKING.callers(Tasking.DONE, Tasking.RETURN, Tasking.RECALL)),
    Right.SEE_PAPER_RESULTS: Row(DIGITISING.callers(*Digitising)),
    Right.ENTER_PAPER_RESULTS: Row(DIGITISING.callers(Digitising.ENTER, Digitising.AMEND, Digitising.SCAN)),
    Right.SEND_BACK_PAPER_RESULTS: Row(DIGITISING.callers(Digitising.SEND_BACK)),
    Right.COMPARE_PAPER_RESULTS: Row(DIGITISING.callers(Digitising.SIGN)),
    Right.CORRECT_DOSSIERS: Row(STEPS.callers(Doing.CORRECT), _HELD),
    Right.EXCHANGE: Row(STEPS.callers(Doing.ASK_APPLICANT, Doing.WRITE_DOWN), _HELD),
    Right.SEE_FIGURES: Row({Role.LEADER}, Reach.BELOW),
    # Counts alone; which dossiers went over is shown to whoever works at the successor.
    Right.SEE_MERGERS: Row(DESK | {Role.DIRECTORY_ADMINISTRATOR}, Reach.ALL),
    Right.CLOSE_REPORTS: Row({Role.LEADER}),
    Right.SEE_PROCEDURES: Row(DESK, Reach.ALL),
    Right.SEE_PROCEDURE_DRAFTS: Row({Role.PROCEDURE_EDITOR, Role.LEADER}),
    Right.EDIT_PROCEDURES: Row(CHANGES.callers(Changing.BEGIN, Changing.SAVE, Changing.SEND, Changing.DROP)),
    Right.TAKE_BACK_PROCEDURES: Row(CHANGES.callers(Changing.TAKE_BACK)),
    Right.APPROVE_PROCEDURES: Row(CHANGES.callers(Changing.APPROVE, Changing.RETURN)),
    Right.SEE_NUMBERS: Row({Role.RECORDS_CLERK, Role.LEADER}),
    Right.KEEP_NUMBERS: Row(BOOKS.acted_by),
    Right.SEE_CALENDAR: Row(DESK | {Role.OPERATOR}, Reach.ALL),
    Right.KEEP_CALENDAR: Row({Role.OPERATOR}, Reach.ALL),
    Right.MANAGE_FORMS: Row({Role.OPERATOR}, Reach.ALL),
}
