"""The public catalogue for programs."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.auth import MaySeeCatalogue
from online_services.procedures.catalogue import Catalogue
from online_services.procedures.listing import PROCEDURES, Offer
from online_services.procedures.models import PublishedForm
from online_services.procedures.queries import get_form, get_procedure, list_counters, list_near
from online_services.procedures.schemas import (
    AgencyOut,
    FormOut,
    PaperOut,
    ProcedureDetail,
    ProcedureOut,
    ProcedurePage,
    ResultOut,
)
from online_services.rights import RIGHTS, Right
from shared.contracts.values import LegalDocument
from shared.web.callers import require
from shared.web.file_answers import stored_file
from shared.web.lists import After, Limit, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/online-services/v1/procedures", tags=["Thủ tục hành chính"])
views = APIRouter(prefix="/api/online-services/v1", tags=["Thủ tục hành chính"])
add_view_calls(views, PROCEDURES, require(RIGHTS, Right.KEEP_VIEWS))


@router.get("", summary="Tìm dịch vụ công")
async def search_procedures(
    caller: MaySeeCatalogue,
    session: Session,
    q: Annotated[str, Query(max_length=200)] = "",
    agency: Annotated[str, Query(max_length=40)] = "",
    field: Annotated[str, Query(max_length=200)] = "",
    level: Annotated[int | None, Query(ge=1, le=4)] = None,
    sort: Literal["", "reverse"] = "",
    limit: Limit = 20,
    after: After = "",
    count: bool = False,
) -> ProcedurePage:
    """Search without regard to diacritics or case."""
    values = {"q": q.replace("\x00", " "), "agency": agency, "field": field, "level": str(level or "")}
    values |= {"sort": sort, "after": after}
    chosen = PROCEDURES.choose(values, by="name")
    page = await page_out(session, caller, chosen, limit, count, _out)
    near = [] if page.items or after else await list_near(session, chosen)
    items = page.items or [_out(offer) for offer in near[:limit]]
    return ProcedurePage(items=items, next=page.next, after=page.next, count=page.count, near=bool(near))


def _out(offer: Offer) -> ProcedureOut:
    return ProcedureOut.model_validate(offer.procedure)


@router.get("/{code}", response_model=ProcedureDetail, summary="Một dịch vụ công, giấy tờ và biểu mẫu")
async def read_procedure(code: str, caller: MaySeeCatalogue, request: Request) -> Response:
    """One procedure with its papers, agencies and e-form. The same for everybody, and kept for a few seconds."""
    catalogue: Catalogue = request.app.state.catalogue
    body = catalogue.answer_for(code)
    if body is None:
        async with request.app.state.database.sessions() as session:
            body = (await _detail(session, code)).model_dump_json().encode()
        catalogue.keep_answer(code, body)
    return Response(body, media_type="application/json")


async def _detail(session: AsyncSession, code: str) -> ProcedureDetail:
    procedure = await get_procedure(session, code)
    form = await get_form(session, procedure.form_id) if procedure.form_id else None
    known: dict[str, Any] = ProcedureOut.model_validate(procedure).model_dump()
    return ProcedureDetail(
        **known,
        agencies=[
            AgencyOut.model_validate(counter.agency).model_copy(update={"hours": counter.hours})
            for counter in await list_counters(session, procedure.agency_codes)
        ],
        decision=procedure.decision,
        details=procedure.details,
        results=[ResultOut.model_validate(result) for result in procedure.results],
        legal_documents=[LegalDocument.model_validate(document) for document in procedure.legal_documents],
        cases=procedure.offered(),
        papers=[PaperOut.model_validate(paper) for paper in procedure.papers],
        form=_form_out(form) if form else None,
    )


@router.get("/{code}/files/{sha256}", summary="Mẫu đơn hoặc mẫu kết quả của một dịch vụ công", response_class=Response)
async def read_file(code: str, sha256: str, caller: MaySeeCatalogue, request: Request, session: Session) -> Response:
    """Tệp mẫu that the procedure offers today."""
    return await stored_file(request, (await get_procedure(session, code)).get_file(sha256))


def _form_out(form: PublishedForm) -> FormOut:
    return FormOut(id=form.form_id, version=form.version, title=form.title, json_schema=form.schema, ui=form.ui)
