"""Ending a dossier without a result: stopped on a lawful ground. Actions write; who calls commits."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.closing.models import Ending
from one_stop.closing.queries import find_ending
from one_stop.closing.rules import FEE_WORDS, GROUNDS, FeeDecision, check_settlement, ground_of
from one_stop.closing.schemas import Settling, Stopping
from one_stop.closing.sheets import stop_fields
from one_stop.deadlines.actions import forget
from one_stop.dossiers.actions import keep_form, letterhead, load_for_action, note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.dossiers.printing import file_name
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.dossiers.signing import authority_lines, sign_printed
from one_stop.fees.actions import refund_all
from one_stop.fees.queries import list_receipts
from one_stop.forms.render import PRINTED_FORMS, FormNo
from one_stop.forms.rule_sets import RuleSet
from one_stop.parts.ending import end_parts
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.one_stop import DossierClosed
from shared.contracts.values import Recipient
from shared.core import clock
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.storage import evidence


async def propose_stop(
    session: AsyncSession, who: tuple[Identity, Worker], dossier_id: UUID, version: int | None, stopping: Stopping
) -> Dossier:
    """Đề xuất dừng giải quyết: the specialist says on what ground, a leader decides."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.PROPOSE_STOP, version)
    ending = await _ending(session, dossier, stopping)
    now, here = clock.now(), (dossier.step_code, dossier.step_name)
    ending.proposed_by, ending.proposed_by_name, ending.proposed_at = worker.person_id, worker.name, now
    dossier.stop_proposed_at = now
    await save_ending(session, ending)
    note = f"{GROUNDS[ending.ground].name}. {ending.reason}"
    await note_hand_over(session, dossier, Doing.PROPOSE_STOP, worker, now, here, note)
    to = Recipient(agency_code=dossier.agency_code, role=Role.LEADER.value)
    await notify(session, about_loaded("dossier-stop-proposed", dossier, [to], dossier.step_due_at))
    await evidence.record(session, "stop-proposed", f"dossier/{dossier.id}", identity, ground=ending.ground)
    return dossier


async def reject_stop(
    session: AsyncSession, who: tuple[Identity, Worker], dossier_id: UUID, version: int | None, reason: str
) -> Dossier:
    """Không đồng ý dừng: the dossier goes on where it is."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.REJECT_STOP, version)
    now, here = clock.now(), (dossier.step_code, dossier.step_name)
    ending = await find_ending(session, dossier.id)
    if ending is not None:
        await session.delete(ending)
    dossier.stop_proposed_at = None
    await save_change(session)
    await note_hand_over(session, dossier, Doing.REJECT_STOP, worker, now, here, reason)
    await evidence.record(session, "stop-rejected", f"dossier/{dossier.id}", identity)
    return dossier


async def stop_dossier(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    stopping: Stopping,
    take_number: Callable[[], Awaitable[int]],
) -> Dossier:
    """Dừng giải quyết on a lawful ground, with form 05 signed by the leader where the rules have one."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.STOP, version)
    ending = await _ending(session, dossier, stopping)
    await pay_back(session, who, dossier, ending)
    now, before = clock.now(), (dossier.step_code, dossier.step_name)
    notice = None
    if (RuleSet(dossier.rule_set), FormNo.STOP) in PRINTED_FORMS:
        notice = await _sign_notice(session, prints, dossier, ending, worker, await take_number())
    decide(ending, worker)
    dossier.settled_at = now
    session.add(ending)
    await close(session, dossier, Doing.STOP, "Hồ sơ đã dừng giải quyết.")
    await forget(session, dossier)
    if notice is not None:
        keep_form(session, dossier, FormNo.STOP, notice, now, worker.name)
    files = [notice.file] if notice else []
    said = f"{GROUNDS[ending.ground].name}. {ending.reason}"
    await note_hand_over(session, dossier, Doing.STOP, worker, now, before, said, files=files)
    told = {
        "reason": said,
        "closed_at": now,
        "settlement": ending.settlement,
        "notice": notice.file if notice else None,
    }
    await tell(session, DossierClosed(dossier_id=str(dossier.id), status=dossier.status, **told))
    kept = {"ground": ending.ground, "fee": ending.fee, "papers": ending.papers}
    await evidence.record(session, "dossier-stopped", f"dossier/{dossier.id}", identity, **kept)
    return dossier


