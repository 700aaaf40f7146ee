"""What an agency had besides its dossiers: procedures, parts that it was asked for, tasks, lists on their way, and its series of numbers.

`heir`: who goes on with what nothing tells whose it is, where the agency was split.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import AgencyMerger, Continuation
from one_stop.agencies.queries import heir_of
from one_stop.agencies.rules import Matter
from one_stop.asked_parts.actions import add_entry, save_part
from one_stop.asked_parts.models import AskedPart
from one_stop.asked_parts.rules import Answering
from one_stop.catalogue.models import ProcedureChange
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.parts.ending import note_awaited
from one_stop.parts.models import DossierPart
from one_stop.parts.rules import OPEN
from one_stop.procedures.actions import publish_procedure
from one_stop.procedures.models import CompetentAgency, ProcedureVersion
from one_stop.procedures.queries import find_current
from one_stop.tasks.models import DossierTask
from one_stop.unit_lists.models import UnitItem, UnitList
from one_stop.unit_lists.rules import ItemState, ListState
from shared.core import clock
from shared.directory.keeping import DIRECTORY
from shared.directory.queries import names_of
from shared.storage import evidence
from shared.storage.database import driver_connection
from shared.work.numbering import By, close_agency

_OPEN_PARTS = [state.value for state in OPEN]
_SOURCE = "event:agency-merged"


async def competent_for(session: AsyncSession, agency_code: str) -> list[Matter]:
    """The procedures in force that the agency decides, each with its sector."""
    competent = select(CompetentAgency.procedure_version_id).where(CompetentAgency.agency_code == agency_code)
    told = select(ProcedureVersion.code, ProcedureVersion.sector_name)
    named = told.where(ProcedureVersion.current, ProcedureVersion.id.in_(competent)).order_by(ProcedureVersion.code)
    return [Matter(code, sector) for code, sector in await session.execute(named)]


async def continue_procedures(session: AsyncSession, merger: AgencyMerger) -> None:
    """Thủ tục: a new version of each in force, in which the successor is competent; dossiers keep the version that they began under."""
    for matter in await competent_for(session, merger.agency_code):
        if await heir_of(session, merger.agency_code, matter) == merger.agency_code:
            continue
        current = await find_current(session, matter.procedure_code)
        assert current is not None
        row, by = dict(current.row()), (current.change_id, _SOURCE)
        await publish_procedure(session, row, current.field_labels, by)


async def continue_parts(session: AsyncSession, merger: AgencyMerger, heir: str) -> None:
    """Phần việc liên thông: what it was asked for waits at the successor, and whoever asked knows where; so does what it asked others."""
    here = AskedPart.agency_code == merger.agency_code, AskedPart.state.in_(_OPEN_PARTS)
    names = await names_of(session, merger.successors)
    for part in list(await session.scalars(select(AskedPart).where(*here).order_by(AskedPart.id).with_for_update())):
        into = await heir_of(session, merger.agency_code, Matter(unit_id=part.unit_id))
        if into == merger.agency_code:
            continue
        names |= await names_of(session, [into])
        part.agency_code = into
        await save_part(session)
        note, directory = f"{merger.agency_name}: {merger.reason}", Worker("", DIRECTORY, into, frozenset())
        add_entry(session, part, Answering.CONTINUE, directory, clock.now(), to=names.get(into, into), note=note)
        await evidence.record(session, "part-continued", f"part/{part.id}", _SOURCE, before=merger.agency_code)
    await _name_asking(session, merger, heir)
    await _name_asked(session, merger)


async def _name_asking(session: AsyncSession, merger: AgencyMerger, heir: str) -> None:
    """At the asked agency: who waits for it is who has the dossier now."""
    asked = AskedPart.from_agency_code == merger.agency_code, AskedPart.state.in_(_OPEN_PARTS)
    found = (
        select(AskedPart.id, Dossier.agency_code)
        .outerjoin(DossierPart, DossierPart.id == AskedPart.id)
        .outerjoin(Dossier, Dossier.id == DossierPart.dossier_id)
        .where(*asked)
    )
    for part_id, agency_code in (await session.execute(found)).all():
        into = agency_code or heir
        if into == merger.agency_code:
            continue
        name = (await names_of(session, [into])).get(into, into)
        renamed = {"from_agency_code": into, "from_agency_name": name, "version": AskedPart.version + 1}
        await session.execute(update(AskedPart).where(AskedPart.id == part_id).values(renamed))


async def _name_asked(session: AsyncSession, merger: AgencyMerger) -> None:
    """At the asking agency: whom it waits for has another name."""
    open_parts = DossierPart.agency_code == merger.agency_code, DossierPart.state.in_(_OPEN_PARTS)
    for part in list(await session.scalars(select(DossierPart).where(*open_parts).order_by(DossierPart.id))):
        dossier = await session.get_one(Dossier, part.dossier_id, with_for_update=True)
        arrived = await session.scalar(select(AskedPart.agency_code).where(AskedPart.id == part.id))
        into = arrived or await heir_of(session, merger.agency_code, Matter(unit_id=part.unit_id))
        if into == merger.agency_code:
            continue
        name = (await names_of(session, [into])).get(into, into)
        part.agency_code, part.agency_name = into, part.agency_name.replace(merger.agency_name, name)
        await note_awaited(session, dossier)


async def continue_tasks(session: AsyncSession, merger: AgencyMerger, heir: str) -> None:
    """Việc được giao: with the dossier, in whose hands it is."""
    here = update(DossierTask).where(DossierTask.agency_code == merger.agency_code)
    went = Continuation.dossier_id == DossierTask.dossier_id, Continuation.agency_code == merger.agency_code
    now = Dossier.id == DossierTask.dossier_id, Dossier.agency_code != merger.agency_code, exists().where(*went)
    with_it = here.where(*now).values(agency_code=Dossier.agency_code, version=DossierTask.version + 1)
    await session.execute(with_it, execution_options={"synchronize_session": False})
    if heir != merger.agency_code:
        await session.execute(here.values(agency_code=heir, version=DossierTask.version + 1))


async def continue_changes(session: AsyncSession, merger: AgencyMerger) -> None:
    """Thay đổi thủ tục đang soạn, chờ duyệt: the successor's editors and leaders go on with it, or drop it."""
    here = ProcedureChange.agency_code == merger.agency_code
    for code in (await session.scalars(select(ProcedureChange.code).where(here).distinct())).all():
        current = await find_current(session, code)
        heir = await heir_of(session, merger.agency_code, Matter(code, current.sector_name if current else ""))
        if heir == merger.agency_code:
            continue
        new = {"agency_code": heir, "version": ProcedureChange.version + 1}
        await session.execute(update(ProcedureChange).where(here, ProcedureChange.code == code).values(new))


