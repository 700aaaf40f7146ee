"""What the axis brings of opinions: the drafter's word at each agency that is asked, an agency's answer at the drafter."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.deadlines import watch
from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.notifications import answerers_of, tell, tell_drafter
from document_exchange.consulting.rules import OPINIONS, OpinionAct, OpinionState, is_late
from document_exchange.consulting.steps import By, note
from document_exchange.consulting.telling import tell_agency
from shared.contracts.document_exchange_opinions import OpinionAsked, OpinionGiven
from shared.core import clock
from shared.directory.queries import find_agency, list_successors
from shared.storage import evidence
from shared.work.timeline import kept

_FOLLOWS = (
    *("addressee_code", "asked_name", "asker_code", "asker_agency", "asker_name", "asker_title", "asker_unit"),
    *("type_name", "words", "draft_number", "due_on", "ended_words", "closed_at", "asked_at"),
)
_ANSWERED = (OpinionState.ANSWERED, OpinionState.REPLIED)
_KINDS: dict[str, str] = {
    OpinionAct.ASK: "opinion-asked",
    OpinionAct.REMIND: "opinion-due-soon",
    OpinionAct.EXTEND: "opinion-changed",
    OpinionAct.WITHDRAW: "opinion-changed",
    OpinionAct.REPLY: "opinion-replied",
    OpinionAct.SHOW: "opinion-replied",
}


async def take_asked(session: AsyncSession, event: OpinionAsked) -> None:
    """Cơ quan được lấy ý kiến, hoặc lượt ấy đổi: the agency's own row follows the drafter's."""
    row = await session.get(OpinionRequest, UUID(event.copy_id), with_for_update=True)
    if row is not None and (str(row.origin_id), row.addressee_code) != (event.request_id, event.addressee_code):
        facts = {"request": event.request_id, "addressee": event.addressee_code}
        await evidence.record(
            session, "opinion-copy-refused", f"opinion-request/{row.id}", "event:opinion-asked", **facts
        )
        return  # another's row: nobody's word changes it
    waited = row is None or row.state == OpinionState.ASKED
    if row is None:
        row = OpinionRequest(
            id=UUID(event.copy_id), origin_id=UUID(event.request_id), asked=f"agency:{event.addressee_code}"
        )
        row.consultation_id, row.state = UUID(event.consultation_id), OpinionState.ASKED
        row.agency_code = await _holder(session, event.addressee_code)
        row.files = kept(*event.files)
        session.add(row)
    _follow(row, event)
    by = By(event.by, event.by_title, event.asker_agency, actor="event:opinion-asked")
    await note(session, by, row, OpinionAct(event.act), event.note)
    await watch(session, row)
    kind = _KINDS.get(event.act)
    if event.act == OpinionAct.CLOSE and (waited or row.state == OpinionState.CLOSED):
        kind = "opinion-changed"
    if kind is not None:
        await tell(session, kind, row, await answerers_of(session, row))


async def _holder(session: AsyncSession, code: str) -> str:
    """The agency, or whoever does its work now."""
    agency = await find_agency(session, code)
    if agency is None or agency.is_valid_on(clock.local_now().date()):
        return code
    return ([code, *await list_successors(session, code)])[-1]


def _follow(row: OpinionRequest, event: OpinionAsked) -> None:
    if row.due_on != event.due_on:
        row.late_told_at = None
    for name in _FOLLOWS:
        setattr(row, name, getattr(event, name))
    row.subject = event.title
    # What was said here and has not come there yet is not taken back by what was told meanwhile.
    if not (row.state == OpinionState.ANSWERED and event.state == OpinionState.ASKED):
        row.state = event.state
    if event.state == OpinionState.REPLIED or event.closed_at is not None:
        # What crossed the reply or the signature counts no more: here stands what stands there.
        row.opinion, row.answer = event.opinion, event.answer
        row.reply, row.reply_words = event.reply, event.reply_words
        row.replied_by, row.replied_at = event.replied_by, event.replied_at
    if event.shown:
        row.shown = [one.model_dump() for one in event.shown]
        row.shown_at = row.shown_at or event.told_at


async def take_given(session: AsyncSession, event: OpinionGiven) -> None:
    """Ý kiến của cơ quan được hỏi. What comes when the drafter has answered, or ended it, changes nothing; the agency is told how it stands."""
    row = await session.get(OpinionRequest, UUID(event.request_id), with_for_update=True)
    if row is None or row.origin_id is not None or row.addressee_code != event.addressee_code:
        return
    if row.closed_at is not None or row.state not in (OpinionState.ASKED, OpinionState.ANSWERED):
        act = OpinionAct.REPLY if row.state == OpinionState.REPLIED else OpinionAct.CLOSE
        asker = By(row.asker_name, row.asker_title)
        await tell_agency(session, asker, row, act, "Ý kiến đến muộn, không còn được nhận.")
        return
    by = By(event.by, event.by_title, event.agency_name, actor="event:opinion-given")
    row.opinion, row.answer, row.state = event.opinion, event.answer, OpinionState.ANSWERED
    row.answer_files = kept(*event.files)
    row.answered_at, row.answered_by, row.answered_title = event.answered_at, event.by, event.by_title
    row.holder_name = event.agency_name if event.agency_code != event.addressee_code else ""
    row.late = is_late(event.answered_at.astimezone(clock.VIETNAM).date(), row.due_on)
    said = ". ".join(filter(None, (OPINIONS[event.opinion], event.answer)))
    await note(session, by, row, OpinionAct.ANSWER, said, event.files)
    await watch(session, row)
    await tell_drafter(session, "opinion-given", row)
