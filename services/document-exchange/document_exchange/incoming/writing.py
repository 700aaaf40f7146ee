"""From a status of an incoming document to its edXML packet (trạng thái → gói tin)."""

from document_exchange.incoming.models import IncomingDocument, IncomingStatus
from document_exchange.packets import writer
from document_exchange.packets.organs import organ_of, staff_of
from document_exchange.packets.packet import Response, StatusPacket
from shared.core.clock import VIETNAM
from shared.directory.models import Agency


def write_status(incoming: IncomingDocument, agency: Agency, status: IncomingStatus, words: str) -> bytes:
    """Gói tin trạng thái, for a document that came as a file from outside the platform; by whoever did the act."""
    packet = StatusPacket(
        sender=organ_of(agency),
        response=Response(incoming.sender_code, incoming.reference, incoming.document_code, incoming.issued_on),
        status_code=status.code,
        description=words,
        at=status.at.astimezone(VIETNAM),
        staff=staff_of(status.actor_name, agency, agency.name),
    )
    return writer.write_status(packet)
