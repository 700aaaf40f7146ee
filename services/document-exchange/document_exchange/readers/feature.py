"""Quyền xem văn bản đến: what the worker does for it."""

from document_exchange.readers.events import follow_unit
from shared.contracts.mail_directory import UnitRecorded
from shared.core.settings import Settings
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature


def work(_settings: Settings) -> Work:
    return Work(Handlers({UnitRecorded: follow_unit}))


FEATURE = Feature(work=work)
