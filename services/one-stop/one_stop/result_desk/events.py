"""What this feature listens to."""

from one_stop.result_book.entering import take_answer
from one_stop.results.numbering import take_reserved, take_voided
from shared.contracts.document_exchange import ResultEntered, ResultNumberReserved, ResultNumberVoided
from shared.contracts.event import Event
from shared.messaging.inbox import Handler

HANDLERS: dict[type[Event], Handler] = {
    ResultEntered: take_answer,
    ResultNumberReserved: take_reserved,
    ResultNumberVoided: take_voided,
}
