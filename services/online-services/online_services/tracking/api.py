"""Following dossiers, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from online_services.auth import MayFollowOwn, MayLookUp
from online_services.rights import owner_of
from online_services.submissions.models import Submission
from online_services.submissions.queries import get_submission
from online_services.texts import PART_STATES, STATUS_NAMES, name_of
from online_services.tracking import queries
from online_services.tracking.collecting import note_collected
from online_services.tracking.models import TrackedDossier
from online_services.tracking.rules import lateness, pending_holder, pending_step, state_of
from online_services.tracking.schemas import (
    CourseFileOut,
    EntryOut,
    FollowedPartOut,
    LookUpOut,
    OpenRequest,
    RequestedItem,
    SubmissionDetail,
    SubmissionPage,
    SubmissionSummary,
)
from online_services.tracking.statements import find_tracked
from shared.core import clock
from shared.core.errors import NotFound
from shared.standards import typed
from shared.storage import evidence
from shared.web.file_answers import stored_file
from shared.web.transaction import Session
from shared.work.timeline import MOST, Timeline, timeline_of

router = APIRouter(prefix="/api/online-services/v1", tags=["Theo dõi hồ sơ"])


def _summary(submission: Submission, dossier: TrackedDossier | None, asked: bool) -> SubmissionSummary:
    state = state_of(
        dossier.status if dossier else queries.SUBMITTED,
        has_code=dossier is not None and dossier.code is not None,
        asked=asked,
        withdrawn=submission.withdrawn_at is not None,
    )
    return SubmissionSummary(
        id=submission.id,
        code=dossier.code if dossier else None,
        procedure_code=submission.procedure_code,
        procedure_name=submission.procedure_name,
        agency_code=submission.agency_code,
        filed_at=submission.filed_at,
        status=state.status,
        status_name=name_of(state.kind, state.status),
        due_at=dossier.due_at if dossier else None,
        due_provisional=dossier.due_provisional if dossier else False,
        late=lateness(state.status, dossier.due_at, clock.now(), paused=dossier.paused_at is not None)
        if dossier
        else "",
    )


@router.get("/submissions", summary="Danh sách hồ sơ của tôi")
async def list_own_submissions(
    caller: MayFollowOwn,
    session: Session,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    after: Annotated[UUID | None, Query()] = None,
) -> SubmissionPage:
    """Hồ sơ của tôi, the newest first."""
    rows = await queries.list_own(session, owner_of(caller), limit + 1, after)
    asked = await queries.list_asked(session, [row.Submission.id for row in rows])
    items = [_summary(row.Submission, row.TrackedDossier, row.Submission.id in asked) for row in rows[:limit]]
    return SubmissionPage(items=items, after=items[-1].id if len(rows) > limit else None)


@router.get("/submissions/{submission_id}", summary="Một hồ sơ của tôi và quá trình giải quyết")
async def read_submission(submission_id: UUID, caller: MayFollowOwn, session: Session) -> SubmissionDetail:
    """Một hồ sơ của tôi với quá trình giải quyết."""
    course = await queries.get_course(session, owner_of(caller), submission_id)
    await evidence.record(session, "submission-seen", f"submission/{submission_id}", caller)
    dossier = course.dossier
    return SubmissionDetail(
        **_summary(course.submission, dossier, course.request is not None).model_dump(),
        answers=course.answers(),
        papers=course.submission.papers + [paper for s in course.supplements for paper in s.papers],
        fee_due=course.submission.fee_due,
        return_channel=course.submission.return_channel,
        owner=course.submission.on_behalf_of,
        step_name=pending_step(dossier.status, dossier.step_name) if dossier else "",
        holder=pending_holder(dossier.status, dossier.holder) if dossier else "",
        lookup_secret=dossier.lookup_secret if dossier else "",
        due_words=dossier.due_words if dossier else [],
        paused_at=dossier.paused_at if dossier else None,
        result_outcome=dossier.result_outcome if dossier else "",
        course=[
            EntryOut(kind=line.act, title=line.label, at=line.at, by=line.actor, note=line.note)
            for line in course.history
        ],
        files=[CourseFileOut.of(file) for file in course.files],
        parts=[
            FollowedPartOut(
                name=part.name,
                agency_name=part.agency_name,
                state=part.state,
                state_name=PART_STATES[part.state][0],
                at=part.at,
                due_at=part.due_at,
                answer=part.answer,
            )
            for part in course.parts
        ],
        supplement_request=_open_request(course),
    )


@router.get("/submissions/{submission_id}/timeline", summary="Quá trình giải quyết một hồ sơ của tôi")
async def timeline(
    submission_id: UUID,
    caller: MayFollowOwn,
    session: Session,
    after: Annotated[int, Query(ge=0, le=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> Timeline:
    """Quá trình giải quyết, the oldest first. What is told late stands where it happened."""
    course = await queries.get_course(session, owner_of(caller), submission_id)
    await evidence.record(session, "submission-seen", f"submission/{submission_id}", caller)
    return timeline_of(course.history[after : after + limit + 1], lambda entry: entry, limit)


def _open_request(course: queries.Course) -> OpenRequest | None:
    if course.request is None:
        return None
    return OpenRequest(
        id=course.request.id,
        reason=course.request.reason,
        items=[RequestedItem(**item.model_dump()) for item in course.request.supplement_items()],
        requested_at=course.request.requested_at,
        deadline_at=course.request.deadline_at,
    )


@router.get("/submissions/{submission_id}/files/{file_id}", summary="Tải giấy tờ do cơ quan gửi về hồ sơ")
async def download_course_file(
    submission_id: UUID, file_id: UUID, request: Request, caller: MayFollowOwn, session: Session
) -> Response:
    """Tải giấy tiếp nhận, phiếu yêu cầu bổ sung, phiếu từ chối, kết quả."""
    file = await queries.get_course_file(session, owner_of(caller), submission_id, file_id)
    await evidence.record(session, "file-downloaded", f"submission/{submission_id}", caller, sha256=file.sha256)
    answer = await stored_file(request, file.as_reference())
    await note_collected(session, await get_submission(session, owner_of(caller), submission_id), file)
    return answer


class LookUp(BaseModel):
    """Tra cứu hồ sơ."""

    code: str = Field(min_length=1, max_length=60)
    secret: str = Field(min_length=1, max_length=60)


@router.post("/look-ups", summary="Tra cứu tình trạng hồ sơ bằng mã")
async def look_up(sent: LookUp, request: Request, caller: MayLookUp) -> LookUpOut:
    """Tình trạng hồ sơ by code and secret; nothing about the person."""
    found = await find_tracked(
        await request.app.state.database.hot(), typed.read_code(sent.code), typed.read_secret(sent.secret)
    )
    if found is None:
        raise NotFound("dossier_not_found")
    late = lateness(found.status, found.due_at, clock.now(), paused=found.paused_at is not None)
    return LookUpOut.model_validate(vars(found) | {"status_name": STATUS_NAMES[found.status], "late": late})
