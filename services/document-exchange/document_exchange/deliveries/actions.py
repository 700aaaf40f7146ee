"""Sending a sealed document to every chosen agency."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.deliveries.replacing import note_links, replacing_business, require_replaceable
from document_exchange.deliveries.statements import create_deliveries, new_deliveries
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.packing import keep_packet
from document_exchange.documents.queries import list_addressees
from document_exchange.documents.receiving import add_papers, hand_out, has_receivers, unknown_addressees
from document_exchange.documents.rules import STEPS, Secrecy, Step
from document_exchange.documents.steps import note_step, take_document
from document_exchange.documents.writing import outside_organs
from document_exchange.packets.organs import organ_of
from document_exchange.receivers.queries import list_outside
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, Invalid
from shared.directory.models import Agency
from shared.directory.queries import list_agencies
from shared.storage.database import driver_connection
from shared.storage.files import FileStore


async def send_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, files: FileStore
) -> OutgoingDocument:
    """Phát hành văn bản: one packet, N deliveries and N outbox rows, all or none."""
    document = await take_document(session, who, document_id, version, Step.SEND)
    if document.secrecy != Secrecy.NORMAL:
        # QĐ 28/2018 Điều 1: documents with state secrets never travel this way.
        raise Conflict("secret_document_stays")
    await require_replaceable(session, document)
    addressees = await _addressees(session, document)
    organs = [organ_of(agency) for agency in addressees]
    organs += outside_organs(await list_outside(session, document.id))
    now, codes = clock.now(), [organ.organ_id for organ in organs]
    packet = None
    if organs:
        business = await replacing_business(session, document, codes)
        packet = await keep_packet(session, who, document, organs, files, business)
        document.packet_sha256, document.packet_size = packet.sha256, packet.size
    document.sent_at = now
    document.status = STEPS.target(Step.SEND)
    said = {"packet": packet.sha256} if packet else {}
    sent = [packet] if packet else []
    await note_step(session, document, who, Step.SEND, files=sent, deliveries=len(addressees), **said)
    await hand_out(session, who, document)
    await add_papers(session, document, addressees)
    await session.flush()
    if packet is not None and addressees:
        code, connection = document.document_code or "", await driver_connection(session)
        new = new_deliveries(document.agency_code, code, [agency.code for agency in addressees], packet, now)
        await create_deliveries(connection, document.id, code, document.agency_code, now, new)
    await note_links(session, who, document, packet, codes)
    return document


async def _addressees(session: AsyncSession, document: OutgoingDocument) -> list[Agency]:
    wanted = await list_addressees(session, document.id)
    known = {
        agency.code: agency
        for agency in await list_agencies(session, clock.local_now().date(), besides=document.agency_code)
    }
    if unknown := [code for code in wanted if code not in known]:
        raise unknown_addressees(unknown)
    if not wanted and not await has_receivers(session, document.id):
        raise Invalid("addressees_required")
    return [known[code] for code in wanted]
