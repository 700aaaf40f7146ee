"""Ký số bản quét: the agency's signature on the copy that bears the stamp, as on whatever is digitised (NĐ 30/2020 Phụ lục I)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.entered.models import IncomingScan
from document_exchange.entered.scans import find_scan_of
from document_exchange.incoming.models import IncomingDocument, IncomingStatus
from document_exchange.incoming.queries import list_statuses
from document_exchange.incoming.rules import Act
from document_exchange.incoming.steps import actor_of, take_incoming
from document_exchange.signatures import Signatures
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict
from shared.directory.queries import get_agency
from shared.storage import evidence
from shared.storage.files import FileStore


async def is_sealed(session: AsyncSession, scan: IncomingScan) -> bool:
    """The copy as it is now was signed: a new scan, stamped anew, is not."""
    steps = [row for row in await list_statuses(session, scan.incoming_id) if row.code == Act.SEAL]
    return any(file["sha256"] == scan.stamped_sha256 for row in steps for file in row.files)


async def seal_scan(
    session: AsyncSession,
    who: Identity,
    incoming_id: UUID,
    version: int | None,
    files: FileStore,
    signatures: Signatures,
) -> IncomingDocument:
    """Ký số của cơ quan; the scan as it was brought stays beside it."""
    incoming = await take_incoming(session, who, incoming_id, version, Act.SEAL)
    scan = await find_scan_of(session, incoming.id)
    if scan is None or not scan.stamped_sha256:
        raise Conflict("scan_not_stamped")
    if await is_sealed(session, scan):
        raise Conflict("scan_sealed")
    agency = await get_agency(session, who.agency_code)
    content = await files.get(scan.stamped_sha256)
    sealed = await signatures.seal_scan(content, agency.code, agency.name, incoming.id)
    stored = await files.put(sealed, scan.media_type, scan.stamped().name)
    scan.stamped_sha256, scan.stamped_size = stored.sha256, stored.size
    incoming.version += 1
    session.add(
        IncomingStatus(
            incoming_id=incoming.id,
            code=Act.SEAL,
            description=f"Ký số của {agency.name}",
            at=clock.now(),
            files=[scan.stamped().model_dump(mode="json")],
            **actor_of(who),
        )
    )
    await evidence.record(session, "incoming-scan-sealed", f"incoming/{incoming.id}", who, sha256=stored.sha256)
    return incoming
