"""Who may do what with documents. Rows are filtered besides, by the caller's agency and part in the document."""

from enum import StrEnum
from typing import Annotated

from fastapi import Depends

from shared.access.identity import Identity
from shared.access.rights import Role, Scope
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


_STAFF = frozenset({Role.RECORDS_CLERK, Role.SPECIALIST, Role.LEADER})

RIGHTS: dict[Right, frozenset[str]] = {
    Right.DRAFT: _STAFF,
    Right.SIGN: frozenset({Role.LEADER}),
    Right.ISSUE: frozenset({Role.RECORDS_CLERK}),
    Right.CANCEL: _STAFF,
    Right.REASSIGN: frozenset({Role.RECORDS_CLERK, Role.LEADER}),
    Right.VIEW_OUTGOING: _STAFF | {Scope.DOCUMENTS},
    Right.VIEW_INCOMING: _STAFF | {Scope.DOCUMENTS},
    Right.RECEIVE: frozenset({Role.RECORDS_CLERK, Scope.DOCUMENTS}),
    Right.ASSIGN: frozenset({Role.LEADER, Scope.DOCUMENTS}),
    Right.PROCESS: frozenset({Role.SPECIALIST, Role.LEADER, Scope.DOCUMENTS}),
    Right.EXCHANGE: frozenset({Role.RECORDS_CLERK, Scope.DOCUMENTS}),
    Right.READ_REGISTERS: frozenset({Role.RECORDS_CLERK, Role.LEADER}),
}

MayDraft = Annotated[Identity, Depends(require(RIGHTS, Right.DRAFT))]
MaySign = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN))]
MayIssue = Annotated[Identity, Depends(require(RIGHTS, Right.ISSUE))]
MayCancel = Annotated[Identity, Depends(require(RIGHTS, Right.CANCEL))]
MayReassign = Annotated[Identity, Depends(require(RIGHTS, Right.REASSIGN))]
MayViewOutgoing = Annotated[Identity, Depends(require(RIGHTS, Right.VIEW_OUTGOING))]
MayViewIncoming = Annotated[Identity, Depends(require(RIGHTS, Right.VIEW_INCOMING))]
MayReceive = Annotated[Identity, Depends(require(RIGHTS, Right.RECEIVE))]
MayAssign = Annotated[Identity, Depends(require(RIGHTS, Right.ASSIGN))]
MayProcess = Annotated[Identity, Depends(require(RIGHTS, Right.PROCESS))]
MayExchange = Annotated[Identity, Depends(require(RIGHTS, Right.EXCHANGE))]
MayReadRegisters = Annotated[Identity, Depends(require(RIGHTS, Right.READ_REGISTERS))]
