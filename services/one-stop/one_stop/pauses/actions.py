"""Stopping the clock and letting it go on. Actions write; who calls commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.actions import watch
from one_stop.dossiers.actions import load_for_action, note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.hand_on import held_by
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import IN_WORK, Doing
from one_stop.due_dates.actions import end_wait, tell_due
from one_stop.due_dates.rules import Cause, Move, check_document_day
from one_stop.parts.joining import join_branches
from one_stop.pauses.models import Pause
from one_stop.pauses.queries import find_open_pause
from one_stop.pauses.rules import expected_end, ground_name
from one_stop.pauses.schemas import Pausing
from one_stop.procedures.queries import get_version
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.values import FileReference, Recipient
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage import evidence
from shared.work import jobs
from shared.work.jobs import Job


async def pause_clock(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    pausing: Pausing,
    working_time: WorkingTime,
    files: Sequence[FileReference] = (),
) -> Dossier:
    """Tạm dừng tính thời hạn from now; somebody is reminded when it lasts longer than expected. `files`: the document itself."""
    dossier, _, _ = await load_for_action(session, dossier_id, who[1], Doing.PAUSE, version)
    return await stop_clock(session, who, dossier, pausing, working_time, files)


async def stop_clock(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier: Dossier,
    pausing: Pausing,
    working_time: WorkingTime,
    files: Sequence[FileReference],
    act: Doing = Doing.PAUSE,
) -> Dossier:
    """What a leader decided by himself, or approved; a proposal that waits is settled with it."""
    identity, worker = who
    procedure = await get_version(session, dossier.procedure_version_id)
    now, name = clock.now(), ground_name(dossier.rule_set, pausing.ground)
    check_document_day(pausing.document_date, clock.local_now().date())
    until = expected_end(pausing.expected_on, now, working_time)
    dossier.paused_at, dossier.pause_proposed_at = now, None
    dossier.waits_until = dossier.work_due_at = until
    pause = Pause(
        id=new_id(),
        dossier_id=dossier.id,
        ground_name=name,
        approved_by=worker.person_id,
        approved_by_name=worker.name,
        since=now,
        expected_until=until,
        resumed_by_name="",
        **pausing.model_dump(exclude={"expected_on"}),
    )
    session.add(pause)
    await save_change(session)
    await jobs.plan(session, PAUSE_OVER, str(dossier.id), until)
    reason = said_of(name, pausing)
    note = f"{reason} Dự kiến tính tiếp ngày {vn_date(until)}."
    here = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, act, worker, now, here, note, files=files)
    await tell_due(session, dossier, procedure, "paused", reason, working_time)
    facts = {"ground": pausing.ground, "until": until.isoformat()}
    await evidence.record(session, "clock-paused", f"dossier/{dossier.id}", identity, **facts)
    return dossier


def said_of(ground: str, pausing: Pausing) -> str:
    """Ground, document and reason, as history and applicant read them."""
    words = f"{ground}, văn bản số {pausing.document_number} ngày {vn_date(pausing.document_date)}"
    return f"{words[0].upper()}{words[1:]}. {pausing.reason}"


async def resume_clock(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    note: str,
    working_time: WorkingTime,
) -> Dossier:
    """Tính tiếp thời hạn: dossier and step are due later by what the clock stood still."""
    identity, worker = who
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.RESUME, version)
    pause = await find_open_pause(session, dossier.id)
    if pause is None:
        raise Conflict("dossier_not_paused")
    now = clock.now()
    pause.resumed_at, pause.resumed_by_name = now, worker.name
    wait = Move(Cause.PAUSE, since=pause.since, until=now, words=pause.ground_name)
    await end_wait(session, dossier, procedure, wait, working_time)
    await save_change(session)
    await watch(session, dossier, working_time)
    await jobs.cancel(session, PAUSE_OVER, str(dossier.id))
    here = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, Doing.RESUME, worker, now, here, note)
    await tell_due(session, dossier, procedure, "resumed", note, working_time)
    await evidence.record(session, "clock-resumed", f"dossier/{dossier.id}", identity, ground=pause.ground)
    await join_branches(session, dossier)
    return dossier


async def remind(session: AsyncSession, key: str) -> None:
    """Nhắc tạm dừng đã quá ngày dự kiến: holder and leaders, if the clock still stands."""
    dossier = await session.get(Dossier, UUID(key))
    if dossier is None or dossier.paused_at is None or dossier.status not in IN_WORK:
        return
    to = [
        held_by(dossier),
        Recipient(agency_code=dossier.agency_code, role=Role.LEADER),
    ]
    await notify(session, about_loaded("pause-over", dossier, to, dossier.waits_until))


PAUSE_OVER = Job("pause-over", "Nhắc hồ sơ tạm dừng quá ngày dự kiến", remind)
