"""What page and call do alike: the dossier in turn, the number kept for it, then the act."""

from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.counter import Counter
from one_stop.dossiers import numbering
from one_stop.dossiers.queries import get_at_counter
from one_stop.dossiers.workers import worker_of
from one_stop.fees.actions import collect_fee, end_receipt
from one_stop.fees.models import FeeReceipt
from one_stop.fees.queries import get_receipt
from one_stop.fees.rules import ReceiptState
from one_stop.fees.schemas import Collecting, EndingReceipt
from one_stop.procedures.queries import get_version
from shared.access.identity import Identity
from shared.core import clock


async def collect(
    session: AsyncSession, counter: Counter, who: Identity, dossier_id: UUID, collecting: Collecting
) -> FeeReceipt:
    """Thu phí, lệ phí. Two at once take turns, so that the second finds nothing owed; so does whoever ends the dossier."""
    dossier = await get_at_counter(session, dossier_id, who.agency_code)
    procedure = await get_version(session, dossier.procedure_version_id)
    series = numbering.fee_receipts(who.agency_code, clock.local_now().year)
    async with counter.kept_for(session, dossier_id, series) as kept:
        await session.refresh(dossier, with_for_update={"key_share": True})
        worker = (who, worker_of(who))
        return await collect_fee(session, counter.prints, worker, dossier, procedure, collecting, partial(kept, 0))


async def end(session: AsyncSession, who: Identity, receipt_id: UUID, ending: EndingReceipt) -> FeeReceipt:
    """Hủy biên lai, hoặc hoàn trả."""
    receipt = await get_receipt(session, receipt_id, who.agency_code)
    state = ReceiptState.REFUNDED if ending.refund else ReceiptState.VOIDED
    return await end_receipt(session, (who, worker_of(who)), receipt, state, ending.reason)
