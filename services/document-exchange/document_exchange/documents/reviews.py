"""Kiểm tra trước khi ký: a draft goes up its flow level by level, each answers for what he looked at (NĐ 30/2020 Điều 10-12)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.notifications import about_draft
from document_exchange.documents.queries import DRAFTERS, list_files
from document_exchange.documents.reviewers import whose_of
from document_exchange.documents.rules import STEPS, DocumentStatus, Step
from document_exchange.documents.steps import note_step, take_document
from document_exchange.reviewing.models import DocumentReview
from document_exchange.reviewing.planning import Turn, head_turn, plan_turns
from document_exchange.reviewing.queries import list_reviews
from document_exchange.reviewing.rules import ReviewState, agreed_below, level_now
from document_exchange.reviewing.schemas import AgreeIn, HandOnIn, SendBackIn, SkipIn
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, NotFound, PreconditionFailed
from shared.core.identifiers import new_id
from shared.directory.models import Unit
from shared.directory.queries import find_colleague, find_head
from shared.notifying.raising import notify


async def plan(session: AsyncSession, document: OutgoingDocument) -> list[Turn]:
    """Who would look at the draft if it were submitted now."""
    facts = document.agency_code, document.type_code, document.unit_id
    return await plan_turns(session, *facts, drafter_id=document.drafter_id, signer_id=document.leader_id)


async def begin_review(
    session: AsyncSession, who: Identity, document: OutgoingDocument, left_out: Collection[int]
) -> bool:
    """Whether somebody looks at it before it is signed. The drafter agrees to his own turns by submitting it."""
    turns = await plan(session, document)
    required = [turn.number for turn in turns if turn.number in left_out and not turn.optional]
    if required or not set(left_out) <= {turn.number for turn in turns}:
        sentence = "Chỉ bỏ được những bước mà quy trình ghi là không bắt buộc."
        raise Invalid("step_required", fields=[FieldError("/skip", "step_required", sentence)])
    document.review_round += 1
    sha256 = await _main_sha256(session, document)
    rows = [_row(document, turn, who, sha256) for turn in turns if turn.number not in left_out]
    session.add_all(rows)
    if level_now(row.standing for row in rows) is None:
        return False
    document.status = STEPS.target(Step.REVIEW)
    await _go_on(session, document, rows)
    return True


def _row(document: OutgoingDocument, turn: Turn, who: Identity, sha256: str) -> DocumentReview:
    row = DocumentReview(
        id=new_id(),
        document_id=document.id,
        agency_code=document.agency_code,
        round=document.review_round,
        level=turn.level,
        position=turn.number,
        kind=turn.kind,
        whose=turn.whose,
        name=turn.name,
        state=ReviewState.COMING,
    )
    if turn.is_drafters:
        row.asked_at = clock.now()
        _answer(document, row, who, ReviewState.AGREED, "Người soạn thảo", sha256)
    return row


def _answer(
    document: OutgoingDocument, row: DocumentReview, who: Identity, state: ReviewState, words: str, sha256: str
) -> None:
    row.state, row.at, row.words = state, clock.now(), words
    row.by_id, row.by_name, row.by_title = who.subject, who.acting_name, who.title
    row.sha256, row.content_version = sha256, document.content_version


async def _main_sha256(session: AsyncSession, document: OutgoingDocument) -> str:
    return next((file.sha256 for file in await list_files(session, document.id) if file.position == 0), "")


async def _go_on(session: AsyncSession, document: OutgoingDocument, rows: Sequence[DocumentReview]) -> None:
    """Ask whoever comes now; when all have answered, it is the leader's."""
    level = level_now(row.standing for row in rows)
    if level is None:
        document.status = STEPS.target(Step.REVIEWED)
        await tell_leader(session, document)
        return
    coming = [row for row in rows if row.level == level and row.state == ReviewState.COMING]
    for row in coming:
        row.state, row.asked_at, row.asked_version = ReviewState.ASKED, clock.now(), document.version
    await tell_reviewers(session, document, coming)


