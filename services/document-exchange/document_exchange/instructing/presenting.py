"""Trình: an arrival laid before a leader with a proposal, passed on, handed back, taken back (NĐ 30/2020 Điều 23)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.notifications import about_incoming, clerks_of
from document_exchange.incoming.steps import actor_of, require_reason
from document_exchange.instructing.giving import described
from document_exchange.instructing.models import Presentation
from document_exchange.instructing.notifications import tell
from document_exchange.instructing.queries import find_waiting
from document_exchange.instructing.rules import Presented, Work
from document_exchange.instructing.schemas import ProposalIn
from document_exchange.instructing.steps import note, take, wrong
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.directory.queries import Colleague, find_colleague
from shared.notifying.raising import notify


async def present(
    session: AsyncSession,
    who: Identity,
    incoming_id: UUID,
    version: int | None,
    leader_id: str,
    remark: str,
    proposal: ProposalIn,
) -> IncomingDocument:
    """Trình lãnh đạo; who presents again names another leader, or another proposal."""
    incoming = await take(session, who, incoming_id, version, Work.PRESENT)
    leader = await _leader(session, who, leader_id)
    named = await described(session, who, incoming, proposal.parts)
    await end_waiting(session, incoming, Presented.TAKEN_BACK, "")
    _lay_before(session, who, incoming, leader, remark, proposal if proposal.parts or proposal.words else None)
    said = f"Trình {leader.full_name}, {leader.title}" if leader.title else f"Trình {leader.full_name}"
    await note(session, who, incoming, Work.PRESENT, ". ".join(filter(None, (said, _proposed(named), remark))))
    await tell(session, who, "document-presented", incoming, [leader.id])
    return incoming


async def hand_on(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, leader_id: str, words: str
) -> IncomingDocument:
    """Chuyển lãnh đạo khác: the proposal goes along."""
    incoming = await take(session, who, incoming_id, version, Work.HAND_ON)
    leader = await _leader(session, who, leader_id)
    if leader.id == who.desk:
        raise wrong("leader_is_yourself", "/leader_id", "Hãy chọn lãnh đạo khác; văn bản đang trình chính bạn.")
    waiting = await end_waiting(session, incoming, Presented.PASSED_ON, words)
    proposal = ProposalIn.model_validate(waiting.proposal) if waiting and waiting.proposal else None
    _lay_before(session, who, incoming, leader, words or (waiting.remark if waiting else ""), proposal)
    said = f"Chuyển {leader.full_name} cho ý kiến"
    await note(session, who, incoming, Work.HAND_ON, f"{said}. {words}" if words else said)
    await tell(session, who, "document-presented", incoming, [leader.id])
    return incoming


async def hand_back(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, reason: str
) -> IncomingDocument:
    """Trả lại văn thư, with a reason: it is presented anew, or to somebody else."""
    incoming = await take(session, who, incoming_id, version, Work.HAND_BACK)
    if not reason:
        raise wrong("reason_required", "/words", "Hãy ghi lý do trả lại.")
    require_reason(reason)
    waiting = await end_waiting(session, incoming, Presented.HANDED_BACK, reason)
    await note(session, who, incoming, Work.HAND_BACK, reason)
    await _tell_presenter(session, who, incoming, waiting)
    return incoming


async def take_back(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, words: str
) -> IncomingDocument:
    """Rút lại: nothing was instructed yet, or it would not wait any more."""
    incoming = await take(session, who, incoming_id, version, Work.TAKE_BACK)
    waiting = await end_waiting(session, incoming, Presented.TAKEN_BACK, words)
    before = f"Rút lại văn bản đã trình {waiting.leader_name}" if waiting else ""
    await note(session, who, incoming, Work.TAKE_BACK, ". ".join(filter(None, (before, words))))
    return incoming


async def end_waiting(
    session: AsyncSession, incoming: IncomingDocument, how: Presented, reason: str
) -> Presentation | None:
    """It waits no longer; None where it did not."""
    waiting = await find_waiting(session, incoming.id)
    if waiting is not None:
        waiting.standing, waiting.ended_at, waiting.end_reason = how, clock.now(), reason
        await session.flush()
    return waiting


async def _tell_presenter(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, waiting: Presentation | None
) -> None:
    """The agency's clerks: whoever presented it may be away."""
    if waiting is not None:
        await notify(session, about_incoming("presentation-returned", incoming, [clerks_of(incoming)]))


def _lay_before(
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    leader: Colleague,
    remark: str,
    proposal: ProposalIn | None,
) -> None:
    session.add(
        Presentation(
            incoming_id=incoming.id,
            leader_id=leader.id,
            leader_name=leader.full_name,
            leader_title=leader.title,
            remark=remark,
            proposal=proposal.model_dump(mode="json") if proposal else {},
            at=clock.now(),
            standing=Presented.WAITING,
            **actor_of(who),
        )
    )


async def _leader(session: AsyncSession, who: Identity, leader_id: str) -> Colleague:
    """One of those who may instruct: a leader of the agency, also in an acting post."""
    found = await find_colleague(session, who.agency_code, leader_id, Role.LEADER)
    if found is None:
        raise wrong("leader_not_here", "/leader_id", "Hãy chọn một lãnh đạo của cơ quan.")
    return found


def _proposed(named: str) -> str:
    return f"Đề xuất: {named}" if named else ""
