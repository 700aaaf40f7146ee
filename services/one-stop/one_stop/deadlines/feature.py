"""Terms of dossiers are watched."""

from one_stop.deadlines.actions import DEADLINE
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(jobs=[DEADLINE]))
