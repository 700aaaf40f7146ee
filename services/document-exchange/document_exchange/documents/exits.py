"""Ways out of every state before sending: taken back, given to somebody else, other receivers, cancelled with a reason."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.closing import close_opinions
from document_exchange.consulting.rules import DROPPED
from document_exchange.documents.authority import post_of
from document_exchange.documents.drafting import find_leader
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import DRAFTERS, led_by
from document_exchange.documents.receiving import keep_receivers
from document_exchange.documents.reviews import end_review
from document_exchange.documents.rules import STEPS, Step
from document_exchange.documents.schemas import ReassignIn
from document_exchange.documents.steps import note_step, take_document
from document_exchange.receivers.schemas import AddresseesIn
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core.errors import Conflict, FieldError, Forbidden, Invalid
from shared.directory.queries import find_colleague
from shared.standards.signing_authority import Competence, why_not


async def take_back_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, opinion: str = ""
) -> OutgoingDocument:
    """Rút lại dự thảo đã trình: by its drafter, as long as nobody signed."""
    document = await take_document(session, who, document_id, version, Step.TAKE_BACK)
    document.status = STEPS.target(Step.TAKE_BACK)
    await end_review(session, document)
    await note_step(session, document, who, Step.TAKE_BACK, opinion)
    return document


async def reassign_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, new: ReassignIn
) -> OutgoingDocument:
    """Đổi người ký, người soạn thảo within the agency.

    A leader passes on what was submitted to himself and gives drafts to somebody else, a unit's head gives them to others of the
    unit; for people who have left, any leader or clerk names another.
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
    if led_by(who):
        raise Forbidden("not_allowed")
    present = await find_colleague(session, document.agency_code, document.leader_id, Role.LEADER)
    if present is not None and document.leader_id != who.desk:
        raise Conflict("leader_still_here", name=document.leader_name)
    leader = await find_leader(session, who, leader_id)
    document.leader_id = leader.id
    document.leader_name = leader.full_name
    if document.competence in (Competence.DEPUTY, Competence.ACTING, Competence.BY_ORDER):
        document.competence = Competence.HEAD
    post = await post_of(session, document.agency_code, leader)
    if why_not(Competence(document.competence), post.title, post.kind, head=post.head, collective=post.collective):
        # What the drafter chose for another post is not said of this one.
        document.competence, document.collective = Competence.HEAD, ""
    document.signed_as(post.title, post.kind, post.head)
    return leader.full_name


async def _change_drafter(session: AsyncSession, who: Identity, document: OutgoingDocument, drafter_id: str) -> str:
    present = await find_colleague(session, document.agency_code, document.drafter_id, *DRAFTERS)
    inside = led_by(who)
    if present is not None and Role.LEADER not in who.roles and not inside:
        raise Conflict("drafter_still_here", name=document.drafter_name)
    drafter = await find_colleague(session, who.agency_code, drafter_id, *DRAFTERS, unit_id=inside)
    if drafter is None:
        sentence = f"Hãy chọn người của {'đơn vị' if inside else 'cơ quan'} trong danh sách."
        raise Invalid("drafter_unknown", fields=[FieldError("/drafter_id", "drafter_unknown", sentence)])
    document.drafter_id = drafter.id
    document.drafter_name = drafter.full_name
    document.unit_id = drafter.unit_id
    return drafter.full_name


async def readdress_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, new: AddresseesIn
) -> OutgoingDocument:
    """Đổi nơi nhận trước khi phát hành: an agency on the list may have been closed since the draft."""
    document = await take_document(session, who, document_id, version, Step.READDRESS)
    kept = await keep_receivers(session, document, new)
    if not kept:
        sentence = "Hãy chọn ít nhất một nơi nhận, trong hoặc ngoài cơ quan."
        raise Invalid("addressees_required", fields=[FieldError("/addressees", "addressees_required", sentence)])
    await note_step(session, document, who, Step.READDRESS, new.opinion, addressees=kept)
    return document


async def cancel_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, reason: str
) -> OutgoingDocument:
    """Hủy văn bản before it was sent; a number that was given stays in the register as cancelled and is not given again.

    By a leader; by its drafter as long as nobody has signed, by the clerk from then on, or where its people have left.
    """
    document = await take_document(session, who, document_id, version, Step.CANCEL)
    if not reason:
        raise Invalid("reason_required", fields=[FieldError("/opinion", "reason_required", "Hãy ghi lý do hủy.")])
    document.status = STEPS.target(Step.CANCEL)
    await end_review(session, document)
    await close_opinions(session, who, document.id, DROPPED)
    await note_step(session, document, who, Step.CANCEL, reason, reference=document.reference)
    return document
