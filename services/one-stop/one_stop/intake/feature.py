"""What was filed online arrives; of what was brought to a counter before, the portal is told once whose it is."""

from one_stop.intake.catching_up import BEGIN, TELL_STRETCH
from one_stop.intake.events import HANDLERS
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(Handlers(HANDLERS), jobs=[BEGIN, TELL_STRETCH]))
