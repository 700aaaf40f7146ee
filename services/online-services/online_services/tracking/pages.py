"""Following dossiers, for people: my dossiers, and one dossier live."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from online_services.auth import MayFollowOwn
from online_services.eforms.paper import PaperMaker
from online_services.procedures.queries import eform_of, find_form, find_procedure
from online_services.rights import RIGHTS, Right, owner_of
from online_services.submissions.models import Submission
from online_services.submissions.queries import get_submission, list_discarded, list_drafts
from online_services.submissions.rules import DAYS_IN_BIN
from online_services.texts import FILE_KINDS, PART_STATES, RETURN_CHANNELS, STATUS_COLOURS, STATUS_NAMES, name_of
from online_services.tracking import queries
from online_services.tracking.at_counter import find_holder, list_at_counter
from online_services.tracking.at_counter_edge import late_words
from online_services.tracking.collecting import note_collected
from online_services.tracking.digitised import list_digitised
from online_services.tracking.listing import OWN_BROUGHT, OWN_FILED
from online_services.tracking.models import SupplementRequest, TrackedDossier
from online_services.tracking.rules import lateness, overdue_answer, pending_step, state_of
from shared.access.identity import Identity
from shared.core import clock
from shared.directory.queries import find_agency
from shared.standards.result_states import STATE_KINDS, STATE_NAMES
from shared.storage import evidence
from shared.web.application import not_found, page_of
from shared.web.callers import require
from shared.web.file_answers import file_answer
from shared.web.lists import add_list_routes
from shared.web.pages import is_fragment
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.viewer import Whole, open_stored
from shared.work.eforms.render import view_answers

router = PageRouter()

PAGE_SIZE = 20


@router.get("/dich-vu-cong/ho-so")
async def own_dossiers(
    request: Request,
    caller: MayFollowOwn,
    session: Session,
    sau: Annotated[UUID | None, Query()] = None,
    quay: Annotated[UUID | None, Query()] = None,
) -> Response:
    """`sau`, `quay`: behind which of those filed online, and of those brought to a counter."""
    owner = owner_of(caller)
    rows = await queries.list_own(session, owner, PAGE_SIZE + 1, sau)
    asked = await queries.list_asked(session, [row.Submission.id for row in rows])
    drafts = await list_drafts(session, owner) if sau is None else []
    discarded = await list_discarded(session, owner) if sau is None else []
    names: dict[str, str] = {}
    for code in {draft.procedure_code for draft in [*drafts, *discarded]}:
        procedure = await find_procedure(session, code)
        names[code] = procedure.name if procedure else code
    return page_of(request).render(
        request,
        "dossiers.html",
        rows=[_row(row.Submission, row.TrackedDossier, asked) for row in rows[:PAGE_SIZE]],
        waiting=await _waiting(session, owner),
        drafts=drafts,
        discarded=discarded,
        days=DAYS_IN_BIN,
        names=names,
        **await _at_counter(session, caller, quay),
        digitised=await list_digitised(session, caller),
        result_states=(STATE_NAMES, STATE_KINDS),
        today=clock.local_now().date(),
        next_href=f"/dich-vu-cong/ho-so?sau={rows[PAGE_SIZE - 1].Submission.id}" if len(rows) > PAGE_SIZE else None,
        first_href="/dich-vu-cong/ho-so" if sau else None,
    )


@router.get("/dich-vu-cong/ho-so-tai-quay")
async def own_counter_dossiers(_: MayFollowOwn) -> Response:
    """Hồ sơ nộp tại quầy: below those filed online."""
    return RedirectResponse("/dich-vu-cong/ho-so#tai-quay", 303)


add_list_routes(router, OWN_FILED, require(RIGHTS, Right.FOLLOW_OWN), OWN_FILED.path)
add_list_routes(router, OWN_BROUGHT, require(RIGHTS, Right.FOLLOW_OWN), OWN_BROUGHT.path)


async def _at_counter(session: AsyncSession, caller: Identity, after: UUID | None) -> dict[str, Any]:
    holder = await find_holder(session, caller)
    found = await list_at_counter(session, holder, PAGE_SIZE + 1, after) if holder else []
    shown = found[:PAGE_SIZE]
    return {
        "verified": holder is not None,
        "at_counter": [(one, STATUS_NAMES[one.status], STATUS_COLOURS[one.status], late_words(one)) for one in shown],
        "further": f"/dich-vu-cong/ho-so?quay={shown[-1].id}#tai-quay" if len(found) > PAGE_SIZE else None,
        "from_start": "/dich-vu-cong/ho-so#tai-quay" if after else None,
    }


@router.get("/dich-vu-cong/can-lam")
async def to_do_fragment(request: Request, caller: MayFollowOwn, session: Session) -> Response:
    """Bạn cần làm, for the home page."""
    if not is_fragment(request):
        return RedirectResponse("/", 303)
    waiting = await _waiting(session, owner_of(caller))
    return page_of(request).render(request, "_to_do.html", waiting=waiting)


async def _waiting(session: AsyncSession, owner: str) -> list[tuple[Submission, SupplementRequest, str]]:
    """Each with by how much its time has passed."""
    now = clock.now()
    return [
        (row.Submission, row.SupplementRequest, overdue_answer(row.SupplementRequest.deadline_at, now))
        for row in await queries.list_waiting(session, owner)
    ]


def _row(submission: Submission, dossier: TrackedDossier | None, asked: frozenset[UUID]) -> dict[str, Any]:
    state = state_of(
        dossier.status if dossier else queries.SUBMITTED,
        has_code=dossier is not None and dossier.code is not None,
        asked=submission.id in asked,
        withdrawn=submission.withdrawn_at is not None,
    )
    return {
        "submission": submission,
        "dossier": dossier,
        "status_name": name_of(state.kind, state.status),
        "status_colour": STATUS_COLOURS[state.status],
        "late": lateness(state.status, dossier.due_at, clock.now(), paused=dossier.paused_at is not None)
        if dossier
        else "",
    }


async def _course_context(session: AsyncSession, course: queries.Course) -> dict[str, Any]:
    gone_on = course.dossier.agency_code if course.dossier else ""
    return {
        "course": course,
        "submission": course.submission,
        "dossier": course.dossier,
        "agency": await find_agency(session, gone_on or course.submission.agency_code),
        "status_name": name_of(course.state.kind, course.state.status),
        "status_colour": STATUS_COLOURS[course.state.status],
        "late": lateness(
            course.state.status, course.dossier.due_at, clock.now(), paused=course.dossier.paused_at is not None
        )
        if course.dossier
        else "",
        "overdue": overdue_answer(course.request.deadline_at, clock.now()) if course.request else "",
        "withdrawable": course.withdrawable,
        "file_kinds": FILE_KINDS,
        "part_states": PART_STATES,
        "step_name": pending_step(course.status, course.dossier.step_name if course.dossier else ""),
    }


@router.get("/dich-vu-cong/ho-so/{submission_id}")
async def dossier_page(submission_id: UUID, request: Request, caller: MayFollowOwn, session: Session) -> Response:
    course = await queries.get_course(session, owner_of(caller), submission_id)
    await evidence.record(session, "submission-seen", f"submission/{submission_id}", caller)
    form = await find_form(session, course.submission.form_id, course.submission.form_version)
    return page_of(request).render(
        request,
        "dossier.html",
        answers=view_answers(eform_of(form), course.answers(), pledges=False) if form else (),
        papers=course.submission.attached_papers(),
        channels=RETURN_CHANNELS,
        **await _course_context(session, course),
    )


@router.get("/dich-vu-cong/ho-so/{submission_id}/tien-trinh")
async def course_fragment(submission_id: UUID, request: Request, caller: MayFollowOwn, session: Session) -> Response:
    """The live part of the dossier's page, asked for every few seconds until the dossier has ended."""
    course = await queries.get_course(session, owner_of(caller), submission_id)
    if not is_fragment(request):
        return RedirectResponse(f"/dich-vu-cong/ho-so/{submission_id}#tien-trinh", 303)
    return page_of(request).render(request, "_course.html", **await _course_context(session, course))


