"""The public catalogue for people."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from online_services.auth import MaySeeCatalogue
from online_services.procedures import queries
from online_services.procedures.rules import LEVEL_NAMES, TIERS, has_ended, term_text
from online_services.procedures.schemas import ProcedureFilter
from shared.core import clock
from shared.web.application import page_of
from shared.web.transaction import Session

router = APIRouter()

PAGE_SIZE = 20


@router.get("/dich-vu-cong")
async def search_page(
    request: Request,
    caller: MaySeeCatalogue,
    session: Session,
    q: Annotated[str, Query()] = "",
    co_quan: Annotated[str, Query()] = "",
    linh_vuc: Annotated[str, Query()] = "",
    muc_do: Annotated[str, Query()] = "",
    sau: Annotated[str, Query()] = "",
) -> Response:
    level = int(muc_do) if muc_do in ("1", "2", "3", "4") else None
    wanted = ProcedureFilter(q=q[:200], agency=co_quan[:40], field=linh_vuc[:200], level=level)
    page = await queries.list_procedures(session, wanted, PAGE_SIZE, sau or None)
    asked = {"q": wanted.q, "co_quan": wanted.agency, "linh_vuc": wanted.field, "muc_do": str(level or "")}
    asked = {name: value for name, value in asked.items() if value}
    near = [] if page.items or sau else await queries.list_near(session, wanted)
    codes = sorted({code for procedure in [*page.items, *near] for code in procedure.agency_codes})
    return page_of(request).render(
        request,
        "procedures.html",
        wanted=wanted,
        asked=asked,
        page=page,
        near=near,
        total=await queries.count_procedures(session, wanted),
        names={agency.code: agency.name for agency in await queries.list_agencies(session, codes)},
        agencies=[(agency.code, agency.name) for agency in await queries.list_competent_agencies(session)],
        fields=[(field, field) for field in await queries.list_fields(session)],
        level_names=LEVEL_NAMES,
        tiers=TIERS,
        term_text=term_text,
        next_href=f"/dich-vu-cong?{urlencode(asked | {'sau': page.after})}" if page.after else None,
        first_href=f"/dich-vu-cong?{urlencode(asked)}" if sau else None,
    )


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
