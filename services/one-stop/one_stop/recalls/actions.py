"""Taking back what was signed or handed over by mistake. Actions write; who calls commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.actions import watch
from one_stop.dossiers.actions import load_for_action, moved_event, note_hand_over, save_change
from one_stop.dossiers.cases import SPECIALIST, Worker
from one_stop.dossiers.hand_on import enter_place, held_by, place_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.procedures.rules import drafting_step
from one_stop.result_book.booking import refuse_changed, take_out
from one_stop.results.models import DossierResult, RecalledResult
from one_stop.results.queries import list_results
from one_stop.returns.actions import note_undone, refuse_with_post
from shared.access.identity import Identity
from shared.contracts.one_stop import HandOverUndone, ResultRecalled
from shared.contracts.values import RecalledFurther
from shared.core import clock
from shared.core.errors import Conflict
from shared.directory.queries import find_colleague
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage import evidence


async def recall_result(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    reason: str,
    working_time: WorkingTime,
) -> Dossier:
    """Thu hồi kết quả đã ký: the dossier goes back to whoever drafted it; its term goes on as it was promised."""
    identity, worker = who
    dossier, _, steps = await load_for_action(session, dossier_id, worker, Doing.RECALL, version)
    refuse_with_post(dossier)
    results = [one for one in await list_results(session, dossier.id) if one.sha256]
    if not results:
        raise Conflict("result_not_signed")
    now, before = clock.now(), (dossier.step_code, dossier.step_name)
    # Asked before anything changes: what a question would write down early, `save_change` could not refuse.
    step = drafting_step(steps, dossier.skipped)
    place = await place_of(session, dossier, step)
    drafter = await find_colleague(session, place.code or dossier.agency_code, results[0].drafted_by, SPECIALIST)
    recalled = [_recalled(result, worker, reason) for result in results]
    files = [one.reference() for one in recalled]
    dossier.status = STEPS.target(Doing.RECALL).value
    dossier.finished_at, dossier.result_outcome, dossier.has_draft = None, "", False
    enter_place(dossier, step, now, place, worker)
    if drafter is not None:
        dossier.holder_id, dossier.holder_name, dossier.unit_id = drafter.id, drafter.full_name, drafter.unit_id
    await save_change(session)
    session.add_all(recalled)
    for one, result in zip(recalled, results, strict=True):
        await take_out(session, one.verification_code, now)
        _empty(result)
    await note_undone(session, dossier.id, worker, now, reason)
    await watch(session, dossier, working_time)
    await note_hand_over(session, dossier, Doing.RECALL, worker, now, before, reason, files=files)
    await tell(session, await _told(session, dossier, recalled))
    await notify(session, about_loaded("result-recalled", dossier, [held_by(dossier)], dossier.step_due_at))
    kept = {"sha256": files[0].sha256, "number": ", ".join(one.number for one in recalled)}
    await evidence.record(session, "result-recalled", f"dossier/{dossier.id}", identity, **kept)
    return dossier


def _recalled(result: DossierResult, worker: Worker, reason: str) -> RecalledResult:
    assert result.verification_code is not None
    assert result.signed_at is not None
    kept = (
        "dossier_id", "verification_code", "number", "number_key", "title", "outcome", "signed_by", "signed_by_name",
        "signed_at", "sha256", "size", "file_name",
    )  # fmt: skip
    return RecalledResult(
        **{name: getattr(result, name) for name in kept},
        recalled_by=worker.person_id,
        recalled_by_name=worker.name,
        recalled_at=clock.now(),
        reason=reason,
    )


def _empty(result: DossierResult) -> None:
    """Its words are a draft again, which is put forward under another number."""
    result.number_key = result.verification_code = result.signed_at = None
    result.number = result.signed_by = result.signed_by_name = result.sha256 = result.file_name = result.sealed_by = ""
    result.size = 0
    result.collected_at, result.returned_to = None, ""


async def _told(session: AsyncSession, dossier: Dossier, recalled: Sequence[RecalledResult]) -> ResultRecalled:
    moved, first = await moved_event(session, dossier, Doing.RECALL), recalled[0]
    return ResultRecalled(
        dossier_id=moved.dossier_id,
        verification_code=first.verification_code,
        sha256=first.sha256,
        status=moved.status,
        step=moved.step,
        due_at=moved.due_at,
        reason=first.reason,
        recalled_at=first.recalled_at,
        others=tuple(
            RecalledFurther(verification_code=one.verification_code, sha256=one.sha256) for one in recalled[1:]
        ),
    )


async def undo_hand_over(
    session: AsyncSession, who: tuple[Identity, Worker], dossier_id: UUID, version: int | None, reason: str
) -> Dossier:
    """Thu hồi việc trả kết quả: it was given to the wrong person, or marked as given; the counter has it again."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.UNDO_HAND_OVER, version)
    await refuse_changed(session, dossier.id)
    results = await list_results(session, dossier.id)
    now, before = clock.now(), (dossier.step_code, dossier.step_name)
    given_to = results[0].returned_to if results else ""
    dossier.status = STEPS.target(Doing.UNDO_HAND_OVER).value
    dossier.returned_at, dossier.return_receipt = None, ""
    for result in results:
        result.returned_to = result.returned_by_name = ""
        result.collected_at = None
    await save_change(session)
    await note_undone(session, dossier.id, worker, now, reason)
    await note_hand_over(session, dossier, Doing.UNDO_HAND_OVER, worker, now, before, reason)
    await tell(session, HandOverUndone(dossier_id=str(dossier.id), reason=reason, undone_at=now))
    await evidence.record(session, "hand-over-undone", f"dossier/{dossier.id}", identity, returned_to=given_to)
    return dossier