async def tell_reviewers(session: AsyncSession, document: OutgoingDocument, rows: Sequence[DocumentReview]) -> None:
    """Whoever's turn it is; where nobody is there to take it, the leaders, who pass it on."""
    here, today, to = document.agency_code, clock.local_now().date(), list[Recipient]()
    for row in rows:
        kind, _, its_id = row.whose.partition(":")
        if kind == "clerk":
            to.append(Recipient(agency_code=here, role=Role.RECORDS_CLERK))
            continue
        found = await (
            find_head(session, its_id, today) if kind == "unit" else find_colleague(session, here, its_id, *DRAFTERS)
        )
        if kind == "unit":
            row.name = await name_of_head(session, its_id)
        to.append(
            Recipient(person_id=found.id, agency_code=here) if found else Recipient(agency_code=here, role=Role.LEADER)
        )
    if to:
        await notify(session, await about_draft(session, "draft-to-review", document, to))


async def name_of_head(session: AsyncSession, unit_id: str) -> str:
    """A unit's turn by its name and head of today."""
    unit = await session.get(Unit, unit_id)
    return head_turn(unit.name if unit else unit_id, await find_head(session, unit_id, clock.local_now().date()))


async def tell_leader(session: AsyncSession, document: OutgoingDocument) -> None:
    to = Recipient(person_id=document.leader_id, agency_code=document.agency_code, role=Role.LEADER)
    await notify(session, await about_draft(session, "draft-submitted", document, [to]))


async def agree(session: AsyncSession, who: Identity, document_id: UUID, new: AgreeIn) -> OutgoingDocument:
    """Đồng ý, ký nháy: for every turn that is his at this level, bound to the file that he looked at."""
    document = await take_document(session, who, document_id, new.version, Step.AGREE)
    rows = await _rows(session, document)
    mine = whose_of(who)
    sha256 = await _main_sha256(session, document)
    his = [row for row in rows if row.state == ReviewState.ASKED and row.whose in mine]
    if new.version is not None and any(new.version <= row.asked_version for row in his):
        raise PreconditionFailed("changed_meanwhile")
    for row in his:
        _answer(document, row, who, ReviewState.AGREED, new.opinion, sha256)
    await _go_on(session, document, rows)
    await note_step(session, document, who, Step.AGREE, new.opinion, sha256=sha256)
    return document


async def skip_review(session: AsyncSession, who: Identity, document_id: UUID, new: SkipIn) -> OutgoingDocument:
    """Cho bỏ qua một lượt, by a leader, who says why."""
    document = await take_document(session, who, document_id, new.version, Step.SKIP)
    rows = await _rows(session, document)
    row = _asked(rows, new.review_id)
    _require(new.opinion, "Hãy ghi lý do bỏ qua lượt kiểm tra này.")
    _answer(document, row, who, ReviewState.SKIPPED, new.opinion, "")
    await _go_on(session, document, rows)
    await note_step(session, document, who, Step.SKIP, f"{row.name}. {new.opinion}", review=str(row.id))
    return document


async def hand_on(session: AsyncSession, who: Identity, document_id: UUID, new: HandOnIn) -> OutgoingDocument:
    """Chuyển người khác kiểm tra: one's own turn, or by a leader that of somebody who is away or has left."""
    document = await take_document(session, who, document_id, new.version, Step.HAND_ON)
    rows = await _rows(session, document)
    row = _own_or_chosen(rows, who, new.review_id)
    person = await find_colleague(session, document.agency_code, new.person_id, *DRAFTERS)
    if person is None:
        raise _wrong("reviewer_unknown", "Hãy chọn người của cơ quan trong danh sách.")
    if person.id == document.drafter_id:
        raise _wrong("reviewer_is_drafter", "Người soạn thảo không tự kiểm tra thay người khác; hãy chọn người khác.")
    whose = f"person:{person.id}"
    if any(other.whose == whose and other.level == row.level for other in rows):
        raise _wrong("named_twice", f"{person.full_name} đã có lượt kiểm tra ở cấp này; hãy chọn người khác.")
    former, row.whose, row.name = row.name, whose, f"{person.full_name} – {person.title}"
    row.asked_at, row.asked_version = clock.now(), document.version
    await tell_reviewers(session, document, [row])
    words = f"{former} → {row.name}. {new.opinion}".strip()
    await note_step(session, document, who, Step.HAND_ON, words, review=str(row.id))
    return document


