"""Nhiệm vụ: what the axis and the directory bring, and the mornings on which a term is told of."""

from document_exchange.tasks.deadlines import TASK_DEADLINE
from document_exchange.tasks.digest import DIGEST
from document_exchange.tasks.events import take_report, take_told
from document_exchange.tasks.leaving import follow_merger, release_tasks
from shared.contracts.document_exchange_tasks import TaskReported, TaskTold
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(
    work=Work(
        Handlers(
            {
                TaskTold: take_told,
                TaskReported: take_report,
                PersonRecorded: release_tasks,
                UnitRecorded: follow_merger,
            }
        ),
        jobs=[TASK_DEADLINE, DIGEST],
    )
)
