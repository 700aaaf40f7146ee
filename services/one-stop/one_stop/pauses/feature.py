"""Pauses that last longer than expected are reminded of."""

from one_stop.pauses.actions import PAUSE_OVER
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(jobs=[PAUSE_OVER]))
