"""Outgoing documents that a person may see; every query about them starts at `visible_to`."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import DRAFTERS, has_left
from document_exchange.belonging import signature_warnings
from document_exchange.documents.models import Addressee, DocumentFile, DocumentStep, OutgoingDocument
from document_exchange.documents.rules import DocumentStatus
from document_exchange.incoming.models import PacketCheck
from document_exchange.incoming.rules import Answer
from document_exchange.keyset import Position
from document_exchange.search import has_words
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core.errors import NotFound

_FOR_CLERK = (
    DocumentStatus.SIGNED,
    DocumentStatus.NUMBERED,
    DocumentStatus.SEALED,
    DocumentStatus.SENT,
    DocumentStatus.RECALLED,
    DocumentStatus.CANCELLED,
)
_BEFORE_SIGNING = (DocumentStatus.DRAFT, DocumentStatus.RETURNED, DocumentStatus.SUBMITTED)


def has_nobody() -> ColumnElement[bool]:
    """Drafts whose drafter has left, and submitted ones whose leader has: somebody else must take them over."""
    agency = OutgoingDocument.agency_code.expression
    return and_(
        OutgoingDocument.status.in_(_BEFORE_SIGNING),
        or_(
            has_left(OutgoingDocument.drafter_id.expression, agency, *DRAFTERS),
            and_(
                OutgoingDocument.status == DocumentStatus.SUBMITTED,
                has_left(OutgoingDocument.leader_id.expression, agency, Role.LEADER),
            ),
        ),
    )


def visible_to(who: Identity) -> Select[OutgoingDocument]:
    """A drafter sees his own, a leader what was submitted, the clerk what was signed; nobody sees another agency's.

    What lost its people is seen by leaders and clerks, who give it to somebody else.
    """
    mine: ColumnElement[bool] = OutgoingDocument.drafter_id == who.subject
    seen: ColumnElement[bool]
    if who.kind == "system":
        seen = OutgoingDocument.status.in_((DocumentStatus.SENT, DocumentStatus.RECALLED))
    elif Role.LEADER in who.roles:
        seen = or_(mine, OutgoingDocument.status != DocumentStatus.DRAFT, has_nobody())
    elif Role.RECORDS_CLERK in who.roles:
        seen = or_(mine, OutgoingDocument.status.in_(_FOR_CLERK), has_nobody())
    else:
        seen = mine
    return select(OutgoingDocument).where(OutgoingDocument.agency_code == who.agency_code, seen)


async def list_documents(
    session: AsyncSession,
    who: Identity,
    *,
    statuses: Sequence[str] = (),
    words: str = "",
    after: Position | None = None,
    limit: int = 50,
) -> list[OutgoingDocument]:
    """Newest change first."""
    query = visible_to(who)
    if statuses:
        query = query.where(OutgoingDocument.status.in_(statuses))
    query = query.where(*has_words(OutgoingDocument.folded, words))
    if after is not None:
        query = query.where(tuple_(OutgoingDocument.updated_at, OutgoingDocument.id) < (after.moment, after.id))
    query = query.order_by(OutgoingDocument.updated_at.desc(), OutgoingDocument.id.desc()).limit(limit)
    return list((await session.scalars(query)).all())


async def count_by_status(session: AsyncSession, who: Identity) -> dict[str, int]:
    """What waits, per state; sent ones are not counted because they only grow."""
    visible = visible_to(who).where(OutgoingDocument.status.not_in((DocumentStatus.SENT, DocumentStatus.RECALLED)))
    inner = visible.subquery()
    rows = await session.execute(select(inner.c.status, func.count()).group_by(inner.c.status))
    return {row[0]: row[1] for row in rows}


async def find_document(
    session: AsyncSession, who: Identity, document_id: UUID, *, lock: bool = False
) -> OutgoingDocument | None:
    """None when it is not there or not this person's to see."""
    query = visible_to(who).where(OutgoingDocument.id == document_id)
    if lock:
        query = query.with_for_update()
    return (await session.scalars(query)).one_or_none()


async def get_document(
    session: AsyncSession, who: Identity, document_id: UUID, *, lock: bool = False
) -> OutgoingDocument:
    """Absent and not visible are the same answer."""
    found = await find_document(session, who, document_id, lock=lock)
    if found is None:
        raise NotFound("not_found")
    return found


async def find_answer(session: AsyncSession, agency_code: str, document_id: UUID) -> Answer:
    """What an incoming document is answered with, if it is the agency's own and in force."""
    found = await session.get(OutgoingDocument, document_id)
    if found is None or found.agency_code != agency_code or not found.is_in_force:
        return Answer(document_id, "")
    return Answer(document_id, found.reference)


async def list_answers(session: AsyncSession, agency_code: str, incoming_id: UUID) -> list[tuple[UUID, str, str]]:
    """Id, reference and subject of what the agency drew up in answer and may still stand for it, the newest change first."""
    query = (
        select(OutgoingDocument.id, OutgoingDocument.reference, OutgoingDocument.subject)
        .where(
            OutgoingDocument.agency_code == agency_code,
            OutgoingDocument.reference != "",
            OutgoingDocument.status.not_in((DocumentStatus.CANCELLED, DocumentStatus.RECALLED)),
            OutgoingDocument.answers_incoming_id == incoming_id,
        )
        .order_by(OutgoingDocument.updated_at.desc())
        .limit(20)
    )
    return [(row.id, row.reference, row.subject) for row in await session.execute(query)]


async def list_files(session: AsyncSession, document_id: UUID) -> list[DocumentFile]:
    """The main document first."""
    query = select(DocumentFile).where(DocumentFile.document_id == document_id).order_by(DocumentFile.position)
    return list((await session.scalars(query)).all())


async def list_addressees(session: AsyncSession, document_id: UUID) -> list[str]:
    query = select(Addressee.agency_code).where(Addressee.document_id == document_id).order_by(Addressee.agency_code)
    return list((await session.scalars(query)).all())


async def list_steps(session: AsyncSession, document_id: UUID) -> list[DocumentStep]:
    query = select(DocumentStep).where(DocumentStep.document_id == document_id).order_by(DocumentStep.id)
    return list((await session.scalars(query)).all())


async def find_file(session: AsyncSession, document_id: UUID, file_id: UUID) -> DocumentFile | None:
    return (
        await session.scalars(
            select(DocumentFile).where(and_(DocumentFile.document_id == document_id, DocumentFile.id == file_id))
        )
    ).one_or_none()


async def sent_warnings(session: AsyncSession, document: OutgoingDocument) -> list[str]:
    """What receivers are warned of about the signatures in the packet, once it was read."""
    check = await session.get(PacketCheck, document.packet_sha256) if document.packet_sha256 else None
    return signature_warnings(check.files, document.agency_code, document.leader_name) if check else []
