"""Reading lists that were handed to units. Every query begins with the agency whose officer asks."""

from uuid import UUID

from sqlalchemy import Select, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import codes_ended_into
from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, SPECIALIST
from one_stop.dossiers.indexes import OPEN_DOSSIER
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import visible_to
from one_stop.dossiers.rules import IN_WORK
from one_stop.unit_lists.models import UnitItem, UnitList
from one_stop.unit_lists.rules import MOST, ItemState, ListState
from shared.core.errors import NotFound
from shared.directory.queries import Colleague, list_colleagues
from shared.work.steps import sql_set

RECEIVERS = (SPECIALIST, LEADER)


def of_agency(agency_code: str) -> Select[UnitList]:
    return select(UnitList).where(UnitList.agency_code == agency_code)


def of_former_agencies(agency_code: str) -> Select[UnitList]:
    """Giấy bàn giao of agencies that ended: the successor reads those on which a dossier is that it has now."""
    here = UnitItem.list_id == UnitList.id, UnitItem.dossier_id == Dossier.id, Dossier.agency_code == agency_code
    former = UnitList.agency_code.in_(codes_ended_into(agency_code, stands=False))
    return select(UnitList).where(former, exists().where(*here))


async def get_list(session: AsyncSession, list_id: UUID, agency_code: str, *, lock: bool = False) -> UnitList:
    """Absent and not theirs look the same. `lock`: for who decides what becomes of it, which of one that ended nobody does."""
    own = of_agency(agency_code).where(UnitList.id == list_id)
    statement = own.with_for_update() if lock else own
    found = (await session.scalars(statement, execution_options={"populate_existing": lock})).one_or_none()
    if found is None and not lock:
        found = (await session.scalars(of_former_agencies(agency_code).where(UnitList.id == list_id))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def list_items(session: AsyncSession, list_id: UUID) -> list[UnitItem]:
    statement = select(UnitItem).where(UnitItem.list_id == list_id)
    return list(await session.scalars(statement.order_by(UnitItem.position)))


async def list_to_hand_over(session: AsyncSession, agency_code: str) -> list[Dossier]:
    """What stands at the counter and is on no list that waits for its unit; what must go first stands first."""
    on_its_way = select(UnitItem.id).where(UnitItem.dossier_id == Dossier.id, UnitItem.state == ItemState.HANDED)
    wanted = visible_to(agency_code).where(
        text(OPEN_DOSSIER),
        text(f"status IN {sql_set(IN_WORK)}"),
        Dossier.step_role == COUNTER_OFFICER,
        Dossier.step_position == 0,
        Dossier.paused_at.is_(None),
        Dossier.transit == "",
        ~on_its_way.exists(),
    )
    return list(await session.scalars(wanted.order_by(Dossier.work_due_at, Dossier.id).limit(MOST)))


async def reasons_of(session: AsyncSession, dossiers: list[Dossier]) -> dict[UUID, str]:
    """Why a unit did not take it in the last time it was handed over."""
    query = (
        select(UnitItem.dossier_id, UnitItem.note)
        .join(UnitList, UnitList.id == UnitItem.list_id)
        .where(UnitItem.dossier_id.in_([one.id for one in dossiers]), UnitItem.state == ItemState.RETURNED)
        .order_by(UnitList.ended_at)
    )
    return {row.dossier_id: row.note for row in await session.execute(query)}


async def find_waiting(session: AsyncSession, dossier_id: UUID) -> UnitList | None:
    """The list on which a dossier waits for its unit."""
    query = (
        select(UnitList)
        .join(UnitItem, UnitItem.list_id == UnitList.id)
        .where(UnitItem.dossier_id == dossier_id, UnitItem.state == ItemState.HANDED)
    )
    return (await session.scalars(query)).one_or_none()


async def count_waiting(session: AsyncSession, agency_code: str, unit_id: str, besides: str) -> int:
    """Lists that this unit has yet to take in, of others than who asks."""
    query = (
        select(func.count())
        .select_from(UnitList)
        .where(
            UnitList.agency_code == agency_code,
            UnitList.unit_id.in_({unit_id, ""}),
            UnitList.state == ListState.HANDED,
            UnitList.by_id != besides,
        )
    )
    return int(await session.scalar(query) or 0)


async def list_receivers(session: AsyncSession, agency_code: str, unit_id: str, giver_id: str) -> list[Colleague]:
    """Who may take in what is handed to a unit: its head and specialists, never who hands it over."""
    people = await list_colleagues(session, agency_code, *RECEIVERS, unit_id=unit_id)
    return [one for one in people if one.id != giver_id]
