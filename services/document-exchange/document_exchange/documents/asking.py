"""Lấy ý kiến về dự thảo, by whoever has it: asks, gives more time, reminds, takes back, answers what was said (NĐ 30/2020 Điều 10.3)."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.choosing import Party, party_of, require_not_own
from document_exchange.consulting.deadlines import watch
from document_exchange.consulting.leaving import see_holder
from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.notifications import answerers_of, tell
from document_exchange.consulting.queries import get_of_document, list_of_document
from document_exchange.consulting.rules import ASKED_IN_VAIN, REPLIES, OpinionAct, OpinionState
from document_exchange.consulting.rules import STEPS as OPINION_STEPS
from document_exchange.consulting.schemas import AskIn, DrafterActIn
from document_exchange.consulting.steps import By, by_person, case_of, note, require_version, wrong
from document_exchange.consulting.telling import tell_agency
from document_exchange.documents.models import DocumentStep, OutgoingDocument
from document_exchange.documents.queries import get_document, list_files
from document_exchange.documents.rules import STEPS, Secrecy, Step
from document_exchange.documents.steps import case_of as document_case
from document_exchange.fields import require_day_ahead
from document_exchange.secrecy import states_secrecy
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Conflict, Invalid, PreconditionFailed
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.directory.models import Unit
from shared.directory.queries import get_agency
from shared.storage import evidence
from shared.work.timeline import kept, signed_by


async def _take_draft(session: AsyncSession, who: Identity, document_id: UUID) -> OutgoingDocument:
    """Locked: it is not signed, changed or dropped meanwhile. Its version stays: nobody who edits it is disturbed."""
    document = await get_document(session, who, document_id, lock=True)
    STEPS.require(Step.CONSULT, await document_case(session, who, document))
    return document


async def ask(session: AsyncSession, who: Identity, document_id: UUID, new: AskIn) -> list[OpinionRequest]:
    """Lấy ý kiến các đơn vị, cá nhân, cơ quan về bản dự thảo đang có."""
    document = await _take_draft(session, who, document_id)
    new, done = await _asked_before(session, document, new)
    if done:
        return done
    if new.content_version is not None and new.content_version != document.content_version:
        raise PreconditionFailed("opinion_unknown_draft")
    _require_not_secret(document, new.words)
    drafted = await list_files(session, document.id)
    if not any(file.position == 0 for file in drafted):
        raise Conflict("nothing_to_read")
    files = [file.reference() for file in drafted]
    parties = await _parties(session, who, document, new)
    if new.due_on is None:
        raise wrong("opinion_term_required", "/due_on", "Hãy chọn hạn cho ý kiến.")
    require_day_ahead(new.due_on, clock.local_now().date(), "Hạn cho ý kiến")
    rows = [await _row(session, who, document, party, new) for party in parties]
    by = by_person(who)
    for row in rows:
        row.files = kept(*files)
        session.add(row)
        await see_holder(session, row)
        await note(session, by, row, OpinionAct.ASK, new.words)
        await watch(session, row)
        await tell_agency(session, by, row, OpinionAct.ASK, new.words)
        await tell(session, "opinion-asked", row, await answerers_of(session, row))
    names = "; ".join(row.asked_name for row in rows)
    _note_on_draft(session, who, document, f"Hạn {vn_date(new.due_on)}: {names}. {new.words}".strip(), files)
    await evidence.record(
        session, "document-consult", f"document/{document.id}", who, asked=[row.asked for row in rows]
    )
    return rows


async def _asked_before(
    session: AsyncSession, document: OutgoingDocument, new: AskIn
) -> tuple[AskIn, list[OpinionRequest]]:
    """Pressed twice it was asked once. Gone back to and more chosen: those are asked, under an id that is always the same."""
    if new.id is None:
        return new, []
    query = select(OpinionRequest).where(
        OpinionRequest.document_id == document.id,
        OpinionRequest.consultation_id == new.id,
        OpinionRequest.state.not_in(ASKED_IN_VAIN),
    )
    found = list((await session.scalars(query)).all())
    asked = {row.asked for row in found}
    if not found or asked == set(new.asked):
        return new, found
    more = sorted(set(new.asked) - asked)
    if not more:
        return new, []  # each of them is refused as asked already
    again = new.model_copy(update={"id": uuid5(new.id, " ".join(more)), "asked": more})
    return await _asked_before(session, document, again)


def _require_not_secret(document: OutgoingDocument, words: str) -> None:
    """Nothing secret is read here, by whomever (QĐ 28/2018 Điều 1)."""
    if document.secrecy != Secrecy.NORMAL or states_secrecy(document.subject) or states_secrecy(words):
        raise Invalid("secret_document_stays")


async def _parties(session: AsyncSession, who: Identity, document: OutgoingDocument, new: AskIn) -> list[Party]:
    if not new.asked:
        raise wrong("nobody_asked", "/asked", "Hãy chọn ít nhất một đơn vị, người hoặc cơ quan để lấy ý kiến.")
    known = {
        row.asked
        for row in await list_of_document(session, document.id)
        if row.content_version == document.content_version and row.state not in ASKED_IN_VAIN
    }
    found = []
    for whose in dict.fromkeys(new.asked):
        party = await party_of(session, who, whose, "/asked", agencies=True)
        await require_not_own(session, party, document.drafter_id, "/asked")
        if whose in known:
            raise wrong("asked_already", "/asked", f"{party.name} đã được lấy ý kiến về bản dự thảo này.")
        found.append(party)
    return found


async def _row(
    session: AsyncSession, who: Identity, document: OutgoingDocument, party: Party, new: AskIn
) -> OpinionRequest:
    agency = await get_agency(session, document.agency_code)
    unit = await session.get(Unit, document.unit_id) if document.unit_id else None
    return OpinionRequest(
        id=new_id(),
        consultation_id=new.id or new_id(),
        document_id=document.id,
        agency_code=document.agency_code,
        addressee_code=party.agency_code,
        asker_code=agency.code,
        asker_agency=agency.name,
        asker_name=who.acting_name,
        asker_title=who.title,
        asker_unit=unit.name if unit else "",
        type_name=document.type_name,
        subject=document.subject,
        words=new.words,
        draft_number=await _draft_number(session, document),
        content_version=document.content_version,
        asked=party.whose,
        asked_name=party.name,
        unit_id=party.unit_id,
        person_id=party.person_id,
        home_unit=party.home_unit,
        due_on=new.due_on,
        asked_at=clock.now(),
        state=OpinionState.ASKED,
    )


async def _draft_number(session: AsyncSession, document: OutgoingDocument) -> int:
    """As `versions` counts the main text's drafts."""
    steps = select(func.count()).where(DocumentStep.document_id == document.id, DocumentStep.kind == Step.ATTACH)
    return max(1, int(await session.scalar(steps) or 0))


