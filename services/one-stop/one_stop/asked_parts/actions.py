"""What the asked agency does with a part: taken in, given out, answered, refused. Actions write; who calls commits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from one_stop.asked_parts.models import AskedPart, PartEntry
from one_stop.asked_parts.notifications import about_asked, leaders_of
from one_stop.asked_parts.queries import get_asked_part
from one_stop.asked_parts.rules import STEPS, Answering
from one_stop.asked_parts.schemas import Answer, ProgramAnswer
from one_stop.asked_parts.slips import sign_answer_slip
from one_stop.dossiers.cases import SPECIALIST, Worker
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.workers import worker_of
from one_stop.parts.rules import CONCLUSION_LABELS, ENDED, PartState
from shared.access.identity import Identity
from shared.contracts.one_stop_parts import PartProgressed
from shared.contracts.values import FileReference, Recipient
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, PreconditionFailed
from shared.core.identifiers import new_id
from shared.directory.queries import find_colleague
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.work.timeline import kept

REFUSED = "Từ chối, không thuộc thẩm quyền"


async def take_in(session: AsyncSession, who: Identity, part_id: UUID, version: int | None) -> AskedPart:
    """Tiếp nhận phần việc."""
    part, worker = await _load(session, who, part_id, version, Answering.TAKE_IN)
    part.received_at = clock.now()
    return await _done(session, who, worker, part, Answering.TAKE_IN)


async def claim(session: AsyncSession, who: Identity, part_id: UUID, version: int | None) -> AskedPart:
    """Nhận xử lý."""
    part, worker = await _load(session, who, part_id, version, Answering.CLAIM)
    await _give(session, part, worker.desk.person_id)
    return await _done(session, who, worker, part, Answering.CLAIM)


async def assign(session: AsyncSession, who: Identity, part_id: UUID, version: int | None, holder_id: str) -> AskedPart:
    """Giao người xử lý, or back to whoever takes it; a head gives it out within the unit."""
    part, worker = await _load(session, who, part_id, version, Answering.ASSIGN)
    if holder_id == (part.holder_id or ""):
        raise Conflict("part_holder_unchanged")
    if holder_id:
        await _give(session, part, holder_id, worker.leads)
        to = [Recipient(person_id=holder_id, agency_code=part.agency_code)]
        if holder_id != who.subject:
            await notify(session, about_asked("part-assigned", part, to))
    else:
        part.holder_id, part.holder_name = None, ""
    return await _done(session, who, worker, part, Answering.ASSIGN, to=part.holder_name or "Hàng chờ")


async def _give(session: AsyncSession, part: AskedPart, person_id: str, unit_id: str = "") -> None:
    found = await find_colleague(session, part.agency_code, person_id, SPECIALIST, unit_id=unit_id)
    if found is None:
        wrong = FieldError("/holder_id", "assignee_unknown", "Hãy chọn người xử lý trong danh sách của cơ quan.")
        raise Invalid("invalid_input", fields=[wrong])
    part.holder_id, part.holder_name = found.id, found.full_name
    part.unit_id = found.unit_id or part.unit_id


async def draft_answer(
    session: AsyncSession, who: Identity, part_id: UUID, version: int | None, answer: Answer
) -> AskedPart:
    """Dự thảo trả lời, trình lãnh đạo ký."""
    part, worker = await _load(session, who, part_id, version, Answering.DRAFT)
    answer.checked()
    part.conclusion, part.opinion = answer.conclusion.value, answer.opinion
    part.drafted_by_name = worker.name
    await notify(session, about_asked("part-to-sign", part, leaders_of(part)))
    return await _done(session, who, worker, part, Answering.DRAFT)


async def send_back(session: AsyncSession, who: Identity, part_id: UUID, version: int | None, reason: str) -> AskedPart:
    """Trả lại dự thảo trả lời; the words stay for whoever mends them."""
    part, worker = await _load(session, who, part_id, version, Answering.SEND_BACK)
    if part.holder_id:
        to = [Recipient(person_id=part.holder_id, agency_code=part.agency_code)]
        await notify(session, about_asked("part-assigned", part, to))
    return await _done(session, who, worker, part, Answering.SEND_BACK, note=reason)


async def sign_answer(
    session: AsyncSession, prints: PrintShop, who: Identity, part_id: UUID, version: int | None
) -> AskedPart:
    """Ký trả lời bằng chữ ký số của lãnh đạo (PAdES)."""
    part, worker = await _load(session, who, part_id, version, Answering.SIGN)
    said = CONCLUSION_LABELS[part.conclusion]
    return await _answer(session, prints, (who, worker), part, Answering.SIGN, said)


async def refuse(
    session: AsyncSession, prints: PrintShop, who: Identity, part_id: UUID, version: int | None, reason: str
) -> AskedPart:
    """Từ chối: not this agency's matter; a paper of its own says so."""
    part, worker = await _load(session, who, part_id, version, Answering.REFUSE)
    part.conclusion, part.opinion = "", reason
    return await _answer(session, prints, (who, worker), part, Answering.REFUSE, REFUSED)


