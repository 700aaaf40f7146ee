"""Who may do what with documents. Rows are filtered besides, by the caller's agency and part in the document."""

from enum import StrEnum

from document_exchange.documents.rules import CLERK, LEADERS, MAY_REASSIGN, MAY_VIEW_OUTGOING, STEPS, Step
from document_exchange.incoming.rules import MAY_ASSIGN, MAY_VIEW_INCOMING, Act
from document_exchange.incoming.rules import STEPS as INCOMING_STEPS
from document_exchange.instructing.rules import STEPS as WORK_STEPS
from document_exchange.instructing.rules import Work
from document_exchange.registers.books import BOOKS
from shared.access.rights import Reach, RightsTable, Role, Row, Scope


class Right(StrEnum):
    """Quyền trong trao đổi văn bản."""

    DRAFT = "draft"  # soạn thảo, trình ký
    SIGN = "sign"  # ký số, trả lại dự thảo
    ISSUE = "issue"  # cấp số, ký số cơ quan, đổi nơi nhận, phát hành, lấy lại
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


_HIS: dict[str, Reach] = {Role.SPECIALIST: Reach.OWN}

RIGHTS: RightsTable[Right] = {
    # Drafts are their drafter's, and a leader's what was submitted to him; what he has signed any clerk may send back.
    Right.DRAFT: Row(
        STEPS.callers(Step.DRAFT, Step.EDIT, Step.SUBMIT, Step.TAKE_BACK, Step.RETURN),
        _HIS | {Role.LEADER: Reach.OWN},
    ),
    Right.SIGN: Row(STEPS.callers(Step.SIGN), Reach.OWN),
    Right.ISSUE: Row(
        STEPS.callers(Step.NUMBER, Step.SEAL, Step.READDRESS, Step.SEND, Step.RECALL, Step.REGISTER, Step.SCAN)
    ),
    Right.CANCEL: Row(STEPS.callers(Step.CANCEL), _HIS),
    Right.REASSIGN: MAY_REASSIGN,
    Right.VIEW_OUTGOING: MAY_VIEW_OUTGOING,
    Right.VIEW_INCOMING: MAY_VIEW_INCOMING,
    Right.RECEIVE: Row(
        INCOMING_STEPS.callers(Act.ACCEPT, Act.REFUSE, Act.AGREE_RECALL, Act.REFUSE_RECALL)
        | INCOMING_STEPS.callers(Act.ENTER, Act.CORRECT, Act.SCAN, Act.SEAL, Act.STRIKE)
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
}
