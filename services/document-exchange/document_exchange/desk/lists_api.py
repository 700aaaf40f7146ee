"""Lists of documents for programs: saved views, and acts on several incoming documents at once, with the rights of the pages."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from document_exchange.auth import MayViewIncoming
from document_exchange.desk.incoming_list import INCOMING
from document_exchange.desk.incoming_together import ACCEPT, ASSIGN, act_of, require_act
from document_exchange.desk.outgoing_list import OUTGOING
from document_exchange.desk.registers_list import INCOMING_REGISTER, OUTGOING_REGISTER
from document_exchange.incoming.schemas import AssignmentIn
from document_exchange.problems import PROBLEMS
from document_exchange.rights import RIGHTS, Right
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


for _listing, _right in (
    (INCOMING, Right.VIEW_INCOMING),
    (OUTGOING, Right.VIEW_OUTGOING),
    (INCOMING_REGISTER, Right.READ_REGISTERS),
    (OUTGOING_REGISTER, Right.READ_REGISTERS),
):
    add_view_calls(router, _listing, require(RIGHTS, _right))
