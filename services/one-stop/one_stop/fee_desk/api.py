"""Fees and receipts over HTTP."""

from dataclasses import asdict
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayCollect, MaySeeFees
from one_stop.dossiers.queries import get_dossier
from one_stop.edge import AtCounter
from one_stop.fee_desk.taking import collect, end
from one_stop.fees.listing import FEE_BOOK
from one_stop.fees.queries import account_of
from one_stop.fees.schemas import Collecting, EndingReceipt, FeeReceiptOut, FeesOut
from one_stop.rights import RIGHTS, Right
from shared.storage import evidence
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Phí, lệ phí"])


@router.get("/dossiers/{dossier_id}/fees", summary="Phí, lệ phí của một hồ sơ")
async def read_fees(dossier_id: UUID, who: MaySeeFees, session: Session) -> FeesOut:
    """Khoản còn phải thu và các biên lai của hồ sơ."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    await evidence.record(session, "fees-seen", f"dossier/{dossier.id}", who)
    account = await account_of(session, dossier)
    shown = ("code", "name", "kind", "amount", "collected")
    owed = [{name: asdict(item)[name] for name in shown} for item in account.owed]
    return FeesOut(owed=owed, receipts=[FeeReceiptOut.of(row) for row in account.receipts])


@router.post(
    "/dossiers/{dossier_id}/fee-receipts", status_code=201, response_model=FeeReceiptOut, summary="Thu phí, lệ phí"
)
async def take_fee(
    dossier_id: UUID, body: Collecting, who: MayCollect, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Thu bằng tiền mặt tại quầy, lập biên lai; hoặc ghi miễn, giảm theo nhóm của bảng phí."""

    async def act() -> Response:
        return _out(FeeReceiptOut.of(await collect(session, counter, who, dossier_id, body)), 201)

    return await once(request, session, act)


@router.post("/fee-receipts/{receipt_id}/end", response_model=FeeReceiptOut, summary="Hủy biên lai, hoàn trả")
async def end_one(
    receipt_id: UUID, body: EndingReceipt, who: MayCollect, request: Request, session: Session
) -> Response:
    """Hủy biên lai viết sai, hoặc hoàn trả tiền đã thu; số biên lai vẫn là số đã dùng."""

    async def act() -> Response:
        return _out(FeeReceiptOut.of(await end(session, who, receipt_id, body)), 200)

    return await once(request, session, act)


@router.get("/lists/fee-receipts", summary="Sổ thu phí, lệ phí")
async def read_book(
    who: MaySeeFees,
    session: Session,
    q: Words = "",
    days: Literal["", "yesterday", "month", "all"] = "",
    kind: Literal["", "valid", "ended"] = "",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[FeeReceiptOut]:
    """Biên lai của cơ quan người gọi, mới trước; không chọn ngày thì hôm nay."""
    wanted = {"q": q, "days": days, "kind": kind, "sort": sort, "after": after}
    return await page_out(session, who, FEE_BOOK.choose(wanted, by="name"), limit, count, FeeReceiptOut.of)


add_view_calls(router, FEE_BOOK, require(RIGHTS, Right.SEE_FEES))


def _out(body: FeeReceiptOut, status: int) -> Response:
    return Response(body.model_dump_json(), status_code=status, media_type="application/json")
