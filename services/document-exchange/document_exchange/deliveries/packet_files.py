"""Taking in a packet from a file that a clerk brings: a document from outside the platform, or a status of one sent there."""

from collections.abc import Collection

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import is_on_platform
from document_exchange.deliveries.queries import find_reported_delivery
from document_exchange.deliveries.recalling import keep_reports
from document_exchange.deliveries.rules import normal_code
from document_exchange.incoming.models import IncomingDocument, IncomingStatus
from document_exchange.incoming.queries import find_incoming
from document_exchange.incoming.rules import IncomingState
from document_exchange.incoming.steps import actor_of
from document_exchange.packets.packet import DocumentPacket, StatusPacket
from document_exchange.registers.rules import document_key
from shared.access.identity import Identity
from shared.contracts.document_exchange import DeliveryProgressed
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.core.errors import Conflict, Invalid, NotFound
from shared.core.identifiers import new_id
from shared.standards.typed import clean_line, clean_paragraphs, read_code
from shared.storage import evidence


def refuse_other_receiver(codes: Collection[str], packet: DocumentPacket) -> None:
    """`codes`: of the agency, and of those whose work it goes on with. An update that strikes one from the receivers names it there alone."""
    named = {organ.organ_id for organ in packet.receivers}
    changed = {read_code(one.organ_id) for one in packet.business.receivers}
    if not (named | changed) & set(codes):
        raise Invalid("packet_not_addressed")


async def refuse_platform_sender(session: AsyncSession, sender_code: str) -> None:
    """What such an agency sends comes by the platform; a file in its name would take the place of the true one."""
    if await is_on_platform(session, sender_code):
        raise Conflict("sender_on_platform")


async def refuse_known_document(session: AsyncSession, who: Identity, packet: DocumentPacket) -> None:
    """The clerk is told that the document is here already, by whatever way it came."""
    if await find_incoming(session, who.agency_code, packet.sender.organ_id, packet.document_id) is not None:
        raise Conflict("document_already_here")


async def take_new_document(
    session: AsyncSession, who: Identity, packet: DocumentPacket, stored: FileReference
) -> IncomingDocument:
    """A document from outside for the clerk's own agency."""
    await refuse_known_document(session, who, packet)
    incoming_id = new_id()
    values = {
        "id": incoming_id,
        "addressee_code": who.agency_code,
        "sender_code": packet.sender.organ_id,
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


async def take_status(session: AsyncSession, who: Identity, packet: StatusPacket) -> DeliveryProgressed:
    """What a receiver outside reports of a document that was sent there."""
    response = packet.response
    if response.organ_id and response.organ_id != who.agency_code:
        raise Invalid("packet_not_addressed")
    reporter = packet.sender.organ_id
    await refuse_platform_sender(session, reporter)
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
