"""Supplements that were filed online arrive; those that do not are reminded of."""

from one_stop.supplements.events import HANDLERS
from one_stop.supplements.watching import BEGIN, SUPPLEMENT_DEADLINE
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(Handlers(HANDLERS), jobs=[SUPPLEMENT_DEADLINE, BEGIN]))
