"""Biểu mẫu: which there are, how the province's own looks, and which is printed from; the same pages for each service's forms."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from anyio import to_thread
from fastapi import Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Invalid, NotFound, Refusal
from shared.printing.forms import MOST_BYTES, Template, fields_of, find_draft, print_form
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import caller
from shared.web.file_answers import file_answer
from shared.web.form_fields import date_error, errors_by_field, read_date
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.work.form_templates import Forms, Tried, try_source
from shared.work.template_versions import Deciding, stamp_of, standings


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
    _returning(router, door)
    if door.forms.own is not None:
        _choosing(router, door)
        _drafting(router, door)
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
            waiting = draft is not None and (row is None or row.sha256 != hashlib.sha256(draft).hexdigest())
            lines.append((template, row, waiting))
        own = door.forms.own
        choices = await own.list_choices(session) if own else []
        owned = {name for rule_set, name in accepted if own and rule_set == own.rule_set}
        drafted = await door.forms.list_typed(session)
        mine = [(name, title, name in owned) for name, title in choices if name in owned | drafted]
        return page_of(request).render(
            request, "printed_forms.html", lines=lines, door=door, choices=choices, mine=mine
        )

    @router.get("/{rule_set}/{name}")
    async def form_page(rule_set: str, name: str, request: Request, session: Session) -> Response:
        return await _form(request, session, door, rule_set, name)

    @router.get("/{rule_set}/{name}/xem-thu/{which}")
    async def preview(rule_set: str, name: str, which: str, request: Request, session: Session) -> Response:
        """Bản in thử with sample values: `tinh` the province's own, `chung` the package's, else a version by its id."""
        template = await door.forms.get(session, rule_set, name)
        if which == "chung":
            pdf = await to_thread.run_sync(print_form, template, template.sample)
        else:
            tried = await _tried(request, session, door, template, which)
            if tried is None or not tried.pdf:
                raise NotFound("not_found")
            pdf = tried.pdf
        return file_answer(request, pdf, f"in-thu-{rule_set}-{name}-{which}.pdf", "application/pdf", opens=True)


async def _tried(
    request: Request, session: AsyncSession, door: FormDoor, template: Template, which: str
) -> Tried | None:
    if which == "tinh":
        return await door.forms.try_draft(session, request.app.state.settings.province_folder, template)
    try:
        version = await door.forms.get_version(session, template, UUID(which))
    except ValueError:
        raise NotFound("not_found") from None
    return await try_source(template, version.source)


def _deciding(router: PageRouter, door: FormDoor) -> None:
    who_may = Depends(door.who)

    @router.post("/{rule_set}/{name}/dung")
    async def accept(rule_set: str, name: str, request: Request, session: Session, who: Identity = who_may) -> Response:
        """Dùng mẫu của tỉnh, from the day that was typed, or at once."""
        template, form = await door.forms.get(session, rule_set, name), await request.form()
        folder, seen = request.app.state.settings.province_folder, str(form.get("sha256") or "")[:64]

        async def act() -> None:
            await door.forms.accept(session, who, folder, template, seen, _typed(form))

        return await _decided(request, session, door, (rule_set, name), act)

    @router.post("/{rule_set}/{name}/bo")
    async def put_aside(
        rule_set: str, name: str, request: Request, session: Session, who: Identity = who_may
    ) -> Response:
        """Dùng lại mẫu chung."""
        template, form = await door.forms.get(session, rule_set, name), await request.form()
        act = partial(door.forms.put_aside, session, who, template, _stamped(form))
        return await _decided(request, session, door, (rule_set, name), act)


def _returning(router: PageRouter, door: FormDoor) -> None:
    who_may = Depends(door.who)

    @router.post("/{rule_set}/{name}/phien-ban/{version_id}/dung-lai")
    async def return_to(
        rule_set: str, name: str, version_id: UUID, request: Request, session: Session, who: Identity = who_may
    ) -> Response:
        """Dùng lại một phiên bản trước."""
        template, form = await door.forms.get(session, rule_set, name), await request.form()
        act = partial(door.forms.return_to, session, who, template, version_id, _stamped(form))
        return await _decided(request, session, door, (rule_set, name), act)

    @router.post("/{rule_set}/{name}/phien-ban/{version_id}/bo-lich")
    async def call_off(
        rule_set: str, name: str, version_id: UUID, request: Request, session: Session, who: Identity = who_may
    ) -> Response:
        """Bỏ lịch of a version whose day has not come."""
        template, form = await door.forms.get(session, rule_set, name), await request.form()
        act = partial(door.forms.call_off, session, who, template, version_id, _stamped(form))
        return await _decided(request, session, door, (rule_set, name), act)


def _choosing(router: PageRouter, door: FormDoor) -> None:
    own = door.forms.own
    assert own is not None

    @router.get(f"/{own.rule_set}")
    async def choose(session: Session, name: str = Query("", alias="ma", max_length=100)) -> Response:
        """Mở mẫu in riêng by the name that was chosen from the list."""
        template = await door.forms.get(session, own.rule_set, name.strip())
        return RedirectResponse(f"{door.place}/{template.rule_set}/{template.name}", 303)


def _drafting(router: PageRouter, door: FormDoor) -> None:
    who_may = Depends(door.who)

    @router.post("/{rule_set}/{name}/nhap")
    async def save_draft(
        rule_set: str, name: str, request: Request, session: Session, who: Identity = who_may
    ) -> Response:
        """Lưu bản nháp: from the file that was chosen, else from what was typed."""
        template, form = await door.forms.get(session, rule_set, name), await request.form()
        file, typed = form.get("file"), str(form.get("source") or "")
        content = await file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else b""
        source = content or typed.replace("\r\n", "\n").encode()
        before = str(form.get("before") or "")[:64]
        act = partial(door.forms.save_typed, session, who, template, source, before)
        return await _decided(request, session, door, (rule_set, name), act)


async def _decided(
    request: Request, session: AsyncSession, door: FormDoor, key: tuple[str, str], act: Callable[[], Awaitable[None]]
) -> Response:
    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _form(request, session, door, *key, refusal)
    return RedirectResponse(f"{door.place}/{key[0]}/{key[1]}", 303)


def _stamped(form: Mapping[str, Any]) -> Deciding:
    return Deciding(str(form.get("stamp") or "")[:40])


def _typed(form: Mapping[str, Any]) -> Deciding:
    """Raises Invalid where the boxes make no date."""
    day = read_date(form, "begins_on")
    if isinstance(day, dict):
        raise Invalid("invalid_input", fields=[date_error("/begins_on", day)])
    return replace(_stamped(form), begins_on=day)


async def _writing(
    request: Request, session: AsyncSession, door: FormDoor, template: Template, refusal: Refusal | None
) -> dict[str, Any]:
    """Of a form whose look is written on the page: what stands in the box, and which draft it began with."""
    if not template.typed:
        return {}
    draft, accepted = await door.forms.find_typed(session, template), await door.forms.find_accepted(session, template)
    kept = draft or accepted
    source = kept.source if kept else await to_thread.run_sync(template.file.read_bytes)
    typed = (await request.form()).get("source") if refusal else None
    return {
        "source": typed if isinstance(typed, str) else source.decode(),
        "before": draft.sha256 if draft else "",
        "draft": draft,
        "own_draft": draft is not None and draft.saved_by == caller(request).subject,
        "answers": [(name, answer["label"]) for name, answer in template.sample.get("answers", {}).items()],
    }


async def _form(
    request: Request, session: AsyncSession, door: FormDoor, rule_set: str, name: str, refusal: Refusal | None = None
) -> Response:
    template = await door.forms.get(session, rule_set, name)
    folder = request.app.state.settings.province_folder
    versions = await door.forms.list_versions(session, template)
    errors = errors_by_field(refusal.fields) if refusal else {}
    if refusal and not errors:
        errors = {"": sentence_for(refusal, page_of(request).texts)}
    return page_of(request).render(
        request,
        "printed_form.html",
        refusal.status if refusal else 200,
        template=template,
        tried=await door.forms.try_draft(session, folder, template),
        accepted=await door.forms.find_accepted(session, template),
        versions=versions,
        standings=standings(versions, clock.local_now().date()),
        stamp=stamp_of(versions),
        fields=fields_of(template),
        **await _writing(request, session, door, template, refusal),
        place=f"templates/{rule_set}/{template.file.name}",
        errors=errors,
        begins_on=read_date(await request.form(), "begins_on") if refusal else None,
        door=door,
    )
