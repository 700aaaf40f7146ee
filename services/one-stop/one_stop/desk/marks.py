"""Marking papers from the dossier's page, and by programs."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayMark
from one_stop.desk.acting import act_on
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Moved
from one_stop.edge import once_moved
from one_stop.marks.actions import mark_papers
from one_stop.marks.schemas import Marking
from one_stop.page_forms import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Giấy tờ của hồ sơ"])
_STATE, _NOTE = "mark.", "note."


@router.post("/danh-dau")
async def mark(dossier_id: UUID, who: MayMark, request: Request, session: Session) -> Response:
    """Đánh dấu giấy tờ."""

    async def act(form: dict[str, str], version: int | None) -> object:
        chosen = [
            (name.removeprefix(_STATE), state) for name, state in form.items() if name.startswith(_STATE) and state
        ]
        marks = [{"paper_code": code, "state": state, "note": form.get(_NOTE + code, "")} for code, state in chosen]
        return await mark_papers(session, who, dossier_id, version, read_form(Marking, {"marks": marks}))

    return await act_on(request, session, who, dossier_id, Doing.MARK, act)


@api.post("/{dossier_id}/mark-papers", response_model=Moved, summary="Đánh dấu giấy tờ của hồ sơ")
async def mark_by_program(
    dossier_id: UUID, body: Marking, who: MayMark, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Đánh dấu từng giấy tờ: đã xem, đã đối chiếu bản chính, sai trang, không đọc được."""
    return await once_moved(request, session, lambda: mark_papers(session, who, dossier_id, version, body))
