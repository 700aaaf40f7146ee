"""Pages on which an administrator gives a further post, and ends one."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from mail_directory.auth import MayAdminister
from mail_directory.people import queries
from mail_directory.people.actions import look_at
from mail_directory.people.form_choices import id_of, unit_choices
from mail_directory.people.pages import by_field
from mail_directory.people.person_views import GIVEN_ROLES
from mail_directory.people.telling import today
from mail_directory.posts import actions
from mail_directory.posts.form_dates import parts_of_date, read_days
from mail_directory.posts.rules import KINDS
from mail_directory.posts.schemas import NewPost, PostEnd
from mail_directory.rights import RIGHTS, Right
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/danh-ba/can-bo/{person_id}/vi-tri")

_TITLES = {"valid_from": "Từ ngày", "valid_to": "Đến ngày", "last_day": "Ngày cuối cùng"}


@router.get("")
async def new_post_page(
    person_id: UUID, request: Request, who: MayAdminister, session: Session, co_quan: str = ""
) -> Response:
    return await _new_post(request, who, session, person_id, {"agency_code": co_quan, "valid_from": today()}, {}, 200)


@router.post("")
async def give_post(
    person_id: UUID,
    request: Request,
    who: MayAdminister,
    session: Session,
    version: Annotated[int, Form()],
    agency_code: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "",
    unit_id: Annotated[str, Form()] = "",
) -> Response:
    form = await request.form()
    values: dict[str, Any] = {"agency_code": agency_code, "role": role, "title": title, "kind": kind}
    values["unit_id"] = id_of(unit_id)
    typed = values | {name: parts_of_date(form, name) for name in ("valid_from", "valid_to")}

    async def act() -> None:
        days = read_days(form, _TITLES, ("valid_from",), ("valid_to",))
        await actions.give_post(session, who, person_id, NewPost(version=version, **values, **days))

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _new_post(request, who, session, person_id, typed, by_field(refusal), 422)
    return RedirectResponse(f"/danh-ba/can-bo/{person_id}", 303)


async def _new_post(
    request: Request,
    who: MayAdminister,
    session: Session,
    person_id: UUID,
    values: dict[str, Any],
    errors: dict[str, str],
    status: int,
) -> Response:
    person = await look_at(session, who, person_id)
    agencies = await queries.list_reached(session, who, RIGHTS[Right.ADMINISTER])
    return page_of(request).render(
        request,
        "new_post.html",
        status,
        person=person,
        agencies=[(agency.code, agency.name) for agency in agencies],
        units=await unit_choices(session, [agency.code for agency in agencies]),
        kinds=list(KINDS.items()),
        roles=GIVEN_ROLES,
        values=values,
        errors=errors,
    )


@router.get("/{post_id}/ket-thuc")
async def ask_before_ending(
    person_id: UUID, post_id: UUID, request: Request, who: MayAdminister, session: Session
) -> Response:
    """Kết thúc vị trí công tác: what follows is said before it is done."""
    return await _end_page(request, who, session, person_id, post_id, {"last_day": today()}, {}, 200)


@router.post("/{post_id}/ket-thuc")
async def end_post(
    person_id: UUID,
    post_id: UUID,
    request: Request,
    who: MayAdminister,
    session: Session,
    version: Annotated[int, Form()],
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    form = await request.form()

    async def act() -> None:
        days = read_days(form, _TITLES, ("last_day",))
        await actions.end_post(session, who, person_id, post_id, PostEnd(version=version, reason=reason, **days))

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        typed = {"last_day": parts_of_date(form, "last_day"), "reason": reason}
        return await _end_page(request, who, session, person_id, post_id, typed, by_field(refusal), 422)
    return RedirectResponse(f"/danh-ba/can-bo/{person_id}", 303)


async def _end_page(
    request: Request,
    who: MayAdminister,
    session: Session,
    person_id: UUID,
    post_id: UUID,
    values: dict[str, Any],
    errors: dict[str, str],
    status: int,
) -> Response:
    person = await look_at(session, who, person_id)
    post = actions.find_post(person, post_id)
    names = await queries.agency_names(session, [post.agency_code])
    return page_of(request).render(
        request,
        "end_post.html",
        status,
        person=person,
        post=post,
        agency=names.get(post.agency_code, post.agency_code),
        yesterday=today() - timedelta(days=1),
        values=values,
        errors=errors,
    )
