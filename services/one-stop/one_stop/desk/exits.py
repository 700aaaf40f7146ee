"""Acts that lead a dossier on when the usual next hand is not there: the paper came, the holder left, nobody answered."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayAssign, MayReceive
from one_stop.desk.acting import act_on, only
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Reassigning
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.moves.actions import Order
from one_stop.page_forms import read_form
from one_stop.supplements.schemas import SupplementTaking
from shared.web.transaction import Session

router = APIRouter(prefix="/mot-cua/ho-so/{dossier_id}")


@router.post("/nhan-bo-sung")
async def take_supplement(
    dossier_id: UUID, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Nhận bổ sung tại quầy."""

    async def act(form: dict[str, str], version: int | None) -> object:
        brought = {
            "papers": [name.removeprefix("paper.") for name in form if name.startswith("paper.")],
            "answers": {name.removeprefix("field."): text for name, text in form.items() if name.startswith("field.")},
        }
        body = read_form(SupplementTaking, brought | only(form, "note"))
        return await counter.take(session, who, dossier_id, version, body)

    return await act_on(request, session, who, dossier_id, Doing.TAKE_SUPPLEMENT, act)


@router.post("/giao-lai")
async def reassign(
    dossier_id: UUID, who: MayAssign, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Giao lại cho người khác, hoặc rút về hàng chờ."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Reassigning, only(form, "holder_id", "reason"))
        return await counter.reassign(who, Order(dossier_id, worker_of(who), version, body.reason), body.holder_id)

    return await act_on(request, session, who, dossier_id, Doing.REASSIGN, act)
