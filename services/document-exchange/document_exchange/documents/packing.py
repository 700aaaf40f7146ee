"""Đóng gói: the packet of an issued document as it is kept and handed out, for whatever it does."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import list_files
from document_exchange.documents.writing import write_document
from document_exchange.incoming.models import IncomingDocument
from document_exchange.packets.packet import Business, BusinessType, Organ, PacketRefused
from document_exchange.packets.parsing import EDXML
from document_exchange.packets.texts import refused_packet
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.directory.models import Agency
from shared.directory.queries import get_agency
from shared.storage.files import FileStore

_NAMES = {BusinessType.RECALL: "-thu-hoi", BusinessType.UPDATE: "-cap-nhat"}


async def keep_packet(
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    receivers: Sequence[Organ],
    files: FileStore,
    business: Business | None = None,
) -> FileReference:
    """Into the store; a recall names the document, every other packet brings it."""
    content = await _write(session, who, document, receivers, files, business)
    name = f"{document.reference.replace('/', '_')}{_NAMES.get(business.kind, '') if business else ''}"
    return await files.put(content, EDXML, f"{name}.edxml")


async def _write(
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    receivers: Sequence[Organ],
    files: FileStore,
    business: Business | None,
) -> bytes:
    sender = await get_agency(session, document.agency_code)
    parent = await session.get(Agency, sender.parent_code) if sender.parent_code else None
    brings = business is None or business.kind is not BusinessType.RECALL
    enclosed = (
        [(file, await files.get(file.sha256)) for file in await list_files(session, document.id)] if brings else []
    )
    answers = document.answers_incoming_id
    answered = await session.get(IncomingDocument, answers) if answers else None
    try:
        return write_document(
            document=document,
            sender=sender,
            parent=parent,
            receivers=receivers,
            files=enclosed,
            answered=answered,
            staff=who,
            at=clock.local_now(),
            business=business,
        )
    except PacketRefused as error:
        raise refused_packet(error) from error
