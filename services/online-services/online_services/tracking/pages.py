"""Following dossiers, for people: my dossiers, one dossier live, and look-up by code and secret."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from online_services import hot
from online_services.auth import MayFollowOwn, MayLookUp, owner_of
from online_services.downloads import file_answer
from online_services.eforms.render import view_answers
from online_services.procedures.queries import eform_of, find_agency, find_form, find_procedure
from online_services.submissions.queries import list_discarded, list_drafts
from online_services.submissions.rules import DAYS_IN_BIN
from online_services.texts import FILE_KINDS, FINDINGS, REFUSALS, RETURN_CHANNELS, STATUS_COLOURS, STATUS_NAMES
from online_services.tracking import queries
from online_services.tracking.rules import pending_step
from shared import evidence
from shared.database import AsyncSession, Session
from shared.web import not_found, page_of

router = APIRouter()

PAGE_SIZE = 20


@router.get("/dich-vu-cong/ho-so")
async def own_dossiers(
    request: Request, caller: MayFollowOwn, session: Session, sau: Annotated[UUID | None, Query()] = None
) -> Response:
    owner = owner_of(caller)
    rows = await queries.list_own(session, owner, PAGE_SIZE + 1, sau)
    drafts = await list_drafts(session, owner) if sau is None else []
    discarded = await list_discarded(session, owner) if sau is None else []
    names: dict[str, str] = {}
    for code in {draft.procedure_code for draft in [*drafts, *discarded]}:
        procedure = await find_procedure(session, code)
        names[code] = procedure.name if procedure else code
    return page_of(request).render(
        request,
        "dossiers.html",
        rows=rows[:PAGE_SIZE],
        drafts=drafts,
        discarded=discarded,
        days=DAYS_IN_BIN,
        names=names,
        statuses=STATUS_NAMES,
        colours=STATUS_COLOURS,
        next_href=f"/dich-vu-cong/ho-so?sau={rows[PAGE_SIZE - 1].Submission.id}" if len(rows) > PAGE_SIZE else None,
        first_href="/dich-vu-cong/ho-so" if sau else None,
    )


async def _course_context(session: AsyncSession, course: queries.Course) -> dict[str, Any]:
    return {
        "course": course,
        "submission": course.submission,
        "dossier": course.dossier,
        "agency": await find_agency(session, course.submission.agency_code),
        "status_name": STATUS_NAMES[course.status],
        "status_colour": STATUS_COLOURS[course.status],
        "file_kinds": FILE_KINDS,
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
        answers=view_answers(eform_of(form), course.answers()) if form else (),
        papers=course.submission.attached_papers(),
        channels=RETURN_CHANNELS,
        **await _course_context(session, course),
    )


@router.get("/dich-vu-cong/ho-so/{submission_id}/tien-trinh")
async def course_fragment(submission_id: UUID, request: Request, caller: MayFollowOwn, session: Session) -> Response:
    """The live part of the dossier's page, asked for every few seconds until the dossier has ended."""
    course = await queries.get_course(session, owner_of(caller), submission_id)
    return page_of(request).render(request, "_course.html", **await _course_context(session, course))


@router.get("/dich-vu-cong/ho-so/{submission_id}/da-nop")
async def filed_page(submission_id: UUID, request: Request, caller: MayFollowOwn, session: Session) -> Response:
    course = await queries.get_course(session, owner_of(caller), submission_id)
    return page_of(request).render(request, "filed.html", **await _course_context(session, course))


@router.get("/dich-vu-cong/ho-so/{submission_id}/tep/{file_id}")
async def download_course_file(
    submission_id: UUID, file_id: UUID, request: Request, caller: MayFollowOwn, session: Session
) -> Response:
    file = await queries.get_course_file(session, owner_of(caller), submission_id, file_id)
    await evidence.record(session, "file-downloaded", f"submission/{submission_id}", caller, sha256=file.sha256)
    return await file_answer(request, file.as_reference())


@router.get("/dich-vu-cong/ho-so/{submission_id}/giay-to/{place}")
async def download_filed_paper(
    submission_id: UUID, place: int, request: Request, caller: MayFollowOwn, session: Session
) -> Response:
    """The owner's own papers, as they were filed."""
    course = await queries.get_course(session, owner_of(caller), submission_id)
    papers = course.submission.attached_papers()
    if not 0 <= place < len(papers):
        raise not_found()
    return await file_answer(request, papers[place].file)


# --- look-up -----------------------------------------------------------------------------------------------------


@router.get("/tra-cuu")
async def look_up_page(request: Request, caller: MayLookUp, ma: str = "", khoa: str = "") -> Response:
    """The QR code of form 01 leads here with both codes; typed ones are posted, so that they stay out of histories."""
    if ma and khoa:
        return await _look_up(request, ma, khoa)
    return page_of(request).render(request, "look_up.html", code=ma[:60], errors={}, found=None)


@router.post("/tra-cuu")
async def look_up(request: Request, caller: MayLookUp) -> Response:
    form = await request.form()
    return await _look_up(request, str(form.get("ma") or ""), str(form.get("khoa") or ""))


async def _look_up(request: Request, typed_code: str, typed_secret: str) -> Response:
    code, secret = typed_code.strip().upper()[:60].replace("\x00", ""), typed_secret.strip()[:60].replace("\x00", "")
    errors = {} if code else {"ma": FINDINGS["code_missing"]}
    errors |= {} if secret else {"khoa": FINDINGS["secret_missing"]}
    found = None
    if not errors:
        found = await hot.find_tracked(await request.app.state.database.hot(), code, secret)
        if found is None:
            errors = {"ma": REFUSALS["dossier_not_found"]}
    return page_of(request).render(
        request,
        "look_up.html",
        422 if errors else 200,
        code=code,
        errors=errors,
        found=found,
        status_name=STATUS_NAMES[found.status] if found else "",
        status_colour=STATUS_COLOURS[found.status] if found else "",
    )
