"""Marking papers: what was said of each, by whom and when, for everybody who opens the dossier."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action, note_hand_over, save_change
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import list_papers
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.marks.rules import STATE_LABELS, check_marks
from one_stop.marks.schemas import Marking
from one_stop.procedures.models import ProcedureVersion
from shared.access.identity import Identity
from shared.core import clock
from shared.storage import evidence


async def mark_papers(
    session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, marking: Marking
) -> Dossier:
    """Đánh dấu giấy tờ: one line of the timeline for all that was marked at once."""
    worker = worker_of(who)
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.MARK, version)
    names = await papers_in(session, dossier, procedure)
    check_marks([(mark.paper_code, mark.state, mark.note) for mark in marking.marks], names)
    now = clock.now()
    said = {"by": worker.name, "title": worker.title, "at": now.isoformat()}
    made = {mark.paper_code: {"state": mark.state.value, "note": mark.note} | said for mark in marking.marks}
    dossier.paper_marks = (dossier.paper_marks or {}) | made
    await save_change(session)
    told = "; ".join(
        f"{STATE_LABELS[mark.state]}: {names[mark.paper_code]}" + (f" ({mark.note})" if mark.note else "")
        for mark in marking.marks
    )
    await note_hand_over(session, dossier, Doing.MARK, worker, now, (dossier.step_code, dossier.step_name), told)
    states = {mark.paper_code: mark.state.value for mark in marking.marks}
    await evidence.record(session, "papers-marked", f"dossier/{dossier.id}", who, marks=states)
    return dossier


async def papers_in(session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion) -> dict[str, str]:
    """Papers that came, on paper or as files, by code: their names, in the procedure's order."""
    came = {paper.paper_code: paper.paper_name for paper in await list_papers(session, dossier.id)}
    came |= {paper["code"]: paper["name"] for paper in dossier.papers_received or ()}
    known = {paper.code: paper.name for paper in procedure.papers if paper.code in came}
    return known | {code: name for code, name in came.items() if code not in known}
