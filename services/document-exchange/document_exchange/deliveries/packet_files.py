"""Taking in a packet from a file that a clerk brings: a document from outside the platform, or a status of one sent there."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.deliveries.actions import keep_reports
from document_exchange.deliveries.queries import find_reported_delivery
from document_exchange.deliveries.rules import FROM_SENDER, normal_code
from document_exchange.incoming.models import IncomingDocument, IncomingStatus
from document_exchange.incoming.queries import find_incoming
from document_exchange.incoming.rules import IncomingState
from document_exchange.incoming.steps import actor_of
from document_exchange.packets.packet import StatusPacket
from document_exchange.packets.parsing import EDXML, file_name, parse
from document_exchange.registers.rules import document_key
from shared.access.identity import Identity
from shared.contracts.document_exchange import DeliveryProgressed
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.core.errors import Conflict, Invalid, NotFound
from shared.core.identifiers import new_id
from shared.directory.models import Agency
from shared.standards.typed import clean_line, clean_paragraphs
from shared.storage import evidence
from shared.storage.files import FileStore


async def take_packet_file(
    session: AsyncSession, who: Identity, content: bytes, files: FileStore
) -> IncomingDocument | DeliveryProgressed:
    """Nhập gói tin .edxml từ bên ngoài: a document for the clerk's own agency, or a status of a document it sent."""
    packet = await parse(content)
    if isinstance(packet, StatusPacket):
        return await _take_status(session, who, packet)
    sender = packet.sender.organ_id
    if who.agency_code not in {organ.organ_id for organ in packet.receivers}:
        raise Invalid("packet_not_addressed")
    here = await find_incoming(session, who.agency_code, sender, packet.document_id)
    if here is not None:
        raise Conflict("document_already_here")
    if await session.get(Agency, sender) is not None:
        # Its documents come by the platform; a file in its name would take the place of the true one.
        raise Conflict("sender_on_platform")
    stored = await files.put(content, EDXML, file_name(packet.code))
    incoming_id = new_id()
    values = {
        "id": incoming_id,
        "addressee_code": who.agency_code,
        "sender_code": sender,
        "document_code": packet.document_id,
        "document_key": document_key(packet.document_id),
        "packet_sha256": stored.sha256,
        "packet_size": stored.size,
        "packet_name": stored.name,
        "arrived_at": clock.now(),
        "status_at": clock.now(),
    }
    made = await session.execute(insert(IncomingDocument).values(values).on_conflict_do_nothing())
    if made.rowcount == 0:  # type: ignore[attr-defined]
        raise Conflict("document_already_here")
    by = actor_of(who)
    arrived = IncomingState.ARRIVED
    session.add(IncomingStatus(incoming_id=incoming_id, code=arrived, description="Nhập từ tệp", **by))
    await evidence.record(session, "packet-file-taken", f"incoming/{incoming_id}", who, sha256=stored.sha256)
    return await session.get_one(IncomingDocument, incoming_id)


async def _take_status(session: AsyncSession, who: Identity, packet: StatusPacket) -> DeliveryProgressed:
    response = packet.response
    if response.organ_id and response.organ_id != who.agency_code:
        raise Invalid("packet_not_addressed")
    reporter = packet.sender.organ_id
    if await session.get(Agency, reporter) is not None:
        # It reports by itself; whoever brings a file in its name speaks for somebody else.
        raise Conflict("sender_on_platform")
    if normal_code(packet.status_code) in FROM_SENDER:
        raise Invalid("status_wrong_direction")
    delivery = await find_reported_delivery(session, who.agency_code, reporter, response.document_id, response.code)
    if delivery is None:
        raise NotFound("reported_document_unknown")
    at = packet.at or clock.now()
    report = DeliveryProgressed(
        delivery_id=str(delivery.id),
        document_id=delivery.document_code,
        addressee_code=reporter,
        status=normal_code(packet.status_code),
        description=clean_paragraphs(packet.description),
        staff_name=clean_line(packet.staff.staff) if packet.staff else "",
        staff_department=clean_line(packet.staff.department) if packet.staff else "",
        reported_at=at if at.tzinfo else at.replace(tzinfo=VIETNAM),
    )
    await keep_reports(session, [report])
    await evidence.record(session, "status-file-taken", f"delivery/{delivery.id}", who, code=report.status)
    return report