async def cancel_lists(session: AsyncSession, merger: AgencyMerger) -> None:
    """Giấy bàn giao chưa được nhận: what no unit has signed for never left the counter, which is the successor's now and lists it anew.

    Where a part left, those on which a dossier of it is: the counter lists anew what stayed.
    """
    handed = [UnitList.agency_code == merger.agency_code, UnitList.state == ListState.HANDED.value]
    if merger.stands:
        gone = UnitItem.list_id == UnitList.id, UnitItem.dossier_id == Dossier.id
        handed.append(exists().where(*gone, Dossier.agency_code != merger.agency_code))
    ids: Sequence[UUID] = (await session.scalars(select(UnitList.id).where(*handed).with_for_update())).all()
    if ids:
        closed = {"state": ListState.CANCELLED.value, "ended_at": clock.now(), "ended_by_name": DIRECTORY}
        await session.execute(update(UnitList).where(UnitList.id.in_(ids)).values(closed | {"note": merger.reason}))
        waiting = UnitItem.list_id.in_(ids), UnitItem.state == ItemState.HANDED.value
        await session.execute(update(UnitItem).where(*waiting).values(state=ItemState.CANCELLED.value))


async def close_series(session: AsyncSession, merger: AgencyMerger) -> None:
    """Sổ số: nothing is numbered there any more; what was kept and not used is given up with the reason. The successor's own go on.

    Those of an agency that stands go on too.
    """
    if merger.stands:
        return
    line = await driver_connection(session)
    merger.numbers_given_up += await close_agency(line, merger.agency_code, By("", DIRECTORY), merger.reason)
