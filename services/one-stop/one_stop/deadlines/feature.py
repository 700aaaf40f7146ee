"""Terms of dossiers are watched."""

from one_stop.deadlines.actions import BEGIN, DEADLINE, TERM_USED
from one_stop.deadlines.handing_over import HAND_OVER
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(jobs=[DEADLINE, TERM_USED, HAND_OVER, BEGIN]))
