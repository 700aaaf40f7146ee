"""Filing for people: three steps on a draft that is kept at each of them, then once over the counter."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse

from online_services.auth import MayFile, owner_of
from online_services.downloads import file_answer
from online_services.eforms.answers import read_answers
from online_services.eforms.render import view_answers, view_form
from online_services.procedures.queries import eform_of, find_agency, get_form, get_procedure, list_agencies
from online_services.procedures.rules import LEVEL_NAMES, term_text
from online_services.submissions import actions, queries
from online_services.submissions.models import Draft
from online_services.submissions.rules import LARGEST_FILE, MOST_FILES_PER_PAPER, RETURN_CHANNELS, missing_papers
from online_services.submissions.uploads import ACCEPT, keep_upload
from online_services.texts import FINDINGS, TEXTS
from online_services.texts import RETURN_CHANNELS as CHANNEL_NAMES
from shared import clock
from shared.attempt import attempt, keep
from shared.database import AsyncSession, Session
from shared.errors import FieldError, Invalid
from shared.problems import sentence_for
from shared.web import page_of

router = APIRouter()

STEPS = ["Tờ khai", "Giấy tờ", "Xem lại và nộp"]
_UPLOAD = "tep."


def _to(address: str) -> Response:
    return RedirectResponse(address, 303)


def _today() -> Any:
    return clock.local_now().date()


@router.get("/dich-vu-cong/nop/{code}")
async def start_page(code: str, request: Request, caller: MayFile, session: Session) -> Response:
    return await _start_page(code, request, owner_of(caller), session, {}, "")


async def _start_page(
    code: str,
    request: Request,
    owner: str,
    session: AsyncSession,
    errors: dict[str, str],
    chosen: str,
    status: int = 200,
) -> Response:
    procedure = await get_procedure(session, code)
    return page_of(request).render(
        request,
        "start.html",
        status,
        procedure=procedure,
        agencies=[(a.code, a.name) for a in await list_agencies(session, procedure.agency_codes)],
        drafts=await queries.list_drafts(session, owner, code),
        errors=errors,
        chosen=chosen,
        term=term_text(procedure.term_amount, procedure.term_unit),
        level_names=LEVEL_NAMES,
    )


@router.post("/dich-vu-cong/nop/{code}")
async def start(code: str, request: Request, caller: MayFile, session: Session) -> Response:
    chosen = str((await request.form()).get("agency_code") or "")[:40]
    draft, refusal = await attempt(request, session, lambda: actions.start_draft(session, caller, code, chosen))
    if refusal is not None:
        sentence = refusal.fields[0].sentence if refusal.fields else sentence_for(refusal, TEXTS)
        return await _start_page(code, request, owner_of(caller), session, {"agency_code": sentence}, chosen, 422)
    assert draft is not None
    return _to(f"/dich-vu-cong/ban-nhap/{draft.id}/to-khai")


async def own_draft(draft_id: UUID, request: Request, caller: MayFile, session: Session) -> Draft:
    """Absent and somebody else's answer alike; of the caller's own, changes lock the row."""
    return await queries.get_draft(session, owner_of(caller), draft_id, lock=request.method == "POST")


OwnDraft = Annotated[Draft, Depends(own_draft)]


def _dossier_of(draft: Draft) -> str:
    return f"/dich-vu-cong/ho-so/{draft.id}"


@router.get("/dich-vu-cong/ban-nhap/{draft_id}")
async def open_draft(draft: OwnDraft, caller: MayFile) -> Response:
    if draft.filed_at is not None:
        return _to(_dossier_of(draft))
    return _to(f"/dich-vu-cong/ban-nhap/{draft.id}/{'giay-to' if draft.form_done else 'to-khai'}")


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/xoa")
async def discard(draft: OwnDraft, caller: MayFile, session: Session) -> Response:
    await actions.discard_draft(session, draft)
    return _to("/dich-vu-cong/ho-so")


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/to-khai")
async def form_page(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return _to(_dossier_of(draft))
    return await _form_page(draft, request, session, [])


async def _form_page(
    draft: Draft,
    request: Request,
    session: AsyncSession,
    errors: list[FieldError],
    status: int = 200,
    notice: str = "",
    typed: dict[str, Any] | None = None,
) -> Response:
    eform = eform_of(await get_form(session, draft.form_id, draft.form_version))
    procedure = await get_procedure(session, draft.procedure_code)
    return page_of(request).render(
        request,
        "draft_form.html",
        status,
        draft=draft,
        procedure=procedure,
        form_title=eform.title,
        groups=view_form(eform, draft.answers if typed is None else typed, errors),
        errors=errors,
        notice=notice,
        steps=STEPS,
        term=term_text(procedure.term_amount, procedure.term_unit),
    )


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/to-khai")
async def save_form(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return _to(_dossier_of(draft))
    form = await request.form()
    eform = eform_of(await get_form(session, draft.form_id, draft.form_version))
    answers = read_answers(eform, form)
    if form.get("viec") == "cap-nhat" and request.headers.get("HX-Request") == "true":
        # Only which questions follow: saving would age the version that the page, still being typed in, holds.
        return await _form_page(draft, request, session, [], typed=answers)
    if str(form.get("phien_ban") or draft.version) != str(draft.version):
        notice = FINDINGS["draft_changed_elsewhere"]
        return await _form_page(draft, request, session, [], 412, notice, answers)
    errors = await actions.save_answers(session, draft, answers, _today())
    match form.get("viec"):
        case "cap-nhat":
            return await _form_page(draft, request, session, [])
        case "luu-nhap":
            return _to("/dich-vu-cong/ho-so")
    if errors:
        keep(request)  # a draft may be unfinished: what was typed is saved, and the page says what is missing
        return await _form_page(draft, request, session, errors, 422)
    return _to(f"/dich-vu-cong/ban-nhap/{draft.id}/giay-to")


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/giay-to")
async def papers_page(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return _to(_dossier_of(draft))
    return await _papers_page(draft, request, session, {})


async def _papers_page(
    draft: Draft, request: Request, session: AsyncSession, errors: dict[str, str], status: int = 200
) -> Response:
    procedure = await get_procedure(session, draft.procedure_code)
    files = await queries.list_files(session, draft.owner, draft.id)
    return page_of(request).render(
        request,
        "draft_papers.html",
        status,
        draft=draft,
        procedure=procedure,
        files={paper["code"]: [f for f in files if f.paper_code == paper["code"]] for paper in procedure.papers},
        errors=errors,
        steps=STEPS,
        accept=ACCEPT,
        largest=LARGEST_FILE,
        most=MOST_FILES_PER_PAPER,
    )


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/giay-to")
async def save_papers(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return _to(_dossier_of(draft))
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
            errors.setdefault(_UPLOAD + code, f"{upload.filename}: {sentence_for(refusal, TEXTS)}")
    await session.flush()
    if form.get("viec") == "tiep-tuc" and not removed:
        attached = [file.paper_code for file in await queries.list_files(session, draft.owner, draft.id)]
        for code in missing_papers(procedure.papers, attached):
            name = next(paper["name"] for paper in procedure.papers if paper["code"] == code)
            errors.setdefault(_UPLOAD + code, FINDINGS["paper_missing"] % {"name": name})
        if not errors:
            return _to(f"/dich-vu-cong/ban-nhap/{draft.id}/xem-lai")
    if errors:
        keep(request)  # what fits stays when its neighbour does not
        return await _papers_page(draft, request, session, errors, 422)
    return _to(f"/dich-vu-cong/ban-nhap/{draft.id}/giay-to")


async def _attach(request: Request, session: AsyncSession, draft: Draft, code: str, upload: UploadFile) -> None:
    await actions.attach_file(session, draft, code, await keep_upload(request, upload))


def _uploads(form: FormData) -> list[tuple[str, UploadFile]]:
    """Chosen files by paper; a file input left empty sends a nameless part."""
    return [
        (name.removeprefix(_UPLOAD), value)
        for name, value in form.multi_items()
        if name.startswith(_UPLOAD) and isinstance(value, UploadFile) and value.filename
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


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/xem-lai")
async def review_page(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return _to(_dossier_of(draft))
    return await _review_page(draft, request, session, [], "online")


async def _review_page(
    draft: Draft,
    request: Request,
    session: AsyncSession,
    errors: list[tuple[str, str]],
    channel: str,
    status: int = 200,
) -> Response:
    procedure = await get_procedure(session, draft.procedure_code)
    eform = eform_of(await get_form(session, draft.form_id, draft.form_version))
    files = await queries.list_files(session, draft.owner, draft.id)
    return page_of(request).render(
        request,
        "draft_review.html",
        status,
        draft=draft,
        procedure=procedure,
        agency=await find_agency(session, draft.agency_code),
        agencies=[(a.code, a.name) for a in await list_agencies(session, procedure.agency_codes)],
        answers=view_answers(eform, draft.answers),
        papers=[(paper, [f for f in files if f.paper_code == paper["code"]]) for paper in procedure.papers],
        channels=list(CHANNEL_NAMES.items()),
        channel=channel,
        errors=errors,
        steps=STEPS,
        term=term_text(procedure.term_amount, procedure.term_unit),
    )


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/nop")
async def file_dossier(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    """A double click or a retry finds the draft filed and leads to the same dossier."""
    if draft.filed_at is None:
        form = await request.form()
        channel = str(form.get("return_channel") or "")
        errors: list[tuple[str, str]] = []
        if channel not in RETURN_CHANNELS:
            errors.append(("return_channel", FINDINGS["return_channel_missing"]))
        if form.get("declaration") != "true":
            errors.append(("declaration", FINDINGS["declaration_missing"]))
        if not errors:
            _, refusal = await attempt(request, session, lambda: actions.file_draft(session, caller, draft.id, channel))
            if refusal is not None:
                errors += [("", sentence_for(refusal, TEXTS)), *(("", field.sentence) for field in refusal.fields)]
        if errors:
            return await _review_page(draft, request, session, errors, channel, 422)
    return _to(f"{_dossier_of(draft)}/da-nop")
