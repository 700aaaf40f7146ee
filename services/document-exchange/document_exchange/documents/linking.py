"""Văn bản thay thế, sửa đổi, đính chính: what a draft names of its agency's issued documents (NĐ 30/2020 Điều 18.3)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import list_before
from document_exchange.amending.models import IssuedLink
from document_exchange.amending.rules import LinkKind, is_fitting
from document_exchange.amending.schemas import ChangedIn
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import readable_to
from document_exchange.documents.rules import ON_PAPER, SENT, DocumentStatus
from document_exchange.receivers.rules import Circulation
from document_exchange.registers.rules import document_key, make_document_code, read_reference
from shared.access.identity import Identity
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.formats import vn_date

MAY_CHANGE = SENT | ON_PAPER
"""What was issued and is in force."""
_LINES = "/changed"


async def keep_links(
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    kind: LinkKind | None,
    changed: Sequence[ChangedIn],
) -> None:
    """From now on; refuse what is not the agency's, not in force, or of another form than it takes."""
    if kind is None and changed:
        raise _refusal("change_kind_required", "Hãy chọn thay thế, sửa đổi hay đính chính.", "/change_kind")
    if kind is not None and not changed:
        raise _refusal("changed_required", "Hãy ghi số, ký hiệu và ngày của văn bản đã phát hành.")
    targets = [await _find(session, who, one) for one in changed]
    if kind is not None:
        for target in targets:
            await _check(session, document, kind, target)
    await session.execute(delete(IssuedLink).where(IssuedLink.document_id == document.id))
    if kind is not None:
        ids = dict.fromkeys(target.id for target in targets)
        session.add_all([IssuedLink(document_id=document.id, target_id=id_, kind=kind.value) for id_ in ids])


async def check_links(session: AsyncSession, document: OutgoingDocument) -> None:
    """Again before it is submitted: what it changes may have been taken back or replaced meanwhile."""
    for link, target in await list_targets(session, document.id):
        await _check(session, document, LinkKind(link.kind), target)


async def list_targets(
    session: AsyncSession, document_id: UUID, *, lock: bool = False
) -> Sequence[tuple[IssuedLink, OutgoingDocument]]:
    """What the document changes."""
    query = (
        select(IssuedLink, OutgoingDocument)
        .join(OutgoingDocument, OutgoingDocument.id == IssuedLink.target_id)
        .where(IssuedLink.document_id == document_id)
        .order_by(OutgoingDocument.id)
    )
    if lock:
        query = query.with_for_update(of=OutgoingDocument).execution_options(populate_existing=True)
    return [(link, target) for link, target in (await session.execute(query)).all()]


async def list_changing(session: AsyncSession, target_id: UUID) -> Sequence[tuple[IssuedLink, OutgoingDocument]]:
    """What changes the document and was issued; also what was taken back since."""
    query = (
        select(IssuedLink, OutgoingDocument)
        .join(OutgoingDocument, OutgoingDocument.id == IssuedLink.document_id)
        .where(
            IssuedLink.target_id == target_id,
            OutgoingDocument.status.in_((DocumentStatus.SENT, DocumentStatus.RECALLED)),
        )
        .order_by(OutgoingDocument.sent_at, OutgoingDocument.id)
    )
    return [(link, changing) for link, changing in (await session.execute(query)).all()]


async def known_to(
    session: AsyncSession, who: Identity, pairs: Sequence[tuple[IssuedLink, OutgoingDocument]]
) -> tuple[list[tuple[IssuedLink, OutgoingDocument]], set[UUID]]:
    """Those that the caller may hear of, and ids of what he may open: of what goes round among those named alone nobody else learns."""
    if not pairs:
        return [], set()
    ids = readable_to(who).where(OutgoingDocument.id.in_([other.id for _, other in pairs]))
    readable = set((await session.scalars(ids.with_only_columns(OutgoingDocument.id))).all())
    heard = [pair for pair in pairs if pair[1].id in readable or pair[1].circulation != Circulation.NAMED]
    return heard, readable


async def find_replacing(
    session: AsyncSession, target_id: UUID, besides: UUID | None = None
) -> OutgoingDocument | None:
    """What stands in its place now; one that was taken back stands in nobody's."""
    standing = (
        changing
        for link, changing in await list_changing(session, target_id)
        if link.kind == LinkKind.REPLACE and changing.state is DocumentStatus.SENT and changing.id != besides
    )
    return next(standing, None)


async def refuse_replaced(session: AsyncSession, target: OutgoingDocument, besides: UUID | None = None) -> None:
    standing = await find_replacing(session, target.id, besides)
    if standing is not None:
        sentence = f"Văn bản {target.reference} đã được thay thế bằng {standing.reference}."
        raise Conflict("issued_replaced", fields=[FieldError(_LINES, "issued_replaced", sentence)])


async def _find(session: AsyncSession, who: Identity, named: ChangedIn) -> OutgoingDocument:
    """By number and day, of the agency's own and of those whose work it goes on with; absent, another's and not to be read are one answer."""
    number, _, notation = named.reference.partition("/")
    reference = read_reference(number, notation)
    codes = [who.agency_code, *await list_before(session, who.agency_code)]
    keys = [document_key(make_document_code(code, named.issued_on, reference)) for code in codes]
    query = readable_to(who).where(OutgoingDocument.agency_code.in_(codes), OutgoingDocument.document_key.in_(keys))
    found = (await session.scalars(query)).all()
    if len(found) != 1:
        said = f"{named.reference} ngày {vn_date(named.issued_on)}"
        raise _refusal("changed_unknown", f"Không có văn bản {said} trong số văn bản cơ quan đã phát hành.")
    return found[0]


async def _check(session: AsyncSession, document: OutgoingDocument, kind: LinkKind, target: OutgoingDocument) -> None:
    if target.state not in MAY_CHANGE:
        raise _refusal("changed_not_in_force", f"Văn bản {target.reference} chưa phát hành hoặc không còn hiệu lực.")
    if not is_fitting(kind, document.type_code, target.type_code):
        how = "bằng công văn" if kind is LinkKind.CORRECT else f"bằng văn bản cùng loại ({target.type_name.lower()})"
        what = "Đính chính" if kind is LinkKind.CORRECT else "Sửa đổi, thay thế"
        sentence = f"{what} {target.reference} {how} (Nghị định 30/2020/NĐ-CP, Điều 18)."
        raise _refusal("change_of_other_form", sentence, "/type_code")
    if kind is LinkKind.REPLACE:
        await refuse_replaced(session, target, document.id)


def _refusal(code: str, sentence: str, pointer: str = _LINES) -> Invalid:
    return Invalid(code, fields=[FieldError(pointer, code, sentence)])
