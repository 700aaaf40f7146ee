"""Drafting and signing a result, and its collection on the portal."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.actions import forget
from one_stop.dossiers.actions import enter_step, letterhead, load_for_action, moved_event, note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import outcome as step_outcome
from one_stop.dossiers.due import step_due
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.dossiers.printing import file_name
from one_stop.dossiers.queries import lock_dossier
from one_stop.dossiers.rules import SIGNED, STEPS, Doing
from one_stop.dossiers.signing import authority_lines, sign_printed
from one_stop.forms.render import form_of
from one_stop.moves import rules
from one_stop.parts.ending import end_parts
from one_stop.result_book.booking import Signed, enter
from one_stop.results.models import DossierResult
from one_stop.results.queries import find_result, is_number_taken
from one_stop.results.rules import (
    TO_BE_NUMBERED,
    is_of_series,
    notation_of,
    number_key,
    said_of,
    series_number,
    term_of,
)
from one_stop.results.schemas import Drafting
from one_stop.results.sheets import result_fields
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.contracts.one_stop import DossierFinished, ResultReturned
from shared.contracts.online_services import ResultCollected
from shared.contracts.values import FileReference, Recipient
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.identifiers import new_secret
from shared.directory.queries import find_agency
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.standards.result_outcomes import ResultOutcome
from shared.standards.working_time import WorkingTime
from shared.storage import evidence

ONLINE = "online"
"""Cách nhận kết quả: on the portal."""
_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 7213))")


@dataclass(frozen=True)
class Numbered:
    """Sổ kết quả của năm: gives its next number when asked."""

    year: int
    take: Callable[[], Awaitable[int]]


async def draft_result(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    draft: Drafting,
    working_time: WorkingTime,
) -> Dossier:
    """Dự thảo kết quả, trình lãnh đạo ký."""
    identity, worker = who
    dossier, _, steps = await load_for_action(session, dossier_id, worker, Doing.FINISH, version)
    move = rules.finish(dossier.standing(), steps, worker)
    said, term = said_of(draft.outcome, draft.model_dump()), term_of(draft.outcome, draft.valid_from, draft.valid_until)
    key = await _typed_number(session, dossier, draft.number) if draft.number else None
    now = clock.now()
    before, outcome = (dossier.step_code, dossier.step_name), step_outcome(now, dossier.step_due_at)
    result = await find_result(session, dossier.id)
    if result is None:
        result = _empty_result(dossier.id)
        session.add(result)
    result.number, result.outcome = draft.number, draft.outcome.value
    for name, words in said.items():
        setattr(result, name, words)
    result.number_key = key
    (result.valid_from, result.valid_until), result.scope = term, draft.scope
    result.drafted_by, result.drafted_by_name, result.drafted_at = worker.person_id, worker.name, now
    dossier.has_draft = True
    dossier.status = move.status.value
    enter_step(dossier, move.step, now, working_time)
    await save_change(session)
    await note_hand_over(session, dossier, Doing.FINISH, worker, now, before, outcome_words(result), outcome)
    await tell(session, await moved_event(session, dossier, Doing.FINISH))
    to = Recipient(agency_code=dossier.agency_code, role=dossier.step_role)
    due = dossier.step_due_at
    told = about_loaded("dossier-to-sign", dossier, [to], due)
    await notify(session, told)
    await evidence.record(session, "result-drafted", f"dossier/{dossier.id}", identity, outcome=result.outcome)
    return dossier


def outcome_words(result: DossierResult) -> str:
    """Kết luận as the history says it; a granted one goes without saying."""
    outcome = ResultOutcome(result.outcome)
    return "" if outcome is ResultOutcome.GRANTED else f"Kết luận: {outcome.official_name.lower()}"


async def _typed_number(session: AsyncSession, dossier: Dossier, number: str) -> str:
    """The key of a number of another book; Invalid where another result has it, or the series gives such numbers by itself."""
    agency = await find_agency(session, dossier.agency_code)
    if is_of_series(number, notation_of(agency.short_name if agency else "", dossier.agency_code)):
        code = "result_number_of_series"
    elif key := await _free_number(session, dossier, number):
        return key
    else:
        code = "result_number_taken"
    raise Invalid(code, fields=[FieldError("/number", code, TEXTS[code])])


async def _number(
    session: AsyncSession, dossier: Dossier, result: DossierResult, numbered: Numbered
) -> tuple[int, int] | None:
    """Số, ký hiệu: as it was typed, or else the next of the agency's series, whose year and number are answered."""
    counted = None
    if not result.number:
        agency = await find_agency(session, dossier.agency_code)
        counted = numbered.year, await numbered.take()
        notation = notation_of(agency.short_name if agency else "", dossier.agency_code)
        result.number = series_number(counted[1], notation)
    # Drafted in one year and signed in the next, it counts in the year of its signature.
    result.number_key = await _free_number(session, dossier, result.number)
    if result.number_key is None:
        raise Conflict("result_number_taken")
    return counted


async def _free_number(session: AsyncSession, dossier: Dossier, number: str) -> str | None:
    """The key under which this dossier's result may have the number; None when another result of the year has it."""
    key = number_key(dossier.agency_code, clock.local_now().year, number)
    await session.execute(_TAKE_TURNS, {"key": key})
    return None if await is_number_taken(session, key, dossier.id) else key


