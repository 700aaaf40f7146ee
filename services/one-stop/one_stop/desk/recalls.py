"""Thu hồi: a signed result, and a hand-over; the pages' buttons and the calls of programs."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayRecall, MayUndoHandOver
from one_stop.desk.acting import act_on, only
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Moved, Refusing
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter, once_moved
from one_stop.page_forms import read_form
from one_stop.recalls.actions import undo_hand_over as undo
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Thu hồi"])


@router.post("/thu-hoi-ket-qua")
async def recall(dossier_id: UUID, who: MayRecall, counter: AtCounter, request: Request, session: Session) -> Response:
    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Refusing, only(form, "reason"))
        return await counter.recall(session, who, dossier_id, version, body.reason)

    return await act_on(request, session, who, dossier_id, Doing.RECALL, act)


@router.post("/thu-hoi-viec-tra")
async def undo_hand_over(dossier_id: UUID, who: MayUndoHandOver, request: Request, session: Session) -> Response:
    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Refusing, only(form, "reason"))
        return await undo(session, (who, worker_of(who)), dossier_id, version, body.reason)

    return await act_on(request, session, who, dossier_id, Doing.UNDO_HAND_OVER, act)


@api.post("/{dossier_id}/recall", response_model=Moved, summary="Thu hồi kết quả đã ký, chưa trả")
async def recall_by_api(
    dossier_id: UUID, body: Refusing, who: MayRecall, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Thu hồi kết quả đã ký."""
    return await once_moved(request, session, lambda: counter.recall(session, who, dossier_id, version, body.reason))


@api.post("/{dossier_id}/undo-hand-over", response_model=Moved, summary="Thu hồi việc trả kết quả")
async def undo_by_api(
    dossier_id: UUID, body: Refusing, who: MayUndoHandOver, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Thu hồi việc trả kết quả, trả nhầm."""
    return await once_moved(
        request, session, lambda: undo(session, (who, worker_of(who)), dossier_id, version, body.reason)
    )
