"""The rights of `document_exchange.rights`, as routes ask for them in their signatures."""

from typing import Annotated

from fastapi import Depends

from document_exchange.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.web.callers import require

MayDraft = Annotated[Identity, Depends(require(RIGHTS, Right.DRAFT))]
MaySign = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN))]
MayIssue = Annotated[Identity, Depends(require(RIGHTS, Right.ISSUE))]
MayReview = Annotated[Identity, Depends(require(RIGHTS, Right.REVIEW))]
MaySetFlows = Annotated[Identity, Depends(require(RIGHTS, Right.SET_FLOWS))]
MaySetSeries = Annotated[Identity, Depends(require(RIGHTS, Right.SET_SERIES))]
MayCancel = Annotated[Identity, Depends(require(RIGHTS, Right.CANCEL))]
MayReassign = Annotated[Identity, Depends(require(RIGHTS, Right.REASSIGN))]
MayViewOutgoing = Annotated[Identity, Depends(require(RIGHTS, Right.VIEW_OUTGOING))]
MayViewIncoming = Annotated[Identity, Depends(require(RIGHTS, Right.VIEW_INCOMING))]
MayReceive = Annotated[Identity, Depends(require(RIGHTS, Right.RECEIVE))]
MayExchange = Annotated[Identity, Depends(require(RIGHTS, Right.EXCHANGE))]
MaySeeFigures = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_FIGURES))]
MayLendCopies = Annotated[Identity, Depends(require(RIGHTS, Right.LEND_COPIES))]
MaySeeAccesses = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_ACCESSES))]
MayReadRegisters = Annotated[Identity, Depends(require(RIGHTS, Right.READ_REGISTERS))]
MayViewTasks = Annotated[Identity, Depends(require(RIGHTS, Right.VIEW_TASKS))]
MayGiveTasks = Annotated[Identity, Depends(require(RIGHTS, Right.GIVE_TASKS))]
MayGiveOpinions = Annotated[Identity, Depends(require(RIGHTS, Right.GIVE_OPINIONS))]
MaySeeTaskBoard = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_TASK_BOARD))]
MaySeeSchedule = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_SCHEDULE))]
MayPublishSchedule = Annotated[Identity, Depends(require(RIGHTS, Right.PUBLISH_SCHEDULE))]
MayKeepFeed = Annotated[Identity, Depends(require(RIGHTS, Right.KEEP_FEED))]
MayReadFeed = Annotated[Identity, Depends(require(RIGHTS, Right.READ_FEED))]
