"""Procedures over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from one_stop.auth import MaySeeProcedures
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import get_current, list_current
from one_stop.procedures.schemas import PaperOut, ProcedureOut, ProcedurePage, StepOut
from shared.web.transaction import Session

router = APIRouter(prefix="/api/one-stop/v1/procedures", tags=["Thủ tục"])


@router.get("", summary="Danh sách thủ tục")
async def list_procedures(
    who: MaySeeProcedures,
    session: Session,
    q: Annotated[str, Query(max_length=200)] = "",
    all_agencies: bool = False,
    after: Annotated[str, Query(max_length=50)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> ProcedurePage:
    """Danh sách thủ tục của cơ quan, or of the whole province."""
    agency_code = "" if all_agencies else who.agency_code
    rows = await list_current(session, agency_code=agency_code, search=q, after=after, limit=limit + 1)
    return ProcedurePage(
        items=[_out(row) for row in rows[:limit]], next=rows[limit - 1].code if len(rows) > limit else None
    )


@router.get("/{code}", summary="Một thủ tục")
async def get_procedure(code: str, who: MaySeeProcedures, session: Session) -> ProcedureOut:
    """Một thủ tục."""
    return _out(await get_current(session, code))


def _out(row: ProcedureVersion) -> ProcedureOut:
    names = ProcedureOut.model_fields.keys() - {"steps", "papers", "agency_codes"}
    return ProcedureOut(
        **{name: getattr(row, name) for name in names},
        steps=[
            StepOut(
                code=step.code,
                name=step.name,
                role=step.role,
                hours=step.hours,
                actions=step.actions,
                parallel=step.parallel,
            )
            for step in row.steps
        ],
        papers=[
            PaperOut(
                code=paper.code,
                name=paper.name,
                originals=paper.originals,
                copies=paper.copies,
                required=paper.required,
                cases=paper.cases,
            )
            for paper in row.papers
        ],
        agency_codes=[agency.agency_code for agency in row.agencies],
    )
