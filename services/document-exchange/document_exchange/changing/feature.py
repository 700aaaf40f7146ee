"""Wishes of senders of the platform."""

from document_exchange.changing.events import take_change_asked
from shared.contracts.document_exchange import ChangeAsked
from shared.core.settings import Settings
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature


def work(_: Settings) -> Work:
    return Work(Handlers({ChangeAsked: take_change_asked}))


FEATURE = Feature(work=work)
