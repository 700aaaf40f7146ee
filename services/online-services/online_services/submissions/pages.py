"""Filing for people: a draft begun, filled in, mended after changes, thrown away and taken back."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.auth import MayFile
from online_services.procedures.queries import eform_of, get_form, get_procedure, list_agencies
from online_services.procedures.rules import LEVEL_NAMES, closed_by, term_of
from online_services.rights import owner_of
from online_services.submissions import actions, queries
from online_services.submissions.draft_edge import OwnDraft, dossier_of, draft_context, to
from online_services.submissions.models import Draft
from online_services.submissions.rules import DAYS_IN_BIN
from online_services.texts import FINDINGS, TEXTS
from shared.core import clock
from shared.core.addresses import field_name
from shared.core.errors import FieldError
from shared.web.application import page_of
from shared.web.attempt import attempt, keep
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.work.eforms.answers import read_answers
from shared.work.eforms.render import view_form

router = PageRouter()


def _today() -> Any:
    return clock.local_now().date()


@router.get("/dich-vu-cong/nop/{code}")
async def start_page(code: str, request: Request, caller: MayFile, session: Session) -> Response:
    return await _start_page(code, request, owner_of(caller), session, {}, ("", ""))


async def _start_page(
    code: str,
    request: Request,
    owner: str,
    session: AsyncSession,
    errors: dict[str, str],
    chosen: tuple[str, str],
    status: int = 200,
) -> Response:
    """`chosen`: agency and case."""
    procedure = await get_procedure(session, code)
    return page_of(request).render(
        request,
        "start.html",
        status,
        procedure=procedure,
        agencies=[(a.code, a.name) for a in await list_agencies(session, procedure.agency_codes)],
        drafts=await queries.list_drafts(session, owner, code),
        closed=TEXTS.get(closed_by(procedure, clock.now()), ""),
        errors=errors,
        chosen=chosen[0],
        chosen_case=chosen[1],
        cases=procedure.offered(),
        term_of=term_of,
        level_names=LEVEL_NAMES,
    )


@router.post("/dich-vu-cong/nop/{code}")
async def start(code: str, request: Request, caller: MayFile, session: Session) -> Response:
    form = await request.form()
    chosen, case = (str(form.get(name) or "")[:40] for name in ("agency_code", "case_code"))
    draft, refusal = await attempt(request, session, lambda: actions.start_draft(session, caller, code, chosen, case))
    if refusal is not None:
        sentence = refusal.fields[0].sentence if refusal.fields else sentence_for(refusal, TEXTS)
        at = field_name(refusal.fields[0].pointer) if refusal.fields else "agency_code"
        return await _start_page(code, request, owner_of(caller), session, {at: sentence}, (chosen, case), 422)
    assert draft is not None
    return to(f"/dich-vu-cong/ban-nhap/{draft.id}/to-khai")


@router.get("/dich-vu-cong/ban-nhap/{draft_id}")
async def open_draft(draft: OwnDraft, caller: MayFile) -> Response:
    if draft.filed_at is not None:
        return to(dossier_of(draft))
    return to(f"/dich-vu-cong/ban-nhap/{draft.id}/{'giay-to' if draft.form_done else 'to-khai'}")


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/xoa")
async def discard_page(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return to(dossier_of(draft))
    files = await queries.list_files(session, draft.owner, draft.id)
    context = await draft_context(session, draft)
    return page_of(request).render(request, "draft_discard.html", files=files, days=DAYS_IN_BIN, **context)


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/xoa")
async def discard(draft: OwnDraft, caller: MayFile, session: Session) -> Response:
    await actions.discard_draft(session, caller, draft)
    return to("/dich-vu-cong/ho-so#da-xoa")


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/lay-lai")
async def restore(draft_id: UUID, caller: MayFile, session: Session) -> Response:
    owner = owner_of(caller)
    if await queries.find_draft(session, owner, draft_id) is None:
        draft = await queries.get_draft(session, owner, draft_id, lock=True, discarded=True)
        await actions.restore_draft(session, caller, draft)
    return to(f"/dich-vu-cong/ban-nhap/{draft_id}")


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/co-quan")
async def choose_agency(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    """Another agency, when the one that was chosen is competent no more or was the wrong one."""
    chosen = str((await request.form()).get("agency_code") or "")[:40]
    _, refusal = await attempt(request, session, lambda: actions.change_agency(session, draft, chosen))
    if refusal is not None:
        context = await draft_context(session, draft)
        sentence = refusal.fields[0].sentence if refusal.fields else sentence_for(refusal, TEXTS)
        return page_of(request).render(
            request, "draft_agency.html", 422, errors={"agency_code": sentence}, chosen=chosen, **context
        )
    return to(f"/dich-vu-cong/ban-nhap/{draft.id}")


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/truong-hop")
async def case_page(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    """Another case, when the one that was chosen was the wrong one or is there no more."""
    if draft.filed_at is not None:
        return to(dossier_of(draft))
    return await _case_page(draft, request, session, draft.case_code)


async def _case_page(
    draft: Draft, request: Request, session: AsyncSession, chosen: str, sentence: str = "", status: int = 200
) -> Response:
    context = await draft_context(session, draft)
    errors = {"case_code": sentence} if sentence else {}
    return page_of(request).render(
        request,
        "draft_case.html",
        status,
        cases=context["procedure"].offered(),
        errors=errors,
        chosen=chosen,
        **context,
    )


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/truong-hop")
async def choose_case(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    """Chọn lại trường hợp: what was typed and uploaded is kept."""
    chosen = str((await request.form()).get("case_code") or "")[:40]
    _, refusal = await attempt(request, session, lambda: actions.change_case(session, draft, chosen))
    if refusal is not None:
        sentence = refusal.fields[0].sentence if refusal.fields else sentence_for(refusal, TEXTS)
        return await _case_page(draft, request, session, chosen, sentence, 422)
    return to(f"/dich-vu-cong/ban-nhap/{draft.id}")


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/bieu-mau-moi")
async def renew_form(draft: OwnDraft, caller: MayFile, session: Session) -> Response:
    await actions.renew_form(session, draft, _today())
    return to(f"/dich-vu-cong/ban-nhap/{draft.id}/to-khai")


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/to-khai")
async def form_page(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return to(dossier_of(draft))
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
    context = await draft_context(session, draft)
    return page_of(request).render(
        request,
        "draft_form.html",
        status,
        form_title=eform.title,
        groups=view_form(eform, draft.answers if typed is None else typed, errors),
        errors=errors,
        notice=notice,
        **context,
    )


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/to-khai")
async def save_form(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return to(dossier_of(draft))
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
            return to("/dich-vu-cong/ho-so")
    if errors:
        keep(request)  # a draft may be unfinished: what was typed is saved, and the page says what is missing
        return await _form_page(draft, request, session, errors, 422)
    return to(f"/dich-vu-cong/ban-nhap/{draft.id}/giay-to")
