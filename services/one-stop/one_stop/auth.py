"""Who may do what in one-stop. Role here, agency and holder in the rules: all three must allow it."""

from enum import StrEnum
from typing import Annotated

from fastapi import Depends

from one_stop.dossiers.books import BOOKS
from one_stop.dossiers.rules import DESK, MAY_REASSIGN, STEPS, Doing
from shared.access.identity import Identity
from shared.access.rights import Reach, RightsTable, Role, Row
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
    SEE_FIGURES = "see-figures"  # xem số liệu của cơ quan và cơ quan trực thuộc
    SEE_PROCEDURES = "see-procedures"  # xem thủ tục
    SEE_NUMBERS = "see-numbers"  # xem sổ và số của phiếu, mã hồ sơ
    KEEP_NUMBERS = "keep-numbers"  # giữ, trả, bỏ số; khóa, mở sổ năm
    MANAGE_FORMS = "manage-forms"  # xem thử, dùng mẫu in của tỉnh


# What a specialist moves, he holds; what nobody holds yet he may take.
_HELD: dict[str, Reach] = {Role.SPECIALIST: Reach.OWN}

RIGHTS: RightsTable[Right] = {
    Right.SEE_DOSSIERS: Row(DESK),
    Right.RECEIVE_DOSSIERS: Row(
        STEPS.callers(Doing.ACCEPT, Doing.REFUSE, Doing.TAKE_SUPPLEMENT, Doing.SCAN, Doing.HAND_OVER)
    ),
    Right.REQUEST_SUPPLEMENTS: Row(STEPS.callers(Doing.REQUEST_SUPPLEMENT), _HELD),
    Right.MOVE_DOSSIERS: Row(STEPS.callers(Doing.TRANSFER), _HELD),
    Right.RETURN_DOSSIERS: Row(STEPS.callers(Doing.RETURN), _HELD),
    Right.ASSIGN_DOSSIERS: MAY_REASSIGN,
    Right.STOP_DOSSIERS: Row(STEPS.callers(Doing.STOP)),
    Right.DRAFT_RESULTS: Row(STEPS.callers(Doing.CLAIM, Doing.FINISH)),
    Right.SIGN_RESULTS: Row(STEPS.callers(Doing.SIGN)),
    Right.SEE_FIGURES: Row({Role.LEADER}, Reach.BELOW),
    Right.SEE_PROCEDURES: Row(DESK, Reach.ALL),
    Right.SEE_NUMBERS: Row({Role.RECORDS_CLERK, Role.LEADER}),
    Right.KEEP_NUMBERS: Row(BOOKS.acted_by),
    Right.MANAGE_FORMS: Row({Role.OPERATOR}, Reach.ALL),
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
MaySeeFigures = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_FIGURES))]
MaySeeProcedures = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_PROCEDURES))]
