"""What this feature listens to."""

from one_stop.returns.collecting import take_collected
from shared.contracts.event import Event
from shared.contracts.online_services import ResultCollected
from shared.messaging.inbox import Handler

HANDLERS: dict[type[Event], Handler] = {ResultCollected: take_collected}
