"""What this feature listens to."""

from one_stop.closing.withdrawing import withdraw_dossier
from shared.contracts.event import Event
from shared.contracts.online_services import SubmissionWithdrawn
from shared.messaging.inbox import Handler

HANDLERS: dict[type[Event], Handler] = {SubmissionWithdrawn: withdraw_dossier}
