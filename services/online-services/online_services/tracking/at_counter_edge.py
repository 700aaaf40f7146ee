"""One's dossiers that were brought to a counter: the page, and the calls for programs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from online_services.auth import MayFollowOwn
from online_services.texts import FILE_KINDS, STATUS_COLOURS, STATUS_NAMES
from online_services.tracking.at_counter import find_holder, get_at_counter, get_counter_file, list_at_counter
from online_services.tracking.models import TrackedDossier
from online_services.tracking.rules import lateness, overdue_answer, pending_holder, pending_step
from online_services.tracking.schemas import CourseFileOut
from shared.core import clock
from shared.directory.queries import find_agency
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.file_answers import stored_file
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.viewer import Whole, open_stored
from shared.work.timeline import TimelineEntry

page_router = PageRouter(prefix="/dich-vu-cong/ho-so-tai-quay")
router = APIRouter(prefix="/api/online-services/v1/counter-dossiers", tags=["Theo dõi hồ sơ"])


class CounterDossierOut(BaseModel):
    """Hồ sơ của tôi nộp tại quầy, one line."""

    id: UUID
    code: str | None
    procedure_name: str
    agency_code: str
    received_at: datetime | None
    status: int
    status_name: str
    due_at: datetime | None
    late: str


class CounterDossierPage(BaseModel):
    items: list[CounterDossierOut]
    after: UUID | None = None


class CounterDossierDetail(CounterDossierOut):
    received_by: str
    """Nơi tiếp nhận, where that is another agency than decides."""
    returned_by: str
    """Nơi trả kết quả, of one that another agency received."""
    step_name: str
    holder: str
    course: list[TimelineEntry]
    files: list[CourseFileOut]


def late_words(dossier: TrackedDossier) -> str:
    return lateness(dossier.status, dossier.due_at, clock.now(), paused=dossier.paused_at is not None)


def _out(dossier: TrackedDossier) -> CounterDossierOut:
    said = {"status_name": STATUS_NAMES[dossier.status], "late": late_words(dossier)}
    return CounterDossierOut.model_validate(vars(dossier) | said)


@router.get("", summary="Hồ sơ của tôi nộp tại quầy")
async def list_own(
    caller: MayFollowOwn,
    session: Session,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    after: Annotated[UUID | None, Query()] = None,
) -> CounterDossierPage:
    """Hồ sơ nộp tại quầy mang số định danh đã xác minh của tài khoản, the newest first; none while the number is not verified."""
    holder = await find_holder(session, caller)
    rows = await list_at_counter(session, holder, limit + 1, after) if holder else []
    items = [_out(row) for row in rows[:limit]]
    return CounterDossierPage(items=items, after=items[-1].id if len(rows) > limit else None)


@router.get("/{dossier_id}", summary="Một hồ sơ của tôi nộp tại quầy")
async def read_one(dossier_id: UUID, caller: MayFollowOwn, session: Session) -> CounterDossierDetail:
    """Một hồ sơ nộp tại quầy với quá trình giải quyết."""
    found = await get_at_counter(session, caller, dossier_id)
    await evidence.record(session, "counter-dossier-seen", f"dossier/{dossier_id}", caller)
    dossier = found.dossier
    return CounterDossierDetail(
        **_out(dossier).model_dump(),
        received_by=dossier.received_by,
        returned_by=dossier.returned_by,
        step_name=pending_step(dossier.status, dossier.step_name),
        holder=pending_holder(dossier.status, dossier.holder),
        course=found.course.history,
        files=[CourseFileOut.of(f) for f in found.listed],
    )


@router.get("/{dossier_id}/files/{file_id}", summary="Tải giấy tờ của hồ sơ nộp tại quầy")
async def download(
    dossier_id: UUID, file_id: UUID, request: Request, caller: MayFollowOwn, session: Session
) -> Response:
    """Tải giấy tiếp nhận, phiếu yêu cầu bổ sung, kết quả."""
    file = await get_counter_file(session, caller, dossier_id, file_id)
    await evidence.record(session, "file-downloaded", f"dossier/{dossier_id}", caller, sha256=file.sha256)
    return await stored_file(request, file.as_reference())


@page_router.get("/{dossier_id}")
async def show_one(dossier_id: UUID, caller: MayFollowOwn, request: Request, session: Session) -> Response:
    """Một hồ sơ của tôi nộp tại quầy."""
    found = await get_at_counter(session, caller, dossier_id)
    await evidence.record(session, "counter-dossier-seen", f"dossier/{dossier_id}", caller)
    dossier, asked = found.dossier, found.course.request
    return page_of(request).render(
        request,
        "counter_dossier.html",
        dossier=dossier,
        course=found.course,
        files=found.listed,
        asked=asked,
        overdue=overdue_answer(asked.deadline_at, clock.now()) if asked else "",
        agency=await find_agency(session, dossier.agency_code),
        status_name=STATUS_NAMES[dossier.status],
        status_colour=STATUS_COLOURS[dossier.status],
        late=late_words(dossier),
        step_name=pending_step(dossier.status, dossier.step_name),
        holder=pending_holder(dossier.status, dossier.holder),
        file_kinds=FILE_KINDS,
    )


@page_router.get("/{dossier_id}/tep/{file_id}")
async def open_file(
    dossier_id: UUID, file_id: UUID, caller: MayFollowOwn, request: Request, session: Session
) -> Response:
    """Giấy tờ cơ quan gửi người nộp."""
    file = await get_counter_file(session, caller, dossier_id, file_id)
    await evidence.record(session, "file-downloaded", f"dossier/{dossier_id}", caller, sha256=file.sha256)
    whole = Whole(f"/dich-vu-cong/ho-so-tai-quay/{dossier_id}", "Hồ sơ nộp tại quầy")
    return await open_stored(request, file.as_reference(), whole)
