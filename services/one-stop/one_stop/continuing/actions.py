"""Dossiers of an agency that was merged go on at its successor, some in each transaction: with history, evidence and news to the portal.

Of one that was split each goes on at one of the successors: by its procedure or sector, else by the unit in which it lies.

It happens by a job: the event only says so, and whatever order events come in, however often, and wherever a worker dies, what is left at
the agency that ended is moved by the next look, and what is moved is not there any more.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import AgencyMerger, Continuation
from one_stop.agencies.queries import heir_of
from one_stop.agencies.rules import Matter
from one_stop.continuing.other_work import (
    cancel_lists,
    close_series,
    competent_for,
    continue_changes,
    continue_parts,
    continue_procedures,
    continue_tasks,
)
from one_stop.dossiers.actions import moved_event, note_hand_over, save_change
from one_stop.dossiers.cases import HELD_BY_AGENCY, Worker, agency_holding
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import ENDED, STEPS, Doing
from one_stop.parts.models import DossierPart
from one_stop.parts.rules import OPEN as OPEN_PARTS
from shared.contracts.mail_directory import AgencyMerged
from shared.core import clock
from shared.directory.keeping import DIRECTORY
from shared.directory.models import PersonPost
from shared.directory.queries import find_agency
from shared.messaging.outbox import tell
from shared.storage import evidence
from shared.work.jobs import Job, every, plan

AT_ONCE = 50
"""Open dossiers of one transaction: whoever works on one of them waits no longer."""
RECORDS_AT_ONCE = 1000
"""Of ended ones, of which nothing is told."""
_PATIENCE = timedelta(seconds=5)
_OPEN = [status.value for status in STEPS.sources(Doing.CONTINUE)]
_ENDED = [status.value for status in ENDED]


async def agency_merged(session: AsyncSession, event: AgencyMerged) -> None:
    """Ghi nhận cơ quan kế thừa, and begin to move what is there."""
    row = event.model_dump(exclude={"successor_name", "reorganisation_id", "shares"})
    row["shares"] = [share.model_dump(mode="json") for share in event.shares]
    row |= {"reorganisation_id": UUID(event.reorganisation_id), "heard_at": clock.now()}
    row["procedures"] = len(await competent_for(session, event.agency_code))
    await session.execute(insert_or(AgencyMerger).values(row).on_conflict_do_nothing())
    await plan(session, CONTINUE, event.agency_code, clock.now())


async def continue_agency(session: AsyncSession, key: str) -> None:
    """Chuyển việc của cơ quan đã kết thúc sang cơ quan kế thừa."""
    merger = await session.get_one(AgencyMerger, key)
    heir = await heir_of(session, key)
    if not await _are_known(session, merger):  # their own records are on the way
        await plan(session, CONTINUE, key, clock.now() + _PATIENCE)
        return
    if await _move_open(session, merger) or await _move_records(session, merger):
        await plan(session, CONTINUE, key, clock.now())
        return
    await _name_counters(session, key, heir)
    await continue_parts(session, merger, heir)
    await continue_tasks(session, merger, heir)
    await continue_changes(session, merger)
    await cancel_lists(session, merger)
    await continue_procedures(session, merger)
    await close_series(session, merger)
    if merger.finished_at is None:
        merger.finished_at = clock.now()
        await evidence.record(
            session, "agency-continued", f"agency/{key}", "event:agency-merged", into=merger.successors
        )


async def _are_known(session: AsyncSession, merger: AgencyMerger) -> bool:
    heirs = [await heir_of(session, code) for code in merger.successors]
    return all([await find_agency(session, code) is not None for code in heirs])


def _matter(dossier: Dossier) -> Matter:
    return Matter(dossier.procedure_code, dossier.sector_name, dossier.unit_id)


async def _move_open(session: AsyncSession, merger: AgencyMerger) -> int:
    here = Dossier.agency_code == merger.agency_code, Dossier.status.in_(_OPEN)
    held = select(Dossier).where(*here).order_by(Dossier.id).limit(AT_ONCE).with_for_update()
    dossiers = list(await session.scalars(held, execution_options={"populate_existing": True}))
    for dossier in dossiers:
        await _move(session, merger, dossier)
    return len(dossiers)


async def _name_counters(session: AsyncSession, code: str, heir: str) -> None:
    """What another agency decides and its counter received, helped with or hands out: the successor's counter does so now."""
    others = Dossier.agency_code != code
    for counter in (Dossier.received_agency_code, Dossier.helped_agency_code, Dossier.return_agency_code):
        await session.execute(update(Dossier).where(counter == code, others).values({counter.key: heir}))
    # Whose step it does, is the successor's to do.
    found = await find_agency(session, heir)
    given = {"holder_id": f"{HELD_BY_AGENCY}{heir}", "holder_name": found.name if found else heir}
    await session.execute(update(Dossier).where(Dossier.holder_id == f"{HELD_BY_AGENCY}{code}").values(given))