async def _sign_notice(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, ending: Ending, worker: Worker, number: int
) -> Printed:
    """Mẫu 05, numbered and signed (PAdES)."""
    with session.no_autoflush:
        head = await letterhead(session, dossier.agency_code)
        ground = f"{GROUNDS[ending.ground].name}.\n{ending.reason}\nCăn cứ: {ending.legal_basis}"
        signer = worker.name, await authority_lines(session, dossier.agency_code, worker)
        data = stop_fields(head, dossier, number, ground, ending.settlement, signer)
        name = file_name("thong-bao-dung", dossier, clock.now())
        return await sign_printed(session, prints, FormNo.STOP, dossier, worker, data, name)


async def _ending(session: AsyncSession, dossier: Dossier, stopping: Stopping) -> Ending:
    """As it is to be decided; what was proposed before is written over."""
    ground, basis = ground_of(stopping.ground, stopping.legal_basis, lapsed=dossier.lapsed())
    ending = await settle(session, dossier, stopping, "stop")
    ending.ground, ending.reason, ending.legal_basis = ground.code, stopping.reason, basis
    return ending


async def settle(session: AsyncSession, dossier: Dossier, settling: Settling, act: str) -> Ending:
    """What becomes of fee and papers, to be added to the session; refuses before anything is written. No fee is taken meanwhile."""
    await session.execute(select(Dossier.id).where(Dossier.id == dossier.id).with_for_update(key_share=True))
    taken = sum(one.total for one in await list_receipts(session, dossier.id) if not one.ended_as)
    fee = check_settlement(
        dossier.fee_due, settling.fee, settling.fee_note, settling.papers, settling.papers_note, taken
    )
    ending = await find_ending(session, dossier.id)
    if ending is None:
        ending = Ending(dossier_id=dossier.id, requester={}, proposed_by="", proposed_by_name="")
        ending.ground = ending.reason = ending.legal_basis = ending.decided_by = ending.decided_by_name = ""
    ending.act = act
    ending.fee, ending.fee_note = fee.value, settling.fee_note
    ending.papers, ending.papers_note = settling.papers.value, settling.papers_note
    return ending


async def pay_back(session: AsyncSession, who: tuple[Identity, Worker], dossier: Dossier, ending: Ending) -> None:
    """Hoàn trả what receipts say was taken, where that is what was decided."""
    if ending.fee == FeeDecision.REFUND:
        await refund_all(session, who, dossier, f"{FEE_WORDS[FeeDecision.REFUND]}. {ending.fee_note}".strip())


async def save_ending(session: AsyncSession, ending: Ending) -> None:
    """With the change of the dossier, which refuses the second of two who decide at once."""
    session.add(ending)
    await save_change(session)


def decide(ending: Ending, worker: Worker) -> None:
    ending.decided_by, ending.decided_by_name, ending.decided_at = worker.person_id, worker.name, clock.now()


async def close(session: AsyncSession, dossier: Dossier, act: Doing, why: str) -> None:
    """`why` is told to whoever was asked for something about the dossier."""
    dossier.status = STEPS.target(act).value
    dossier.waits_until = dossier.paused_at = dossier.stop_proposed_at = dossier.pause_proposed_at = None
    dossier.holder_id, dossier.holder_name = None, ""
    # What a question would write down early, `save_change` could not refuse.
    with session.no_autoflush:
        await end_parts(session, dossier, why)
    await save_change(session)
