"""Dossiers of an agency that was merged go on at its successor, some in each transaction: with history, evidence and news to the portal.

Of one that was split each goes on at one of the successors: by its procedure or sector, else by the unit in which it lies. So does what
belongs to a part that left an agency which stands (tách một phần); the rest stays there.

It happens by a job: the event only says so, and whatever order events come in, however often, and wherever a worker dies, what is left at
the agency that ended is moved by the next look, and what is moved is not there any more.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import AgencyMerger, Continuation
from one_stop.agencies.queries import heir_of, mergers_of, way_of
from one_stop.agencies.rules import PART, Matter, heir_by
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
from one_stop.dossiers.cases import Worker, held_by_agency
from one_stop.dossiers.indexes import OPEN_DOSSIER
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import ENDED, STEPS, Doing
from one_stop.dossiers.step_elsewhere import STEP_ELSEWHERE
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
_TOLD = Dossier.procedure_code, Dossier.sector_name, Dossier.unit_id
_SOURCE = "event:agency-merged"


class _Way(NamedTuple):
    """By which plan a dossier leaves the agency, and who has it then."""

    merger: AgencyMerger
    heir: str


async def agency_merged(session: AsyncSession, event: AgencyMerged) -> None:
    """Ghi nhận cơ quan kế thừa, and begin to move what is there."""
    row = event.model_dump(exclude={"successor_name", "reorganisation_id", "shares"})
    row["shares"] = [share.model_dump(mode="json") for share in event.shares]
    row |= {"reorganisation_id": UUID(event.reorganisation_id), "heard_at": clock.now()}
    competent = await competent_for(session, event.agency_code)
    heirs = [heir_by(row["shares"], matter, event.successor_code) for matter in competent]
    row["procedures"] = len([heir for heir in heirs if heir != event.agency_code])
    await session.execute(insert_or(AgencyMerger).values(row).on_conflict_do_nothing())
    await plan(session, CONTINUE, event.agency_code, clock.now())


async def continue_agency(session: AsyncSession, key: str) -> None:
    """Chuyển việc của cơ quan đã kết thúc, hoặc của phần đã tách, sang cơ quan kế thừa."""
    mergers = await mergers_of(session, key)
    if not all([await _are_known(session, merger) for merger in mergers]):  # their own records are on the way
        await plan(session, CONTINUE, key, clock.now() + _PATIENCE)
        return
    if await _move_open(session, key) or await _move_records(session, key):
        await plan(session, CONTINUE, key, clock.now())
        return
    await _name_counters(session, key)
    for merger in mergers:
        await _continue_rest(session, merger, await heir_of(session, key))


async def _continue_rest(session: AsyncSession, merger: AgencyMerger, heir: str) -> None:
    await continue_parts(session, merger, heir)
    await continue_tasks(session, merger, heir)
    await continue_changes(session, merger)
    await cancel_lists(session, merger)
    await continue_procedures(session, merger)
    await close_series(session, merger)
    if merger.finished_at is None:
        merger.finished_at = clock.now()
        await evidence.record(
            session, "agency-continued", f"agency/{merger.agency_code}", _SOURCE, into=merger.successors
        )


async def _are_known(session: AsyncSession, merger: AgencyMerger) -> bool:
    heirs = [await heir_of(session, code) for code in merger.successors]
    return all([await find_agency(session, code) is not None for code in heirs])


def _matter(dossier: Dossier) -> Matter:
    return Matter(dossier.procedure_code, dossier.sector_name, dossier.unit_id)


async def _leaving(session: AsyncSession, code: str, statuses: Sequence[int], most: int) -> list[tuple[Dossier, _Way]]:
    """Some of what goes elsewhere, locked; each with the plan by which it leaves, and where it goes."""
    here = Dossier.agency_code == code, Dossier.status.in_(statuses)
    ways = await _ways(session, code, *here)
    told = tuple_(*_TOLD).in_([(one.procedure_code, one.sector_name, one.unit_id) for one in ways])
    held = select(Dossier).where(*here, told).order_by(Dossier.id).limit(most).with_for_update()
    dossiers = await session.scalars(held, execution_options={"populate_existing": True})
    return [(dossier, ways[_matter(dossier)]) for dossier in dossiers]


async def _ways(session: AsyncSession, code: str, *where: ColumnElement[bool]) -> dict[Matter, _Way]:
    """Of dossiers told alike, what does not stay with the agency."""
    ways = {}
    for told in (await session.execute(select(*_TOLD).where(*where).distinct())).all():
        matter = Matter(*told)
        way = await way_of(session, code, matter)
        if way and (heir := way[-1].heir(matter)) != code:
            ways[matter] = _Way([one for one in way if one.agency_code == code][-1], heir)
    return ways


async def _move_open(session: AsyncSession, code: str) -> int:
    leaving = await _leaving(session, code, _OPEN, AT_ONCE)
    for dossier, way in leaving:
        await _move(session, way.merger, dossier, way.heir)
    return len(leaving)


async def _name_counters(session: AsyncSession, code: str) -> None:
    """What another agency decides and its counter received, helped with or hands out, and whose step it does: the successor of the
    dossier's procedure or sector does so now. Counters of an agency that stands stay where people came to.
    """
    counters = Dossier.received_agency_code, Dossier.helped_agency_code, Dossier.return_agency_code
    does = Dossier.step_agency_code == code
    named = and_(Dossier.agency_code != code, or_(does, *[counter == code for counter in counters]))
    told = await session.execute(select(Dossier.procedure_code, Dossier.sector_name).where(named).distinct())
    for procedure, sector in told.all():
        way = await way_of(session, code, Matter(procedure, sector))
        heir = way[-1].heir(Matter(procedure, sector)) if way else code
        if heir == code:
            continue
        these = Dossier.agency_code != code, Dossier.procedure_code == procedure, Dossier.sector_name == sector
        for counter in () if all(one.stands for one in way if one.agency_code == code) else counters:
            await session.execute(update(Dossier).where(*these, counter == code).values({counter.key: heir}))
        await _hand_on_steps(session, code, heir, and_(*these, does, text(OPEN_DOSSIER), text(STEP_ELSEWHERE)))


async def _hand_on_steps(session: AsyncSession, code: str, heir: str, those: ColumnElement[bool]) -> None:
    """Each has a new version: an act that read it before is told so. Who does not come along leaves it to the agency.

    Where the heir has the dossier itself, its step is no other agency's any more.
    """
    found, own = await find_agency(session, heir), Dossier.agency_code == heir
    name = found.name if found else heir
    given = {
        "holder_id": case((own, None), else_=held_by_agency(heir)),
        "holder_name": case((own, ""), else_=name),
        "unit_id": "",
    }
    holders = await session.scalars(select(Dossier.holder_id).where(those, Dossier.holder_id.is_not(None)).distinct())
    for holder in holders.all():
        if holder == held_by_agency(code) or heir not in await _works_at(session, holder or ""):
            await session.execute(update(Dossier).where(those, Dossier.holder_id == holder).values(given))
    moved = (
        update(Dossier)
        .where(those)
        .values(
            step_agency_code=case((own, ""), else_=heir),
            step_sent_by=case((own, ""), else_=Dossier.step_sent_by),
            version=Dossier.version + 1,
        )
    )
    await session.execute(moved, execution_options={"synchronize_session": False})


async def _move(session: AsyncSession, merger: AgencyMerger, dossier: Dossier, heir: str) -> None:
    """Where it stands, until when and in whose hands it is stays as it was: who has no post at the successor is told by the directory."""
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
    await evidence.record(session, "dossier-continued", f"dossier/{dossier.id}", _SOURCE, **facts)


async def _leave_unit(session: AsyncSession, merger: AgencyMerger, dossier: Dossier, heir: str) -> str:
    """Where its procedure leads elsewhere than its unit, or than its holder: it waits at its step. Says so, for the note."""
    if not merger.shares or dossier.step_agency_code:  # who has it, and in which unit, is another agency's matter
        return ""
    apart = heir != await heir_of(session, merger.agency_code, Matter(unit_id=dossier.unit_id))
    if apart:
        dossier.unit_id = ""
    if not dossier.holder_id:
        return ""
    works_at = await _works_at(session, dossier.holder_id)
    if heir in works_at or not (apart or works_at & set(merger.successors)):  # or else we hear of him later
        return ""
    name, dossier.holder_id, dossier.holder_name = dossier.holder_name, None, ""
    return f". {name} không sang cơ quan này nên hồ sơ chờ người khác nhận."


async def _works_at(session: AsyncSession, person_id: str) -> set[str]:
    """As it will be once all is heard: who is in a unit that goes, goes with it."""
    posts = select(PersonPost.agency_code, PersonPost.unit_id).where(PersonPost.person_id == person_id)
    found = (await session.execute(posts)).all()
    return {await heir_of(session, code, Matter(unit_id=unit_id)) for code, unit_id in found}


async def _move_records(session: AsyncSession, code: str) -> int:
    """What has ended: the successor answers for it, looks it up and counts it from then on; nothing happens to it."""
    leaving = await _leaving(session, code, _ENDED, RECORDS_AT_ONCE)
    shared: dict[tuple[UUID, str], list[tuple[Dossier, AgencyMerger]]] = {}
    for dossier, way in leaving:
        shared.setdefault((way.merger.reorganisation_id, way.heir), []).append((dossier, way.merger))
    for (_, heir), share in shared.items():
        await _keep(session, share[0][1], [dossier for dossier, _ in share], heir)
        moved = update(Dossier).where(Dossier.id.in_([dossier.id for dossier, _ in share]))
        new = {"agency_code": heir, "received_agency_code": _or_heir(Dossier.received_agency_code, code, heir)}
        await session.execute(moved.values(new), execution_options={"synchronize_session": False})
    return len(leaving)


def _or_heir(column: Any, code: str, heir: str) -> Any:
    return case((column == code, heir), else_=column)


def _hand_on(dossier: Dossier, code: str, heir: str) -> None:
    """All that names the agency on the dossier."""
    dossier.agency_code = heir
    for name in ("received_agency_code", "helped_agency_code", "return_agency_code"):
        if getattr(dossier, name) == code:
            setattr(dossier, name, heir)
    if dossier.step_agency_code == heir:
        dossier.come_home()


async def _keep(session: AsyncSession, merger: AgencyMerger, dossiers: Sequence[Dossier], heir: str) -> None:
    await session.execute(
        insert_or(Continuation).on_conflict_do_nothing(),
        [
            {
                "dossier_id": dossier.id,
                "agency_code": merger.agency_code,
                "reorganisation_id": merger.reorganisation_id,
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
    """What came to an agency after it had been emptied: opened or written at the same moment. Of one that stands, for a day."""
    lately = AgencyMerger.heard_at > clock.now() - timedelta(days=1)
    ended = select(AgencyMerger.agency_code).where(or_(AgencyMerger.act != PART, lately))
    waits = DossierPart.state.in_([state.value for state in OPEN_PARTS])
    left = (
        select(Dossier.agency_code)
        .where(Dossier.agency_code.in_(ended))
        .union(
            select(DossierPart.agency_code).where(DossierPart.agency_code.in_(ended), waits),
            select(Dossier.step_agency_code).where(
                Dossier.step_agency_code.in_(ended), text(OPEN_DOSSIER), text(STEP_ELSEWHERE)
            ),
        )
    )
    for code in (await session.scalars(left)).all():
        await plan(session, CONTINUE, code, clock.now())


CONTINUE = Job("continue-agency", "Chuyển hồ sơ của cơ quan đã sáp nhập sang cơ quan kế thừa", continue_agency)
LOOK_AGAIN = Job(
    "look-for-late-comers", "Hồ sơ còn lại ở cơ quan đã sáp nhập", look_again, every(timedelta(minutes=10))
)