@router.get("/dich-vu-cong/ho-so/{submission_id}/da-nop")
async def filed_page(submission_id: UUID, request: Request, caller: MayFollowOwn, session: Session) -> Response:
    course = await queries.get_course(session, owner_of(caller), submission_id)
    return page_of(request).render(request, "filed.html", **await _course_context(session, course))


@router.get("/dich-vu-cong/ho-so/{submission_id}/to-khai.pdf")
async def copy_of_form(submission_id: UUID, request: Request, caller: MayFollowOwn, session: Session) -> Response:
    """Bản sao tờ khai: what was filed, as it was filed, to be kept or printed."""
    submission = (await queries.get_course(session, owner_of(caller), submission_id)).submission
    form = await find_form(session, submission.form_id, submission.form_version)
    if form is None:
        raise not_found()
    papers: PaperMaker = request.app.state.papers
    content = await papers.print(eform_of(form), submission.answers, submission.procedure_name, submission.filed_at)
    return file_answer(request, content, "to-khai.pdf", "application/pdf", opens=True)


def _whole(submission: Submission) -> Whole:
    return Whole(f"/dich-vu-cong/ho-so/{submission.id}", submission.procedure_name)


@router.get("/dich-vu-cong/ho-so/{submission_id}/tep/{file_id}")
async def download_course_file(
    submission_id: UUID, file_id: UUID, request: Request, caller: MayFollowOwn, session: Session
) -> Response:
    file = await queries.get_course_file(session, owner_of(caller), submission_id, file_id)
    await evidence.record(session, "file-downloaded", f"submission/{submission_id}", caller, sha256=file.sha256)
    submission = await get_submission(session, owner_of(caller), submission_id)
    answer = await open_stored(request, file.as_reference(), _whole(submission))
    await note_collected(session, submission, file)
    return answer


@router.get("/dich-vu-cong/ho-so/{submission_id}/giay-to/{place}")
async def download_filed_paper(
    submission_id: UUID, place: int, request: Request, caller: MayFollowOwn, session: Session
) -> Response:
    """The owner's own papers, as they were filed."""
    course = await queries.get_course(session, owner_of(caller), submission_id)
    papers = course.submission.attached_papers()
    if not 0 <= place < len(papers):
        raise not_found()
    return await open_stored(request, papers[place].file, _whole(course.submission))
