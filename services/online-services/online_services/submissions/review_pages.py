"""The last step: everything read once more, what is unusual confirmed, then filed once."""

from fastapi import Request, Response
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.auth import MayFile
from online_services.eforms.paper import PaperMaker
from online_services.procedures.queries import eform_of, get_form
from online_services.submissions import filing, queries
from online_services.submissions.draft_edge import OwnDraft, dossier_of, draft_context, to
from online_services.submissions.models import Draft
from online_services.submissions.rules import RETURN_CHANNELS, asked_papers, papers_to_make
from online_services.submissions.schemas import DraftFiling
from online_services.texts import FINDINGS, TEXTS
from online_services.texts import RETURN_CHANNELS as CHANNEL_NAMES
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import NotFound
from shared.directory.queries import find_agency
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.file_answers import file_answer
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.work.eforms.answers import keep_shown
from shared.work.eforms.render import view_answers
from shared.work.eforms.schema import EForm

router = PageRouter()


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/xem-lai")
async def review_page(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    if draft.filed_at is not None:
        return to(dossier_of(draft))
    return await _review_page(draft, request, caller, session, [], ("online", ""))


async def _review_page(
    draft: Draft,
    request: Request,
    caller: Identity,
    session: AsyncSession,
    errors: list[tuple[str, str]],
    returned: tuple[str, str],
    status: int = 200,
) -> Response:
    context = await draft_context(session, draft)
    asked = context["papers_asked"]
    eform = eform_of(await get_form(session, draft.form_id, draft.form_version))
    files = await queries.list_files(session, draft.owner, draft.id)
    brought = {file.paper_code for file in files}
    known = {paper["code"] for paper in asked}
    return page_of(request).render(
        request,
        "draft_review.html",
        status,
        agency=await find_agency(session, draft.agency_code),
        answers=view_answers(eform, draft.answers, pledges=False),
        papers=[(paper, [f for f in files if f.paper_code == paper["code"]]) for paper in asked_papers(asked)],
        made=papers_to_make(asked, brought),
        left_out=[file for file in files if file.paper_code not in known],
        warnings=await filing.doubts_about(session, caller, eform, draft),
        declared=_declares(eform, draft),
        channels=list(CHANNEL_NAMES.items()),
        channel=returned[0],
        return_address=returned[1],
        errors=errors,
        **context,
    )


def _declares(eform: EForm, draft: Draft) -> bool:
    """Whether the form already asked for the declaration: nobody has to give it twice."""
    return "declaration" in eform.properties and draft.answers.get("declaration") is True


@router.get("/dich-vu-cong/ban-nhap/{draft_id}/to-khai-pdf/{paper_code}")
async def preview_paper(
    draft: OwnDraft, paper_code: str, request: Request, caller: MayFile, session: Session
) -> Response:
    """The paper that filing will make from the answers."""
    asked = (await draft_context(session, draft))["papers_asked"]
    paper = next((p for p in papers_to_make(asked, []) if p["code"] == paper_code), None)
    if paper is None:
        raise NotFound("not_found")
    eform = eform_of(await get_form(session, draft.form_id, draft.form_version))
    papers: PaperMaker = request.app.state.papers
    content = await papers.print(eform, keep_shown(eform, draft.answers), str(paper["name"]), clock.now())
    return file_answer(request, content, f"{paper['name']}.pdf", "application/pdf", opens=True)


@router.post("/dich-vu-cong/ban-nhap/{draft_id}/nop")
async def file_dossier(draft: OwnDraft, request: Request, caller: MayFile, session: Session) -> Response:
    """A double click or a retry finds the draft filed and leads to the same dossier. A refusal leaves the draft as it was."""
    if draft.filed_at is not None:
        return to(f"{dossier_of(draft)}/da-nop")
    form = await request.form()
    channel, address = str(form.get("return_channel") or ""), str(form.get("return_address") or "")
    errors: list[tuple[str, str]] = []
    returned = _returned(channel, address)
    if channel not in RETURN_CHANNELS:
        errors.append(("return_channel", FINDINGS["return_channel_missing"]))
    elif returned is None:
        errors.append(("return_address", FINDINGS["return_address_wrong"]))
    eform = eform_of(await get_form(session, draft.form_id, draft.form_version))
    if not _declares(eform, draft) and form.get("declaration") != "true":
        errors.append(("declaration", FINDINGS["declaration_missing"]))
    if returned and not errors:
        choices = filing.Choices(channel, returned.return_address, confirmed=form.get("xac_nhan") == "true")
        make_paper = request.app.state.papers
        _, refusal = await attempt(
            request, session, lambda: filing.file_draft(session, caller, draft.id, choices, make_paper)
        )
        if refusal is None:
            return to(f"{dossier_of(draft)}/da-nop")
        errors = [(_PLACES.get(field.pointer, ""), field.sentence) for field in refusal.fields]
        if refusal.code == "confirmation_needed":
            errors = [("xac_nhan", FINDINGS["confirmation_missing"])]
        errors = errors or [("", sentence_for(refusal, TEXTS))]
    return await _review_page(draft, request, caller, session, errors, (channel, address), 422)


def _returned(channel: str, address: str) -> DraftFiling | None:
    """As a program's are read; the box stands beside all ways, and of all but the post says nothing."""
    values = {"return_channel": channel, "return_address": address if channel == "post" else ""}
    try:
        return DraftFiling.model_validate(values)
    except ValidationError:
        return None


_PLACES = {"/agency_code": "agency_code", "/case_code": "case_code"}
"""Where on the page a field of the refusal stands; the others stand on earlier steps."""
