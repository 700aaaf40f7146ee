"""Questions and answers with the applicant."""

from one_stop.exchanges.events import HANDLERS
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(Handlers(HANDLERS)))
