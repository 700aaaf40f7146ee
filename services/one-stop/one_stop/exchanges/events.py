"""What this feature listens to."""

from one_stop.exchanges.actions import take_in
from shared.contracts.event import Event
from shared.contracts.online_services import ApplicantWrote
from shared.messaging.inbox import Handler

HANDLERS: dict[type[Event], Handler] = {ApplicantWrote: take_in}
