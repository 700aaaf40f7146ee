"""Ending a dossier without a result. Actions write; who calls commits."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.actions import forget
from one_stop.dossiers.actions import keep_form, letterhead, load_for_action, moved_event, note_hand_over, save_change
from one_stop.dossiers.cases import LEADER, SPECIALIST, Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import file_name, stop_fields
from one_stop.dossiers.queries import lock_dossier
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.forms.render import PRINTED_FORMS, FormNo, RuleSet
from shared.access.identity import Identity
from shared.access.rights import ROLE_NAMES
from shared.contracts.one_stop import DossierClosed
from shared.contracts.online_services import SubmissionWithdrawn
from shared.core import clock
from shared.directory.queries import authority_of
from shared.messaging.outbox import tell
from shared.storage import evidence


async def stop_dossier(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    reason: str,
    take_number: Callable[[], Awaitable[int]],
) -> Dossier:
    """Dừng giải quyết, trả hồ sơ: the supplement's time is over and nothing came. With form 05 where the rules have one."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.STOP, version)
    now, notice, before = clock.now(), None, (dossier.step_code, dossier.step_name)
    if (RuleSet(dossier.rule_set), FormNo.STOP) in PRINTED_FORMS:
        role = LEADER if LEADER in worker.roles else SPECIALIST
        at = worker.desk.person_id, dossier.agency_code, role, ROLE_NAMES[role]
        above = await authority_of(session, *at, worker.delegate_title)
        head = await letterhead(session, dossier.agency_code)
        data = stop_fields(head, dossier, await take_number(), reason, (worker.name, "\n".join(above)))
        notice = await prints.print_form("05", dossier.rule_set, data, file_name("thong-bao-dung", dossier, now))
    _close(dossier, Doing.STOP)
    await save_change(session)
    await forget(session, dossier)
    if notice is not None:
        keep_form(session, dossier, "05", notice, now, worker.name)
    await note_hand_over(
        session, dossier, Doing.STOP, worker, now, before, reason, files=[notice.file] if notice else []
    )
    await tell(
        session,
        DossierClosed(
            dossier_id=str(dossier.id),
            status=dossier.status,
            reason=reason,
            closed_at=now,
            notice=notice.file if notice else None,
        ),
    )
    await evidence.record(session, "dossier-stopped", f"dossier/{dossier.id}", identity)
    return dossier


async def withdraw_dossier(session: AsyncSession, event: SubmissionWithdrawn) -> None:
    """Rút hồ sơ: until the result is signed the applicant may take it back; afterwards the agency's answer stands."""
    dossier = await lock_dossier(session, UUID(event.submission_id))
    subject, source = f"dossier/{dossier.id}", "event:submission-withdrawn"
    if dossier.status not in STEPS.sources(Doing.WITHDRAW):
        await evidence.record(session, "withdrawal-too-late", subject, source, status=dossier.status)
        # Whoever thinks it withdrawn hears again where it stands.
        await tell(session, await moved_event(session, dossier, Doing.WITHDRAW))
        return
    before = dossier.step_code, dossier.step_name
    _close(dossier, Doing.WITHDRAW)
    await save_change(session)
    await forget(session, dossier)
    applicant = Worker("", dossier.applicant_name, dossier.agency_code, frozenset())
    await note_hand_over(session, dossier, Doing.WITHDRAW, applicant, event.withdrawn_at, before, event.reason)
    closed = DossierClosed(
        dossier_id=str(dossier.id), status=dossier.status, reason=event.reason, closed_at=event.withdrawn_at
    )
    await tell(session, closed)
    await evidence.record(session, "dossier-withdrawn", subject, source)


def _close(dossier: Dossier, act: Doing) -> None:
    dossier.status = STEPS.target(act).value
    dossier.waits_until = dossier.paused_at = None
    dossier.holder_id, dossier.holder_name = None, ""
