"""Đề nghị tạm dừng: a specialist proposes, a leader decides. The clock goes on until it is approved. Actions write; who calls commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action, note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.hand_on import held_by
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import Doing
from one_stop.due_dates.rules import check_document_day
from one_stop.pauses.actions import said_of, stop_clock
from one_stop.pauses.models import PauseProposal
from one_stop.pauses.queries import find_proposal
from one_stop.pauses.rules import expected_end, ground_name
from one_stop.pauses.schemas import Pausing
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.values import FileReference, Recipient
from shared.core import clock
from shared.core.errors import Conflict, Invalid
from shared.core.formats import vn_date
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage import evidence
from shared.work.timeline import kept

Who = tuple[Identity, Worker]


async def propose_pause(
    session: AsyncSession,
    who: Who,
    dossier_id: UUID,
    version: int | None,
    pausing: Pausing,
    working_time: WorkingTime,
    files: Sequence[FileReference] = (),
) -> Dossier:
    """Đề nghị tạm dừng; a later one stands in the place of one that waits, also of somebody who has left."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.PROPOSE_PAUSE, version)
    now, name = clock.now(), ground_name(dossier.rule_set, pausing.ground)
    check_document_day(pausing.document_date, clock.local_now().date())
    expected_end(pausing.expected_on, now, working_time)
    by = {"proposed_by": worker.person_id, "proposed_by_name": worker.name, "proposed_at": now}
    facts = pausing.model_dump() | by | {"files": kept(*files)}
    await session.merge(PauseProposal(dossier_id=dossier.id, **facts))
    dossier.pause_proposed_at = now
    await save_change(session)
    note = f"{said_of(name, pausing)} Dự kiến tính tiếp ngày {vn_date(pausing.expected_on)}."
    here = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, Doing.PROPOSE_PAUSE, worker, now, here, note, files=files)
    leaders = Recipient(agency_code=dossier.agency_code, role=Role.LEADER)
    await notify(session, about_loaded("pause-to-approve", dossier, [leaders], dossier.due_at))
    await evidence.record(session, "pause-proposed", f"dossier/{dossier.id}", identity, ground=pausing.ground)
    return dossier


async def approve_pause(
    session: AsyncSession, who: Who, dossier_id: UUID, version: int | None, working_time: WorkingTime
) -> Dossier:
    """Duyệt: the clock stands still from now, as it was proposed."""
    dossier, _, _ = await load_for_action(session, dossier_id, who[1], Doing.APPROVE_PAUSE, version)
    proposal = await _proposed(session, dossier)
    pausing = Pausing.model_validate({name: getattr(proposal, name) for name in Pausing.model_fields})
    try:
        expected_end(pausing.expected_on, clock.now(), working_time)
    except Invalid as over:
        raise Conflict("pause_day_over", day=vn_date(pausing.expected_on)) from over
    files = proposal.references()
    dossier = await stop_clock(session, who, dossier, pausing, working_time, files, Doing.APPROVE_PAUSE)
    await _tell(session, "pause-approved", dossier, proposal, who[1])
    return dossier


async def decline_pause(session: AsyncSession, who: Who, dossier_id: UUID, version: int | None, reason: str) -> Dossier:
    """Không duyệt: the clock went on all the time; who proposed it and who has it now are told why."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.DECLINE_PAUSE, version)
    proposal = await _proposed(session, dossier)
    dossier.pause_proposed_at = None
    await save_change(session)
    here = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, Doing.DECLINE_PAUSE, worker, clock.now(), here, reason)
    await _tell(session, "pause-declined", dossier, proposal, worker)
    await evidence.record(session, "pause-declined", f"dossier/{dossier.id}", identity)
    return dossier


async def _proposed(session: AsyncSession, dossier: Dossier) -> PauseProposal:
    found = await find_proposal(session, dossier)
    assert found is not None, "the table of steps asks for a proposal"
    return found


async def _tell(session: AsyncSession, kind: str, dossier: Dossier, proposal: PauseProposal, by: Worker) -> None:
    """Whoever has it now, and who proposed it where that is somebody else."""
    to = [held_by(dossier)]
    if proposal.proposed_by not in (dossier.holder_id, by.person_id):
        to.append(
            Recipient(person_id=proposal.proposed_by, agency_code=dossier.agency_code, role=Role.SPECIALIST.value)
        )
    await notify(session, about_loaded(kind, dossier, to, dossier.due_at))
