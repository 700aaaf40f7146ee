"""The acts that a stage's on-time share counts, for programs."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from one_stop.auth import MaySeeFigures
from one_stop.figures.listing import STAGED
from one_stop.figures.stages import Stage
from one_stop.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Số liệu"])


class StagedOut(BaseModel):
    """Một lượt xử lý của một giai đoạn."""

    model_config = ConfigDict(from_attributes=True)

    dossier_id: UUID
    code: str
    procedure: str
    agency_code: str
    agency_name: str
    stage: Stage
    step: str
    at: datetime
    late: bool


@router.get("/lists/staged", summary="Lượt xử lý theo giai đoạn")
async def read_staged(
    who: MaySeeFigures,
    session: Session,
    q: Words = "",
    stage: Stage | Literal[""] = "",
    outcome: Literal["", "in-time", "late"] = "",
    agency: str = "",
    first_day: str = "",
    last_day: str = "",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[StagedOut]:
    """Của các cơ quan mà người hỏi được xem số liệu; không nói kỳ thì ba mươi ngày qua, ngày ghi `dd/mm/yyyy`."""
    wanted = {"stage": str(stage), "outcome": outcome, "agency": agency, "first_day": first_day, "last_day": last_day}
    chosen = STAGED.choose(wanted | {"q": q, "sort": sort, "after": after}, by="name")
    return await page_out(session, who, chosen, limit, count, StagedOut.model_validate)


add_view_calls(router, STAGED, require(RIGHTS, Right.SEE_FIGURES))
