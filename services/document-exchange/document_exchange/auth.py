"""Who may do what with documents. Rows are filtered besides, by the caller's agency and part in the document."""

from enum import StrEnum
from typing import Annotated

from fastapi import Depends

from document_exchange.documents.rules import CLERK, LEADERS, STAFF, STEPS, Step
from document_exchange.incoming.rules import STEPS as INCOMING_STEPS
from document_exchange.incoming.rules import Act
from document_exchange.registers.books import BOOKS
from shared.access.identity import Identity
from shared.access.rights import UNIT_HEAD, Role, Scope
from shared.web.callers import require


class Right(StrEnum):
    """Quyền trong trao đổi văn bản."""

    DRAFT = "draft"  # soạn thảo, trình ký
    SIGN = "sign"  # ký số, trả lại dự thảo
    ISSUE = "issue"  # cấp số, ký số cơ quan, đổi nơi nhận, phát hành, lấy lại
    CANCEL = "cancel"  # hủy văn bản chưa phát hành
    REASSIGN = "reassign"  # đổi người ký, người soạn thảo
    VIEW_OUTGOING = "view-outgoing"  # xem văn bản đi
    VIEW_INCOMING = "view-incoming"  # xem văn bản đến
    RECEIVE = "receive"  # tiếp nhận, trả lại, trả lời yêu cầu lấy lại
    ASSIGN = "assign"  # phân công xử lý
    PROCESS = "process"  # xử lý, hoàn thành
    EXCHANGE = "exchange"  # gửi, nhận gói tin edXML
    READ_REGISTERS = "read-registers"  # xem, in sổ đăng ký văn bản
    KEEP_NUMBERS = "keep-numbers"  # giữ, trả, bỏ số; khóa, mở sổ năm
    MANAGE_FORMS = "manage-forms"  # xem thử, dùng mẫu in của tỉnh
    SEE_FIGURES = "see-figures"  # xem số liệu của cơ quan và cơ quan trực thuộc


RIGHTS: dict[Right, frozenset[str]] = {
    Right.DRAFT: STEPS.callers(Step.DRAFT, Step.EDIT, Step.SUBMIT, Step.TAKE_BACK, Step.RETURN),
    Right.SIGN: STEPS.callers(Step.SIGN),
    Right.ISSUE: STEPS.callers(
        Step.NUMBER, Step.SEAL, Step.READDRESS, Step.SEND, Step.RECALL, Step.REGISTER, Step.SCAN
    ),
    Right.CANCEL: STEPS.callers(Step.CANCEL),
    Right.REASSIGN: STEPS.callers(Step.REASSIGN),
    Right.VIEW_OUTGOING: STAFF | {Scope.DOCUMENTS, UNIT_HEAD},
    Right.VIEW_INCOMING: STAFF | {Scope.DOCUMENTS, UNIT_HEAD},
    Right.RECEIVE: INCOMING_STEPS.callers(Act.ACCEPT, Act.REFUSE, Act.AGREE_RECALL, Act.REFUSE_RECALL),
    Right.ASSIGN: INCOMING_STEPS.callers(Act.ASSIGN),
    Right.PROCESS: INCOMING_STEPS.callers(Act.START, Act.COMPLETE),
    Right.EXCHANGE: CLERK | {Scope.DOCUMENTS},
    Right.READ_REGISTERS: CLERK | LEADERS,
    Right.KEEP_NUMBERS: BOOKS.acted_by,
    Right.MANAGE_FORMS: frozenset({Role.OPERATOR.value}),
    Right.SEE_FIGURES: frozenset({Role.LEADER.value}),
}

MayDraft = Annotated[Identity, Depends(require(RIGHTS, Right.DRAFT))]
MaySign = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN))]
MayIssue = Annotated[Identity, Depends(require(RIGHTS, Right.ISSUE))]
MayCancel = Annotated[Identity, Depends(require(RIGHTS, Right.CANCEL))]
MayReassign = Annotated[Identity, Depends(require(RIGHTS, Right.REASSIGN))]
MayViewOutgoing = Annotated[Identity, Depends(require(RIGHTS, Right.VIEW_OUTGOING))]
MayViewIncoming = Annotated[Identity, Depends(require(RIGHTS, Right.VIEW_INCOMING))]
MayReceive = Annotated[Identity, Depends(require(RIGHTS, Right.RECEIVE))]
MayExchange = Annotated[Identity, Depends(require(RIGHTS, Right.EXCHANGE))]
MaySeeFigures = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_FIGURES))]
MayReadRegisters = Annotated[Identity, Depends(require(RIGHTS, Right.READ_REGISTERS))]
