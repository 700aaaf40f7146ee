"""Who may do what with documents. Rows are filtered besides, by the caller's agency and part in the document."""

from enum import StrEnum

from document_exchange.accesses.rules import MAY_SEE_ACCESSES
from document_exchange.consulting.rules import MAY_GIVE_OPINIONS
from document_exchange.documents.rules import CLERK, LEADERS, MAY_REASSIGN, MAY_VIEW_OUTGOING, STEPS, Step
from document_exchange.incoming.rules import MAY_ASSIGN, MAY_VIEW_INCOMING, Act
from document_exchange.incoming.rules import STEPS as INCOMING_STEPS
from document_exchange.instructing.rules import STEPS as WORK_STEPS
from document_exchange.instructing.rules import Work
from document_exchange.lending.rules import MAY_LEND
from document_exchange.registers.books import BOOKS
from document_exchange.schedule.rules import KEEPS_FEED, MAY_PUBLISH, MAY_SEE_SCHEDULE
from document_exchange.tasks.rules import MAY_VIEW_TASKS, TaskAct
from document_exchange.tasks.rules import STEPS as TASK_STEPS
from shared.access.rights import ANYONE, UNIT_HEAD, Reach, RightsTable, Role, Row, Scope


class Right(StrEnum):
    """Quyền trong trao đổi văn bản."""

    DRAFT = "draft"  # soạn thảo, trình ký
    SIGN = "sign"  # ký số, trả lại dự thảo
    ISSUE = "issue"  # cấp số, ký số cơ quan, đổi nơi nhận, phát hành, cập nhật, lấy lại
    REVIEW = "review"  # kiểm tra dự thảo, ký nháy, trả lại
    SET_FLOWS = "set-flows"  # lập quy trình trình ký của cơ quan
    OWN_SIGNATURE = "own-signature"  # tải lên, đổi, bỏ hình chữ ký của mình
    SEAL_PICTURE = "seal-picture"  # tải lên, đổi, bỏ hình con dấu của cơ quan
    SET_SERIES = "set-series"  # mở, đổi, kết thúc hệ thống số theo quyết định của người đứng đầu
    CANCEL = "cancel"  # hủy văn bản chưa phát hành
    REASSIGN = "reassign"  # đổi người ký, người soạn thảo
    VIEW_OUTGOING = "view-outgoing"  # xem văn bản đi
    VIEW_INCOMING = "view-incoming"  # xem văn bản đến
    RECEIVE = "receive"  # nhập, tiếp nhận, sửa, trả lại, trả lời yêu cầu lấy lại
    ASSIGN = "assign"  # phân công xử lý
    PRESENT = "present"  # trình lãnh đạo, rút lại
    INSTRUCT = "instruct"  # cho ý kiến chỉ đạo, chuyển lãnh đạo khác, trả lại văn thư
    PROCESS = "process"  # xử lý, hoàn thành
    EXCHANGE = "exchange"  # gửi, nhận gói tin edXML
    READ_REGISTERS = "read-registers"  # xem, in sổ đăng ký văn bản
    KEEP_NUMBERS = "keep-numbers"  # giữ, trả, bỏ số; khóa, mở sổ năm
    MANAGE_FORMS = "manage-forms"  # xem thử, dùng mẫu in của tỉnh
    SEE_FIGURES = "see-figures"  # xem số liệu của cơ quan và cơ quan trực thuộc
    VIEW_TASKS = "view-tasks"  # xem, làm nhiệm vụ được giao
    GIVE_TASKS = "give-tasks"  # giao nhiệm vụ
    SEE_SCHEDULE = "see-schedule"  # xem, đăng ký lịch công tác
    PUBLISH_SCHEDULE = "publish-schedule"  # công bố lịch công tác, giữ phòng họp
    KEEP_FEED = "keep-feed"  # tạo, thu hồi đường dẫn lịch riêng của mình
    READ_FEED = "read-feed"  # đọc lịch riêng qua đường dẫn bí mật
    GIVE_OPINIONS = "give-opinions"  # cho ý kiến về dự thảo
    LEND_COPIES = "lend-copies"  # cho sử dụng bản lưu, ghi đã trả
    SEE_ACCESSES = "see-accesses"  # xem ai đã mở, in, thay đổi văn bản
    SEE_TASK_BOARD = "see-task-board"  # xem bảng theo dõi chỉ đạo điều hành


_HIS: dict[str, Reach] = {Role.SPECIALIST: Reach.OWN}

