"""Signing a result: numbered, printed or taken as it was brought, entered in the book, told."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.actions import forget
from one_stop.dossiers.actions import enter_step, letterhead, load_for_action, note_hand_over, save_change
from one_stop.dossiers.cases import LEADER, SPECIALIST, Standing, Worker
from one_stop.dossiers.due import outcome as step_outcome
from one_stop.dossiers.due import step_due
from one_stop.dossiers.hand_on import held_by, issuer_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.dossiers.printing import file_name
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.signing import authority_lines, sign_brought, sign_printed
from one_stop.moves import rules
from one_stop.procedures.queries import get_version
from one_stop.procedures.rules import Step, signed_before
from one_stop.result_book.booking import Signed, enter
from one_stop.result_book.entering import ask_entries
from one_stop.result_book.models import BookedResult
from one_stop.results.actions import outcome_words
from one_stop.results.looks import look_of
from one_stop.results.models import DossierResult
from one_stop.results.numbering import borne, free_number, require_numbers
from one_stop.results.queries import list_results
from one_stop.results.rules import (
    BEING_NUMBERED,
    PRINTED,
    TO_BE_NUMBERED,
    notation_of,
    series_number,
)
from one_stop.results.sheets import result_fields
from one_stop.results.telling import finished, first_issued
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.identifiers import new_secret
from shared.directory.queries import Colleague, find_agency, find_colleague
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.standards.result_outcomes import ResultOutcome
from shared.standards.working_time import WorkingTime
from shared.storage import evidence


@dataclass(frozen=True)
class Numbered:
    """Sổ kết quả của năm: gives its next number when asked."""

    year: int
    take: Callable[[int], Awaitable[int]]
    """Of the result at a place among those of its dossier."""


Issued = tuple[str, Printed, tuple[int, int] | None]
"""Verification code, file, and year and number of the series where that gave its number."""


async def _number(
    session: AsyncSession, dossier: Dossier, result: DossierResult, numbered: Numbered, issuer: str
) -> tuple[int, int] | None:
    """Số, ký hiệu: as it was typed, or else the next of the signing agency's series, whose year and number are answered."""
    counted = None
    if not result.number:
        agency = await find_agency(session, issuer)
        counted = numbered.year, await numbered.take(result.position)
        notation = notation_of(agency.short_name if agency else "", issuer)
        result.number = series_number(counted[1], notation)
    # Drafted in one year and signed in the next, it counts in the year of its signature.
    result.number_key = await free_number(session, dossier, result.number, result.position, issuer)
    if result.number_key is None:
        raise Conflict("result_number_taken")
    return counted


async def sheet_of_result(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, result: DossierResult, worker: Worker, code: str
) -> dict[str, Any]:
    """What the result document says; `code` is its verification code, empty in a preview."""
    issuer = worker.agency_code
    if not code:  # who looks at the draft may be of another agency than signs it
        procedure = await get_version(session, dossier.procedure_version_id)
        issuer = await issuer_of(session, dossier, procedure.workflow())
    head = await letterhead(session, issuer)
    signer = worker.name, await authority_lines(session, issuer, worker)
    draft = {name: getattr(result, name) for name in PRINTED}
    draft["number"] = number_shown(result)
    return result_fields(head, dossier, draft, signer, code, prints.address)


def number_shown(result: DossierResult) -> str:
    """On a draft: its number, or whence it comes."""
    return result.number or (BEING_NUMBERED if result.awaits_number else TO_BE_NUMBERED)


async def draft_of(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, result: DossierResult, worker: Worker
) -> bytes:
    """Bản xem trước: what would be signed, printed from its words or as it was brought."""
    if (brought := result.brought()) is not None:
        return await prints.read(brought)
    data = await sheet_of_result(session, prints, dossier, result, worker, "")
    if LEADER not in worker.roles:
        data |= {"signer": "(Người ký)", "signer_title": "(Chức vụ)"}
    return await prints.preview_form(*await look_of(session, prints, dossier, result, data))


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
    """Ký duyệt kết quả bằng chữ ký số của lãnh đạo (PAdES): all that the dossier has, or none."""
    identity, worker = who
    dossier, _, steps = await load_for_action(session, dossier_id, worker, Doing.SIGN, version)
    results = await _drafted(session, dossier, worker.agency_code)
    move = rules.sign(standing_with(dossier, steps, results[0]), steps, worker)
    keeper = await _keeper_at(session, dossier, move.step, results[0])
    signed = [(result, await _issue(session, prints, dossier, result, worker, numbered)) for result in results]
    first, now, several = results[0], clock.now(), f"{len(results)} kết quả" if len(results) > 1 else ""
    before, outcome = (dossier.step_code, dossier.step_name), step_outcome(now, dossier.step_due_at)
    dossier.status = move.status.value
    _enter(dossier, move.step, keeper, now, working_time)
    if not move.step.forks:
        dossier.finished_at, dossier.result_outcome = now, first.outcome
    booked = [_book(session, dossier, result, issued, worker, now) for result, issued in signed]
    files, requests = [printed.file for _, (_, printed, _) in signed], borne(results)
    await save_change(session)
    words = ". ".join(filter(None, (several, outcome_words(first), note)))
    await note_hand_over(session, dossier, Doing.SIGN, worker, now, before, words, outcome, files)
    if move.step.forks:
        await tell(session, first_issued(dossier, results, now))
        await notify(session, about_loaded("dossier-assigned", dossier, [held_by(dossier)], dossier.step_due_at))
    else:
        await tell(session, finished(dossier, results, worker.agency_code))
        await forget(session, dossier)
    await ask_entries(session, booked, requests)
    facts = {"sha256": files[0].sha256} | ({"others": [file.sha256 for file in files[1:]]} if files[1:] else {})
    await evidence.record(session, "result-signed", f"dossier/{dossier.id}", identity, **facts)
    return dossier