async def send_back(session: AsyncSession, who: Identity, document_id: UUID, new: SendBackIn) -> OutgoingDocument:
    """Trả về một cấp đã kiểm tra: whoever agreed from there on is asked anew."""
    document = await take_document(session, who, document_id, new.version, Step.SEND_BACK)
    rows = await _rows(session, document)
    now = level_now(row.standing for row in rows)
    if new.level not in agreed_below((row.standing for row in rows), now):
        sentence = "Hãy chọn một cấp đã kiểm tra trước cấp này."
        raise Invalid("level_not_reviewed", fields=[FieldError("/level", "level_not_reviewed", sentence)])
    _require(new.opinion, "Hãy ghi lý do trả về.")
    for row in rows:
        if row.level >= new.level and row.state != ReviewState.SKIPPED:
            row.state, row.at = ReviewState.COMING, None
            row.by_id = row.by_name = row.by_title = row.words = row.sha256 = ""
    document.status = DocumentStatus.REVIEWING
    await _go_on(session, document, rows)
    await note_step(session, document, who, Step.SEND_BACK, f"Cấp {new.level}. {new.opinion}", level=new.level)
    return document


async def ask_beside_again(session: AsyncSession, who: Identity, document: OutgoingDocument) -> None:
    """The draft was put right on its way: those who agreed at the same level look at what it says now."""
    rows = await _rows(session, document)
    level = level_now(row.standing for row in rows)
    again = [row for row in rows if row.level == level and row.state == ReviewState.AGREED and row.by_id != who.subject]
    for row in again:
        row.state, row.asked_at, row.at = ReviewState.ASKED, clock.now(), None
        row.by_id = row.by_name = row.by_title = row.words = row.sha256 = ""
    await tell_reviewers(session, document, again)


async def end_review(session: AsyncSession, document: OutgoingDocument) -> None:
    """It left its flow: nobody is asked any more; what was agreed stays."""
    open_now = (ReviewState.COMING, ReviewState.ASKED)
    left = update(DocumentReview).where(DocumentReview.document_id == document.id, DocumentReview.state.in_(open_now))
    await session.execute(left.values(state=ReviewState.DROPPED))


async def _rows(session: AsyncSession, document: OutgoingDocument) -> list[DocumentReview]:
    return await list_reviews(session, document.id, document.review_round)


def _asked(rows: Sequence[DocumentReview], review_id: UUID) -> DocumentReview:
    row = next((row for row in rows if row.id == review_id), None)
    if row is None:
        raise NotFound("not_found")
    if row.state != ReviewState.ASKED:
        raise Conflict("review_not_asked")
    return row


def _own_or_chosen(rows: Sequence[DocumentReview], who: Identity, review_id: UUID | None) -> DocumentReview:
    """A turn of his own where he names none; another's is a leader's to pass on."""
    mine = [row for row in rows if row.state == ReviewState.ASKED and row.whose in whose_of(who)]
    if review_id is None:
        if not mine:
            raise _wrong("review_unchosen", "Hãy chọn lượt kiểm tra cần chuyển.")
        return mine[0]
    row = _asked(rows, review_id)
    if row not in mine and Role.LEADER not in who.roles:
        raise Conflict("review_not_yours")
    return row


def _require(words: str, sentence: str) -> None:
    if not words:
        raise Invalid("reason_required", fields=[FieldError("/opinion", "reason_required", sentence)])


def _wrong(code: str, sentence: str) -> Invalid:
    return Invalid(code, fields=[FieldError("/person_id", code, sentence)])
