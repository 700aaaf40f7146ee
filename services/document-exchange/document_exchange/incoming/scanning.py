"""Quét mã độc tệp trong gói tin: a packet is one file to us, but a scanner must see what is in it.

It is planned as the packet is read. Until then nobody gets the packet or a file of it; where something was found nobody gets it at all,
for who sent that file sent the others. What the packet says of itself, and its signatures, stay on the page.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.notifications import about_incoming, clerks_of
from document_exchange.incoming.opening import read_attachments
from document_exchange.packets.models import WaitingPacket
from document_exchange.packets.packet import PacketRefused
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.settings import Settings
from shared.foreign import confined
from shared.foreign.clamd import ScannerAway
from shared.notifying.raising import notify
from shared.storage.files import QUARANTINE, FileState, FileStore
from shared.work import jobs, scanning
from shared.work.jobs import Job
from shared.work.scanning import Brought, not_here

_SCAN = Job("scan-packet", "Quét mã độc tệp trong gói tin", not_here, lane="scan")
_STORED_WITHIN = timedelta(seconds=2)
"""A small packet waits so long in the database (`packets.store`)."""
_KEPT = (
    "SELECT id AS place, packet_sha256 AS sha256 FROM incoming_document"
    " WHERE id > CAST(:place AS uuid) AND packet_sha256 <> '' ORDER BY id LIMIT :most"
)
_WAITS = text(
    "SELECT 1 FROM job WHERE name = 'scan-packet' AND key = :sha256 AND done_at IS NULL"
    " UNION ALL SELECT 1 FROM incoming_document WHERE packet_sha256 = :sha256 AND read_at IS NULL"
)


async def plan_scan(session: AsyncSession, files: FileStore, sha256: str) -> None:
    if files.scans:
        await jobs.plan(session, _SCAN, sha256, clock.now() + _STORED_WITHIN)


async def packet_state(session: AsyncSession, files: FileStore, sha256: str) -> FileState:
    """Tình trạng quét gói tin."""
    if not files.scans or not sha256:
        return FileState.CLEAN  # what was found before, the store keeps apart all the same
    if await files.place.has(sha256, QUARANTINE):
        return FileState.INFECTED
    if (await session.execute(_WAITS, {"sha256": sha256})).first() is not None:
        return FileState.SCANNING
    return FileState.CLEAN


async def refuse_unscanned(session: AsyncSession, files: FileStore, sha256: str) -> None:
    """Before a packet or a file of it is handed to anybody. Raises Conflict too for what came without one."""
    if not sha256:
        raise Conflict("came_without_packet")
    state = await packet_state(session, files, sha256)
    if state is not FileState.CLEAN:
        raise Conflict("file_infected") if state is FileState.INFECTED else Conflict("file_scanning")


async def _unpack(session: AsyncSession, files: FileStore, sha256: str) -> Sequence[bytes]:
    """The files in it; the packet itself where it cannot be read."""
    if await session.get(WaitingPacket, sha256) is not None:
        raise ScannerAway("the packet is not in the store yet")
    content = await files.get_to_work_on(sha256)
    try:
        return await read_attachments(content)
    except (PacketRefused, confined.Overrun):
        return [content]


async def _tell_clerks(session: AsyncSession, sha256: str) -> Brought | None:
    """Báo cho văn thư nơi nhận: of each agency to which the packet came."""
    arrived = (await session.scalars(select(IncomingDocument).where(IncomingDocument.packet_sha256 == sha256))).all()
    for incoming in arrived:
        incoming.readable_by = ""
        await notify(session, about_incoming("packet-infected", incoming, [clerks_of(incoming)]))
    if not arrived:
        return None
    return Brought(arrived[0].packet_name, f"agency:{arrived[0].sender_code}", f"incoming/{arrived[0].id}")


def scan_jobs(settings: Settings) -> list[Job]:
    return scanning.jobs(settings, _tell_clerks, scanning.kept_in(_KEPT), _SCAN, _unpack)
