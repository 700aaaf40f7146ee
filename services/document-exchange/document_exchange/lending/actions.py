"""Cho sử dụng bản lưu, ghi ngày trả, gạch dòng ghi nhầm."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import get_document
from document_exchange.lending.models import CopyUse
from document_exchange.lending.rules import require_free, require_out, require_past
from document_exchange.lending.schemas import CopyReturnIn, CopyStrikeIn, CopyUseIn
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, NotFound
from shared.core.identifiers import new_id
from shared.storage import evidence
from shared.storage.words import searchable


async def lend(session: AsyncSession, who: Identity, document_id: UUID, new: CopyUseIn) -> CopyUse:
    """Cho sử dụng bản lưu of a document that has its number; one at a time, for there is one copy."""
    document = await get_document(session, who, document_id, lock=True)
    if not document.reference:
        raise Conflict("no_archived_copy")
    today = clock.local_now().date()
    day = new.used_on or today
    require_past("/used_on", day, document.issued_on, today)
    out = next((one for one in await list_uses(session, document.id) if is_out(one)), None)
    require_free(out.person_name if out else "", out.used_on if out else None)
    use = CopyUse(
        id=new_id(),
        agency_code=who.agency_code,
        document_id=document.id,
        used_on=day,
        person_name=new.person_name,
        file_reference=new.file_reference,
        allowed_by=new.allowed_by,
        note=new.note,
        entered_by=who.acting_name,
    )
    use.folded = searchable(
        f"{document.reference} {document.type_name} {document.subject} {new.person_name} {new.allowed_by}"
    )
    session.add(use)
    await session.flush()
    await evidence.record(session, "copy-lent", f"document/{document.id}", who, use=str(use.id))
    return use


async def take_back(session: AsyncSession, who: Identity, use_id: UUID, new: CopyReturnIn) -> CopyUse:
    """Ghi ngày trả."""
    use = await _take(session, who, use_id)
    require_out(use.returned_on, use.struck_reason)
    today = clock.local_now().date()
    day = new.returned_on or today
    require_past("/returned_on", day, use.used_on, today)
    use.returned_on = day
    await evidence.record(session, "copy-returned", f"document/{use.document_id}", who, use=str(use.id))
    return use


async def strike(session: AsyncSession, who: Identity, use_id: UUID, new: CopyStrikeIn) -> CopyUse:
    """Gạch dòng ghi nhầm, with the reason; what was struck once stays so."""
    use = await _take(session, who, use_id)
    if use.struck_reason:
        raise Conflict("copy_use_struck")
    use.struck_reason = new.strike_reason
    await evidence.record(session, "copy-use-struck", f"document/{use.document_id}", who, use=str(use.id))
    return use


def is_out(use: CopyUse) -> bool:
    return use.returned_on is None and not use.struck_reason


async def list_uses(session: AsyncSession, document_id: UUID) -> Sequence[CopyUse]:
    """Of one document, the newest first."""
    query = (
        select(CopyUse).where(CopyUse.document_id == document_id).order_by(CopyUse.used_on.desc(), CopyUse.id.desc())
    )
    return (await session.scalars(query)).all()


async def find_use_of(session: AsyncSession, who: Identity, use_id: UUID) -> OutgoingDocument:
    """The document of a line; absent and not the caller's are the same answer."""
    document_id = await session.scalar(select(CopyUse.document_id).where(CopyUse.id == use_id))
    if document_id is None:
        raise NotFound("not_found")
    return await get_document(session, who, document_id)


async def _take(session: AsyncSession, who: Identity, use_id: UUID) -> CopyUse:
    """The document is locked before the line, as whoever lends does."""
    document = await find_use_of(session, who, use_id)
    await get_document(session, who, document.id, lock=True)
    return (await session.scalars(select(CopyUse).where(CopyUse.id == use_id).with_for_update())).one()
