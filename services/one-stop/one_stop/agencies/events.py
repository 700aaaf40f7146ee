"""What this feature listens to. A person's record comes by way of `moves`, which also looks after the person's work."""

from one_stop.agencies.actions import keep_agency
from shared.contracts.event import Event
from shared.contracts.mail_directory import AgencyRecorded
from shared.messaging.inbox import Handler

HANDLERS: dict[type[Event], Handler] = {AgencyRecorded: keep_agency}
