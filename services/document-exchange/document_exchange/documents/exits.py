"""Ways out of every state before sending: taken back, given to somebody else, other receivers, cancelled with a reason."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import DRAFTERS, find_colleague
from document_exchange.documents.drafting import find_leader, keep_addressees
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.rules import DocumentStatus, Step
from document_exchange.documents.schemas import AddresseesIn, ReassignIn
from document_exchange.documents.steps import may_cancel, note_step, require_drafter, take_document
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core.errors import Conflict, FieldError, Forbidden, Invalid


async def take_back_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, opinion: str = ""
) -> OutgoingDocument:
    """Rút lại dự thảo đã trình: by its drafter, as long as nobody signed."""
    document = await take_document(session, who, document_id, version, Step.TAKE_BACK)
    require_drafter(document, who)
    document.status = DocumentStatus.DRAFT
    await note_step(session, document, who, Step.TAKE_BACK, opinion)
    return document


async def reassign_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, new: ReassignIn
) -> OutgoingDocument:
    """Đổi người ký, người soạn thảo within the agency.

    A leader passes on what was submitted to himself and gives drafts to somebody else; for people who have left, any leader or
    clerk names another.
    """
    document = await take_document(session, who, document_id, version, Step.REASSIGN)
    changes = []
    if new.leader_id not in ("", document.leader_id):
        changes.append(f"Người ký: {await _change_leader(session, who, document, new.leader_id)}")
    if new.drafter_id not in ("", document.drafter_id):
        changes.append(f"Người soạn thảo: {await _change_drafter(session, who, document, new.drafter_id)}")
    if not changes:
        sentence = "Hãy chọn người ký hoặc người soạn thảo mới."
        raise Invalid("nobody_chosen", fields=[FieldError("/leader_id", "nobody_chosen", sentence)])
    words = ". ".join([*changes, *([new.opinion] if new.opinion else [])])
    await note_step(session, document, who, Step.REASSIGN, words)
    return document


async def _change_leader(session: AsyncSession, who: Identity, document: OutgoingDocument, leader_id: str) -> str:
    present = await find_colleague(session, document.agency_code, document.leader_id, Role.LEADER)
    if present is not None and document.leader_id != who.subject:
        raise Conflict("leader_still_here", name=document.leader_name)
    leader = await find_leader(session, who, leader_id)
    document.leader_id = leader.id
    document.leader_name = leader.full_name
    document.signer_title = leader.title
    return leader.full_name


async def _change_drafter(session: AsyncSession, who: Identity, document: OutgoingDocument, drafter_id: str) -> str:
    present = await find_colleague(session, document.agency_code, document.drafter_id, *DRAFTERS)
    if present is not None and Role.LEADER not in who.roles:
        raise Conflict("drafter_still_here", name=document.drafter_name)
    drafter = await find_colleague(session, who.agency_code, drafter_id, *DRAFTERS)
    if drafter is None:
        sentence = "Hãy chọn người của cơ quan trong danh sách."
        raise Invalid("drafter_unknown", fields=[FieldError("/drafter_id", "drafter_unknown", sentence)])
    document.drafter_id = drafter.id
    document.drafter_name = drafter.full_name
    return drafter.full_name


async def readdress_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, new: AddresseesIn
) -> OutgoingDocument:
    """Đổi nơi nhận trước khi phát hành: an agency on the list may have been closed since the draft."""
    document = await take_document(session, who, document_id, version, Step.READDRESS)
    kept = await keep_addressees(session, document, new)
    if not kept:
        sentence = "Hãy chọn ít nhất một nơi nhận."
        raise Invalid("addressees_required", fields=[FieldError("/addressees", "addressees_required", sentence)])
    await note_step(session, document, who, Step.READDRESS, new.opinion, addressees=len(kept))
    return document


async def cancel_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, reason: str
) -> OutgoingDocument:
    """Hủy văn bản before it was sent; a number that was given stays in the register as cancelled and is not given again.

    By a leader or clerk who sees it; by its drafter as long as nobody has signed.
    """
    document = await take_document(session, who, document_id, version, Step.CANCEL)
    if not may_cancel(who, document):
        raise Forbidden("not_allowed")
    if not reason:
        raise Invalid("reason_required", fields=[FieldError("/opinion", "reason_required", "Hãy ghi lý do hủy.")])
    document.status = DocumentStatus.CANCELLED
    await note_step(session, document, who, Step.CANCEL, reason, reference=document.reference)
    return document