RIGHTS: RightsTable[Right] = {
    # Drafts are their drafter's, and whoever's look they wait for.
    Right.DRAFT: Row(STEPS.callers(Step.DRAFT, Step.EDIT, Step.SUBMIT, Step.TAKE_BACK), Reach.OWN),
    Right.SIGN: Row(STEPS.callers(Step.SIGN), Reach.OWN),
    Right.ISSUE: Row(
        STEPS.callers(
            Step.NUMBER, Step.SEAL, Step.READDRESS, Step.SEND, Step.RECALL, Step.AMEND, Step.REGISTER, Step.SCAN
        )
    ),
    # A leader hands on and lets go whatever waits in his agency; what was signed any clerk may send back.
    Right.REVIEW: Row(
        STEPS.callers(Step.AGREE, Step.HAND_ON, Step.SKIP, Step.SEND_BACK, Step.RETURN), _HIS | {UNIT_HEAD: Reach.OWN}
    ),
    Right.SET_FLOWS: Row(CLERK | LEADERS),
    # His own picture alone; that of the seal is kept by who keeps the seal (NĐ 30/2020 Điều 32).
    Right.OWN_SIGNATURE: Row(STEPS.callers(Step.SIGN), Reach.OWN),
    Right.SEAL_PICTURE: Row(STEPS.callers(Step.SEAL)),
    # The head decides and the clerk enters it (NĐ 30/2020 Điều 15.1).
    Right.SET_SERIES: Row(BOOKS.acted_by | LEADERS),
    Right.CANCEL: Row(STEPS.callers(Step.CANCEL), _HIS),
    Right.REASSIGN: MAY_REASSIGN,
    Right.VIEW_OUTGOING: MAY_VIEW_OUTGOING,
    Right.VIEW_INCOMING: MAY_VIEW_INCOMING,
    Right.RECEIVE: Row(
        INCOMING_STEPS.callers(Act.ACCEPT, Act.REFUSE, Act.AGREE_RECALL, Act.REFUSE_RECALL)
        | INCOMING_STEPS.callers(Act.ENTER, Act.CORRECT, Act.SCAN, Act.SEAL, Act.STRIKE, Act.UPDATE, Act.REPLACE)
    ),
    Right.ASSIGN: MAY_ASSIGN,
    Right.PRESENT: Row(WORK_STEPS.callers(Work.PRESENT, Work.TAKE_BACK)),
    Right.INSTRUCT: Row(WORK_STEPS.callers(Work.INSTRUCT, Work.HAND_ON, Work.HAND_BACK)),
    Right.PROCESS: Row(INCOMING_STEPS.callers(Act.START, Act.COMPLETE), _HIS),
    Right.EXCHANGE: Row(CLERK | {Scope.DOCUMENTS}),
    Right.READ_REGISTERS: Row(CLERK | LEADERS),
    Right.KEEP_NUMBERS: Row(BOOKS.acted_by),
    Right.MANAGE_FORMS: Row({Role.OPERATOR}, Reach.ALL),
    Right.SEE_FIGURES: Row({Role.LEADER}, Reach.BELOW),
    Right.VIEW_TASKS: MAY_VIEW_TASKS,
    Right.GIVE_TASKS: Row(TASK_STEPS.callers(TaskAct.GIVE)),
    Right.SEE_SCHEDULE: MAY_SEE_SCHEDULE,
    Right.PUBLISH_SCHEDULE: MAY_PUBLISH,
    Right.KEEP_FEED: KEEPS_FEED,
    # The link's secret is asked for in the place of a person.
    Right.READ_FEED: Row({ANYONE}),
    Right.GIVE_OPINIONS: MAY_GIVE_OPINIONS,
    Right.LEND_COPIES: MAY_LEND,
    Right.SEE_ACCESSES: MAY_SEE_ACCESSES,
    Right.SEE_TASK_BOARD: Row(CLERK | LEADERS),
}
RIGHT_LABELS: dict[str, str] = {
    Right.DRAFT: "Soạn thảo, trình ký",
    Right.REVIEW: "Kiểm tra dự thảo, ký nháy, trả lại",
    Right.SET_FLOWS: "Lập quy trình trình ký của cơ quan",
    Right.OWN_SIGNATURE: "Tải lên, đổi, bỏ hình chữ ký của mình",
    Right.SEAL_PICTURE: "Tải lên, đổi, bỏ hình con dấu của cơ quan",
    Right.SET_SERIES: "Mở, đổi, kết thúc hệ thống số theo quyết định của người đứng đầu",
    Right.SIGN: "Ký số, trả lại dự thảo",
    Right.ISSUE: "Cấp số, ký số cơ quan, đổi nơi nhận, phát hành, cập nhật, lấy lại",
    Right.CANCEL: "Hủy văn bản chưa phát hành",
    Right.REASSIGN: "Đổi người ký, người soạn thảo",
    Right.VIEW_OUTGOING: "Xem văn bản đi",
    Right.VIEW_INCOMING: "Xem văn bản đến",
    Right.RECEIVE: "Nhập, tiếp nhận, sửa, trả lại, trả lời yêu cầu lấy lại",
    Right.ASSIGN: "Phân công xử lý",
    Right.PRESENT: "Trình văn bản đến, rút lại",
    Right.INSTRUCT: "Cho ý kiến chỉ đạo, chuyển lãnh đạo khác, trả lại văn thư",
    Right.PROCESS: "Xử lý, hoàn thành",
    Right.EXCHANGE: "Gửi, nhận gói tin",
    Right.READ_REGISTERS: "Xem, in sổ đăng ký",
    Right.SEE_FIGURES: "Xem số liệu",
    Right.VIEW_TASKS: "Xem, thực hiện nhiệm vụ được giao",
    Right.GIVE_TASKS: "Giao nhiệm vụ",
    Right.SEE_SCHEDULE: "Xem, đăng ký lịch công tác",
    Right.PUBLISH_SCHEDULE: "Công bố lịch công tác, giữ phòng họp",
    Right.KEEP_FEED: "Tạo, thu hồi đường dẫn lịch riêng của mình",
    Right.READ_FEED: "Đọc lịch riêng qua đường dẫn bí mật",
    Right.LEND_COPIES: "Cho sử dụng bản lưu, ghi đã trả",
    Right.SEE_ACCESSES: "Xem ai đã mở, in, thay đổi văn bản",
    Right.SEE_TASK_BOARD: "Xem bảng theo dõi chỉ đạo điều hành",
    Right.GIVE_OPINIONS: "Cho ý kiến về dự thảo",
    Right.KEEP_NUMBERS: "Giữ, hủy, giải trình số; khóa, mở năm",
    Right.MANAGE_FORMS: "Đổi mẫu in sổ của tỉnh",
}
"""What people read of each right."""
