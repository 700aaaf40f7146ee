"""Taking fees at the counter and ending receipts. Actions write; who calls commits."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import letterhead
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import Letterhead, file_name, made_by
from one_stop.fees.models import FeeReceipt
from one_stop.fees.queries import account_of, list_receipts
from one_stop.fees.rules import ReceiptState, exemption_of, lines_of, number_words, open_items
from one_stop.fees.schemas import Collecting
from one_stop.forms.render import FEE_RECEIPT
from one_stop.forms.rule_sets import RuleSet
from one_stop.procedures.fees import KINDS, FeeItem
from one_stop.procedures.models import ProcedureVersion
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.formats import money
from shared.core.identifiers import new_id
from shared.standards.dossier_status import DossierStatus
from shared.storage import evidence
from shared.storage.words import searchable

NEVER = (DossierStatus.REFUSED, DossierStatus.WITHDRAWN, DossierStatus.STOPPED)
"""What came to nothing owes nothing more."""
TakeNumber = Callable[[], Awaitable[int]]


async def collect_fee(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier: Dossier,
    procedure: ProcedureVersion,
    collecting: Collecting,
    take_number: TakeNumber,
) -> FeeReceipt:
    """Thu phí, lệ phí bằng tiền mặt, with a receipt of the series; or nothing, by the exempt group. Raises Conflict when nothing is owed."""
    identity, worker = who
    with session.no_autoflush:
        account = await account_of(session, dossier, procedure)
        items = open_items(account.owed, (), collecting.moment)
        if not dossier.code or dossier.status in NEVER or not items:
            raise Conflict("fee_not_owed")
        receipt = _receipt(dossier, items, collecting.exempt_group, worker)
        if receipt.total:
            receipt.number = await take_number()
            data = _fields(await letterhead(session, worker.agency_code), dossier, receipt, worker)
            name = file_name("bien-lai", dossier, receipt.collected_at)
            printed = (await prints.print_form(FEE_RECEIPT, RuleSet.ND118_2025, data, name)).file
            receipt.sha256, receipt.size, receipt.file_name = printed.sha256, printed.size, printed.name
    words = f"{receipt.number_shown} {dossier.code} {receipt.payer} {dossier.procedure_name}"
    receipt.search_text = searchable(words)
    session.add(receipt)
    facts = {"number": receipt.number_shown, "total": receipt.total, "exempt": receipt.exempt_group}
    await evidence.record(session, "fee-collected", f"dossier/{dossier.id}", identity, **facts)
    return receipt


def _receipt(dossier: Dossier, items: list[FeeItem], group: str, worker: Worker) -> FeeReceipt:
    lines, now = lines_of(items, group), clock.now()
    return FeeReceipt(
        id=new_id(),
        dossier_id=dossier.id,
        dossier_code=dossier.code,
        procedure_name=dossier.matter,
        agency_code=worker.agency_code,
        year=clock.local_now().year,
        number=None,
        lines=lines,
        total=sum(line["due"] for line in lines),
        exempt_group=group,
        exempt_basis=exemption_of(items, group),
        payer=dossier.applicant_name,
        collected_at=now,
        by_id=worker.person_id,
        by_name=worker.name,
        sha256="",
        size=0,
        file_name="",
        ended_as="",
    )


def _fields(head: Letterhead, dossier: Dossier, receipt: FeeReceipt, worker: Worker) -> dict[str, Any]:
    exempt = f"{receipt.exempt_group}; căn cứ: {receipt.exempt_basis}" if receipt.exempt_group else ""
    return head.fields() | {
        "number": number_words(receipt.number, receipt.year),
        "code": receipt.dossier_code,
        "procedure": receipt.procedure_name,
        "payer": receipt.payer,
        "address": str(dossier.applicant.get("address", "")),
        "rows": [
            {"kind": KINDS.get(line["kind"], ""), "name": line["name"], "amount": money(line["due"])}
            for line in receipt.lines
        ],
        "total": money(receipt.total),
        "exempt": exempt,
        **made_by(worker.named),
    }


async def end_receipt(
    session: AsyncSession, who: tuple[Identity, Worker], receipt: FeeReceipt, state: ReceiptState, reason: str
) -> FeeReceipt:
    """Hủy or hoàn trả; its number stays used and is explained by the reason. Raises Conflict for one that has ended or took nothing."""
    if receipt.ended_as:
        raise Conflict("receipt_ended", number=receipt.number_shown)
    if state is ReceiptState.REFUNDED and not receipt.number:
        raise Conflict("receipt_without_money")
    receipt.ended_as, receipt.ended_why = state.value, reason
    receipt.ended_at, receipt.ended_by = clock.now(), who[1].name
    facts = {"number": receipt.number_shown, "total": receipt.total, "why": reason}
    await evidence.record(session, f"fee-receipt-{state.value}", f"dossier/{receipt.dossier_id}", who[0], **facts)
    return receipt


async def refund_all(session: AsyncSession, who: tuple[Identity, Worker], dossier: Dossier, reason: str) -> None:
    """Hoàn trả what was taken of a dossier that is stopped or withdrawn."""
    for receipt in await list_receipts(session, dossier.id, hold=True):
        if receipt.number and not receipt.ended_as:
            await end_receipt(session, who, receipt, ReceiptState.REFUNDED, reason)
