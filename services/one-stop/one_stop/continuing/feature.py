"""What an agency had goes on at its successor."""

from one_stop.continuing import events
from one_stop.continuing.actions import CONTINUE, LOOK_AGAIN
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(Handlers(events.HANDLERS), jobs=[CONTINUE, LOOK_AGAIN]))
