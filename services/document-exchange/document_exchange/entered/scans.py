"""Bản quét văn bản đến: with the document or later, one PDF in the place of a former one, which stays in the history."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.attaching import Scan
from document_exchange.entered.models import IncomingScan
from document_exchange.incoming.models import IncomingDocument, IncomingStatus
from document_exchange.incoming.notifications import about_incoming, clerks_of
from document_exchange.incoming.numbering import STAMP
from document_exchange.incoming.rules import Act
from document_exchange.incoming.steps import actor_of, take_incoming
from shared.access.identity import Identity
from shared.core import clock
from shared.core.identifiers import new_id
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.work import jobs
from shared.work.scanning import Brought


async def find_scan_of(session: AsyncSession, incoming_id: UUID) -> IncomingScan | None:
    return (await session.scalars(select(IncomingScan).where(IncomingScan.incoming_id == incoming_id))).one_or_none()


async def put_incoming_scan(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, scan: Scan
) -> IncomingDocument:
    """Đính bản quét."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.SCAN)
    former = await find_scan_of(session, incoming.id)
    if former is not None:
        await session.delete(former)
        await session.flush()
    file = scan.file
    session.add(
        IncomingScan(
            id=new_id(),
            incoming_id=incoming.id,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            page_amount=scan.pages,
            attached_by=who.subject if who.kind == "officer" else "",
            attached_at=clock.now(),
        )
    )
    if incoming.page_amount is None:
        incoming.page_amount = scan.pages
    incoming.version += 1
    if incoming.arrival_number is not None:
        await jobs.plan(session, STAMP, str(incoming.id), clock.now())
    session.add(
        IncomingStatus(
            incoming_id=incoming.id,
            code=Act.SCAN,
            description=f"Bản quét {scan.pages} trang{', thay bản trước' if former else ''}",
            at=clock.now(),
            files=[file.model_dump(mode="json")],
            **actor_of(who),
        )
    )
    await evidence.record(session, "incoming-scanned", f"incoming/{incoming.id}", who, sha256=file.sha256)
    return incoming


async def tell_of_infected_scan(session: AsyncSession, sha256: str) -> Brought | None:
    """Báo cho văn thư: the scan can be neither read nor stamped."""
    scans = (await session.scalars(select(IncomingScan).where(IncomingScan.sha256 == sha256))).all()
    for scan in scans:
        incoming = await session.get_one(IncomingDocument, scan.incoming_id)
        incoming.readable_by = ""
        await notify(session, about_incoming("arrival-scan-infected", incoming, [clerks_of(incoming)]))
    if not scans:
        return None
    return Brought(scans[0].name, scans[0].attached_by, f"incoming/{scans[0].incoming_id}")
