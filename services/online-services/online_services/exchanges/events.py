"""What the agency writes to the owner."""

from online_services.exchanges.actions import note_asked
from shared.contracts.one_stop_aside import ApplicantAsked
from shared.messaging.inbox import Handlers

HANDLERS = Handlers(single={ApplicantAsked: note_asked})
