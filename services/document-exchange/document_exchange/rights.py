"""Who may do what with documents. Rows are filtered besides, by the caller's agency and part in the document."""

from enum import StrEnum

from document_exchange.consulting.rules import MAY_GIVE_OPINIONS
from document_exchange.documents.rules import CLERK, LEADERS, MAY_REASSIGN, MAY_VIEW_OUTGOING, STEPS, Step
from document_exchange.incoming.rules import MAY_ASSIGN, MAY_VIEW_INCOMING, Act
from document_exchange.incoming.rules import STEPS as INCOMING_STEPS
from document_exchange.instructing.rules import STEPS as WORK_STEPS
from document_exchange.instructing.rules import Work
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
    Right.SEE_TASK_BOARD: Row(CLERK | LEADERS),
}
