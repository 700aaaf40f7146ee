"""JSON: units of an agency."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from mail_directory.auth import MayAdminister, MayLookUp
from mail_directory.people import queries as people
from mail_directory.people.actions import look_at
from mail_directory.people.telling import today
from mail_directory.structure import actions, planning, queries
from mail_directory.structure.schemas import (
    Merger,
    Move,
    NewUnit,
    PlannedChangeList,
    PlannedChangeOut,
    UnitChange,
    UnitEnd,
    UnitList,
    UnitOut,
    UnitStayList,
    UnitStayOut,
)
from shared.core.errors import Forbidden
from shared.web.transaction import Session

router = APIRouter(prefix="/api/mail-directory/v1", tags=["directory"])


@router.get("/agencies/{code}/units", summary="Các đơn vị của một cơ quan")
async def list_units(code: str, _: MayLookUp, session: Session) -> UnitList:
    await people.get_agency(session, code)
    return UnitList(items=[UnitOut.model_validate(unit) for unit in await people.list_units(session, code, today())])


@router.post("/agencies/{code}/units", status_code=201, summary="Thêm đơn vị")
async def add_unit(code: str, new: NewUnit, who: MayAdminister, session: Session) -> UnitOut:
    return UnitOut.model_validate(await actions.add_unit(session, who, code, new))


@router.put("/units/{unit_id}", summary="Đổi tên, loại, người đứng đầu đơn vị")
async def change_unit(unit_id: UUID, change: UnitChange, who: MayAdminister, session: Session) -> UnitOut:
    return UnitOut.model_validate(await actions.change_unit(session, who, unit_id, change))


@router.post("/units/{unit_id}/end", summary="Kết thúc đơn vị")
async def end_unit(unit_id: UUID, end: UnitEnd, who: MayAdminister, session: Session) -> UnitOut:
    return UnitOut.model_validate(await actions.end_unit(session, who, unit_id, end))


@router.post("/units/{unit_id}/merge", summary="Sáp nhập đơn vị vào đơn vị khác")
async def merge_unit(unit_id: UUID, new: Merger, who: MayAdminister, session: Session) -> UnitOut:
    """People and work go to the other unit on the first day."""
    return UnitOut.model_validate(await actions.merge_unit(session, who, unit_id, new))


@router.get("/units/{unit_id}/planned-changes", summary="Thay đổi của đơn vị đã ghi trước")
async def list_planned(unit_id: UUID, who: MayLookUp, session: Session) -> PlannedChangeList:
    """What waits for its first day, and what could not happen on it; for its administrator and its head."""
    unit = await queries.get_unit(session, unit_id)
    if not planning.may_see(who, unit, await people.get_agency(session, unit.agency_code)):
        raise Forbidden("planned_of_others")
    rows = await queries.list_planned(session, unit.id)
    return PlannedChangeList(items=[PlannedChangeOut.model_validate(row) for row in rows])


@router.post("/planned-changes/{planned_id}/withdraw", summary="Bỏ thay đổi đã ghi trước")
async def withdraw(planned_id: UUID, who: MayAdminister, session: Session) -> PlannedChangeOut:
    return PlannedChangeOut.model_validate(await planning.withdraw(session, who, planned_id))


@router.put("/units/{unit_id}/posts/{post_id}", summary="Xếp vị trí công tác vào đơn vị")
async def place_post(unit_id: UUID, post_id: UUID, move: Move, who: MayAdminister, session: Session) -> UnitOut:
    """From its first day on; where the post lay before is kept with the reason."""
    unit = await actions.place(session, who, unit_id, post_id, move.reason, first_day=move.first_day)
    return UnitOut.model_validate(unit)


@router.delete("/units/{unit_id}/posts/{post_id}", summary="Đưa vị trí công tác ra khỏi đơn vị")
async def take_out_post(
    unit_id: UUID,
    post_id: UUID,
    who: MayAdminister,
    session: Session,
    reason: Annotated[str, Query(max_length=2000)],
    first_day: date | None = None,
) -> UnitOut:
    unit = await actions.place(session, who, unit_id, post_id, reason, inside=False, first_day=first_day)
    return UnitOut.model_validate(unit)


@router.get("/people/{person_id}/unit-stays", summary="Các đơn vị một người đã thuộc về")
async def list_stays(person_id: UUID, who: MayLookUp, session: Session) -> UnitStayList:
    """Where the person's posts lay until they were moved, the latest first; where they lie now is said of the posts."""
    person = await look_at(session, who, person_id)
    rows = await people.list_stays(session, person.id)
    return UnitStayList(items=[UnitStayOut.model_validate(row) for row in rows])
