"""Returning results over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayReceive, MaySee
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.schemas import Moved
from one_stop.edge import AtCounter, once_moved
from one_stop.return_desk.handing_edge import hand_over
from one_stop.returns.actions import parties_of
from one_stop.returns.queries import list_returns
from one_stop.returns.rules import originals_of
from one_stop.returns.schemas import Collector, HandingOver, ResultReturnOut, ReturnsOut
from shared.storage import evidence
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Trả kết quả"])


@router.post("/{dossier_id}/hand-over", response_model=Moved, summary="Trả kết quả")
async def return_result(
    dossier_id: UUID,
    body: HandingOver,
    who: MayReceive,
    version: ExpectedVersion,
    counter: AtCounter,
    request: Request,
    session: Session,
) -> Response:
    """Trả kết quả tại quầy: người nhận, giấy tờ đã đối chiếu, giấy ủy quyền, bản chính trả lại, chữ ký vẽ (PNG)."""
    return await once_moved(
        request, session, lambda: hand_over(request, session, who, counter, dossier_id, version, body)
    )


@router.get("/{dossier_id}/returns", summary="Ai được nhận kết quả, đã trả cho ai")
async def read_returns(dossier_id: UUID, who: MaySee, session: Session) -> ReturnsOut:
    """Ai được nhận, phí còn phải nộp, bản chính đang giữ, các lượt đã trả."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    await evidence.record(session, "returns-seen", f"dossier/{dossier.id}", who)
    return ReturnsOut(
        collectors=[Collector(capacity=capacity, name=person.full_name) for capacity, person in parties_of(dossier)],
        fee_due=dossier.fee_due,
        originals=originals_of(dossier.papers_received),
        returns=[ResultReturnOut.of(row) for row in await list_returns(session, dossier.id)],
    )
