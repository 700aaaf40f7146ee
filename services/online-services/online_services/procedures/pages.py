"""The public catalogue for people."""

from dataclasses import replace

from fastapi import Request, Response

from online_services.auth import MaySeeCatalogue
from online_services.procedures import queries
from online_services.procedures.listing import LEVELS, PROCEDURES
from online_services.procedures.rules import (
    CHANNELS,
    DETAILS,
    LEVEL_NAMES,
    TIERS,
    UPDATING,
    halted_by,
    said_fee,
    term_of,
    usual_fee,
    usual_term,
)
from online_services.rights import RIGHTS, Right
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import NotFound
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.file_answers import file_answer, stored_file
from shared.web.lists import add_list_routes, usual_view, view_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

router = PageRouter()

PAGE_SIZE = 20
_ALL_AGENCIES = {"": "Tất cả cơ quan"}
_ALL_FIELDS = {"": "Tất cả lĩnh vực"}


@router.get("/dich-vu-cong")
async def search_page(request: Request, caller: MaySeeCatalogue, session: Session) -> Response:
    """Danh mục thủ tục: where nothing has all the words, what comes nearest."""
    if (usual := await usual_view(request, session, caller, PROCEDURES)) is not None:
        return usual
    agencies = {agency.code: agency.name for agency in await queries.list_competent_agencies(session)}
    fields = {field: field for field in await queries.list_fields(session)}
    choices = {"agency": _ALL_AGENCIES | agencies, "field": _ALL_FIELDS | fields, "level": LEVELS}
    view = await view_of(request, session, caller, PROCEDURES, PAGE_SIZE, **choices)
    view.may_keep_views = holds(caller, RIGHTS[Right.KEEP_VIEWS])
    near = [] if view.rows or view.chosen.after else await queries.list_near(session, view.chosen)
    view.page = replace(view.page, rows=view.rows or near)
    return page_of(request).render(request, "procedures.html", list=view, near=bool(near))


add_list_routes(router, PROCEDURES, require(RIGHTS, Right.SEE_CATALOGUE), "/dich-vu-cong")
add_view_routes(router, PROCEDURES, require(RIGHTS, Right.KEEP_VIEWS), "/dich-vu-cong")


@router.get("/dich-vu-cong/thu-tuc/{code}")
async def procedure_page(code: str, request: Request, caller: MaySeeCatalogue, session: Session) -> Response:
    procedure = await queries.get_procedure(session, code)
    return page_of(request).render(
        request,
        "procedure.html",
        procedure=procedure,
        counters=await queries.list_counters(session, procedure.agency_codes),
        related=[] if procedure.form_id else await queries.list_related_online(session, procedure),
        form=await queries.find_form(session, procedure.form_id),
        closed=halted_by(procedure, clock.now()),
        successor=await queries.find_procedure(session, (procedure.halt or {}).get("successor_code", "")),
        level_names=LEVEL_NAMES,
        tiers=TIERS,
        details=DETAILS,
        updating=UPDATING,
        term=usual_term(procedure.offered()),
        fee=said_fee(usual_fee(procedure.offered(), procedure.updating)),
        term_of=term_of,
        channels=CHANNELS,
    )


@router.get("/dich-vu-cong/thu-tuc/{code}/tep/{sha256}")
async def file_page(code: str, sha256: str, request: Request, _: MaySeeCatalogue, session: Session) -> Response:
    """Mẫu đơn, mẫu kết quả: only of what the procedure offers today."""
    procedure = await queries.get_procedure(session, code)
    return await stored_file(request, procedure.get_file(sha256))


@router.get("/dich-vu-cong/thu-tuc/{code}/to-khai-trong")
async def blank_page(code: str, request: Request, _: MaySeeCatalogue, session: Session) -> Response:
    """Tờ khai để điền bằng tay, printed from the e-form."""
    procedure = await queries.get_procedure(session, code)
    form = await queries.find_form(session, procedure.form_id) if procedure.form_id else None
    if form is None:
        raise NotFound("not_found")
    pdf = await request.app.state.blanks.print(queries.eform_of(form), form.published_at)
    return file_answer(request, pdf, f"to-khai-{procedure.code}.pdf", "application/pdf")
