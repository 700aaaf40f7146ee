"""/mot-cua/tinh-hinh: one screen, on a phone too, and each figure leads to its dossiers."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from one_stop.auth import MaySeeFigures
from one_stop.overview.queries import MOST, list_standings, list_weeks
from one_stop.overview.rules import WAITS, Standing, chosen_of, picture_of
from one_stop.rights import RIGHTS, Right
from shared.access.rights import holds
from shared.core import clock
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua")
api = APIRouter(prefix="/api/one-stop/v1", tags=["Số liệu"])
SOON = timedelta(days=7)
WEEKS = 8
SHOWN = 20
SHOWN_OF_ONE = 100
Desk = Annotated[str, Query(alias="nguoi", max_length=300)]
Reason = Annotated[
    Literal["", "tiep-nhan", "nguoi-nop", "tam-dung", "co-quan-khac", "lanh-dao", "chua-ai-nhan", "dang-xu-ly"],
    Query(alias="cho"),
]


@router.get("/tinh-hinh")
async def show_overview(
    request: Request, who: MaySeeFigures, session: Session, desk: Desk = "", reason: Reason = ""
) -> Response:
    """Tình hình giải quyết."""
    now = clock.now()
    rows, is_cut = await list_standings(session, who, now)
    picture = picture_of(rows, now, now + SOON)
    chosen = chosen_of(picture, rows, desk, reason) if desk or reason else None
    load = next((load for load in picture.loads if load.desk == desk), None)
    await evidence.record(session, "overview-seen", f"agency/{who.agency_code}", who)
    return page_of(request).render(
        request,
        "overview.html",
        title="Tình hình giải quyết",
        picture=picture,
        reasons=[(WAITS[waits], waits.value, amount) for waits, amount in picture.reasons],
        words=WAITS,
        chosen=chosen[:SHOWN_OF_ONE] if chosen is not None else None,
        chosen_amount=len(chosen or ()),
        chosen_words=WAITS[reason] if reason and not desk else load.name if load else "",
        weeks=await list_weeks(session, who.agency_code, _monday(now) - timedelta(weeks=WEEKS - 1)),
        shown=SHOWN,
        signs=holds(who, RIGHTS[Right.SIGN_RESULTS]),
        now=now,
        cut=MOST if is_cut else 0,
    )


def _monday(now: datetime) -> date:
    today = now.astimezone(clock.VIETNAM).date()
    return today - timedelta(days=today.weekday())


class LoadOut(BaseModel):
    """Khối lượng việc của một người, or of a step's list."""

    name: str
    held: int
    late: int
    soon: int


class LateOut(BaseModel):
    """Một hồ sơ trễ."""

    id: UUID
    code: str
    procedure_name: str
    step: str
    holder: str
    waits: str
    waits_for: str
    due_at: datetime


class OverviewOut(BaseModel):
    """Tình hình giải quyết của cơ quan: what is late and why, and whose hands are full."""

    held: int
    late: int
    broken: int
    """Of those: past the day promised to the applicant."""
    soon: int
    """Due within seven days."""
    reasons: dict[str, int]
    loads: list[LoadOut]
    first_late: list[LateOut]
    """The longest late, a hundred at the most."""


@api.get("/overview", summary="Tình hình giải quyết")
async def read_overview(who: MaySeeFigures, session: Session) -> OverviewOut:
    """Tình hình giải quyết: of the 5,000 open dossiers that are due first."""
    now = clock.now()
    rows, _ = await list_standings(session, who, now)
    picture = picture_of(rows, now, now + SOON)
    await evidence.record(session, "overview-seen", f"agency/{who.agency_code}", who)
    return OverviewOut(
        held=picture.held,
        late=len(picture.late),
        broken=picture.broken,
        soon=len(picture.soon),
        reasons={waits.value: amount for waits, amount in picture.reasons},
        loads=[LoadOut(name=one.name, held=one.held, late=one.late, soon=one.soon) for one in picture.loads],
        first_late=[_late(row) for row in picture.late[:SHOWN_OF_ONE]],
    )


def _late(row: Standing) -> LateOut:
    return LateOut(
        id=row.id,
        code=row.code,
        procedure_name=row.procedure_name,
        step=row.step_name,
        holder=row.holder_name,
        waits=row.waits.value,
        waits_for=row.awaits or WAITS[row.waits],
        due_at=row.work_due_at,
    )
