"""Fees of one dossier on the counter's screen, its receipts, and the book of the day."""

from datetime import timedelta
from uuid import UUID

from fastapi import Request, Response

from one_stop.agencies.queries import ended_into
from one_stop.auth import MayCollect, MaySeeFees
from one_stop.dossiers.queries import get_dossier
from one_stop.edge import AtCounter
from one_stop.fee_desk.taking import collect, end
from one_stop.fees.listing import FEE_BOOK, days_of
from one_stop.fees.models import FeeReceipt
from one_stop.fees.queries import account_of, get_printed, get_receipt, sums_between
from one_stop.fees.rules import STATES, ReceiptState
from one_stop.fees.schemas import Collecting, EndingReceipt
from one_stop.page_forms import read_form, texts_of
from one_stop.procedures.fees import KINDS, MOMENTS, groups_of
from one_stop.rights import RIGHTS, Right
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.core.errors import Refusal
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.form_fields import errors_by_field
from shared.web.lists import add_list_routes, view_of
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes
from shared.web.viewer import Whole, open_stored

PAGE = 50
router = PageRouter(prefix="/mot-cua")
_sees = require(RIGHTS, Right.SEE_FEES)


@router.get("/ho-so/{dossier_id}/phi")
async def show_fees(
    dossier_id: UUID, who: MaySeeFees, request: Request, session: Session, xong: UUID | None = None
) -> Response:
    """Phí, lệ phí của hồ sơ; `xong`: the receipt that was just written."""
    await evidence.record(session, "fees-seen", f"dossier/{dossier_id}", who)
    return await _show(request, session, who, dossier_id, {}, done=xong)


@router.post("/ho-so/{dossier_id}/thu-phi")
async def take_fee(
    dossier_id: UUID, who: MayCollect, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Thu phí, lệ phí bằng tiền mặt."""
    form = texts_of(await request.form())

    async def act() -> FeeReceipt:
        said = {name: form[name] for name in Collecting.model_fields if name in form}
        return await collect(session, counter, who, dossier_id, read_form(Collecting, said))

    receipt, refusal = await attempt(request, session, act)
    if receipt is None:
        return await _show(request, session, who, dossier_id, form, refusal)
    location = f"/mot-cua/ho-so/{dossier_id}/phi?xong={receipt.id}"
    return Response(status_code=303, headers={"location": location})


@router.post("/bien-lai/{receipt_id}/huy")
async def end_one(receipt_id: UUID, who: MayCollect, request: Request, session: Session) -> Response:
    """Hủy biên lai, hoặc hoàn trả."""
    form = texts_of(await request.form())
    receipt = await get_receipt(session, receipt_id, who.agency_code)
    dossier_id = receipt.dossier_id

    async def act() -> FeeReceipt:
        said = {"reason": form.get("reason", ""), "refund": form.get("refund") == "1"}
        return await end(session, who, receipt_id, read_form(EndingReceipt, said))

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _show(request, session, who, dossier_id, form, refusal, ending=receipt_id)
    return Response(status_code=303, headers={"location": f"/mot-cua/ho-so/{dossier_id}/phi"})


@router.get("/bien-lai/{receipt_id}")
async def show_receipt(receipt_id: UUID, who: MaySeeFees, request: Request, session: Session) -> Response:
    """Biên lai đã in."""
    receipt = await get_printed(session, receipt_id, who.agency_code)
    await evidence.record(session, "fee-receipt-seen", f"dossier/{receipt.dossier_id}", who)
    whole = Whole(f"/mot-cua/ho-so/{receipt.dossier_id}/phi", f"Biên lai số {receipt.number_shown}")
    return await open_stored(request, receipt.reference(), whole, opens=True)


@router.get("/so-thu-phi")
async def show_book(who: MaySeeFees, request: Request, session: Session) -> Response:
    """Sổ thu phí, lệ phí: biên lai của ngày, với tổng số tiền."""
    view = await view_of(request, session, who, FEE_BOOK, PAGE)
    span = days_of(view.chosen.filters["days"])
    sums = (
        await sums_between(session, who.agency_code, span[0].date(), (span[1] - timedelta(days=1)).date())
        if span
        else None
    )
    return page_of(request).render(request, "fee_book.html", list=view, sums=sums)


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    dossier_id: UUID,
    form: dict[str, str],
    refusal: Refusal | None = None,
    *,
    ending: UUID | None = None,
    done: UUID | None = None,
) -> Response:
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    account = await account_of(session, dossier)
    fields = refusal.fields if refusal else []
    takes = bool(set(who.roles) & set(RIGHTS[Right.COLLECT_FEES].far))
    own = [who.agency_code, *await ended_into(session, who.agency_code)]
    return page_of(request).render(
        request,
        "dossier_fees.html",
        refusal.status if refusal else 200,
        title="Phí, lệ phí",
        dossier=dossier,
        account=account,
        groups={group: f"{group} ({basis})" for group, basis in groups_of(account.owed).items()},
        collects=takes and who.agency_code in (dossier.agency_code, dossier.received_agency_code),
        ends={one.id for one in account.receipts if takes and one.agency_code in own},
        kinds=KINDS,
        moments=MOMENTS,
        states={str(state): words for state, words in STATES.items()},
        issued=str(ReceiptState.ISSUED),
        form=form,
        ending=ending,
        done=next((one for one in account.receipts if one.id == done), None),
        errors=errors_by_field(fields),
        sentence=sentence_for(refusal, TEXTS) if refusal and not fields else "",
    )


add_list_routes(router, FEE_BOOK, _sees, "/so-thu-phi")
add_view_routes(router, FEE_BOOK, _sees, "/so-thu-phi")
