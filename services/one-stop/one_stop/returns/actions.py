"""Handing a result out at the counter. Actions write; who calls commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import keep_form, letterhead, load_for_action, note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import outcome as step_outcome
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import file_name
from one_stop.dossiers.rules import GIVEN, STEPS, Doing
from one_stop.forms.render import RETURN_RECEIPT
from one_stop.results.models import DossierResult
from one_stop.results.queries import find_result, list_results
from one_stop.returns.models import ResultReturn
from one_stop.returns.queries import find_return, hold_for_return, list_counting
from one_stop.returns.rules import (
    Capacity,
    Compared,
    Receipt,
    Receiver,
    chosen_originals,
    collectors,
    handed,
    originals_of,
    receiver_of,
    require_told,
)
from one_stop.returns.schemas import HandingOver
from one_stop.returns.sheets import receipt_fields
from shared.access.identity import Identity
from shared.contracts.one_stop import ResultReturned
from shared.contracts.values import Applicant, FileReference
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.formats import vn_datetime
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.storage import evidence
from shared.work.timeline import kept

AT_COUNTER, BY_POST = "counter", "post"
ON_ITS_WAY = "sent"
ON_PORTAL = "người nộp mở trên cổng dịch vụ công"


@dataclass(frozen=True)
class Attached:
    """Tệp kèm lượt trả: the drawn signature, the scan of the paper of authority."""

    signature: FileReference | None = None
    authority: FileReference | None = None


async def hand_over_result(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    handing: HandingOver,
    attached: Attached = Attached(),
) -> Dossier:
    """Trả kết quả: to whoever may have it, whose identity was checked; he signs the receipt on paper or on a tablet."""
    identity, worker = who
    await refuse_returned(session, await hold_for_return(session, dossier_id, worker.agency_code))
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.HAND_OVER, version)
    refuse_with_post(dossier)
    receiver = receiver_of(handing.capacity, handing.returned_to, handing.identity_number, parties_of(dossier))
    compared = require_told(receiver, handing.identity_number, handing.difference)
    originals = chosen_originals(originals_of(dossier.papers_received), handing.original_codes)
    results, now = await list_results(session, dossier.id), clock.now()
    row = _row(dossier, worker, handing, receiver, attached, now)
    row.compared, row.results, row.originals = compared.value, handed(results), originals
    data = receipt_fields(await letterhead(session, worker.agency_code), dossier, row, worker.named)
    name = file_name("bien-nhan-tra-ket-qua", dossier, now)
    printed = await prints.print_form(RETURN_RECEIPT, dossier.rule_set, data, name)
    row.files = kept(*filter(None, (printed.file, attached.signature, attached.authority)))
    session.add(row)
    keep_form(session, dossier, RETURN_RECEIPT, printed, now, worker.name)
    await _close(session, dossier, results, worker, row, AT_COUNTER)
    kept_facts = {
        "channel": AT_COUNTER, "capacity": row.capacity, "identity_kind": row.identity_kind, "compared": row.compared,
        "receipt": row.receipt, "originals": len(originals), "sha256": printed.file.sha256,
    }  # fmt: skip
    await evidence.record(session, "result-returned", f"dossier/{dossier.id}", identity, **kept_facts)
    return dossier


async def _close(
    session: AsyncSession,
    dossier: Dossier,
    results: Sequence[DossierResult],
    worker: Worker,
    row: ResultReturn,
    channel: str,
) -> None:
    """The dossier's end: its state, the line of its history, and the word to its applicant."""
    outcome, before = step_outcome(row.at, dossier.step_due_at), (dossier.step_code, dossier.step_name)
    dossier.status = STEPS.target(Doing.HAND_OVER).value
    dossier.returned_at, dossier.return_receipt = row.at, row.receipt
    for result in results:
        result.returned_by_name, result.returned_to = worker.name, row.receiver_name
    await save_change(session)
    files = [FileReference.model_validate(file) for file in row.files]
    await note_hand_over(session, dossier, Doing.HAND_OVER, worker, row.at, before, row.receiver_name, outcome, files)
    await tell(session, ResultReturned(dossier_id=str(dossier.id), channel=channel, returned_at=row.at))


