"""Parts of dossiers that other agencies do, at the agency that asks. Their buttons stand on the dossier's page (`desk`)."""

from one_stop.parts.events import HANDLERS
from one_stop.parts.watching import PART_DEADLINE
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(Handlers(HANDLERS), jobs=[PART_DEADLINE]))
