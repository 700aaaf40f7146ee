"""Packets about a sender's wish: as it came, and the answer to be handed back to a sender outside the platform."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.changing.actions import find_arrival, list_arrivals
from document_exchange.changing.queries import get_change
from document_exchange.changing.steps import CODES
from document_exchange.changing.writing import write_answer
from document_exchange.desk.downloads import packet_answer
from document_exchange.incoming.closing import refuse_taken_back
from document_exchange.incoming.scanning import refuse_unscanned
from document_exchange.packets.packet import PacketRefused
from document_exchange.packets.texts import refused_packet
from shared.access.identity import Identity
from shared.core.errors import Conflict, NotFound
from shared.directory.queries import get_agency
from shared.storage import evidence


async def packet_of(request: Request, session: AsyncSession, who: Identity, change_id: UUID) -> Response:
    """Gói tin yêu cầu, byte for byte as it came; nothing of a document that was taken back (NĐ 30/2020 PL VI III.8)."""
    change = await get_change(session, who, change_id)
    if not change.packet_sha256:
        raise NotFound("not_found")
    for incoming in await list_arrivals(session, change):
        refuse_taken_back(incoming)
    await refuse_unscanned(session, request.app.state.files, change.packet_sha256)
    await evidence.record(session, "packet-downloaded", f"sender-change/{change.id}", who)
    content = await request.app.state.files.get(change.packet_sha256)
    return packet_answer(request, content, change.target_reference or "goi-tin")


async def answer_of(request: Request, session: AsyncSession, who: Identity, change_id: UUID) -> Response:
    """Gói tin trạng thái 15, 16."""
    change = await get_change(session, who, change_id)
    if change.delivery_id is not None:
        raise Conflict("status_travels_by_itself")
    if change.standing not in CODES or change.answered_at is None:
        raise NotFound("not_found")
    agency = await get_agency(session, change.addressee_code)
    try:
        content = write_answer(change, await find_arrival(session, change), agency)
    except PacketRefused as error:
        raise refused_packet(error) from error
    code = CODES[change.standing]
    await evidence.record(session, "status-packet-written", f"sender-change/{change.id}", who, code=code)
    return packet_answer(request, content, f"trang-thai-{code}-{change.target_reference}")