def _note_on_draft(
    session: AsyncSession, who: Identity, document: OutgoingDocument, words: str, files: Sequence[FileReference] = ()
) -> None:
    line = DocumentStep(document_id=document.id, at=clock.now(), kind=Step.CONSULT, actor_id=who.subject)
    line.actor_name, line.opinion = who.acting_name, words
    line.files = kept(*files)
    for name, value in signed_by(who).items():
        setattr(line, name, value)
    session.add(line)


async def _take(
    session: AsyncSession, who: Identity, document_id: UUID, request_id: UUID, act: OpinionAct, new: DrafterActIn
) -> OpinionRequest:
    """Reminding disturbs nobody's work: it needs no version."""
    await _take_draft(session, who, document_id)
    row = await get_of_document(session, document_id, request_id)
    require_version(row, None if act is OpinionAct.REMIND else new.version)
    OPINION_STEPS.require(act, case_of(who, row, asks=True))
    if states_secrecy(new.words):
        raise Invalid("secret_document_stays")
    return row


async def extend(
    session: AsyncSession, who: Identity, document_id: UUID, request_id: UUID, new: DrafterActIn
) -> OpinionRequest:
    """Gia hạn."""
    row = await _take(session, who, document_id, request_id, OpinionAct.EXTEND, new)
    if new.due_on is None:
        raise wrong("opinion_term_required", "/due_on", "Hãy chọn hạn mới.")
    require_day_ahead(new.due_on, clock.local_now().date(), "Hạn mới")
    if new.due_on <= row.due_on:
        raise wrong("not_longer", "/due_on", f"Hãy chọn ngày sau hạn đang có ({vn_date(row.due_on)}).")
    said = f"Từ {vn_date(row.due_on)} đến {vn_date(new.due_on)}. {new.words}".strip()
    row.due_on, row.late_told_at = new.due_on, None
    await _tell(session, by_person(who), row, OpinionAct.EXTEND, said, "opinion-changed")
    return row


