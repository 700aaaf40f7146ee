"""What this feature listens to: one-stop itself, on behalf of the agency that was asked."""

from one_stop.parts.following import note_progress
from shared.contracts.event import Event
from shared.contracts.one_stop_parts import PartProgressed
from shared.messaging.inbox import Handler

HANDLERS: dict[type[Event], Handler] = {PartProgressed: note_progress}