async def _drafted(session: AsyncSession, dossier: Dossier, issuer: str) -> list[DossierResult]:
    """What there is to sign; Conflict where there is nothing, or not the number yet that the register gives."""
    results = await list_results(session, dossier.id)
    if not results or results[0].position:
        raise Conflict("result_not_drafted")
    await require_numbers(session, dossier.id, issuer)
    return results


def _enter(dossier: Dossier, step: Step, keeper: Colleague | None, now: datetime, working_time: WorkingTime) -> None:
    enter_step(dossier, step, now, working_time)
    if keeper is not None:
        dossier.holder_id, dossier.holder_name, dossier.unit_id = keeper.id, keeper.full_name, keeper.unit_id
    if not step.forks:
        # Handing over has its own hours, whatever is left of the term.
        dossier.step_due_at = dossier.work_due_at = step_due(now, step, working_time, None)


async def _keeper_at(session: AsyncSession, dossier: Dossier, step: Step, first: DossierResult) -> Colleague | None:
    """Who drafted the first result looks after the parts that build on it, while he still works there."""
    if not step.forks:
        return None
    return await find_colleague(session, dossier.agency_code, first.drafted_by, SPECIALIST)


def standing_with(dossier: Dossier, steps: Sequence[Step], first: DossierResult) -> Standing:
    """Liên thông nhóm thủ tục: who is refused has nothing that others could build on, so the fork after the signature is passed by."""
    forks = {step.position for step in steps if step.forks and signed_before(steps, step.position)}
    passed = forks if ResultOutcome(first.outcome) is ResultOutcome.REFUSED else set()
    if (wanted := sorted({*dossier.skipped} - forks | passed)) != sorted(dossier.skipped):
        dossier.skipped = wanted
    return dossier.standing()


async def _issue(
    session: AsyncSession,
    prints: PrintShop,
    dossier: Dossier,
    result: DossierResult,
    worker: Worker,
    numbered: Numbered,
) -> Issued:
    """Its verification code, the signed and sealed file, and the year and number of the series where that gave its number."""
    code, counted = new_secret(), await _number(session, dossier, result, numbered, worker.agency_code)
    printed = await _sign_sheet(session, prints, dossier, result, worker, code)
    return code, printed, counted


def _book(
    session: AsyncSession, dossier: Dossier, result: DossierResult, issued: Issued, worker: Worker, at: datetime
) -> BookedResult:
    code, printed, counted = issued
    _note_signed(result, code, worker, at, printed)
    return enter(session, dossier, _entry(result, code, at, printed.file, counted), worker.agency_code)


def _note_signed(result: DossierResult, code: str, worker: Worker, at: datetime, printed: Printed) -> None:
    file = printed.file
    result.verification_code, result.signed_at = code, at
    result.signed_by, result.signed_by_name = worker.person_id, worker.name
    result.sha256, result.size, result.file_name = file.sha256, file.size, file.name
    result.sealed_by = printed.sealing if printed.sealed else ""


def _entry(
    result: DossierResult, code: str, at: datetime, file: FileReference, counted: tuple[int, int] | None
) -> Signed:
    by = result.signed_by_name
    term = result.valid_from, result.valid_until, result.scope
    return Signed(code, result.number, result.title, result.outcome, by, at, file, *term, counted, result.result_code)


async def _sign_sheet(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, result: DossierResult, worker: Worker, code: str
) -> Printed:
    with session.no_autoflush:
        place = f"-{result.position + 1}" if result.position else ""
        name = file_name(f"ket-qua{place}", dossier, clock.now())
        if (brought := result.to_sign()) is not None:
            return await sign_brought(session, prints, brought, dossier, worker, name, sealed=True)
        data = await sheet_of_result(session, prints, dossier, result, worker, code)
        form, rule_set, data = await look_of(session, prints, dossier, result, data)
        return await sign_printed(session, prints, form, dossier, worker, data, name, rule_set)