async def remind(
    session: AsyncSession, who: Identity, document_id: UUID, request_id: UUID, new: DrafterActIn
) -> OpinionRequest:
    """Nhắc: once a day, whoever presses how often."""
    row = await _take(session, who, document_id, request_id, OpinionAct.REMIND, new)
    today = clock.local_now().date()
    if row.reminded_on == today:
        raise Conflict("reminded_today")
    row.reminded_on = today
    await _tell(session, by_person(who), row, OpinionAct.REMIND, new.words, "opinion-due-soon")
    return row


async def withdraw(
    session: AsyncSession, who: Identity, document_id: UUID, request_id: UUID, new: DrafterActIn
) -> OpinionRequest:
    """Rút lại, with a reason; the same party may be asked anew."""
    row = await _take(session, who, document_id, request_id, OpinionAct.WITHDRAW, new)
    if not new.words:
        raise wrong("reason_required", "/words", "Hãy ghi lý do rút lại.")
    row.state, row.ended_words = OpinionState.WITHDRAWN, new.words
    await _tell(session, by_person(who), row, OpinionAct.WITHDRAW, new.words, "opinion-changed")
    return row


async def reply(
    session: AsyncSession, who: Identity, document_id: UUID, request_id: UUID, new: DrafterActIn
) -> OpinionRequest:
    """Tiếp thu, giải trình: said again it takes the place of what was said before. To what he has read: the version is that of the opinion."""
    row = await _take(session, who, document_id, request_id, OpinionAct.REPLY, new)
    if new.reply is None:
        raise wrong("reply_required", "/reply", "Hãy chọn tiếp thu hay giải trình.")
    if new.reply != "accepted" and not new.words:
        raise wrong("words_required", "/words", "Hãy ghi nội dung tiếp thu, giải trình.")
    if (row.state, row.reply, row.reply_words) == (OpinionState.REPLIED, new.reply, new.words):
        return row
    row.state, row.reply, row.reply_words = OpinionState.REPLIED, new.reply, new.words
    row.replied_by, row.replied_at = who.acting_name, clock.now()
    said = ". ".join(filter(None, (REPLIES[new.reply], new.words)))
    await _tell(session, by_person(who), row, OpinionAct.REPLY, said, "opinion-replied")
    return row


async def show_table(session: AsyncSession, who: Identity, document_id: UUID) -> list[OpinionRequest]:
    """Gửi bảng tổng hợp cho các nơi đã góp ý; shown again it is as it stands then."""
    document = await _take_draft(session, who, document_id)
    rows = [row for row in await list_of_document(session, document.id, lock=True) if row.opinion]
    if not rows:
        raise Conflict("nothing_to_show")
    by, now = by_person(who), clock.now()
    for row in rows:
        row.shown_at = now
    for row in rows:
        await _tell(session, by, row, OpinionAct.SHOW, "", "opinion-replied")
    return rows


async def _tell(session: AsyncSession, by: By, row: OpinionRequest, act: OpinionAct, words: str, kind: str) -> None:
    await note(session, by, row, act, words)
    await watch(session, row)
    await tell_agency(session, by, row, act, words)
    await tell(session, kind, row, await answerers_of(session, row))
