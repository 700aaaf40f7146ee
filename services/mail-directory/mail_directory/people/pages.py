"""Danh bạ: pages for officials."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from mail_directory.auth import MayAdminister, MayChangeOwnPassword, MayLookUp, MayResetPasswords
from mail_directory.people import actions, certificates, queries, resets, rules, telling
from mail_directory.people.form_choices import id_of, unit_choices
from mail_directory.people.listing import ACCOUNTS, AGENCIES, PEOPLE, POSTS, UNITS
from mail_directory.people.person_views import GIVEN_ROLES, show_person
from mail_directory.people.schemas import NewPerson, Transfer
from mail_directory.rights import RIGHTS, Right
from mail_directory.texts import TEXTS
from shared.access.rights import covers, holds
from shared.core.errors import Conflict, Invalid, Refusal
from shared.core.formats import vn_date
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.lists import add_list_routes, usual_view, view_of
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

router = PageRouter(prefix="/danh-ba")


@router.get("")
async def directory(request: Request, who: MayLookUp, session: Session) -> Response:
    """People and agencies by name; what nobody has asked anything of shows the agencies alone."""
    if (usual := await usual_view(request, session, who, PEOPLE)) is not None:
        return usual
    agencies = await queries.list_agencies(session, limit=500)
    choices = {"": "Tất cả cơ quan"} | {agency.code: agency.name for agency in agencies}
    accounts, posts = (ACCOUNTS, POSTS) if holds(who, RIGHTS[Right.SEE_LOCKED_ACCOUNTS]) else ({}, {})
    view = await view_of(request, session, who, PEOPLE, queries.PAGE, agency=choices, locked=accounts, posts=posts)
    chosen = view.chosen
    asked = bool(chosen.words or any(chosen.filters.values()) or chosen.after)
    alone = bool(any(chosen.filters.values()) or chosen.after)
    found = [] if alone else await queries.list_agencies(session, chosen.words, limit=100)
    reorganises = holds(who, RIGHTS[Right.CONFIRM_REORGANISATION])
    shown: dict[str, Any] = {"list": view, "asked": asked, "agencies": found, "reorganises": reorganises}
    return page_of(request).render(request, "directory.html", today=telling.today(), **shown)


@router.get("/co-quan")
async def agencies(request: Request, who: MayLookUp, session: Session) -> Response:
    """Danh sách cơ quan."""
    view = await view_of(request, session, who, AGENCIES, queries.PAGE)
    return page_of(request).render(request, "agencies.html", list=view, today=telling.today())


@router.get("/don-vi")
async def units(request: Request, who: MayLookUp, session: Session) -> Response:
    """Danh sách đơn vị trực thuộc."""
    known = {agency.code: agency.name for agency in await queries.list_agencies(session, limit=500)}
    view = await view_of(request, session, who, UNITS, queries.PAGE, agency={"": "Tất cả cơ quan"} | known)
    return page_of(request).render(request, "units.html", list=view)


for _listing, _path in ((PEOPLE, ""), (AGENCIES, "/co-quan"), (UNITS, "/don-vi")):
    add_list_routes(router, _listing, require(RIGHTS, Right.LOOK_UP), _path)
    add_view_routes(router, _listing, require(RIGHTS, Right.LOOK_UP), _path)


@router.get("/co-quan/{code}")
async def agency_page(code: str, request: Request, who: MayLookUp, session: Session) -> Response:
    agency = await queries.get_agency(session, code)
    people = list(await queries.list_people(session, telling.today(), agency_code=code, limit=200))
    if covers(who, RIGHTS[Right.SEE_LOCKED_ACCOUNTS], agency.code, agency.parent_code):
        people += await queries.list_people(session, telling.today(), agency_code=code, locked=True, limit=200)
    parent = await queries.get_agency(session, agency.parent_code) if agency.parent_code else None
    successors = [await queries.get_agency(session, one) for one in agency.successor_codes]
    may_add = rules.looks_after(who, agency.code, agency.parent_code)
    folder = request.app.state.settings.authority_folder
    lent = await queries.signing_lent_to(session, people, telling.today()) if may_add else {}
    lines = certificates.lines_of(folder, agency, people, telling.today(), lent) if may_add else []
    return page_of(request).render(
        request,
        "agency.html",
        ending=[line.name for line in lines if line.needs_care],
        agency=agency,
        parent=parent,
        successors=successors,
        former_codes=[f"{one['code']} (đến {vn_date(one['until'])})" for one in agency.former_codes if one["code"]],
        people=people,
        units=await queries.list_units(session, code, telling.today()),
        below=await queries.list_below(session, code),
        may_add=may_add,
        today=telling.today(),
    )


@router.get("/can-bo/moi")
async def new_person_page(request: Request, _: MayAdminister, session: Session, co_quan: str = "") -> Response:
    return await _new_person_form(request, session, {"agency_code": co_quan}, {}, 200)


async def _new_person_form(
    request: Request, session: Session, values: dict[str, Any], errors: dict[str, str], status: int
) -> Response:
    agency = await queries.get_agency(session, values.get("agency_code") or request.state.identity.agency_code)
    units = await unit_choices(session, [agency.code])
    return page_of(request).render(
        request, "new_person.html", status, agency=agency, values=values, errors=errors, roles=GIVEN_ROLES, units=units
    )


@router.post("/can-bo/moi")
async def add_person(
    request: Request,
    who: MayAdminister,
    session: Session,
    agency_code: Annotated[str, Form()] = "",
    full_name: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    phone: Annotated[str, Form()] = "",
    user_name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    unit_id: Annotated[str, Form()] = "",
) -> Response:
    values: dict[str, Any] = {
        "agency_code": agency_code,
        "full_name": full_name,
        "email": email,
        "phone": phone,
        "user_name": user_name or await _proposed(session, full_name, agency_code),
        "role": role,
        "title": title,
        "unit_id": id_of(unit_id),
    }
    added, refusal = await attempt(request, session, lambda: actions.add_person(session, who, NewPerson(**values)))
    if added is None:
        return await _new_person_form(request, session, values, by_field(refusal), 422)
    person, password = added
    return await show_person(request, who, session, person.id, shown_password=password, added=True)


async def _proposed(session: Session, full_name: str, agency_code: str) -> str:
    """Nobody has to invent a name; where it is taken the form comes back with it, to be changed."""
    return rules.proposed_user_name(full_name, (await queries.get_agency(session, agency_code)).short_name)


def by_field(refusal: Refusal | None) -> dict[str, str]:
    if refusal is None:
        return {}
    return {field.pointer.strip("/"): field.sentence for field in refusal.fields} or {"": sentence_for(refusal, TEXTS)}


@router.get("/can-bo/{person_id}")
async def person_page(person_id: UUID, request: Request, who: MayLookUp, session: Session) -> Response:
    return await show_person(request, who, session, person_id)


@router.post("/can-bo/{person_id}/dieu-chuyen")
async def transfer(
    person_id: UUID,
    request: Request,
    who: MayAdminister,
    session: Session,
    version: Annotated[int, Form()],
    agency_code: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    unit_id: Annotated[str, Form()] = "",
) -> Response:
    given = {"agency_code": agency_code, "role": role, "title": title, "email": email, "unit_id": id_of(unit_id)}
    to = Transfer.model_validate(given | {"version": version})
    _, refusal = await attempt(request, session, lambda: actions.transfer(session, who, person_id, to))
    if refusal is not None:
        return await show_person(
            request, who, session, person_id, 422, errors=by_field(refusal), values=to.model_dump()
        )
    return RedirectResponse(f"/danh-ba/can-bo/{person_id}", 303)


@router.get("/can-bo/{person_id}/khoa")
async def ask_before_disabling(person_id: UUID, request: Request, who: MayAdminister, session: Session) -> Response:
    """Khóa tài khoản: what follows is said before it is done."""
    person = await actions.look_at(session, who, person_id)
    return page_of(request).render(request, "lock.html", person=person, errors={}, reason="")


@router.post("/can-bo/{person_id}/khoa")
async def disable(
    person_id: UUID,
    request: Request,
    who: MayAdminister,
    session: Session,
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    _, refusal = await attempt(request, session, lambda: actions.set_active(session, who, person_id, False, reason))
    if isinstance(refusal, Invalid):
        person = await actions.look_at(session, who, person_id)
        return page_of(request).render(
            request, "lock.html", 422, person=person, errors=by_field(refusal), reason=reason
        )
    if refusal is not None:
        raise refusal
    return RedirectResponse(f"/danh-ba/can-bo/{person_id}", 303)


@router.post("/can-bo/{person_id}/mo-khoa")
async def enable(person_id: UUID, who: MayAdminister, session: Session) -> Response:
    await actions.set_active(session, who, person_id, True)
    return RedirectResponse(f"/danh-ba/can-bo/{person_id}", 303)


@router.post("/can-bo/{person_id}/mat-khau")
async def reset_password(
    person_id: UUID,
    request: Request,
    who: MayResetPasswords,
    session: Session,
    waiting: Annotated[str, Form(max_length=50)] = "",
    together: Annotated[str, Form(max_length=1)] = "",
) -> Response:
    """The new password is on this one answer and nowhere else; who signs, seals or administers needs a second person."""
    done, refusal = await attempt(
        request,
        session,
        lambda: resets.reset_password(session, who, person_id, waiting, together=bool(together)),
    )
    if done is None:
        if not isinstance(refusal, Conflict):
            raise refusal or Conflict("changed_meanwhile")
        return await show_person(request, who, session, person_id, refusal.status, errors=by_field(refusal))
    return await show_person(request, who, session, person_id, shown_password=done[1])


@router.get("/tai-khoan")
async def own_account(request: Request, who: MayChangeOwnPassword) -> Response:
    return page_of(request).render(request, "own_account.html", errors={}, done=False)


@router.post("/tai-khoan")
async def change_own_password(
    request: Request,
    who: MayChangeOwnPassword,
    session: Session,
    current_password: Annotated[str, Form()] = "",
    new_password: Annotated[str, Form()] = "",
) -> Response:
    _, refusal = await attempt(
        request, session, lambda: actions.change_own_password(session, who, current_password, new_password)
    )
    if refusal is not None:
        return page_of(request).render(request, "own_account.html", 422, errors=by_field(refusal), done=False)
    return page_of(request).render(request, "own_account.html", errors={}, done=True)
