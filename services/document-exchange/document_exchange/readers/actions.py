"""Đặt quyền xem văn bản đến: opened to the agency, given to units and people, withdrawn (NĐ 30/2020 Phụ lục VI.III.3b-c)."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.receiving import named_inside, people_inside
from document_exchange.entered.scans import find_scan_of
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.notifications import about_incoming, clerks_of
from document_exchange.incoming.openness import READINGS, Reading, is_letter, is_secret
from document_exchange.incoming.scanning import packet_state
from document_exchange.instructing.notifications import leading, tell
from document_exchange.instructing.rules import Work
from document_exchange.instructing.steps import note, take, wrong
from document_exchange.readers.models import IncomingReader
from document_exchange.readers.queries import list_readers
from document_exchange.readers.schemas import ReadingIn
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core.errors import Conflict
from shared.notifying.raising import notify
from shared.storage.files import QUARANTINE, FileState, FileStore


async def set_reading(
    session: AsyncSession, who: Identity, incoming_id: UUID, new: ReadingIn, files: FileStore
) -> IncomingDocument:
    """Who was named stays though he may have left since; who is named anew works here today."""
    incoming = await take(session, who, incoming_id, new.version, Work.SET_READING)
    had = {one.whose: one for one in await list_readers(session, incoming.id)}
    added = await named_inside(session, incoming.held_by, [w for w in new.readers if w not in had], "/readers")
    gone = {whose: one for whose, one in had.items() if whose not in new.readers}
    moved = incoming.readable_by != new.scope
    if not (moved or added or gone):
        raise Conflict("reading_same")
    if added or (moved and new.scope is Reading.AGENCY):
        await _require_fit(session, files, incoming, new.scope)
    incoming.readable_by = new.scope
    await _keep(session, who, incoming, added, gone.values())
    said = [
        READINGS[new.scope].split(":")[0] if moved else "",
        f"Thêm: {'; '.join(added.values())}" if added else "",
        f"Thôi: {'; '.join(one.name for one in gone.values())}" if gone else "",
        new.words,
    ]
    await note(session, who, incoming, Work.SET_READING, ". ".join(filter(None, said)))
    await _tell(session, who, incoming, added, gone)
    return incoming


async def _require_fit(session: AsyncSession, files: FileStore, incoming: IncomingDocument, scope: Reading) -> None:
    """What is secret or infected is given to nobody else, a letter of citizens to named people alone."""
    if is_secret(incoming):
        raise wrong(
            "reading_secret", "/scope", "Văn bản chưa đọc được hoặc có dấu hiệu bí mật nhà nước: không cho ai xem thêm."
        )
    if scope is Reading.AGENCY and is_letter(incoming):
        raise wrong(
            "reading_letter", "/scope", "Đơn thư không mở cho toàn cơ quan; hãy chọn từng người, đơn vị cần xem."
        )
    if not await _is_clean(session, files, incoming):
        raise wrong(
            "reading_unclean", "/scope", "Tệp của văn bản chưa quét xong hoặc có mã độc: chưa cho ai xem thêm được."
        )


async def _is_clean(session: AsyncSession, files: FileStore, incoming: IncomingDocument) -> bool:
    if await packet_state(session, files, incoming.packet_sha256) is not FileState.CLEAN:
        return False
    scan = await find_scan_of(session, incoming.id) if incoming.entered else None
    return scan is None or not files.scans or not await files.place.has(scan.sha256, QUARANTINE)


async def _keep(
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    added: dict[str, str],
    gone: Iterable[IncomingReader],
) -> None:
    for one in gone:
        await session.delete(one)
    session.add_all(
        IncomingReader(incoming_id=incoming.id, whose=whose, name=name, given_by=who.acting_name)
        for whose, name in added.items()
    )
    await session.flush()


async def _tell(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, added: Collection[str], gone: Collection[str]
) -> None:
    """Who may read it now, who may not any more, and whoever works on it; all of an agency find it in their list."""
    await tell(session, who, "reading-given", incoming, await people_inside(session, incoming.held_by, added))
    if incoming.readable_by != Reading.AGENCY:
        stay = [one.whose for one in await list_readers(session, incoming.id)]
        kept = set(await people_inside(session, incoming.held_by, stay))
        lost = [one for one in await people_inside(session, incoming.held_by, gone) if one not in kept]
        await tell(session, who, "reading-withdrawn", incoming, lost)
    owners = await leading(session, incoming)
    if owners:
        await tell(session, who, "reading-changed", incoming, owners)
    elif Role.RECORDS_CLERK not in who.roles:
        await notify(session, about_incoming("reading-changed", incoming, [clerks_of(incoming)]))
