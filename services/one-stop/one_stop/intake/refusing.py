"""The counter's no to what was filed. Actions write; who calls commits."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import keep_form, letterhead, load_for_action, note_hand_over, save_change
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import outcome as outcome_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import file_name, matter_of, refusal_fields
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.forms.rule_sets import rule_set_at
from shared.access.identity import Identity
from shared.contracts.one_stop import DossierRefused
from shared.core import clock
from shared.messaging.outbox import tell
from shared.storage import evidence


async def refuse_dossier(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    reason: str,
    take_number: Callable[[], Awaitable[int]],
) -> Dossier:
    """Từ chối tiếp nhận, with form 03."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.REFUSE, version)
    number, now = await take_number(), clock.now()
    dossier.status = STEPS.target(Doing.REFUSE).value
    dossier.waits_until = None
    dossier.rule_set = rule_set_at(now)
    with session.no_autoflush:
        head = await letterhead(session, worker.agency_code)
        data = refusal_fields(head, matter_of(dossier), number, reason, worker.named)
        printed = await prints.print_form("03", dossier.rule_set, data, file_name("phieu-tu-choi", dossier, now))
    await save_change(session)
    keep_form(session, dossier, "03", printed, now, worker.name, worker.agency_code)
    before, outcome = (dossier.step_code, dossier.step_name), outcome_of(now, dossier.intake_due_at)
    await note_hand_over(session, dossier, Doing.REFUSE, worker, now, before, reason, outcome, [printed.file])
    await tell(session, DossierRefused(dossier_id=str(dossier.id), reason=reason, refused_at=now, notice=printed.file))
    await evidence.record(session, "dossier-refused", f"dossier/{dossier.id}", identity)
    return dossier
