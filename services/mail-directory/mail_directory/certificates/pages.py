"""Trang chứng thư số của cơ quan."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from mail_directory.auth import MayAdminister, MayLookUp
from mail_directory.certificates import actions, rules
from mail_directory.people import queries
from mail_directory.people.certificates import lines_of, lines_of_person
from mail_directory.people.pages import by_field
from mail_directory.people.rules import looks_after
from mail_directory.people.telling import today
from shared.access.identity import Identity
from shared.core.errors import NotFound
from shared.signing.port import SigningPort
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/danh-ba")


def port_of(request: Request) -> SigningPort:
    return SigningPort.from_settings(request.app.state.settings)


@router.get("/chung-thu-so")
async def own_certificates(request: Request, who: MayLookUp, session: Session) -> Response:
    """Chứng thư số của bạn: in each post that signs, until when, and who makes one."""
    if who.kind != "officer":
        raise NotFound("not_found")
    person = await queries.get_person(session, UUID(who.subject))
    lent = (await queries.signing_lent_to(session, [person], today())).get(person.id, set())
    held = {post.agency_code for post in person.posts_on(today())}
    agencies = {code: await queries.get_agency(session, code) for code in sorted(held)}
    names = {code: agency.name for code, agency in agencies.items()}
    lines = lines_of_person(port_of(request).folder, person, today(), lent, names)
    asked = [line.agency_code for line in lines] or ([who.agency_code] if who.agency_code in agencies else [])
    helpers = [(names[code], await queries.list_administrators(session, agencies[code], today())) for code in asked]
    return page_of(request).render(request, "own_certificates.html", lines=lines, names=names, helpers=helpers)


@router.get("/co-quan/{code}/chung-thu-so")
async def certificates_page(
    code: str, request: Request, who: MayLookUp, session: Session, da_cap: str = ""
) -> Response:
    return await _page(request, who, session, code, made=da_cap)


@router.post("/co-quan/{code}/chung-thu-so")
async def have_made(
    code: str,
    request: Request,
    who: MayAdminister,
    session: Session,
    key: Annotated[str, Form(max_length=50)] = "",
    reason: Annotated[str, Form(max_length=50)] = "",
) -> Response:
    port = port_of(request)
    _, refusal = await attempt(request, session, lambda: actions.have_made(session, port, who, code, key, reason))
    if refusal is not None:
        return await _page(request, who, session, code, refusal.status, errors=by_field(refusal), tried=(key, reason))
    return RedirectResponse(f"/danh-ba/co-quan/{code}/chung-thu-so?da_cap={key}", 303)


async def _page(
    request: Request,
    who: Identity,
    session: Session,
    code: str,
    status: int = 200,
    *,
    made: str = "",
    tried: tuple[str, str] = ("", ""),
    errors: dict[str, str] | None = None,
) -> Response:
    agency = await queries.get_agency(session, code)
    people = await queries.list_people(session, today(), agency_code=code, limit=200)
    lent = await queries.signing_lent_to(session, people, today())
    lines = lines_of(port_of(request).folder, agency, people, today(), lent)
    return page_of(request).render(
        request,
        "certificates.html",
        status,
        agency=agency,
        lines=lines,
        made=next((line for line in lines if made and line.key == made), None),
        tried=tried[0],
        reason=tried[1],
        holders=[(line.key, f"{line.name} – {line.title}" if line.title else line.name) for line in lines],
        errors=errors or {},
        reasons=list(rules.REASONS.items()),
        may_order=looks_after(who, agency.code, agency.parent_code),
    )
