"""/mot-cua/tinh-hinh: one screen, on a phone too, and each figure leads to its dossiers."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from one_stop.auth import MaySeeFigures
from one_stop.dossiers.history import OFFICE_WORK, by_applicant, entry_of
from one_stop.dossiers.models import HandOver
from one_stop.dossiers.queries import list_hand_overs
from one_stop.overview.queries import MOST, get_below, get_seen_agency, list_below, list_standings, list_weeks
from one_stop.overview.rules import PARTS, WAITS, Standing, chosen_of, picture_of
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
Part = Annotated[Literal["", "tat-ca", "tre", "sap-den-han"], Query(alias="muc")]
OfAgency = Annotated[str, Query(max_length=20)]
AgencyCode = Annotated[str, Query(alias="co-quan", max_length=20)]
Reason = Annotated[
    Literal["", "tiep-nhan", "nguoi-nop", "tam-dung", "co-quan-khac", "lanh-dao", "chua-ai-nhan", "dang-xu-ly"],
    Query(alias="cho"),
]


@router.get("/tinh-hinh")
async def show_overview(
    request: Request,
    who: MaySeeFigures,
    session: Session,
    desk: Desk = "",
    reason: Reason = "",
    part: Part = "",
    code: AgencyCode = "",
) -> Response:
    """Tình hình giải quyết, of the own agency or of one below it."""
    now, agency = clock.now(), await get_seen_agency(session, who, code or who.agency_code)
    own = agency.code == who.agency_code
    rows, is_cut = await list_standings(session, agency.code, now)
    picture = picture_of(rows, now, now + SOON)
    chosen = chosen_of(picture, rows, part, desk, reason) if part or desk or reason else None
    load = next((load for load in picture.loads if load.desk == desk), None)
    await evidence.record(session, "overview-seen", f"agency/{agency.code}", who)
    return page_of(request).render(
        request,
        "overview.html",
        title="Tình hình giải quyết",
        agency=agency,
        own=own,
        below=await list_below(session, who, now) if own and chosen is None else [],
        picture=picture,
        reasons=[(WAITS[waits], waits.value, amount) for waits, amount in picture.reasons],
        words=WAITS,
        chosen=chosen[:SHOWN_OF_ONE] if chosen is not None else None,
        chosen_amount=len(chosen or ()),
        chosen_words=PARTS[part] if part else WAITS[reason] if reason and not desk else load.name if load else "",
        weeks=await list_weeks(session, agency.code, _monday(now) - timedelta(weeks=WEEKS - 1)),
        shown=SHOWN,
        signs=own and holds(who, RIGHTS[Right.SIGN_RESULTS]),
        now=now,
        cut=MOST if is_cut else 0,
    )


@router.get("/tinh-hinh/ho-so/{dossier_id}")
async def show_below(dossier_id: UUID, request: Request, who: MaySeeFigures, session: Session) -> Response:
    """Một hồ sơ của cơ quan trực thuộc, to read: where it is and since when; nothing of the person, nothing to do."""
    dossier, agency = await get_below(session, who, dossier_id)
    if agency.code == who.agency_code:
        return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{dossier.id}"})
    rows = await list_hand_overs(session, dossier.id, besides=OFFICE_WORK)
    await evidence.record(session, "dossier-seen", f"dossier/{dossier.id}", who, agency=agency.code)
    return page_of(request).render(
        request,
        "overview_dossier.html",
        title=dossier.code or "Hồ sơ mới nộp",
        dossier=dossier,
        agency=agency,
        history=[entry_of(row).model_copy(update=_without_people(row)) for row in rows],
        now=clock.now(),
    )


def _without_people(row: HandOver) -> dict[str, Any]:
    """Of a line of the history: words and files are about the applicant, and so is a line that he caused himself."""
    return {"note": "", "files": []} | ({"actor": "Người nộp"} if by_applicant(row) else {})


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
async def read_overview(who: MaySeeFigures, session: Session, agency_code: OfAgency = "") -> OverviewOut:
    """Tình hình giải quyết: of the 5,000 open dossiers that are due first, at the own agency or at one below it."""
    now, agency = clock.now(), await get_seen_agency(session, who, agency_code or who.agency_code)
    rows, _ = await list_standings(session, agency.code, now)
    picture = picture_of(rows, now, now + SOON)
    await evidence.record(session, "overview-seen", f"agency/{agency.code}", who)
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
