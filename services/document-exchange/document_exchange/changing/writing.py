"""From the answer to a sender's wish to its edXML packet (15, 16), for a sender outside the platform."""

from document_exchange.changing.models import SenderChange
from document_exchange.changing.steps import CODES
from document_exchange.incoming.models import IncomingDocument
from document_exchange.packets import writer
from document_exchange.packets.organs import organ_of, staff_of
from document_exchange.packets.packet import Response, StatusPacket
from shared.core.clock import VIETNAM
from shared.directory.models import Agency

_LONGEST_CODE, _LONGEST_ID = 50, 100


def write_answer(change: SenderChange, incoming: IncomingDocument | None, agency: Agency) -> bytes:
    """Gói tin trạng thái trả lời; by whoever answered."""
    assert change.answered_at is not None
    reference = change.target_reference if len(change.target_reference) <= _LONGEST_CODE else ""
    document_code = incoming.document_code if incoming else change.target_code
    packet = StatusPacket(
        sender=organ_of(agency),
        response=Response(
            change.sender_code, reference, document_code[:_LONGEST_ID], incoming.issued_on if incoming else None
        ),
        status_code=CODES[change.standing],
        description=change.answer[:1000],
        at=change.answered_at.astimezone(VIETNAM),
        staff=staff_of(change.answered_by, agency, agency.name),
    )
    return writer.write_status(packet)
