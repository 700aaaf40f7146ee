"""Reminding the applicant of a result that waits. Actions write; who calls commits."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import SIGNED, Channel
from one_stop.returns.actions import refuse_returned
from one_stop.returns.queries import hold_for_return
from one_stop.uncollected.rules import BY_ACCOUNT, BY_PHONE, require_due
from shared.access.identity import Identity
from shared.contracts.one_stop import ResultReminded
from shared.core import clock
from shared.core.errors import Conflict
from shared.messaging.outbox import tell
from shared.storage import evidence


async def remind(session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None = None) -> Dossier:
    """Nhắc nhận kết quả: once in so many days, whoever of the counter does it.

    Who filed online is told on the portal; of whom was received at the counter it is written down that he was called. It changes nothing
    that an officer decides on, so `version`, what he looked at, does not matter.
    """
    dossier = await hold_for_return(session, dossier_id, who.agency_code)
    await refuse_returned(session, dossier)
    if dossier.status not in SIGNED or dossier.finished_at is None:
        raise Conflict("result_not_waiting")
    now = clock.now()
    require_due(dossier.reminded_at, now)
    dossier.reminded_at, dossier.reminders = now, dossier.reminders + 1
    dossier.reminded_by = BY_ACCOUNT if dossier.channel == Channel.ONLINE else BY_PHONE
    await session.flush()
    if dossier.reminded_by == BY_ACCOUNT:
        told = ResultReminded(dossier_id=str(dossier.id), finished_at=dossier.finished_at, reminded_at=now)
        await tell(session, told)
    facts = {"by": dossier.reminded_by, "times": dossier.reminders}
    await evidence.record(session, "result-reminded", f"dossier/{dossier.id}", who, **facts)
    return dossier
