"""Handing dossiers to a unit by list, and taking them in. Actions write; who calls commits.

Both sides confirm (two people); the dossiers move when the second has, each by the act `transfer`, which the list's giver ordered.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import letterhead, note_aside
from one_stop.dossiers.books import UNIT_LISTS
from one_stop.dossiers.cases import SPECIALIST, Worker
from one_stop.dossiers.models import Dossier, DossierPaper
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.rules import Doing
from one_stop.forms.render import UNIT_LIST
from one_stop.forms.rule_sets import RuleSet
from one_stop.moves.actions import Order, transfer_dossier
from one_stop.procedures.queries import get_version
from one_stop.returns.queries import hold_dossier
from one_stop.unit_list_desk.rules import waits_at_counter
from one_stop.unit_lists import rules
from one_stop.unit_lists.models import UnitItem, UnitList
from one_stop.unit_lists.notifications import about_list
from one_stop.unit_lists.queries import find_waiting, get_list, list_items, list_receivers
from one_stop.unit_lists.rules import ItemState, ListState, Signatory
from one_stop.unit_lists.schemas import Handing, TakingIn
from one_stop.unit_lists.sheets import list_fields, papers_of
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.formats import vn_datetime
from shared.core.identifiers import new_id
from shared.directory.queries import get_agency, list_units
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage import evidence
from shared.storage.database import driver_connection
from shared.work import numbering
from shared.work.numbering import Series

Who = tuple[Identity, Worker]


async def hand_over(session: AsyncSession, prints: PrintShop, who: Who, handing: Handing) -> UnitList:
    """Lập giấy bàn giao, bên giao xác nhận: all that was chosen, or, where one does not wait at the counter, nothing."""
    identity, worker = who
    rules.require_some(handing.dossiers)
    list_id, now = handing.list_id or new_id(), clock.now()
    if await session.get(UnitList, list_id) is not None:
        raise Conflict("unit_list_made_already")
    unit_id, unit_name, receivers = await _receiving(session, worker, handing.unit_id)
    # In one order for everybody, so that nobody waits in a circle.
    dossiers = [await _at_counter(session, worker, dossier_id) for dossier_id in sorted(set(handing.dossiers))]
    items = [await _item(session, list_id, place, dossier) for place, dossier in enumerate(dossiers, 1)]
    year = now.astimezone(clock.VIETNAM).year
    number = await numbering.take(await driver_connection(session), Series(worker.agency_code, UNIT_LISTS, year))
    made = _made(list_id, worker, (unit_id, unit_name), (year, number), now, len(items))
    await _print(session, prints, made, items)
    session.add(made)
    await session.flush()
    session.add_all(items)
    for dossier in dossiers:
        await note_aside(session, dossier, Doing.LISTED, worker, f"Giấy bàn giao số {made.named}, {unit_name}")
    await notify(session, about_list("unit-list-arrived", made, receivers))
    facts = {"number": made.named, "unit": unit_id, "items": len(items)}
    await evidence.record(session, "dossiers-handed-to-unit", f"unit-list/{list_id}", identity, **facts)
    return made


async def _receiving(session: AsyncSession, worker: Worker, unit_id: str) -> tuple[str, str, list[str]]:
    """Id and name of the unit and who may take in there; an agency without units takes in as a whole."""
    units = await list_units(session, worker.agency_code, clock.local_now().date())
    unit = next((one for one in units if one.id == unit_id), None)
    if unit is None and (units or unit_id):
        raise rules.at_unit("unit_unknown", rules.NO_UNIT)
    receivers = await list_receivers(session, worker.agency_code, unit_id, worker.person_id)
    if not receivers:
        raise rules.at_unit("unit_empty", rules.NOBODY)
    name = unit.name if unit else (await get_agency(session, worker.agency_code)).name
    return unit_id, name, [one.id for one in receivers]


async def _at_counter(session: AsyncSession, worker: Worker, dossier_id: UUID) -> Dossier:
    """Held until the act is over; refused by its code where it does not wait there."""
    dossier = await hold_dossier(session, dossier_id, worker.agency_code)
    code = dossier.code or dossier.applicant_name
    if not await _waits(session, dossier, worker):
        raise Conflict("unit_list_not_waiting", dossier=code)
    if (other := await find_waiting(session, dossier.id)) is not None:
        raise Conflict("unit_list_on_another", dossier=code, number=other.named, unit=other.unit_name)
    return dossier


async def _waits(session: AsyncSession, dossier: Dossier, counter: Worker) -> bool:
    procedure = await get_version(session, dossier.procedure_version_id)
    return waits_at_counter(dossier.standing(), procedure.workflow(), counter)


async def _item(session: AsyncSession, list_id: UUID, position: int, dossier: Dossier) -> UnitItem:
    own = DossierPaper.dossier_id == dossier.id, DossierPaper.replaced_at.is_(None)
    filed = await session.scalar(select(func.count()).select_from(DossierPaper).where(*own))
    return UnitItem(
        id=new_id(),
        list_id=list_id,
        dossier_id=dossier.id,
        position=position,
        code=dossier.code or "",
        procedure_name=dossier.procedure_name,
        applicant_name=dossier.applicant_name,
        papers=papers_of(dossier, int(filed or 0)),
        state=ItemState.HANDED.value,
        note="",
    )


def _made(
    list_id: UUID, worker: Worker, unit: tuple[str, str], numbered: tuple[int, int], at: datetime, amount: int
) -> UnitList:
    return UnitList(
        id=list_id,
        agency_code=worker.agency_code,
        year=numbered[0],
        number=numbered[1],
        unit_id=unit[0],
        unit_name=unit[1],
        at=at,
        by_id=worker.person_id,
        by_name=worker.name,
        post=worker.post,
        actor_title=worker.title,
        on_behalf_of=worker.behalf,
        amount=amount,
        state=ListState.HANDED.value,
        taken=0,
        ended_by_id="",
        ended_by_name="",
        ended_by_title="",
        note="",
        files=[],
    )


async def _print(session: AsyncSession, prints: PrintShop, made: UnitList, items: Sequence[UnitItem]) -> None:
    """As it stands now; an earlier print stays in the store and on the list."""
    data = list_fields(await letterhead(session, made.agency_code), made, items)
    name = f"giay-ban-giao-{made.year}-{made.number:03d}.pdf"
    printed = await prints.print_form(UNIT_LIST, RuleSet.ND118_2025, data, name)
    made.sha256, made.size, made.file_name = printed.file.sha256, printed.file.size, printed.file.name
    made.snapshot = printed.snapshot


async def take_in(
    session: AsyncSession, prints: PrintShop, who: Who, working_time: WorkingTime, list_id: UUID, taking: TakingIn
) -> UnitList:
    """Bên nhận xác nhận: what was there moves on, what was not stays at the counter, which is told why."""
    identity, worker = who
    made = await _open_list(session, worker, list_id)
    by = Signatory(frozenset({worker.person_id, worker.desk.person_id}), identity.unit)
    rules.require_receiver(made.unit_id, made.unit_name, made.by_id, by)
    items = await list_items(session, list_id)
    reasons = {one.item_id: one.reason for one in taking.missing}
    rules.require_reasons(reasons, [item.id for item in items])
    _close(made, worker, ListState.TAKEN)
    for item in sorted(items, key=lambda one: one.dossier_id):
        dossier = await hold_dossier(session, item.dossier_id, made.agency_code)
        if not await _waits(session, dossier, made.giver()):
            item.state, item.note = ItemState.GONE.value, f"{dossier.step_name}, {_status(dossier)}"
        elif item.id in reasons:
            item.state, item.note = ItemState.RETURNED.value, reasons[item.id]
            await note_aside(session, dossier, Doing.LIST_RETURNED, worker, f"{made.named}: {item.note}")
        else:
            item.state = ItemState.TAKEN.value
            await _move(session, dossier, made, worker, working_time)
    made.taken = sum(item.state == ItemState.TAKEN for item in items)
    await _print(session, prints, made, items)
    await session.flush()
    if made.taken < made.amount:
        await notify(session, about_list("unit-list-returned", made, [made.by_id]))
    facts = {"number": made.named, "taken": made.taken, "items": made.amount}
    await evidence.record(session, "dossiers-taken-in", f"unit-list/{list_id}", identity, **facts)
    return made


async def _move(
    session: AsyncSession, dossier: Dossier, made: UnitList, taker: Worker, working_time: WorkingTime
) -> None:
    """The one move, by the giver's order; then the unit's line, and its list where a specialist is to take it up."""
    await session.flush()
    note = f"Giấy bàn giao số {made.named}, {made.unit_name}; người nhận: {taker.name}"
    order = Order(dossier.id, made.giver(), dossier.version, note)
    await transfer_dossier(await driver_connection(session), order, "", working_time)
    await session.refresh(dossier)
    if made.unit_id and dossier.step_role == SPECIALIST:
        mine = update(Dossier).where(Dossier.id == dossier.id, Dossier.holder_id.is_(None))
        await session.execute(mine.values(unit_id=made.unit_id))
    await note_aside(session, dossier, Doing.LIST_TAKEN, taker, f"Giấy bàn giao số {made.named}, {made.unit_name}")


def _status(dossier: Dossier) -> str:
    return "đang tạm dừng" if dossier.paused else dossier.standing().status.official_name.lower()


async def cancel(session: AsyncSession, who: Who, list_id: UUID, reason: str) -> UnitList:
    """Hủy giấy bàn giao chưa được nhận: its dossiers never left the counter. The number stays used."""
    identity, worker = who
    made = await _open_list(session, worker, list_id)
    items = await list_items(session, list_id)
    _close(made, worker, ListState.CANCELLED)
    made.note = reason
    for item in sorted(items, key=lambda one: one.dossier_id):
        dossier = await hold_dossier(session, item.dossier_id, made.agency_code)
        item.state = ItemState.CANCELLED.value
        if await _waits(session, dossier, worker):
            await note_aside(session, dossier, Doing.LIST_CANCELLED, worker, f"{made.named}: {reason}")
    await session.flush()
    await evidence.record(session, "unit-list-cancelled", f"unit-list/{list_id}", identity, number=made.named)
    return made


async def _open_list(session: AsyncSession, worker: Worker, list_id: UUID) -> UnitList:
    made = await get_list(session, list_id, worker.agency_code, lock=True)
    rules.require_handed(made.state, made.ended_by_name, vn_datetime(made.ended_at))
    return made


def _close(made: UnitList, worker: Worker, state: ListState) -> None:
    made.state, made.ended_at = state.value, clock.now()
    made.ended_by_id, (made.ended_by_name, made.ended_by_title) = worker.person_id, worker.named
