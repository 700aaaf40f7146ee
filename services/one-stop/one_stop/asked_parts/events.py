"""What this feature listens to: who asks, and the directory, when a holder leaves or units are merged."""

from one_stop.asked_parts.arriving import follow_merger, part_asked, part_recalled, part_slip_sealed, release_parts
from shared.contracts.event import Event
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.contracts.one_stop_parts import PartAsked, PartRecalled, PartSlipSealed
from shared.messaging.inbox import Handler

HANDLERS: dict[type[Event], Handler] = {
    PartAsked: part_asked,
    PartSlipSealed: part_slip_sealed,
    PartRecalled: part_recalled,
    PersonRecorded: release_parts,
    UnitRecorded: follow_merger,
}
