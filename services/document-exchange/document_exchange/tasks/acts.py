"""What is done with a task, whichever way it was asked for: act → function."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks import answering, deciding, working
from document_exchange.tasks.models import Task
from document_exchange.tasks.rules import TaskAct
from document_exchange.tasks.schemas import TaskActIn
from document_exchange.tasks.working import Files
from shared.access.identity import Identity

Perform = Callable[[AsyncSession, Identity, UUID, TaskActIn, Files], Awaitable[Task]]

ACTS: Mapping[TaskAct, Perform] = {
    TaskAct.DISTRIBUTE: working.distribute,
    TaskAct.PROGRESS: working.progress,
    TaskAct.REPORT_PART: working.report_part,
    TaskAct.COMPLETE: working.complete,
    TaskAct.GIVE_BACK: working.give_back,
    TaskAct.ASK_EXTENSION: working.ask_extension,
    TaskAct.ANSWER: answering.answer,
    TaskAct.CONFIRM: deciding.confirm,
    TaskAct.SEND_BACK: deciding.send_back,
    TaskAct.EXTEND: partial(deciding.decide_extension, act=TaskAct.EXTEND),
    TaskAct.REFUSE_EXTENSION: partial(deciding.decide_extension, act=TaskAct.REFUSE_EXTENSION),
    TaskAct.CHANGE_LEAD: deciding.change_lead,
    TaskAct.SHARE: deciding.share,
    TaskAct.TAKE_OFF: deciding.take_off,
    TaskAct.NAME_MONITOR: deciding.set_monitor,
    TaskAct.CANCEL: deciding.cancel,
    TaskAct.REOPEN: deciding.reopen,
}
WITH_PROOFS = frozenset({TaskAct.PROGRESS, TaskAct.COMPLETE, TaskAct.REPORT_PART})
"""Acts that take evidence files (minh chứng)."""
