"""Withdrawals, and dossiers that are stopped."""

from one_stop.closing.events import HANDLERS
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(Handlers(HANDLERS)))
