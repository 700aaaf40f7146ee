"""Ghi câu trả lời nhận ngoài hệ thống: what a party without accounts answered, on paper or by word, as an officer writes it down."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.due import outcome
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import lock_dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.parts.actions import note_part, part_for
from one_stop.parts.ending import note_awaited
from one_stop.parts.joining import join_branches
from one_stop.parts.rules import CONCLUSION_LABELS, Asking, PartState
from one_stop.parts.schemas import WrittenDown
from one_stop.parts.telling import tell_branch
from one_stop.procedures.queries import get_version
from one_stop.procedures.rules import signed_before
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.storage import evidence
from shared.work.working_calendar.queries import get_working_time


async def write_down_answer(
    session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, number: int, answer: WrittenDown
) -> Dossier:
    """The part ends as if they had answered themselves; who wrote it down and who told it stay beside the words."""
    worker, now = worker_of(who), clock.now()
    dossier, part = await part_for(session, worker, dossier_id, version, number, Asking.WRITE_DOWN)
    if answer.day > clock.local_now().date():
        raise Invalid("invalid_input", fields=[FieldError("/day", "day_ahead", "Ngày trả lời không sau hôm nay.")])
    await lock_dossier(session, dossier.id)
    await session.refresh(part)
    await part_for(session, worker, dossier_id, version, number, Asking.WRITE_DOWN)  # nobody was faster
    refused = answer.refused or (answer.disagrees and await _nothing_follows(session, dossier))
    part.state = (PartState.REFUSED if refused else PartState.ANSWERED).value
    part.conclusion = "" if refused else answer.conclusion
    part.opinion, part.ended_at, part.received_at = answer.words(), now, part.received_at or now
    part.answered_by_name, part.answered_by_title = answer.told_by, f"{worker.name} ghi lại"
    taken = (await get_working_time(session, dossier.agency_code)).between(part.asked_at, now)
    part.worked_minutes = taken // timedelta(minutes=1)
    await note_awaited(session, dossier)
    act = Doing.PART_REFUSED if refused else Doing.PART_ANSWERED
    said = ": ".join(filter(None, (part.agency_name, CONCLUSION_LABELS.get(part.conclusion, ""), part.opinion)))
    await note_part(session, dossier, part, act, worker, now, said, outcome=outcome(now, part.due_at))
    facts = {"part": number, "told_by": answer.told_by, "day": answer.day.isoformat(), "document": answer.document}
    await evidence.record(session, "part-written-down", f"dossier/{dossier.id}", who, **facts)
    await tell_branch(session, part)
    await join_branches(session, dossier)
    return dossier


async def _nothing_follows(session: AsyncSession, dossier: Dossier) -> bool:
    """After the signature of the first result no later step weighs a "no": it holds the dossier as a refusal does."""
    steps = (await get_version(session, dossier.procedure_version_id)).workflow()
    return signed_before(steps, dossier.step_position)