async def refuse_returned(session: AsyncSession, dossier: Dossier) -> None:
    """Whoever comes second is told who returned it, and when."""
    if dossier.status not in GIVEN or dossier.returned_at is None:
        return
    row, result = await find_return(session, dossier.id), await find_result(session, dossier.id)
    by = row.by_name if row else (result.returned_by_name if result else "")
    to = row.receiver_name if row else (result.returned_to if result else "")
    raise Conflict(
        "result_returned_already",
        at=vn_datetime(dossier.returned_at),
        by=by or ON_PORTAL,
        to=to or dossier.applicant_name,
    )


def refuse_with_post(dossier: Dossier) -> None:
    """What is on its way is in nobody's hands here."""
    if dossier.with_post == ON_ITS_WAY:
        raise Conflict("result_with_post", dossier=dossier.code or dossier.applicant_name)


async def return_by_post(
    session: AsyncSession, who: tuple[Identity, Worker], dossier: Dossier, at: datetime, signed: tuple[str, str]
) -> None:
    """Bưu điện đã phát: `signed` is who signed for it at the door, and the number it went under."""
    identity, worker = who
    await refuse_returned(session, dossier)
    await load_for_action(session, dossier.id, worker, Doing.HAND_OVER, None)
    results = await list_results(session, dossier.id)
    row = _row_of_post(dossier, worker, at, signed)
    row.results = handed(results)
    session.add(row)
    dossier.with_post = ""
    await _close(session, dossier, results, worker, row, BY_POST)
    facts = {"channel": BY_POST, "receipt": row.receipt, "tracking": signed[1]}
    await evidence.record(session, "result-returned", f"dossier/{dossier.id}", identity, **facts)


def _row_of_post(dossier: Dossier, worker: Worker, at: datetime, signed: tuple[str, str]) -> ResultReturn:
    return ResultReturn(
        id=new_id(),
        dossier_id=dossier.id,
        agency_code=worker.agency_code,
        at=at,
        by_id=worker.person_id,
        by_name=worker.name,
        post=worker.post,
        actor_title=worker.title,
        on_behalf_of=worker.behalf,
        receiver_name=signed[0],
        capacity=Capacity.POST.value,
        identity_kind="",
        identity_number=signed[1],
        compared=Compared.UNKNOWN.value,
        difference="",
        authority_kind="",
        authority_number="",
        receipt=Receipt.POST.value,
        originals=[],
        fee_due=dossier.fee_due,
        files=[],
    )


async def note_undone(session: AsyncSession, dossier_id: UUID, worker: Worker, at: datetime, reason: str) -> None:
    """Thu hồi việc trả: the row stays, and says so; each of them where the applicant opened several results online."""
    for row in await list_counting(session, dossier_id):
        row.undone_at, row.undone_by_name, row.undone_reason = at, worker.name, reason


def parties_of(dossier: Dossier) -> list[tuple[Any, Applicant]]:
    owner = Applicant.model_validate(dossier.owner) if dossier.owner else None
    return collectors(Applicant.model_validate(dossier.applicant), owner)


def _row(
    dossier: Dossier, worker: Worker, handing: HandingOver, receiver: Receiver, attached: Attached, at: datetime
) -> ResultReturn:
    return ResultReturn(
        id=new_id(),
        dossier_id=dossier.id,
        agency_code=worker.agency_code,
        at=at,
        by_id=worker.person_id,
        by_name=worker.name,
        post=worker.post,
        actor_title=worker.title,
        on_behalf_of=worker.behalf,
        receiver_name=receiver.name,
        capacity=receiver.capacity.value,
        identity_kind=handing.identity_kind.value,
        identity_number=handing.identity_number,
        difference=handing.difference,
        authority_kind=handing.authority_kind,
        authority_number=handing.authority_number,
        authority_date=handing.authority_date,
        authority_file=kept(attached.authority)[0] if attached.authority else None,
        receipt=(Receipt.TABLET if attached.signature else Receipt.PAPER).value,
        signature=kept(attached.signature)[0] if attached.signature else None,
        fee_due=dossier.fee_due,
    )