def _empty_result(dossier_id: UUID) -> DossierResult:
    return DossierResult(
        dossier_id=dossier_id,
        signed_by="",
        signed_by_name="",
        sha256="",
        size=0,
        file_name="",
        returned_by_name="",
        returned_to="",
    )


async def sheet_of_result(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, result: DossierResult, worker: Worker, code: str
) -> dict[str, Any]:
    """What the result document says; `code` is its verification code, empty in a preview."""
    head = await letterhead(session, dossier.agency_code)
    signer = worker.name, await authority_lines(session, dossier.agency_code, worker)
    named = (
        "number",
        "title",
        "body",
        "outcome",
        "granted_part",
        "refused_part",
        "reason",
        "legal_basis",
        "valid_from",
        "valid_until",
        "scope",
    )
    draft = {name: getattr(result, name) for name in named}
    draft["number"] = draft["number"] or TO_BE_NUMBERED
    return result_fields(head, dossier, draft, signer, code, prints.address)


async def sign_result(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    note: str,
    working_time: WorkingTime,
    numbered: Numbered,
) -> Dossier:
    """Ký duyệt kết quả bằng chữ ký số của lãnh đạo (PAdES)."""
    identity, worker = who
    dossier, _, steps = await load_for_action(session, dossier_id, worker, Doing.SIGN, version)
    move = rules.sign(dossier.standing(), steps, worker)
    result = await find_result(session, dossier.id)
    if result is None:
        raise Conflict("result_not_drafted")
    code, counted = new_secret(), await _number(session, dossier, result, numbered)
    printed = await _sign_sheet(session, prints, dossier, result, worker, code)
    now = clock.now()
    before, outcome = (dossier.step_code, dossier.step_name), step_outcome(now, dossier.step_due_at)
    dossier.status = move.status.value
    dossier.finished_at, dossier.result_outcome = now, result.outcome
    enter_step(dossier, move.step, now, working_time)
    # Handing over has its own hours, whatever is left of the term.
    dossier.step_due_at = dossier.work_due_at = step_due(now, move.step, working_time, None)
    _note_signed(result, code, worker, now, printed.file)
    enter(session, dossier, _entry(result, code, now, printed.file, counted))
    await end_parts(session, dossier, "Kết quả của hồ sơ đã được ký.")
    await save_change(session)
    words = ". ".join(filter(None, (outcome_words(result), note)))
    await note_hand_over(session, dossier, Doing.SIGN, worker, now, before, words, outcome, [printed.file])
    await tell(session, _finished(dossier, result, printed.file))
    await forget(session, dossier)
    await evidence.record(session, "result-signed", f"dossier/{dossier.id}", identity, sha256=printed.file.sha256)
    return dossier


def _note_signed(result: DossierResult, code: str, worker: Worker, at: datetime, file: FileReference) -> None:
    result.verification_code, result.signed_at = code, at
    result.signed_by, result.signed_by_name = worker.person_id, worker.name
    result.sha256, result.size, result.file_name = file.sha256, file.size, file.name


def _entry(
    result: DossierResult, code: str, at: datetime, file: FileReference, counted: tuple[int, int] | None
) -> Signed:
    by = result.signed_by_name
    term = result.valid_from, result.valid_until, result.scope
    return Signed(code, result.number, result.title, result.outcome, by, at, file, *term, counted)


def _finished(dossier: Dossier, result: DossierResult, file: FileReference) -> DossierFinished:
    assert dossier.finished_at is not None
    return DossierFinished(
        dossier_id=str(dossier.id),
        code=dossier.code or "",
        result_name=result.title,
        result_number=result.number,
        signed_by=result.signed_by_name,
        verification_code=result.verification_code,
        result=file,
        finished_at=dossier.finished_at,
        outcome=result.outcome,
        reason=result.reason,
        valid_until=result.valid_until,
    )


async def _sign_sheet(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, result: DossierResult, worker: Worker, code: str
) -> Printed:
    with session.no_autoflush:
        data = await sheet_of_result(session, prints, dossier, result, worker, code)
        name = file_name("ket-qua", dossier, clock.now())
        return await sign_printed(session, prints, form_of(result.outcome), dossier, worker, data, name)


async def take_collected(session: AsyncSession, event: ResultCollected) -> None:
    """Trả kết quả trực tuyến: the applicant has opened it; by the moment at which he did. The result that counts, and once."""
    dossier = await lock_dossier(session, UUID(event.submission_id))
    result = await find_result(session, dossier.id)
    subject, source = f"dossier/{dossier.id}", "event:result-collected"
    waits = dossier.status in SIGNED and dossier.return_channel == ONLINE
    if not waits or result is None or result.sha256 != event.sha256:
        await evidence.record(session, "result-collected-too-late", subject, source, sha256=event.sha256)
        return
    at, before = event.collected_at, (dossier.step_code, dossier.step_name)
    outcome = step_outcome(at, dossier.step_due_at)
    dossier.status, dossier.returned_at, dossier.return_receipt = STEPS.target(Doing.HAND_OVER).value, at, ONLINE
    result.returned_to = dossier.applicant_name
    await save_change(session)
    applicant = Worker("", dossier.applicant_name, dossier.agency_code, frozenset())
    files = [file] if (file := result.reference()) else []
    await note_hand_over(session, dossier, Doing.HAND_OVER, applicant, at, before, "", outcome, files)
    await tell(session, ResultReturned(dossier_id=str(dossier.id), channel=ONLINE, returned_at=at))
    await evidence.record(session, "result-returned", subject, source, channel=ONLINE, sha256=event.sha256)
