"""Drafting, signing and handing over a result."""

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
from one_stop.dossiers.printing import file_name, result_fields
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.moves import rules
from one_stop.results.models import DossierResult
from one_stop.results.queries import find_result, is_number_taken
from one_stop.results.rules import number_key
from one_stop.results.schemas import Drafting, HandingOver
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.one_stop import DossierFinished, ResultReturned
from shared.contracts.values import FileReference, Recipient
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.identifiers import new_secret
from shared.directory.queries import authority_of, find_agency
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.signing.errors import SigningKeyMissing, SigningRefused
from shared.standards.working_time import WorkingTime
from shared.storage import evidence

LEADER_TITLE = "Lãnh đạo"
_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 7213))")


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
    key = await _free_number(session, dossier, draft.number)
    if key is None:
        taken = FieldError("/number", "result_number_taken", TEXTS["result_number_taken"])
        raise Invalid("result_number_taken", fields=[taken])
    now = clock.now()
    before, outcome = (dossier.step_code, dossier.step_name), step_outcome(now, dossier.step_due_at)
    result = await find_result(session, dossier.id)
    if result is None:
        result = _empty_result(dossier.id)
        session.add(result)
    result.number, result.title, result.body = draft.number, draft.title, draft.body
    result.number_key = key
    result.drafted_by, result.drafted_by_name, result.drafted_at = worker.person_id, worker.name, now
    dossier.has_draft = True
    dossier.status = move.status.value
    enter_step(dossier, move.step, now, working_time)
    await save_change(session)
    await note_hand_over(session, dossier, Doing.FINISH, worker, now, before, outcome=outcome)
    await tell(session, await moved_event(session, dossier, Doing.FINISH))
    to = Recipient(agency_code=dossier.agency_code, role=dossier.step_role)
    due = dossier.step_due_at
    told = about_loaded("dossier-to-sign", dossier, [to], due)
    await notify(session, told)
    await evidence.record(session, "result-drafted", f"dossier/{dossier.id}", identity)
    return dossier


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
    desk, role = worker.desk.person_id, Role.LEADER.value
    above = await authority_of(session, desk, dossier.agency_code, role, LEADER_TITLE, worker.delegate_title)
    draft = {"number": result.number, "title": result.title, "body": result.body}
    return result_fields(head, dossier, draft, (worker.name, "\n".join(above)), code, prints.address)


async def sign_result(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    note: str,
    working_time: WorkingTime,
) -> Dossier:
    """Ký duyệt kết quả bằng chữ ký số của lãnh đạo (PAdES)."""
    identity, worker = who
    dossier, _, steps = await load_for_action(session, dossier_id, worker, Doing.SIGN, version)
    move = rules.sign(dossier.standing(), steps, worker)
    result = await find_result(session, dossier.id)
    if result is None:
        raise Conflict("result_not_drafted")
    # Drafted in one year and signed in the next, it counts in the year of its signature.
    result.number_key = await _free_number(session, dossier, result.number)
    if result.number_key is None:
        raise Conflict("result_number_taken")
    code = new_secret()
    printed = await _sign_sheet(session, prints, dossier, result, worker, code)
    now = clock.now()
    before, outcome = (dossier.step_code, dossier.step_name), step_outcome(now, dossier.step_due_at)
    dossier.status = move.status.value
    dossier.finished_at = now
    enter_step(dossier, move.step, now, working_time)
    # Handing over has its own hours, whatever is left of the term.
    dossier.step_due_at = dossier.work_due_at = step_due(now, move.step, working_time, None)
    result.verification_code, result.signed_at = code, now
    result.signed_by, result.signed_by_name = worker.person_id, worker.name
    result.sha256, result.size, result.file_name = printed.file.sha256, printed.file.size, printed.file.name
    await save_change(session)
    await note_hand_over(session, dossier, Doing.SIGN, worker, now, before, note, outcome, [printed.file])
    await tell(session, _finished(dossier, result, printed.file))
    await forget(session, dossier)
    await evidence.record(session, "result-signed", f"dossier/{dossier.id}", identity, sha256=printed.file.sha256)
    return dossier


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
    )


async def _sign_sheet(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, result: DossierResult, worker: Worker, code: str
) -> Printed:
    """Raises Conflict without a key in force, Invalid when the sheet cannot be signed; either leaves everything as it was."""
    with session.no_autoflush:
        data = await sheet_of_result(session, prints, dossier, result, worker, code)
        agency = await find_agency(session, dossier.agency_code)
    name = file_name("ket-qua", dossier, clock.now())
    at = dossier.agency_code, agency.name if agency else ""
    try:
        return await prints.sign_result(dossier.rule_set, data, (worker.person_id, at), name, f"dossier/{dossier.id}")
    except SigningKeyMissing as error:
        raise Conflict(error.code) from error
    except SigningRefused as error:
        raise Invalid(error.code) from error


async def hand_over_result(
    session: AsyncSession, who: tuple[Identity, Worker], dossier_id: UUID, version: int | None, handing: HandingOver
) -> Dossier:
    """Trả kết quả cho người nộp."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.HAND_OVER, version)
    result = await find_result(session, dossier.id)
    now = clock.now()
    outcome = step_outcome(now, dossier.step_due_at)
    dossier.status = STEPS.target(Doing.HAND_OVER).value
    dossier.returned_at = now
    if result is not None:
        result.returned_by_name, result.returned_to = worker.name, handing.returned_to or dossier.applicant_name
    await save_change(session)
    before = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, Doing.HAND_OVER, worker, now, before, handing.returned_to, outcome)
    await tell(session, ResultReturned(dossier_id=str(dossier.id), channel=dossier.return_channel, returned_at=now))
    await evidence.record(session, "result-returned", f"dossier/{dossier.id}", identity, channel=dossier.return_channel)
    return dossier
