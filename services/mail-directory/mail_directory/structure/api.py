"""JSON: units of an agency."""

from uuid import UUID

from fastapi import APIRouter

from mail_directory.auth import MayAdminister, MayLookUp
from mail_directory.people import queries as people
from mail_directory.people.actions import today
from mail_directory.structure import actions
from mail_directory.structure.schemas import NewUnit, UnitChange, UnitEnd, UnitList, UnitOut
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


@router.put("/units/{unit_id}/posts/{post_id}", summary="Xếp vị trí công tác vào đơn vị")
async def place_post(unit_id: UUID, post_id: UUID, who: MayAdminister, session: Session) -> UnitOut:
    return UnitOut.model_validate(await actions.place(session, who, unit_id, post_id))


@router.delete("/units/{unit_id}/posts/{post_id}", summary="Đưa vị trí công tác ra khỏi đơn vị")
async def take_out_post(unit_id: UUID, post_id: UUID, who: MayAdminister, session: Session) -> UnitOut:
    return UnitOut.model_validate(await actions.place(session, who, unit_id, post_id, inside=False))
