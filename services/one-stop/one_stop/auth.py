"""Who may do what in one-stop. Role here, agency and holder in the rules: all three must allow it."""

from enum import StrEnum
from typing import Annotated

from fastapi import Depends

from shared.access.identity import Identity
from shared.access.rights import RightsTable, Role
from shared.web.callers import require


class Right(StrEnum):
    """Quyền ở bộ phận một cửa và phòng chuyên môn."""

    SEE_DOSSIERS = "see-dossiers"  # xem hồ sơ của cơ quan mình
    RECEIVE_DOSSIERS = "receive-dossiers"  # tiếp nhận, từ chối, trả kết quả
    REQUEST_SUPPLEMENTS = "request-supplements"  # yêu cầu bổ sung
    MOVE_DOSSIERS = "move-dossiers"  # chuyển bước
    RETURN_DOSSIERS = "return-dossiers"  # trả lại bước trước
    ASSIGN_DOSSIERS = "assign-dossiers"  # giao lại hồ sơ cho người khác, rút về
    STOP_DOSSIERS = "stop-dossiers"  # dừng giải quyết khi quá hạn bổ sung
    DRAFT_RESULTS = "draft-results"  # dự thảo kết quả
    SIGN_RESULTS = "sign-results"  # ký duyệt kết quả
    SEE_PROCEDURES = "see-procedures"  # xem thủ tục


_DESK = frozenset({Role.COUNTER_OFFICER.value, Role.SPECIALIST.value, Role.LEADER.value})

RIGHTS: RightsTable[Right] = {
    Right.SEE_DOSSIERS: _DESK,
    Right.RECEIVE_DOSSIERS: frozenset({Role.COUNTER_OFFICER.value}),
    Right.REQUEST_SUPPLEMENTS: frozenset({Role.COUNTER_OFFICER.value, Role.SPECIALIST.value}),
    Right.MOVE_DOSSIERS: _DESK,
    Right.RETURN_DOSSIERS: frozenset({Role.SPECIALIST.value, Role.LEADER.value}),
    Right.ASSIGN_DOSSIERS: frozenset({Role.LEADER.value, Role.COUNTER_OFFICER.value}),
    Right.STOP_DOSSIERS: frozenset({Role.SPECIALIST.value, Role.LEADER.value}),
    Right.DRAFT_RESULTS: frozenset({Role.SPECIALIST.value}),
    Right.SIGN_RESULTS: frozenset({Role.LEADER.value}),
    Right.SEE_PROCEDURES: _DESK,
}

MaySee = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_DOSSIERS))]
MayReceive = Annotated[Identity, Depends(require(RIGHTS, Right.RECEIVE_DOSSIERS))]
MayRequestSupplements = Annotated[Identity, Depends(require(RIGHTS, Right.REQUEST_SUPPLEMENTS))]
MayMove = Annotated[Identity, Depends(require(RIGHTS, Right.MOVE_DOSSIERS))]
MayReturn = Annotated[Identity, Depends(require(RIGHTS, Right.RETURN_DOSSIERS))]
MayAssign = Annotated[Identity, Depends(require(RIGHTS, Right.ASSIGN_DOSSIERS))]
MayStop = Annotated[Identity, Depends(require(RIGHTS, Right.STOP_DOSSIERS))]
MayDraft = Annotated[Identity, Depends(require(RIGHTS, Right.DRAFT_RESULTS))]
MaySign = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN_RESULTS))]
MaySeeProcedures = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_PROCEDURES))]
