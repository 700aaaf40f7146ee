"""Whoever is asked: says what he thinks of the draft, or has somebody else say it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.choosing import party_of, require_not_own
from document_exchange.consulting.deadlines import watch
from document_exchange.consulting.leaving import see_holder
from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.notifications import answerers_of, tell, tell_drafter
from document_exchange.consulting.queries import drafter_of, get_request, led_by
from document_exchange.consulting.rules import OPINIONS, STEPS, Opinion, OpinionAct, OpinionState, is_late
from document_exchange.consulting.schemas import AnswerIn, HandOpinionOnIn
from document_exchange.consulting.steps import by_person, case_of, note, require_version, wrong
from document_exchange.consulting.telling import report_opinion
from document_exchange.secrecy import states_secrecy
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Forbidden, Invalid
from shared.work.timeline import kept


async def _take(session: AsyncSession, who: Identity, request_id: UUID, act: OpinionAct) -> OpinionRequest:
    row = await get_request(session, who, request_id, lock=True)
    STEPS.require(act, case_of(who, row))
    return row


async def _drafter(session: AsyncSession, row: OpinionRequest) -> str:
    """Of the own agency's draft; another agency's drafter answers nothing here."""
    return (await drafter_of(session, row.document_id))[0] if row.document_id else ""


async def answer(
    session: AsyncSession, who: Identity, request_id: UUID, new: AnswerIn, files: Sequence[FileReference] = ()
) -> OpinionRequest:
    """Cho ý kiến: late it is taken and says so; sent twice it is one; said again before the drafter answers, it is put right."""
    row = await _take(session, who, request_id, OpinionAct.ANSWER)
    if await _drafter(session, row) in (who.desk, who.subject):
        raise Forbidden("opinion_on_own_draft")
    opinion = _read(new)
    sent_now = kept(*files)
    stays = sent_now == row.answer_files if files else not (new.drop_files and row.answer_files)
    if (row.opinion, row.answer, row.answered_by) == (opinion, new.words, who.acting_name) and stays:
        return row  # pressed twice
    require_version(row, new.version)
    if not stays:
        row.answer_files = sent_now
    row.opinion, row.answer, row.state = opinion, new.words, OpinionState.ANSWERED
    row.answered_at, row.answered_by, row.answered_title = clock.now(), who.acting_name, who.title
    row.late = is_late(clock.local_now().date(), row.due_on)
    by = by_person(who)
    said = ". ".join(filter(None, (OPINIONS[opinion], new.words)))
    await note(session, by, row, OpinionAct.ANSWER, said, files)
    await watch(session, row)
    sent = [FileReference.model_validate(file) for file in row.answer_files]
    await report_opinion(session, by, row, row.answered_at, sent)
    await tell_drafter(session, "opinion-given", row)
    return row


def _read(new: AnswerIn) -> Opinion:
    if new.opinion is None:
        raise wrong("opinion_required", "/opinion", "Hãy chọn ý kiến về dự thảo.")
    if new.opinion is not Opinion.AGREE and not new.words:
        raise wrong("words_required", "/words", "Hãy ghi nội dung góp ý.")
    if states_secrecy(new.words):
        raise Invalid("secret_document_stays")
    return new.opinion


async def hand_on(session: AsyncSession, who: Identity, request_id: UUID, new: HandOpinionOnIn) -> OpinionRequest:
    """Chuyển trả lời: a head to somebody of his unit, the agency's office to a unit or a person; nobody named: back to oneself."""
    row = await _take(session, who, request_id, OpinionAct.HAND_ON)
    require_version(row, new.version)
    led = led_by(who) if row.unit_id and row.unit_id == led_by(who) else ""
    if not new.whose:
        row.person_id, row.holder_name, row.unit_id = "", "", led
        words = "Lấy lại để tự trả lời"
    else:
        party = await party_of(session, who, new.whose, "/whose", agencies=False, inside=led)
        await require_not_own(session, party, await _drafter(session, row), "/whose")
        row.person_id, row.holder_name = party.person_id, party.name
        row.unit_id = led or party.unit_id
        row.home_unit = party.home_unit or row.home_unit
        words = f"Chuyển {party.name} trả lời"
    await see_holder(session, row)
    await note(session, by_person(who), row, OpinionAct.HAND_ON, ". ".join(filter(None, (words, new.words))))
    await watch(session, row)
    if new.whose:
        to = [one for one in await answerers_of(session, row) if one.person_id != who.subject]
        await tell(session, "opinion-asked", row, to)
    return row
