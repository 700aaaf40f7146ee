"""Receiving for another agency, for programs: the list of the receiving counter, and the acts between it and the agency that decides."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from one_stop.any_counter.actions import send_back
from one_stop.any_counter.edge import take, transmit
from one_stop.any_counter.listing import SENT_ON, SentOn
from one_stop.any_counter.schemas import SendingAgain, SendingBack, TakingOver
from one_stop.auth import MayReceive, MaySee
from one_stop.dossiers.schemas import Moved
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter, once_moved
from one_stop.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Tiếp nhận phi địa giới"])


class SentOnRow(BaseModel):
    """Một hồ sơ tiếp nhận cho cơ quan khác; named as the columns are, by which views choose them."""

    id: UUID
    code: str
    procedure: str
    applicant: str
    competent: str
    received: datetime
    promised: datetime | None
    fetched: str
    state: str

    @classmethod
    def of(cls, row: SentOn) -> "SentOnRow":
        return cls.model_validate({"id": row.id, **SENT_ON.values(row)})


@router.get("/lists/received-for-others", summary="Hồ sơ tiếp nhận cho cơ quan khác")
async def read_sent_on(
    who: MaySee,
    session: Session,
    q: Words = "",
    state: Literal["", "sent", "sent-back", "to-return", "ended"] = "",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[SentOnRow]:
    """Hồ sơ quầy của người gọi tiếp nhận, cơ quan khác giải quyết."""
    wanted = {"q": q, "state": state, "sort": sort, "after": after}
    return await page_out(session, who, SENT_ON.choose(wanted, by="name"), limit, count, SentOnRow.of)


@router.post("/dossiers/{dossier_id}/take-over", response_model=Moved, summary="Nhận hồ sơ từ quầy tiếp nhận")
async def take_over(
    dossier_id: UUID, body: TakingOver, who: MayReceive, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Cơ quan có thẩm quyền xác nhận đã nhận hồ sơ do quầy khác tiếp nhận: thời hạn tính từ lúc này."""
    return await once_moved(request, session, lambda: take(counter, session, who, dossier_id, version, body))


@router.post("/dossiers/{dossier_id}/send-back", response_model=Moved, summary="Trả lại quầy tiếp nhận")
async def send_back_there(
    dossier_id: UUID, body: SendingBack, who: MayReceive, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Cơ quan có thẩm quyền không nhận hồ sơ do quầy khác tiếp nhận, kèm lý do."""
    return await once_moved(
        request, session, lambda: send_back(session, (who, worker_of(who)), dossier_id, version, body)
    )


@router.post("/dossiers/{dossier_id}/send-again", response_model=Moved, summary="Chuyển lại cơ quan có thẩm quyền")
async def send_again(
    dossier_id: UUID, body: SendingAgain, who: MayReceive, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Quầy tiếp nhận chuyển lại hồ sơ bị trả, đến cùng cơ quan hoặc cơ quan có thẩm quyền khác của thủ tục."""
    return await once_moved(request, session, lambda: transmit(counter, session, who, dossier_id, version, body))


add_view_calls(router, SENT_ON, require(RIGHTS, Right.SEE_DOSSIERS))
