"""What this feature listens to."""

from one_stop.result_book.entering import take_answer
from shared.contracts.document_exchange import ResultEntered
from shared.contracts.event import Event
from shared.messaging.inbox import Handler

HANDLERS: dict[type[Event], Handler] = {ResultEntered: take_answer}
