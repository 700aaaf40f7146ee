"""The public catalogue for people."""

from fastapi import APIRouter, Request, Response

from online_services.auth import RIGHTS, MaySeeCatalogue, Right
from online_services.procedures import queries
from online_services.procedures.listing import PROCEDURES
from online_services.procedures.rules import LEVEL_NAMES, TIERS, has_ended, term_text
from shared.core import clock
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.lists import add_list_routes, view_of
from shared.web.transaction import Session

router = APIRouter()

PAGE_SIZE = 20


@router.get("/dich-vu-cong")
async def search_page(request: Request, caller: MaySeeCatalogue, session: Session) -> Response:
    view = await view_of(request, session, caller, PROCEDURES, PAGE_SIZE)
    chosen, page = view.chosen, view.page
    near = [] if page.rows or chosen.after else await queries.list_near(session, chosen)
    codes = sorted({code for procedure in [*page.rows, *near] for code in procedure.agency_codes})
    return page_of(request).render(
        request,
        "procedures.html",
        list=view,
        wanted={**chosen.filters, "q": chosen.words},
        near=near,
        names={agency.code: agency.name for agency in await queries.list_agencies(session, codes)},
        agencies=[(agency.code, agency.name) for agency in await queries.list_competent_agencies(session)],
        fields=[(field, field) for field in await queries.list_fields(session)],
        level_names=LEVEL_NAMES,
        tiers=TIERS,
        term_text=term_text,
    )


add_list_routes(router, PROCEDURES, require(RIGHTS, Right.SEE_CATALOGUE), "/dich-vu-cong")


@router.get("/dich-vu-cong/thu-tuc/{code}")
async def procedure_page(code: str, request: Request, caller: MaySeeCatalogue, session: Session) -> Response:
    procedure = await queries.get_procedure(session, code)
    return page_of(request).render(
        request,
        "procedure.html",
        procedure=procedure,
        agencies=await queries.list_agencies(session, procedure.agency_codes),
        form=await queries.find_form(session, procedure.form_id),
        ended=has_ended(procedure.ended_at, clock.now()),
        level_names=LEVEL_NAMES,
        tiers=TIERS,
        term=term_text(procedure.term_amount, procedure.term_unit),
    )
