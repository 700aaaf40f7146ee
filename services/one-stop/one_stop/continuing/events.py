"""What this feature listens to: agencies that were merged or dissolved."""

from one_stop.continuing.actions import agency_merged
from shared.contracts.event import Event
from shared.contracts.mail_directory import AgencyMerged
from shared.messaging.inbox import Handler

HANDLERS: dict[type[Event], Handler] = {AgencyMerged: agency_merged}
