"""What the asked agency tells is written down at the asking agency: where its part stands, and the answer."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import keep_form
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import outcome
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import Printed
from one_stop.dossiers.queries import lock_dossier
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.forms.render import PART_ANSWER
from one_stop.parts.actions import note_part
from one_stop.parts.ending import note_awaited
from one_stop.parts.joining import join_branches
from one_stop.parts.models import DossierPart
from one_stop.parts.notifications import about_part
from one_stop.parts.rules import CONCLUSION_LABELS, ENDED, PartState
from one_stop.parts.telling import tell_branch
from shared.contracts.one_stop_parts import PartProgressed
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.work.working_calendar.queries import get_working_time

_LINES = {
    PartState.RECEIVED: Doing.PART_RECEIVED,
    PartState.ANSWERED: Doing.PART_ANSWERED,
    PartState.REFUSED: Doing.PART_REFUSED,
}


class PartNotHere(Exception):
    """An event about a part that was not asked from here (yet): it is tried again later."""


async def note_progress(session: AsyncSession, event: PartProgressed) -> None:
    """Ghi nhận phần việc ở cơ quan được giao. What comes after it was recalled changes nothing and leaves its trace."""
    found = await session.get(DossierPart, UUID(event.part_id))
    if found is None:
        raise PartNotHere(event.part_id)
    dossier = await lock_dossier(session, found.dossier_id)
    part = await session.get_one(DossierPart, found.id, populate_existing=True, with_for_update=True)
    if not part.is_open:
        late = "part-progress-too-late"
        await evidence.record(session, late, f"dossier/{dossier.id}", "event:part-progressed", part=part.number)
        return
    came, before = PartState(event.state), part.place
    part.state, part.holder_name = came.value, event.holder_name
    if part.received_at is None:
        part.received_at = event.at
    printed = await _note_answer(session, dossier, part, event) if came in ENDED else None
    await note_awaited(session, dossier)
    if came in _LINES and (came in ENDED or before is PartState.SENT):
        await _add_line(session, dossier, part, event, printed)
    await tell_branch(session, part)
    await join_branches(session, dossier)
    facts = {"part": part.number, "state": came.value, "agency": part.agency_code}
    await evidence.record(session, "part-progressed", f"dossier/{dossier.id}", "event:part-progressed", **facts)


async def _note_answer(
    session: AsyncSession, dossier: Dossier, part: DossierPart, event: PartProgressed
) -> Printed | None:
    part.ended_at, part.conclusion, part.opinion = event.at, event.conclusion, event.opinion
    part.answered_by_name, part.answered_by_title = event.by, event.by_title
    taken = (await get_working_time(session, part.agency_code)).between(part.asked_at, event.at)
    part.worked_minutes = taken // timedelta(minutes=1)
    kind = "part-refused" if PartState(event.state) is PartState.REFUSED else "part-answered"
    await notify(session, about_part(kind, dossier, part))
    if event.slip is None:
        return None
    part.answer = event.slip.model_dump(mode="json")
    printed = Printed(event.slip, {})
    keep_form(session, dossier, PART_ANSWER, printed, event.at, event.by)
    return printed


async def _add_line(
    session: AsyncSession, dossier: Dossier, part: DossierPart, event: PartProgressed, printed: Printed | None
) -> None:
    """On the dossier's history as long as it runs; in the words of the agency that did it."""
    act = _LINES[PartState(event.state)]
    if dossier.status not in STEPS.sources(act):
        return
    by = Worker(event.by_id, event.by, part.agency_code, frozenset(), title=event.by_title)
    said = (part.agency_name, CONCLUSION_LABELS.get(event.conclusion, ""), event.opinion)
    note = ": ".join(filter(None, said))
    done = outcome(event.at, part.due_at) if part.place in ENDED else ""
    await note_part(session, dossier, part, act, by, event.at, note, printed, part.agency_code, done)