async def _move(session: AsyncSession, merger: AgencyMerger, dossier: Dossier) -> None:
    """Where it stands, until when and in whose hands it is stays as it was: who has no post at the successor is told by the directory."""
    heir = await heir_of(session, merger.agency_code, _matter(dossier))
    await _keep(session, merger, [dossier], heir)
    _hand_on(dossier, merger.agency_code, heir)
    left = await _leave_unit(session, merger, dossier, heir)
    await save_change(session)
    place = dossier.step_code, dossier.step_name
    directory = Worker("", DIRECTORY, heir, frozenset())
    note = f"{merger.agency_name}: {merger.reason}{left}"
    await note_hand_over(session, dossier, Doing.CONTINUE, directory, clock.now(), place, note)
    await tell(session, await moved_event(session, dossier, Doing.CONTINUE))
    facts = {"before": merger.agency_code, "after": heir, "plan": str(merger.reorganisation_id)}
    await evidence.record(session, "dossier-continued", f"dossier/{dossier.id}", "event:agency-merged", **facts)


async def _leave_unit(session: AsyncSession, merger: AgencyMerger, dossier: Dossier, heir: str) -> str:
    """Where its procedure leads elsewhere than its unit, or than its holder: it waits at its step. Says so, for the note."""
    if not merger.shares:
        return ""
    apart = heir != await heir_of(session, merger.agency_code, Matter(unit_id=dossier.unit_id))
    if apart:
        dossier.unit_id = ""
    if not dossier.holder_id or agency_holding(dossier.holder_id):
        return ""
    held = await session.scalars(select(PersonPost.agency_code).where(PersonPost.person_id == dossier.holder_id))
    works_at = set(held)
    if heir in works_at or not (apart or works_at & set(merger.successors)):  # or else we hear of him later
        return ""
    name, dossier.holder_id, dossier.holder_name = dossier.holder_name, None, ""
    return f". {name} không sang cơ quan này nên hồ sơ chờ người khác nhận."


async def _move_records(session: AsyncSession, merger: AgencyMerger) -> int:
    """What has ended: the successor answers for it, looks it up and counts it from then on; nothing happens to it."""
    here = Dossier.agency_code == merger.agency_code, Dossier.status.in_(_ENDED)
    held = select(Dossier).where(*here).order_by(Dossier.id).limit(RECORDS_AT_ONCE).with_for_update()
    dossiers = list(await session.scalars(held, execution_options={"populate_existing": True}))
    shared: dict[str, list[Dossier]] = {}
    for dossier in dossiers:
        shared.setdefault(await heir_of(session, merger.agency_code, _matter(dossier)), []).append(dossier)
    for heir, share in shared.items():
        await _keep(session, merger, share, heir)
        moved = update(Dossier).where(Dossier.id.in_([dossier.id for dossier in share]))
        new = {"agency_code": heir, "received_agency_code": _or_heir(Dossier.received_agency_code, merger, heir)}
        await session.execute(moved.values(new), execution_options={"synchronize_session": False})
    return len(dossiers)


def _or_heir(column: Any, merger: AgencyMerger, heir: str) -> Any:
    return case((column == merger.agency_code, heir), else_=column)


def _hand_on(dossier: Dossier, code: str, heir: str) -> None:
    """All that names the agency on the dossier."""
    dossier.agency_code = heir
    for name in ("received_agency_code", "helped_agency_code", "return_agency_code"):
        if getattr(dossier, name) == code:
            setattr(dossier, name, heir)


async def _keep(session: AsyncSession, merger: AgencyMerger, dossiers: Sequence[Dossier], heir: str) -> None:
    await session.execute(
        insert_or(Continuation).on_conflict_do_nothing(),
        [
            {
                "dossier_id": dossier.id,
                "agency_code": merger.agency_code,
                "continued_by": heir,
                "first_day": merger.first_day,
                "open": dossier.status in _OPEN,
                "dossier_code": dossier.code or "",
                "status": dossier.status,
                "step_name": dossier.step_name,
                "holder_name": dossier.holder_name,
                "at": clock.now(),
            }
            for dossier in dossiers
        ],
    )


async def look_again(session: AsyncSession, _key: str) -> None:
    """What came to an agency after it had been emptied: opened or written at the same moment."""
    ended = select(AgencyMerger.agency_code)
    waits = DossierPart.state.in_([state.value for state in OPEN_PARTS])
    left = (
        select(Dossier.agency_code)
        .where(Dossier.agency_code.in_(ended))
        .union(select(DossierPart.agency_code).where(DossierPart.agency_code.in_(ended), waits))
    )
    for code in (await session.scalars(left)).all():
        await plan(session, CONTINUE, code, clock.now())


CONTINUE = Job("continue-agency", "Chuyển hồ sơ của cơ quan đã sáp nhập sang cơ quan kế thừa", continue_agency)
LOOK_AGAIN = Job(
    "look-for-late-comers", "Hồ sơ còn lại ở cơ quan đã sáp nhập", look_again, every(timedelta(minutes=10))
)
