"""Signing a result: numbered, printed or taken as it was brought, entered in the book, told."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.actions import forget
from one_stop.dossiers.actions import enter_step, letterhead, load_for_action, note_hand_over, save_change
from one_stop.dossiers.cases import LEADER, Worker
from one_stop.dossiers.due import outcome as step_outcome
from one_stop.dossiers.due import step_due
from one_stop.dossiers.hand_on import issuer_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.dossiers.printing import file_name
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.signing import authority_lines, sign_brought, sign_printed
from one_stop.forms.render import form_of
from one_stop.moves import rules
from one_stop.parts.ending import end_parts
from one_stop.procedures.queries import get_version
from one_stop.result_book.booking import Signed, enter
from one_stop.result_book.entering import ask_entries
from one_stop.result_book.models import BookedResult
from one_stop.results.actions import free_number, outcome_words
from one_stop.results.models import DossierResult
from one_stop.results.queries import list_results
from one_stop.results.rules import (
    PRINTED,
    TO_BE_NUMBERED,
    notation_of,
    series_number,
)
from one_stop.results.sheets import result_fields
from shared.access.identity import Identity
from shared.contracts.one_stop import DossierFinished
from shared.contracts.values import FileReference, FurtherResult
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.identifiers import new_secret
from shared.directory.queries import find_agency
from shared.messaging.outbox import tell
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
    draft["number"] = draft["number"] or TO_BE_NUMBERED
    return result_fields(head, dossier, draft, signer, code, prints.address)


async def draft_of(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, result: DossierResult, worker: Worker
) -> bytes:
    """Bản xem trước: what would be signed, printed from its words or as it was brought."""
    if (brought := result.brought()) is not None:
        return await prints.read(brought)
    data = await sheet_of_result(session, prints, dossier, result, worker, "")
    if LEADER not in worker.roles:
        data |= {"signer": "(Người ký)", "signer_title": "(Chức vụ)"}
    return await prints.preview_form(form_of(result.outcome), dossier.rule_set, data)


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
    move = rules.sign(dossier.standing(), steps, worker)
    results = await list_results(session, dossier.id)
    if not results or results[0].position:
        raise Conflict("result_not_drafted")
    signed = [(result, await _issue(session, prints, dossier, result, worker, numbered)) for result in results]
    first, now = results[0], clock.now()
    before, outcome = (dossier.step_code, dossier.step_name), step_outcome(now, dossier.step_due_at)
    dossier.status = move.status.value
    dossier.finished_at, dossier.result_outcome = now, first.outcome
    enter_step(dossier, move.step, now, working_time)
    # Handing over has its own hours, whatever is left of the term.
    dossier.step_due_at = dossier.work_due_at = step_due(now, move.step, working_time, None)
    booked = [_book(session, dossier, result, issued, worker, now) for result, issued in signed]
    files = [printed.file for _, (_, printed, _) in signed]
    await end_parts(session, dossier, "Kết quả của hồ sơ đã được ký.")
    await save_change(session)
    several = f"{len(results)} kết quả" if len(results) > 1 else ""
    words = ". ".join(filter(None, (several, outcome_words(first), note)))
    await note_hand_over(session, dossier, Doing.SIGN, worker, now, before, words, outcome, files)
    await tell(session, _finished(dossier, results, worker.agency_code))
    await ask_entries(session, booked)
    await forget(session, dossier)
    facts = {"sha256": files[0].sha256} | ({"others": [file.sha256 for file in files[1:]]} if files[1:] else {})
    await evidence.record(session, "result-signed", f"dossier/{dossier.id}", identity, **facts)
    return dossier


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
    return Signed(code, result.number, result.title, result.outcome, by, at, file, *term, counted)


def _finished(dossier: Dossier, results: Sequence[DossierResult], issuer: str) -> DossierFinished:
    result, file = results[0], results[0].reference()
    assert dossier.finished_at is not None
    assert file is not None
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
        valid_from=result.valid_from,
        scope=result.scope,
        others=tuple(_further(other) for other in results[1:]),
        issued_by=issuer if issuer != dossier.agency_code else "",
    )


def _further(result: DossierResult) -> FurtherResult:
    file, code = result.reference(), result.verification_code
    assert file is not None
    assert code is not None
    return FurtherResult(
        result_name=result.title,
        result_number=result.number,
        verification_code=code,
        result=file,
        valid_until=result.valid_until,
        valid_from=result.valid_from,
        scope=result.scope,
    )


async def _sign_sheet(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, result: DossierResult, worker: Worker, code: str
) -> Printed:
    with session.no_autoflush:
        place = f"-{result.position + 1}" if result.position else ""
        name = file_name(f"ket-qua{place}", dossier, clock.now())
        if (brought := result.to_sign()) is not None:
            return await sign_brought(session, prints, brought, dossier, worker, name, sealed=True)
        data = await sheet_of_result(session, prints, dossier, result, worker, code)
        return await sign_printed(session, prints, form_of(result.outcome), dossier, worker, data, name)
