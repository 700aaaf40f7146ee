"""The rights of `one_stop.rights`, as routes ask for them in their signatures."""

from typing import Annotated

from fastapi import Depends

from one_stop.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.web.callers import require

MaySee = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_DOSSIERS))]
MayReceive = Annotated[Identity, Depends(require(RIGHTS, Right.RECEIVE_DOSSIERS))]
MayTakeIn = Annotated[Identity, Depends(require(RIGHTS, Right.TAKE_IN_LISTS))]
MayMark = Annotated[Identity, Depends(require(RIGHTS, Right.MARK_PAPERS))]
MayRequestSupplements = Annotated[Identity, Depends(require(RIGHTS, Right.REQUEST_SUPPLEMENTS))]
MayMove = Annotated[Identity, Depends(require(RIGHTS, Right.MOVE_DOSSIERS))]
MayReturn = Annotated[Identity, Depends(require(RIGHTS, Right.RETURN_DOSSIERS))]
MayAssign = Annotated[Identity, Depends(require(RIGHTS, Right.ASSIGN_DOSSIERS))]
MayStop = Annotated[Identity, Depends(require(RIGHTS, Right.STOP_DOSSIERS))]
MayProposeApologies = Annotated[Identity, Depends(require(RIGHTS, Right.PROPOSE_APOLOGIES))]
MayDecideDueDates = Annotated[Identity, Depends(require(RIGHTS, Right.DECIDE_DUE_DATES))]
MayResumeClock = Annotated[Identity, Depends(require(RIGHTS, Right.RESUME_CLOCK))]
MayProposeStop = Annotated[Identity, Depends(require(RIGHTS, Right.PROPOSE_STOPS))]
MayWithdraw = Annotated[Identity, Depends(require(RIGHTS, Right.WITHDRAW_DOSSIERS))]
MayDraft = Annotated[Identity, Depends(require(RIGHTS, Right.DRAFT_RESULTS))]
MaySign = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN_RESULTS))]
MayAskParts = Annotated[Identity, Depends(require(RIGHTS, Right.ASK_PARTS))]
MayRecallParts = Annotated[Identity, Depends(require(RIGHTS, Right.RECALL_PARTS))]
MaySkipParts = Annotated[Identity, Depends(require(RIGHTS, Right.SKIP_PARTS))]
MaySeeParts = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_PARTS))]
MayGiveParts = Annotated[Identity, Depends(require(RIGHTS, Right.GIVE_PARTS))]
MayAnswerParts = Annotated[Identity, Depends(require(RIGHTS, Right.ANSWER_PARTS))]
MaySignParts = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN_PARTS))]
MayRecall = Annotated[Identity, Depends(require(RIGHTS, Right.RECALL_RESULTS))]
MayChangeResults = Annotated[Identity, Depends(require(RIGHTS, Right.CHANGE_RESULTS))]
MayUndoHandOver = Annotated[Identity, Depends(require(RIGHTS, Right.UNDO_HAND_OVERS))]
MayWriteNotes = Annotated[Identity, Depends(require(RIGHTS, Right.WRITE_NOTES))]
MayRecordChecks = Annotated[Identity, Depends(require(RIGHTS, Right.RECORD_CHECKS))]
MayGiveTasks = Annotated[Identity, Depends(require(RIGHTS, Right.GIVE_TASKS))]
MayDoTasks = Annotated[Identity, Depends(require(RIGHTS, Right.DO_TASKS))]
MayCorrect = Annotated[Identity, Depends(require(RIGHTS, Right.CORRECT_DOSSIERS))]
MayExchange = Annotated[Identity, Depends(require(RIGHTS, Right.EXCHANGE))]
MaySeeFigures = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_FIGURES))]
MayCloseReports = Annotated[Identity, Depends(require(RIGHTS, Right.CLOSE_REPORTS))]
MaySeeProcedures = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_PROCEDURES))]
MaySeeProcedureDrafts = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_PROCEDURE_DRAFTS))]
MayEditProcedures = Annotated[Identity, Depends(require(RIGHTS, Right.EDIT_PROCEDURES))]
MayTakeBackProcedures = Annotated[Identity, Depends(require(RIGHTS, Right.TAKE_BACK_PROCEDURES))]
MayApproveProcedures = Annotated[Identity, Depends(require(RIGHTS, Right.APPROVE_PROCEDURES))]
MaySeeCalendar = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_CALENDAR))]
MayKeepCalendar = Annotated[Identity, Depends(require(RIGHTS, Right.KEEP_CALENDAR))]
