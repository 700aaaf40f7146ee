"""Returning results: handed over at the desk, collected online."""

from one_stop.returns.events import HANDLERS
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(Handlers(HANDLERS)))
