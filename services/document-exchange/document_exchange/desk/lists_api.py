"""Lists of documents for programs: saved views, and acts on several incoming documents at once, with the rights of the pages."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from document_exchange.auth import MayViewIncoming, MayViewOutgoing
from document_exchange.changing.listing import CHANGES
from document_exchange.consulting.listing import OPINION_REQUESTS
from document_exchange.desk.incoming_list import INCOMING
from document_exchange.desk.incoming_together import ACCEPT, ASSIGN, act_of, require_act
from document_exchange.desk.inside_list import INSIDE
from document_exchange.desk.lending_list import LENT_COPIES
from document_exchange.desk.outgoing_list import OUTGOING
from document_exchange.desk.outgoing_together import ACTS as STEPS_TOGETHER
from document_exchange.desk.outgoing_together import act_of as step_of
from document_exchange.desk.outgoing_together import require_act as require_step
from document_exchange.desk.post_list import POST_REGISTER
from document_exchange.desk.registers_list import INCOMING_REGISTER, OUTGOING_REGISTER
from document_exchange.desk.tracking_list import TRACKING_REGISTER
from document_exchange.incoming.schemas import AssignmentIn
from document_exchange.problems import PROBLEMS
from document_exchange.rights import RIGHTS, Right
from document_exchange.tasks.listing import TASKS
from shared.web import bulk
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Danh sách"], responses=PROBLEMS)

_ACTS = {"accept": ACCEPT, "assign": ASSIGN}


class Together(BaseModel):
    """Làm cùng lúc: what, with which documents, and to whom they are assigned."""

    model_config = ConfigDict(extra="forbid")

    act: Literal["accept", "assign"]
    items: bulk.Items
    assignment: AssignmentIn | None = None


@router.post("/incoming/bulk", response_model=bulk.AllDone, summary="Làm cùng lúc với nhiều văn bản đến")
async def act_together(body: Together, who: MayViewIncoming, request: Request, session: Session) -> Response:
    """Tiếp nhận vào sổ, phân công: each document has its own result, and one that is refused stays as it was."""
    what = _ACTS[body.act]
    require_act(who, what)
    act_on = act_of(session, who, what, body.assignment)

    async def act() -> Response:
        outcome = await bulk.act_on_each(request, session, bulk.picked_of(body.items), act_on)
        return Response(bulk.answer_each(request, outcome).model_dump_json(), media_type="application/json")

    return await once(request, session, act)


class OutgoingTogether(BaseModel):
    """Làm cùng lúc với văn bản đi: what, and with which documents."""

    model_config = ConfigDict(extra="forbid")

    act: Literal["agree", "number", "seal", "send"]
    items: bulk.Items


@router.post("/documents/bulk", response_model=bulk.AllDone, summary="Làm cùng lúc với nhiều văn bản đi")
async def step_together(body: OutgoingTogether, who: MayViewOutgoing, request: Request, session: Session) -> Response:
    """Ký nháy, cấp số, ký số cơ quan, phát hành: each document has its own result, and one that is refused stays as it was."""
    step = require_step(who, next(name for name, (step, _) in STEPS_TOGETHER.items() if step == body.act))
    act_on = step_of(request, session, who, step)

    async def act() -> Response:
        outcome = await bulk.act_on_each(request, session, bulk.picked_of(body.items), act_on)
        return Response(bulk.answer_each(request, outcome).model_dump_json(), media_type="application/json")

    return await once(request, session, act)


for _listing, _right in (
    (INCOMING, Right.VIEW_INCOMING),
    (OUTGOING, Right.VIEW_OUTGOING),
    (INSIDE, Right.VIEW_OUTGOING),
    (INCOMING_REGISTER, Right.READ_REGISTERS),
    (OUTGOING_REGISTER, Right.READ_REGISTERS),
    (TRACKING_REGISTER, Right.READ_REGISTERS),
    (POST_REGISTER, Right.READ_REGISTERS),
    (LENT_COPIES, Right.READ_REGISTERS),
    (TASKS, Right.VIEW_TASKS),
    (CHANGES, Right.RECEIVE),
    (OPINION_REQUESTS, Right.GIVE_OPINIONS),
):
    add_view_calls(router, _listing, require(RIGHTS, _right))
