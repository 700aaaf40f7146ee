"""Parts that other agencies give to this one, as they arrive and are answered. Their pages are `part_desk`."""

from one_stop.asked_parts.events import HANDLERS
from one_stop.asked_parts.watching import PART_DEADLINE
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(Handlers(HANDLERS), jobs=[PART_DEADLINE]))
