"""Whose turn it is, on a dossier's page: agencies of the steps to come, and how long each agency has had it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.cases import SPECIALIST, Worker
from one_stop.dossiers.hand_on import agency_of, is_staffed
from one_stop.dossiers.models import Dossier, HandOver
from one_stop.dossiers.rules import ENDED
from one_stop.dossiers.turns import Turn, time_of_each, turns_of
from one_stop.due_dates.explaining import hours_words
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.picture import Picture, Standing, picture_of
from one_stop.procedures.rules import Step, own_step_before
from one_stop.procedures.words import places_of
from shared.core import clock
from shared.directory.queries import names_of
from shared.work.working_calendar.queries import get_working_time


async def read_turns(
    session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion, worker: Worker, rows: Sequence[HandOver]
) -> dict[str, Any]:
    """By the names of the sheet."""
    return {
        "competent": await read_competent(session, dossier, worker),
        "step_places": await read_step_places(session, dossier, procedure.workflow()),
        "away": await _read_away(session, dossier, procedure.workflow(), worker),
        "picture": await read_picture(session, dossier, procedure),
        "agency_times": await read_agency_times(session, dossier, rows),
    }


@dataclass(frozen=True)
class Away:
    """Bước đang do cơ quan khác làm, as the agency sees it that has the dossier."""

    agency: str
    unstaffed: bool
    """Nobody there has the step's role."""
    back_to: Step
    """Where it would be if it were taken back."""


async def _read_away(session: AsyncSession, dossier: Dossier, steps: Sequence[Step], worker: Worker) -> Away | None:
    code = dossier.step_agency_code
    if not code or dossier.agency_code != worker.agency_code:
        return None
    name = (await names_of(session, [code])).get(code, code)
    unstaffed = not await is_staffed(session, code, dossier.step_role)
    return Away(name, unstaffed, own_step_before(steps, dossier.step_position, dossier.skipped))


async def gives_on(session: AsyncSession, dossier: Dossier, following: Step | None) -> bool:
    """Whoever sends it on may say which specialist has it next: another agency gives out its work itself."""
    if following is None or following.role != SPECIALIST:
        return False
    return await agency_of(session, dossier, following) == dossier.step_at


async def read_step_places(session: AsyncSession, dossier: Dossier, steps: Sequence[Step]) -> dict[int, str]:
    """Name of the agency that does it, for each step that another does."""
    codes = {step.position: await agency_of(session, dossier, step) for step in steps if step.at}
    names = await names_of(session, set(codes.values())) if codes else {}
    return {place: names.get(code, code) for place, code in codes.items() if code != dossier.agency_code}


async def read_picture(session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion) -> Picture | None:
    """Sơ đồ quy trình, with the step at which the dossier is."""
    row = procedure.row()
    standing = Standing(dossier.step_position, dossier.skipped, runs=dossier.status not in ENDED)
    return picture_of(row, await names_of(session, places_of(row["steps"])), procedure.field_labels, standing)


async def read_competent(session: AsyncSession, dossier: Dossier, worker: Worker) -> str:
    """Name of the agency that has it, for an officer of another."""
    if dossier.agency_code == worker.agency_code:
        return ""
    return (await names_of(session, [dossier.agency_code])).get(dossier.agency_code, dossier.agency_code)


async def read_agency_times(session: AsyncSession, dossier: Dossier, rows: Sequence[HandOver]) -> list[tuple[str, str]]:
    """Each agency with its working time; empty where one alone has worked on it."""
    elsewhere = any(row.goes_to for row in rows)
    if dossier.received_at is None or not (elsewhere or dossier.term_from):
        return []
    began = dossier.received_agency_code if dossier.term_from else dossier.agency_code
    acts = [Turn(row.action, row.at, row.goes_to) for row in rows if row.at >= dossier.received_at]
    until = dossier.finished_at or clock.now()
    turns = turns_of(dossier.received_at, (began, dossier.agency_code), acts, until)
    hours = {code: await get_working_time(session, code) for code in {code for code, *_ in turns}}
    spent = time_of_each(turns, hours)
    names = await names_of(session, list(spent))
    return [(names.get(code, code), hours_words(time)) for code, time in spent.items()]
