"""Drafting a result, and its collection on the portal. Actions write; who calls commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action, moved_event, note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import outcome as step_outcome
from one_stop.dossiers.hand_on import enter_at, held_by
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import Doing
from one_stop.moves import rules
from one_stop.procedures.queries import get_version
from one_stop.procedures.results import DeclaredResult
from one_stop.results.models import DossierResult
from one_stop.results.numbering import ask_numbers, typed_number
from one_stop.results.queries import find_result, list_results
from one_stop.results.rules import (
    SENTENCES,
    code_of,
    said_of,
    term_of,
)
from one_stop.results.schemas import Drafting
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.standards.result_outcomes import ResultOutcome
from shared.standards.working_time import WorkingTime
from shared.storage import evidence


@dataclass(frozen=True)
class Brought:
    """Tệp kết quả do chuyên viên mang đến: a PDF that can be signed, and what it was made from."""

    file: FileReference
    originals: Sequence[FileReference] = ()

    def rows(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return self.file.model_dump(mode="json"), [original.model_dump(mode="json") for original in self.originals]


Drawn = tuple[Drafting, Brought | None]
"""Dự thảo: what was typed, and the file that is the result."""


async def draft_result(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    drawn: Drawn,
    working_time: WorkingTime,
) -> Dossier:
    """Dự thảo kết quả, trình lãnh đạo ký. Without a file the one that is kept, or the result is printed from its words."""
    (identity, worker), (draft, brought) = who, drawn
    dossier, _, steps = await load_for_action(session, dossier_id, worker, Doing.FINISH, version)
    move = rules.finish(dossier.standing(), steps, worker)
    result = await find_result(session, dossier.id)
    brought = brought or (_kept(result) if draft.keep_file else None)
    await _refuse_beside_refusal(session, dossier, draft.outcome)
    said = said_of(draft.outcome, draft.model_dump(), in_file=brought is not None)
    term = term_of(draft.outcome, draft.valid_from, draft.valid_until)
    code = code_of(draft.outcome, draft.result_code, await declared_of(session, dossier))
    key = await typed_number(session, dossier, draft.number, 0) if draft.number else None
    now = clock.now()
    before, outcome = (dossier.step_code, dossier.step_name), step_outcome(now, dossier.step_due_at)
    if result is None:
        result = empty_result(dossier.id)
        session.add(result)
    if result.number_request is None:
        result.number, result.number_key = draft.number, key
    result.outcome = draft.outcome.value
    write_draft(result, {**said, "scope": draft.scope, "result_code": code}, term, brought, worker)
    await ask_numbers(session, dossier)
    dossier.has_draft, dossier.status = True, move.status.value
    await enter_at(session, dossier, move.step, now, working_time, worker)
    await save_change(session)
    await note_hand_over(session, dossier, Doing.FINISH, worker, now, before, outcome_words(result), outcome)
    await tell(session, await moved_event(session, dossier, Doing.FINISH))
    await notify(session, about_loaded("dossier-to-sign", dossier, [held_by(dossier)], dossier.step_due_at))
    facts = {"outcome": result.outcome} | ({"sha256": brought.file.sha256} if brought else {})
    await evidence.record(session, "result-drafted", f"dossier/{dossier.id}", identity, **facts)
    return dossier


def write_draft(
    result: DossierResult,
    said: dict[str, str],
    term: tuple[date | None, date | None],
    brought: Brought | None,
    worker: Worker,
) -> None:
    """What a draft says, in words or as a file, and by whom."""
    for name, words in said.items():
        setattr(result, name, words)
    result.valid_from, result.valid_until = term
    result.file, result.originals = brought.rows() if brought else (None, [])
    result.approved_file = None  # what was approved before was another draft
    result.drafted_by, result.drafted_by_name, result.drafted_at = worker.person_id, worker.name, clock.now()


async def declared_of(session: AsyncSession, dossier: Dossier) -> list[DeclaredResult]:
    """Danh mục kết quả of the very version of the procedure that the dossier is under."""
    return (await get_version(session, dossier.procedure_version_id)).declared_results


async def _refuse_beside_refusal(session: AsyncSession, dossier: Dossier, outcome: ResultOutcome) -> None:
    """Who is refused has one letter, and nothing that is granted beside it."""
    if outcome is ResultOutcome.REFUSED and any(one.position for one in await list_results(session, dossier.id)):
        code = "result_refused_alone"
        raise Invalid(code, fields=[FieldError("/outcome", code, SENTENCES[code])])


def _kept(result: DossierResult | None) -> Brought | None:
    """What an earlier draft of this dossier had."""
    if result is None or (file := result.brought()) is None:
        return None
    return Brought(file, tuple(FileReference.model_validate(original) for original in result.originals))


def outcome_words(result: DossierResult) -> str:
    """Kết luận as the history says it; a granted one goes without saying."""
    outcome = ResultOutcome(result.outcome)
    return "" if outcome is ResultOutcome.GRANTED else f"Kết luận: {outcome.official_name.lower()}"


def empty_result(dossier_id: UUID, position: int = 0) -> DossierResult:
    return DossierResult(
        dossier_id=dossier_id,
        position=position,
        signed_by="",
        signed_by_name="",
        sha256="",
        size=0,
        file_name="",
        returned_by_name="",
        returned_to="",
    )
