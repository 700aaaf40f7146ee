"""Approval in several levels: each level before the last signs that it has seen the draft, and lays it before the next."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import (
    keep_form,
    letterhead,
    load_for_action,
    moved_event,
    note_hand_over,
    save_change,
)
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import outcome as step_outcome
from one_stop.dossiers.hand_on import enter_at, held_by
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import file_name
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.signing import authority_lines, sign_brought, sign_slip
from one_stop.forms.render import APPROVAL
from one_stop.forms.rule_sets import RuleSet
from one_stop.moves import rules
from one_stop.moves.rules import Move
from one_stop.results.issuing import number_shown
from one_stop.results.models import DossierResult
from one_stop.results.queries import list_results
from one_stop.results.sheets import said_lines
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Conflict
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage import evidence


async def approve_result(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    note: str,
    working_time: WorkingTime,
) -> Dossier:
    """Duyệt, trình cấp trên ký: a slip of its own, signed by this level's leader (PAdES); a file that is the result he signs too."""
    identity, worker = who
    dossier, _, steps = await load_for_action(session, dossier_id, worker, Doing.APPROVE, version)
    move = rules.approve(dossier.standing(), steps, worker)
    results = await list_results(session, dossier.id)
    if not results or results[0].position:
        raise Conflict("result_not_drafted")
    now = clock.now()
    with session.no_autoflush:
        data = await _sheet(session, dossier, results, worker, move, note)
    signer = worker.person_id, (worker.agency_code, data["agency"])
    name, rule_set = file_name("phieu-duyet", dossier, now), RuleSet.ND118_2025.value
    printed = await sign_slip(prints, APPROVAL, rule_set, data, signer, name, f"dossier/{dossier.id}")
    approved = [(one, await initial_brought(session, prints, one, dossier, worker)) for one in results if one.file]
    before, outcome = (dossier.step_code, dossier.step_name), step_outcome(now, dossier.step_due_at)
    for one, file in approved:
        one.approved_file = file.model_dump(mode="json")
    dossier.status = move.status.value
    await enter_at(session, dossier, move.step, now, working_time, worker)
    await save_change(session)
    keep_form(session, dossier, APPROVAL, printed, now, worker.name)
    await note_hand_over(session, dossier, Doing.APPROVE, worker, now, before, note, outcome, [printed.file])
    await tell(session, await moved_event(session, dossier, Doing.APPROVE))
    await notify(session, about_loaded("dossier-to-sign", dossier, [held_by(dossier)], dossier.step_due_at))
    await evidence.record(session, "result-approved", f"dossier/{dossier.id}", identity, sha256=printed.file.sha256)
    return dossier


async def initial_brought(
    session: AsyncSession, prints: PrintShop, result: DossierResult, dossier: Dossier, worker: Worker
) -> FileReference:
    """Ký duyệt vào chính tệp kết quả, at its lower left: the room of who signs last stays free. A printed result has no number yet to sign."""
    file = result.to_sign()
    assert file is not None
    return (await sign_brought(session, prints, file, dossier, worker, file.name, initial=True)).file


async def _sheet(
    session: AsyncSession, dossier: Dossier, results: Sequence[DossierResult], worker: Worker, move: Move, note: str
) -> dict[str, Any]:
    """What the slip says."""
    head, result = await letterhead(session, worker.agency_code), results[0]
    others = [line for other in results[1:] for line in (f"{other.title}:", *said_lines(other))]
    return head.fields() | {
        "code": dossier.code,
        "procedure": dossier.matter,
        "number": number_shown(result),
        "result": result.title,
        "paragraphs": said_lines(result) + others,
        "opinion": note,
        "next_step": move.step.name,
        "signer": worker.name,
        "signer_title": await authority_lines(session, worker.agency_code, worker),
    }