async def answer_by_program(
    session: AsyncSession,
    who: Identity,
    part_id: UUID,
    version: int | None,
    answer: ProgramAnswer,
    file: FileReference | None,
) -> AskedPart:
    """Trả lời, từ chối từ phần mềm của cơ quan. `file`: the paper as it was signed there; we sign nothing for them."""
    part, worker = await _load(session, who, part_id, version, Answering.ANSWER)
    answer.checked()
    if answer.refused:
        part.state = PartState.REFUSED.value
    part.conclusion, part.opinion = "" if answer.refused else answer.conclusion, answer.opinion
    part.answer = file.model_dump(mode="json") if file else None
    now = clock.now()
    part.drafted_by_name, part.signed_by_name = "", answer.signed_by
    part.received_at, part.ended_at = part.received_at or now, now
    said = CONCLUSION_LABELS.get(part.conclusion, REFUSED)
    note = ". ".join(filter(None, (f"{said}, người ký: {answer.signed_by}", answer.opinion)))
    signer = answer.signed_by, ", ".join(filter(None, (answer.signer_title, f"gửi từ {worker.name}")))
    files = [file] if file else []
    return await _done(session, who, worker, part, Answering.ANSWER, note=note, files=files, signer=signer)


def require_answer(who: Identity, part: AskedPart) -> None:
    """Refuses before a file is opened what could not be answered."""
    STEPS.require(Answering.ANSWER, part.case(worker_of(who)))


async def _answer(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    part: AskedPart,
    act: Answering,
    said: str,
) -> AskedPart:
    identity, worker = who
    now = clock.now()
    with session.no_autoflush:
        printed = await sign_answer_slip(session, prints, worker, part, said)
    part.answer = printed.file.model_dump(mode="json")
    part.signed_by_name, part.ended_at = worker.name, now
    return await _done(session, identity, worker, part, act, note=part.opinion, files=[printed.file])


async def _load(
    session: AsyncSession, who: Identity, part_id: UUID, version: int | None, act: Answering
) -> tuple[AskedPart, Worker]:
    """The part if this officer may do this now, in the state the act leads to; refuses otherwise."""
    worker = worker_of(who)
    part = await get_asked_part(session, part_id, who.agency_code)
    way = STEPS.require(act, part.case(worker))
    if version is not None and version != part.version:
        raise PreconditionFailed("changed_meanwhile")
    if way.target is not None:
        part.state = way.target.value
    return part, worker


async def _done(
    session: AsyncSession,
    who: Identity,
    worker: Worker,
    part: AskedPart,
    act: Answering,
    *,
    to: str = "",
    note: str = "",
    files: list[FileReference] | None = None,
    signer: tuple[str, str] | None = None,
) -> AskedPart:
    """Written, with its line in the part's history and its evidence; who asked is told. `signer`: name and title of who
    answers, where it is not who acts here."""
    now = clock.now()
    await save_part(session)
    add_entry(session, part, act, worker, now, to=to, note=note, files=files or [])
    by_name, by_title = signer or worker.named
    progressed = PartProgressed(
        part_id=str(part.id),
        state=part.state,
        act=act.value,
        by_id=worker.person_id,
        by=by_name,
        by_title=by_title,
        holder_name=part.holder_name,
        at=now,
        conclusion=part.conclusion if part.place is PartState.ANSWERED else "",
        opinion=part.opinion if part.place in ENDED else "",
        slip=FileReference.model_validate(part.answer) if part.answer else None,
    )
    await tell(session, progressed)
    await evidence.record(session, f"part-{act.value}", f"part/{part.id}", who, to=part.holder_id or "")
    return part


async def save_part(session: AsyncSession) -> None:
    try:
        await session.flush()
    except StaleDataError as error:
        raise Conflict("part_taken_meanwhile") from error


def add_entry(session: AsyncSession, part: AskedPart, act: Answering, by: Worker, at: datetime, **said: Any) -> None:
    """One line of the history, after the change is written: its number is the part's version."""
    session.add(
        PartEntry(
            id=new_id(),
            part_id=part.id,
            number=part.version,
            action=act.value,
            at=at,
            by_id=by.person_id,
            by_name=by.name,
            post=by.post,
            actor_title=by.title,
            on_behalf_of=by.behalf,
            to_name=said.get("to", ""),
            note=said.get("note", ""),
            files=kept(*said.get("files", ())),
        )
    )
