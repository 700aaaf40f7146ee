"""The supplement form: only the requested fields and papers, each with what the officer wrote about it."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from online_services.auth import MayFile
from online_services.rights import owner_of
from online_services.submissions.rules import LARGEST_FILE
from online_services.supplements import actions
from online_services.supplements.actions import Asked
from online_services.texts import TEXTS
from online_services.tracking.rules import overdue_answer
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.foreign.opening import OpenedFile
from shared.web.application import page_of
from shared.web.attempt import attempt, keep
from shared.web.bodies import LARGE_BODY
from shared.web.problems import sentence_for
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import ACCEPT, chosen_in, keep_opened, store_of, take_chosen
from shared.work.eforms.answers import read_answers
from shared.work.eforms.render import view_form

router = PageRouter()

_UPLOAD = "tep."


@router.get("/dich-vu-cong/ho-so/{submission_id}/bo-sung")
async def supplement_page(submission_id: UUID, request: Request, caller: MayFile, session: Session) -> Response:
    try:
        asked = await actions.get_asked(session, owner_of(caller), submission_id)
    except Conflict:
        return RedirectResponse(f"/dich-vu-cong/ho-so/{submission_id}", 303)
    return await _page(request, session, asked, dict(asked.course.answers()), [], {})


async def _page(
    request: Request,
    session: AsyncSession,
    asked: Asked,
    answers: dict[str, Any],
    errors: list[FieldError],
    paper_errors: dict[str, str],
    status: int = 200,
) -> Response:
    files = await actions.list_attached(session, asked)
    return page_of(request).render(
        request,
        "supplement.html",
        status,
        asked=asked,
        submission=asked.course.submission,
        groups=view_form(asked.eform, answers, errors, only=frozenset(asked.fields)),
        notes=asked.fields,
        papers=[
            (code, asked.paper_names[code], note, [f for f in files if f.paper_code == code])
            for code, note in asked.papers.items()
        ],
        states=await store_of(request).states(file.sha256 for file in files),
        errors=[(error.pointer[1:], error.sentence) for error in errors] + list(paper_errors.items()),
        paper_errors=paper_errors,
        accept=ACCEPT,
        largest=LARGEST_FILE,
        largest_request=LARGE_BODY,
        overdue=overdue_answer(asked.request.deadline_at, clock.now()),
    )


@router.post("/dich-vu-cong/ho-so/{submission_id}/bo-sung")
async def file_supplement(submission_id: UUID, request: Request, caller: MayFile, session: Session) -> Response:
    """Sent twice, the second finds nothing asked any more and shows the dossier."""
    form = await read_form(request, session, caller, _UPLOAD)
    try:
        asked = await actions.get_asked(session, owner_of(caller), submission_id, lock=True)
    except Conflict:
        return RedirectResponse(f"/dich-vu-cong/ho-so/{submission_id}", 303)
    answers = {name: value for name, value in read_answers(asked.eform, form).items() if name in asked.fields}
    merged = {name: value for name, value in asked.course.answers().items() if name not in asked.fields} | answers
    paper_errors = await _take_files(request, session, caller, asked, form)
    await session.flush()
    if form.get("bo"):
        await _remove(session, caller, asked, str(form.get("bo")))
        return await _page(request, session, asked, merged, [], paper_errors)
    keep(request)  # files that were taken stay, whatever else has to be mended
    if paper_errors:
        return await _page(request, session, asked, merged, [], paper_errors, 422)
    papers = actions.as_papers(asked, await actions.list_attached(session, asked))
    emptied = {name: None for name in asked.fields if name not in answers}
    _, refusal = await attempt(
        request, session, lambda: actions.file_supplement(session, caller, asked, answers | emptied, papers)
    )
    if refusal is None:
        return RedirectResponse(f"/dich-vu-cong/ho-so/{submission_id}", 303)
    if not refusal.fields:
        return await _page(request, session, asked, merged, [], {"": sentence_for(refusal, TEXTS)}, 422)
    errors = [field for field in refusal.fields if not field.pointer.startswith("/papers/")]
    paper_errors = {
        _UPLOAD + field.pointer.removeprefix("/papers/"): field.sentence
        for field in refusal.fields
        if field.pointer.startswith("/papers/")
    }
    return await _page(request, session, asked, merged, errors, paper_errors, 422)


async def _take_files(
    request: Request, session: AsyncSession, caller: Identity, asked: Asked, form: FormData
) -> dict[str, str]:
    errors: dict[str, str] = {}
    for chosen in chosen_in(form, _UPLOAD, asked.paper_names):
        attach = partial(_attach, request, session, caller, asked, chosen.field.removeprefix(_UPLOAD))
        await take_chosen(request, session, chosen, attach, errors, TEXTS)
    return errors


async def _attach(
    request: Request, session: AsyncSession, caller: Identity, asked: Asked, code: str, file: OpenedFile, *_: object
) -> None:
    await actions.attach_file(session, caller, asked, code, await keep_opened(request, session, file))


async def _remove(session: AsyncSession, caller: Identity, asked: Asked, file_id: str) -> None:
    try:
        which = UUID(file_id)
    except ValueError as error:
        raise Invalid("file_unknown") from error
    await actions.remove_file(session, caller, asked, which)
