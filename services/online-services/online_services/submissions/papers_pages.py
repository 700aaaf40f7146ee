"""The papers of a draft: what fits is kept when its neighbour does not, and every limit is said before sending."""

from functools import partial
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.auth import MayFile
from online_services.procedures.queries import get_procedure
from online_services.submissions import actions, queries
from online_services.submissions.draft_edge import UPLOAD, OwnDraft, dossier_of, draft_context, to
from online_services.submissions.models import Draft
from online_services.submissions.rules import (
    LARGEST_FILE,
    MOST_FILES_PER_PAPER,
    asked_papers,
    missing_papers,
    paper_name,
    papers_to_make,
    pictures_among,
)
from online_services.texts import FINDINGS, TEXTS
from shared.access.identity import Identity
from shared.core.errors import Invalid
from shared.foreign.opening import OpenedFile
from shared.web.application import page_of
from shared.web.attempt import attempt, keep
from shared.web.bodies import LARGE_BODY
from shared.web.problems import sentence_for
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import ACCEPT, chosen_in, join, keep_opened, store_of, take_chosen
from shared.web.viewer import Whole, open_stored
from shared.work.scanning import refuse_infected

router = PageRouter()


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/giay-to")
async def papers_page(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return to(dossier_of(draft))
    return await _papers_page(draft, request, session, {})


async def _papers_page(
    draft: Draft, request: Request, session: AsyncSession, errors: dict[str, str], status: int = 200
) -> Response:
    context = await draft_context(session, draft)
    known = context["papers_asked"]
    files = await queries.list_files(session, draft.owner, draft.id)
    return page_of(request).render(
        request,
        "draft_papers.html",
        status,
        asked=asked_papers(known),
        made=papers_to_make(known, []),
        files={paper["code"]: [f for f in files if f.paper_code == paper["code"]] for paper in known},
        pictures={paper["code"]: len(pictures_among(files, paper["code"])) for paper in known},
        states=await store_of(request).states(file.sha256 for file in files),
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
    form = await read_form(request, session, caller, UPLOAD)
    asked = (await get_procedure(session, draft.procedure_code)).papers_of(draft.case_code)
    errors: dict[str, str] = {}
    removed = str(form.get("bo") or "")
    if removed:
        await actions.remove_file(session, caller, draft, _file_id(removed))
        await session.flush()
    for chosen in chosen_in(form, UPLOAD, {paper["code"]: paper["name"] for paper in asked}):
        attach = partial(_attach, request, session, caller, draft, chosen.field.removeprefix(UPLOAD))
        await take_chosen(request, session, chosen, attach, errors, TEXTS)
    await session.flush()
    if code := str(form.get("gop") or ""):
        name = paper_name(asked, code)
        _, refusal = await attempt(request, session, partial(_join, request, session, caller, draft, code, name))
        if refusal is not None:
            errors[UPLOAD + code] = sentence_for(refusal, TEXTS)
    if form.get("viec") == "tiep-tuc" and not removed:
        attached = [file.paper_code for file in await queries.list_files(session, draft.owner, draft.id)]
        for code in missing_papers(asked, attached):
            name = next(paper["name"] for paper in asked if paper["code"] == code)
            errors.setdefault(UPLOAD + code, FINDINGS["paper_missing"] % {"name": name})
        if not errors:
            return to(f"/dich-vu-cong/ban-nhap/{draft.id}/xem-lai")
    if errors:
        keep(request)  # what fits stays when its neighbour does not
        return await _papers_page(draft, request, session, errors, 422)
    return to(f"/dich-vu-cong/ban-nhap/{draft.id}/giay-to")


async def _attach(
    request: Request, session: AsyncSession, caller: Identity, draft: Draft, code: str, file: OpenedFile, *_: object
) -> None:
    await actions.attach_file(session, caller, draft, code, await keep_opened(request, session, file))


async def _join(request: Request, session: AsyncSession, caller: Identity, draft: Draft, code: str, name: str) -> None:
    """Ghép ảnh: the pictures kept for a paper, in the order in which they came, become one PDF. Raises Invalid for an infected one."""
    store = store_of(request)
    pictures = pictures_among(await queries.list_files(session, draft.owner, draft.id), code)
    if len(pictures) < 2:
        raise Invalid("pictures_missing")
    await refuse_infected(session, [picture.sha256 for picture in pictures])
    whole = await join([await store.get_to_work_on(picture.sha256) for picture in pictures], name)
    for picture in pictures:
        await actions.remove_file(session, caller, draft, picture.id)
    await session.flush()
    await _attach(request, session, caller, draft, code, whole)


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
    whole = Whole(f"/dich-vu-cong/ban-nhap/{draft.id}/giay-to", "Giấy tờ kèm theo")
    return await open_stored(request, file.as_reference(), whole)
