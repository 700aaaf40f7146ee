"""What this feature listens to."""

from one_stop.agencies.actions import keep_agency, keep_person
from shared.contracts.event import Event
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.inbox import Handler

HANDLERS: dict[type[Event], Handler] = {AgencyRecorded: keep_agency, PersonRecorded: keep_person}
