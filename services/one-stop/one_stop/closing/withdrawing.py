"""Rút hồ sơ: by the applicant online, or by whoever comes to the counter with it. Actions write; who calls commits."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.closing.actions import close, decide, pay_back, save_ending, settle
from one_stop.closing.schemas import Settling, WithdrawingAtCounter
from one_stop.closing.sheets import withdrawal_fields
from one_stop.deadlines.actions import forget
from one_stop.dossiers.actions import (
    keep_form,
    letterhead,
    load_for_action,
    moved_event,
    note_hand_over,
)
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import file_name
from one_stop.dossiers.queries import lock_dossier
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.forms.render import FormNo
from one_stop.procedures.queries import get_version
from one_stop.procedures.rules import signed_before
from shared.access.identity import Identity
from shared.contracts.one_stop import DossierClosed
from shared.contracts.online_services import SubmissionWithdrawn
from shared.core import clock
from shared.messaging.outbox import tell
from shared.storage import evidence


async def withdraw_dossier(session: AsyncSession, event: SubmissionWithdrawn) -> None:
    """Rút hồ sơ: until the result is signed the applicant may take it back; afterwards the agency's answer stands."""
    dossier = await lock_dossier(session, UUID(event.submission_id))
    subject, source = f"dossier/{dossier.id}", "event:submission-withdrawn"
    steps = (await get_version(session, dossier.procedure_version_id)).workflow()
    if dossier.status not in STEPS.sources(Doing.WITHDRAW) or signed_before(steps, dossier.step_position):
        await evidence.record(session, "withdrawal-too-late", subject, source, status=dossier.status)
        # Whoever thinks it withdrawn hears again where it stands.
        await tell(session, await moved_event(session, dossier, Doing.WITHDRAW))
        return
    before = dossier.step_code, dossier.step_name
    await close(session, dossier, Doing.WITHDRAW, "Người nộp đã rút hồ sơ.")
    await forget(session, dossier)
    applicant = Worker("", dossier.applicant_name, dossier.agency_code, frozenset())
    await note_hand_over(session, dossier, Doing.WITHDRAW, applicant, event.withdrawn_at, before, event.reason)
    closed = DossierClosed(
        dossier_id=str(dossier.id), status=dossier.status, reason=event.reason, closed_at=event.withdrawn_at
    )
    await tell(session, closed)
    await evidence.record(session, "dossier-withdrawn", subject, source)


async def withdraw_at_counter(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    request: WithdrawingAtCounter,
) -> Dossier:
    """Rút hồ sơ tại quầy: who came was checked; a confirmation is printed, fee and papers are decided."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.WITHDRAW_AT_COUNTER, version)
    now, before = clock.now(), (dossier.step_code, dossier.step_name)
    ending = await settle(session, dossier, request, "withdraw")
    ending.reason = request.reason
    ending.requester = request.model_dump(include={"requester", "id_kind", "id_number", "authority"})
    head = await letterhead(session, worker.agency_code)
    data = withdrawal_fields(head, dossier, ending.requester, request.reason, ending.settlement, worker.named)
    name = file_name("xac-nhan-rut-ho-so", dossier, now)
    printed = await prints.print_form(FormNo.WITHDRAWAL, dossier.rule_set, data, name)
    await pay_back(session, who, dossier, ending)
    decide(ending, worker)
    dossier.settled_at = now
    session.add(ending)
    await close(session, dossier, Doing.WITHDRAW_AT_COUNTER, "Người nộp đã rút hồ sơ.")
    await forget(session, dossier)
    keep_form(session, dossier, FormNo.WITHDRAWAL, printed, now, worker.name, worker.agency_code)
    note = f"Người đến rút: {request.requester}. {request.reason}"
    await note_hand_over(session, dossier, Doing.WITHDRAW_AT_COUNTER, worker, now, before, note, files=[printed.file])
    closed = DossierClosed(
        dossier_id=str(dossier.id), status=dossier.status, reason=request.reason, closed_at=now,
        settlement=ending.settlement,
    )  # fmt: skip
    await tell(session, closed)
    kept = {"channel": "counter", "fee": ending.fee, "papers": ending.papers, "id_kind": request.id_kind}
    await evidence.record(session, "dossier-withdrawn", f"dossier/{dossier.id}", identity, **kept)
    return dossier


async def settle_withdrawal(
    session: AsyncSession, who: tuple[Identity, Worker], dossier_id: UUID, version: int | None, settling: Settling
) -> Dossier:
    """Ghi xử lý phí và giấy tờ of a dossier that its applicant withdrew online after it was accepted."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.SETTLE, version)
    now, here = clock.now(), (dossier.step_code, dossier.step_name)
    ending = await settle(session, dossier, settling, "withdraw")
    await pay_back(session, who, dossier, ending)
    decide(ending, worker)
    dossier.settled_at = now
    await save_ending(session, ending)
    await note_hand_over(session, dossier, Doing.SETTLE, worker, now, here, ending.settlement)
    kept = {"fee": ending.fee, "papers": ending.papers}
    await evidence.record(session, "withdrawal-settled", f"dossier/{dossier.id}", identity, **kept)
    return dossier
