"""Pages of a unit: who works there, and what its administrator does."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from mail_directory.auth import MayAdminister, MayLookUp
from mail_directory.people import queries as people
from mail_directory.people.actions import today
from mail_directory.people.pages import by_field
from mail_directory.structure import actions, queries
from mail_directory.structure.rules import UNIT_KINDS
from mail_directory.structure.schemas import NewUnit, UnitChange, UnitEnd
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core.errors import Refusal
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.transaction import Session

router = APIRouter(prefix="/danh-ba")

_KINDS = list(UNIT_KINDS.items())


@router.get("/co-quan/{code}/don-vi-moi")
async def new_unit_page(code: str, request: Request, _: MayAdminister, session: Session) -> Response:
    return await _new_unit(request, session, code, {}, {}, 200)


@router.post("/co-quan/{code}/don-vi-moi")
async def add_unit(
    code: str,
    request: Request,
    who: MayAdminister,
    session: Session,
    unit_code: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "",
) -> Response:
    new = NewUnit(code=unit_code, name=name, kind=kind)
    unit, refusal = await attempt(request, session, lambda: actions.add_unit(session, who, code, new))
    if unit is None:
        errors = by_field(refusal)
        errors = {("unit_code" if name == "code" else name): sentence for name, sentence in errors.items()}
        return await _new_unit(request, session, code, new.model_dump(), errors, 422)
    return RedirectResponse(f"/danh-ba/don-vi/{unit.id}", 303)


async def _new_unit(
    request: Request, session: Session, code: str, values: dict[str, Any], errors: dict[str, str], status: int
) -> Response:
    agency = await people.get_agency(session, code)
    return page_of(request).render(
        request, "new_unit.html", status, agency=agency, values=values, errors=errors, kinds=_KINDS
    )


@router.get("/don-vi/{unit_id}")
async def unit_page(unit_id: UUID, request: Request, who: MayLookUp, session: Session) -> Response:
    return await _unit(request, who, session, unit_id)


@router.post("/don-vi/{unit_id}/sua")
async def change_unit(
    unit_id: UUID,
    request: Request,
    who: MayAdminister,
    session: Session,
    version: Annotated[int, Form()],
    name: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "",
    head: Annotated[str, Form()] = "",
) -> Response:
    change = UnitChange(name=name, kind=kind, head_post_id=_id(head), version=version)
    _, refusal = await attempt(request, session, lambda: actions.change_unit(session, who, unit_id, change))
    return await _after(request, who, session, unit_id, refusal, {"name": name, "kind": kind, "head": head})


@router.post("/don-vi/{unit_id}/xep")
async def place_post(
    unit_id: UUID, request: Request, who: MayAdminister, session: Session, post: Annotated[str, Form()] = ""
) -> Response:
    post_id = _id(post)
    if post_id is None:
        return await _unit(request, who, session, unit_id, 422, errors={"post": "Hãy chọn người."})
    _, refusal = await attempt(request, session, lambda: actions.place(session, who, unit_id, post_id))
    return await _after(request, who, session, unit_id, refusal, {})


@router.post("/don-vi/{unit_id}/dua-ra/{post_id}")
async def take_out_post(
    unit_id: UUID, post_id: UUID, request: Request, who: MayAdminister, session: Session
) -> Response:
    _, refusal = await attempt(request, session, lambda: actions.place(session, who, unit_id, post_id, inside=False))
    return await _after(request, who, session, unit_id, refusal, {})


@router.post("/don-vi/{unit_id}/ket-thuc")
async def end_unit(
    unit_id: UUID, request: Request, who: MayAdminister, session: Session, version: Annotated[int, Form()]
) -> Response:
    end = UnitEnd(version=version)
    _, refusal = await attempt(request, session, lambda: actions.end_unit(session, who, unit_id, end))
    return await _after(request, who, session, unit_id, refusal, {})


async def _after(
    request: Request, who: Identity, session: Session, unit_id: UUID, refusal: Refusal | None, values: dict[str, str]
) -> Response:
    if refusal is not None:
        return await _unit(request, who, session, unit_id, refusal.status, errors=by_field(refusal), values=values)
    return RedirectResponse(f"/danh-ba/don-vi/{unit_id}", 303)


async def _unit(
    request: Request, who: Identity, session: Session, unit_id: UUID, status: int = 200, **more: Any
) -> Response:
    unit = await queries.get_unit(session, unit_id)
    agency = await people.get_agency(session, unit.agency_code)
    rows = [row for row in await queries.posts_of_agency(session, agency.code, today()) if row[1].active]
    inside = [row for row in rows if row[0].unit_id == unit.id]
    outside = [row for row in rows if row[0].unit_id != unit.id]
    reaches = Role.DIRECTORY_ADMINISTRATOR in who.roles and who.agency_code in (agency.code, agency.parent_code)
    return page_of(request).render(
        request,
        "unit.html",
        status,
        unit=unit,
        agency=agency,
        inside=inside,
        choices=[(str(post.id), f"{person.full_name} – {post.title}") for post, person in outside],
        heads=[(str(post.id), f"{person.full_name} – {post.title}") for post, person in inside],
        kinds=_KINDS,
        open=unit.is_open_on(today()),
        administers=reaches and unit.is_open_on(today()),
        **more,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
