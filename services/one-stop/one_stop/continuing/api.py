"""JSON: what an agency would hand on, and what agencies that were merged have handed on."""

from typing import Annotated

from fastapi import APIRouter, Query

from one_stop.auth import MaySeeMergers
from one_stop.continuing.queries import list_mergers, touched_of
from one_stop.continuing.schemas import MergerList, MergerOut, TouchedOut
from shared.core.errors import NotFound
from shared.directory.queries import find_agency
from shared.web.transaction import Session

router = APIRouter(prefix="/api/one-stop/v1", tags=["Sắp xếp cơ quan"])


@router.get("/agency-mergers", summary="Các cơ quan đã sáp nhập, giải thể, chia và những gì đã chuyển")
async def read_mergers(_: MaySeeMergers, session: Session) -> MergerList:
    """The latest first."""
    same = (
        "agency_code",
        "agency_name",
        "successor_code",
        "successors",
        "first_day",
        "document_number",
        "document_date",
    )
    counted = ("procedures", "numbers_given_up", "finished_at")
    return MergerList(
        items=[
            MergerOut(open=one.open, ended=one.ended, **{name: getattr(one.merger, name) for name in (*same, *counted)})
            for one in await list_mergers(session)
        ]
    )


@router.get("/agency-mergers/preview", summary="Một cơ quan đang có những gì sẽ chuyển khi sáp nhập")
async def preview(
    _: MaySeeMergers, session: Session, agency: Annotated[str, Query(min_length=1, max_length=40)]
) -> TouchedOut:
    known = await find_agency(session, agency)
    if known is None:
        raise NotFound("not_found")
    return TouchedOut.model_validate(await touched_of(session, known.code, known.name))
