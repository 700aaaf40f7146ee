"""Tasks that officers give each other on dossiers are reminded."""

from one_stop.tasks.watching import TASK_DEADLINE
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(jobs=[TASK_DEADLINE]))
