"""Biểu mẫu: which there are, how the province's own looks, and which is printed from; the same pages for each service's forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.core.errors import NotFound
from shared.printing.forms import fields_of, find_draft, print_form
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.file_answers import file_answer
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.work.form_templates import Forms, try_draft


@dataclass(frozen=True)
class FormDoor:
    """Nơi quản lý biểu mẫu: which forms, at which address, by whom."""

    forms: Forms
    place: str
    who: Callable[..., Identity]


def form_pages(door: FormDoor) -> PageRouter:
    # Asked first, before anything is read.
    router = PageRouter(prefix=door.place, dependencies=[Depends(door.who)])
    _looking(router, door)
    _deciding(router, door)
    return router


def _looking(router: PageRouter, door: FormDoor) -> None:
    @router.get("")
    async def list_forms(request: Request, session: Session) -> Response:
        folder = request.app.state.settings.province_folder
        accepted = await door.forms.list_accepted(session)
        lines = []
        for key, template in door.forms.templates.items():
            draft = await to_thread.run_sync(find_draft, folder, template)
            row = accepted.get(key)
            waiting = draft is not None and (row is None or row.source != draft)
            lines.append((template, row, waiting))
        return page_of(request).render(request, "printed_forms.html", lines=lines, door=door)

    @router.get("/{rule_set}/{name}")
    async def form_page(rule_set: str, name: str, request: Request, session: Session) -> Response:
        return await _form(request, session, door, rule_set, name)

    @router.get("/{rule_set}/{name}/xem-thu/{which}")
    async def preview(rule_set: str, name: str, which: str, request: Request) -> Response:
        """Bản in thử with sample values: `tinh` the province's own, `chung` the package's."""
        template = door.forms.get(rule_set, name)
        if which == "chung":
            pdf = await to_thread.run_sync(print_form, template, template.sample)
        else:
            tried = await try_draft(request.app.state.settings.province_folder, template)
            if which != "tinh" or tried is None or not tried.pdf:
                raise NotFound("not_found")
            pdf = tried.pdf
        return file_answer(request, pdf, f"in-thu-{rule_set}-{name}-{which}.pdf", "application/pdf", opens=True)


def _deciding(router: PageRouter, door: FormDoor) -> None:
    who_may = Depends(door.who)

    @router.post("/{rule_set}/{name}/dung")
    async def accept(
        rule_set: str,
        name: str,
        request: Request,
        session: Session,
        sha256: Annotated[str, Form(max_length=64)] = "",
        who: Identity = who_may,
    ) -> Response:
        template = door.forms.get(rule_set, name)
        folder = request.app.state.settings.province_folder
        _, refusal = await attempt(request, session, lambda: door.forms.accept(session, who, folder, template, sha256))
        if refusal is not None:
            said = sentence_for(refusal, page_of(request).texts)
            return await _form(request, session, door, rule_set, name, refusal.status, said)
        return RedirectResponse(f"{door.place}/{rule_set}/{name}", 303)

    @router.post("/{rule_set}/{name}/bo")
    async def put_aside(
        rule_set: str, name: str, request: Request, session: Session, who: Identity = who_may
    ) -> Response:
        template = door.forms.get(rule_set, name)
        _, refusal = await attempt(request, session, lambda: door.forms.put_aside(session, who, template))
        if refusal is not None:
            said = sentence_for(refusal, page_of(request).texts)
            return await _form(request, session, door, rule_set, name, refusal.status, said)
        return RedirectResponse(f"{door.place}/{rule_set}/{name}", 303)


async def _form(
    request: Request,
    session: AsyncSession,
    door: FormDoor,
    rule_set: str,
    name: str,
    status: int = 200,
    problem: str = "",
) -> Response:
    template = door.forms.get(rule_set, name)
    folder = request.app.state.settings.province_folder
    return page_of(request).render(
        request,
        "printed_form.html",
        status,
        template=template,
        tried=await try_draft(folder, template),
        accepted=await door.forms.find_accepted(session, template),
        fields=fields_of(template),
        place=f"templates/{rule_set}/{template.file.name}",
        problem=problem,
        door=door,
    )
