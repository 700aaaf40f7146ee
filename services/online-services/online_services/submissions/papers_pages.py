"""The papers of a draft: what fits is kept when its neighbour does not, and every limit is said before sending."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from online_services.auth import MayFile
from online_services.downloads import file_answer
from online_services.procedures.queries import get_procedure
from online_services.submissions import actions, queries
from online_services.submissions.draft_edge import UPLOAD, OwnDraft, dossier_of, draft_context, to
from online_services.submissions.models import Draft
from online_services.submissions.rules import (
    LARGEST_FILE,
    MOST_FILES_PER_PAPER,
    asked_papers,
    missing_papers,
    papers_to_make,
)
from online_services.submissions.uploads import ACCEPT, keep_upload, name_refused
from online_services.texts import FINDINGS, TEXTS
from shared.core.errors import Invalid
from shared.web.application import page_of
from shared.web.attempt import attempt, keep
from shared.web.bodies import LARGE_BODY
from shared.web.problems import sentence_for
from shared.web.transaction import Session

router = APIRouter()


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/giay-to")
async def papers_page(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return to(dossier_of(draft))
    return await _papers_page(draft, request, session, {})


async def _papers_page(
    draft: Draft, request: Request, session: AsyncSession, errors: dict[str, str], status: int = 200
) -> Response:
    context = await draft_context(session, draft)
    known = context["procedure"].papers
    files = await queries.list_files(session, draft.owner, draft.id)
    return page_of(request).render(
        request,
        "draft_papers.html",
        status,
        asked=asked_papers(known),
        made=papers_to_make(known, []),
        files={paper["code"]: [f for f in files if f.paper_code == paper["code"]] for paper in known},
        left_over=[f for f in files if f.paper_code not in {paper["code"] for paper in asked_papers(known)}],
        errors=errors,
        accept=ACCEPT,
        largest=LARGEST_FILE,
        largest_request=LARGE_BODY,
        most=MOST_FILES_PER_PAPER,
        **context,
    )


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/giay-to")
async def save_papers(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return to(dossier_of(draft))
    form = await request.form()
    procedure = await get_procedure(session, draft.procedure_code)
    errors: dict[str, str] = {}
    removed = str(form.get("bo") or "")
    if removed:
        await actions.remove_file(session, draft, _file_id(removed))
        await session.flush()
    for code, upload in _uploads(form):
        _, refusal = await attempt(request, session, partial(_attach, request, session, draft, code, upload))
        if refusal is not None:
            name_refused(errors, UPLOAD + code, upload, sentence_for(refusal, TEXTS))
    await session.flush()
    if form.get("viec") == "tiep-tuc" and not removed:
        attached = [file.paper_code for file in await queries.list_files(session, draft.owner, draft.id)]
        for code in missing_papers(procedure.papers, attached):
            name = next(paper["name"] for paper in procedure.papers if paper["code"] == code)
            errors.setdefault(UPLOAD + code, FINDINGS["paper_missing"] % {"name": name})
        if not errors:
            return to(f"/dich-vu-cong/ban-nhap/{draft.id}/xem-lai")
    if errors:
        keep(request)  # what fits stays when its neighbour does not
        return await _papers_page(draft, request, session, errors, 422)
    return to(f"/dich-vu-cong/ban-nhap/{draft.id}/giay-to")


async def _attach(request: Request, session: AsyncSession, draft: Draft, code: str, upload: UploadFile) -> None:
    await actions.attach_file(session, draft, code, await keep_upload(request, upload))


def _uploads(form: FormData) -> list[tuple[str, UploadFile]]:
    """Chosen files by paper; a file input left empty sends a nameless part."""
    return [
        (name.removeprefix(UPLOAD), value)
        for name, value in form.multi_items()
        if name.startswith(UPLOAD) and isinstance(value, UploadFile) and value.filename
    ]


def _file_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid("file_unknown") from error


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/tep/{file_id}")
async def download_draft_file(
    draft: OwnDraft, file_id: UUID, request: Request, caller: MayFile, session: Session
) -> Response:
    file = await queries.get_own_file(session, draft.owner, file_id)
    return await file_answer(request, file.as_reference())
