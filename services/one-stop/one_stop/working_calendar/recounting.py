"""After a decision: open dossiers are counted again, an agency at a time; before it: a year without a calendar is warned of."""

from datetime import time
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.recounting.actions import Reason, recount
from one_stop.working_calendar.models import CalendarDecision
from one_stop.working_calendar.queries import agencies_with, decided_years, touched, works_by_hours_of
from one_stop.working_calendar.rules import WARNED_FROM_MONTH
from shared.access.rights import Role
from shared.contracts.one_stop import CounterNotified
from shared.contracts.values import Recipient
from shared.core import clock
from shared.notifying.raising import notification, notify
from shared.work import jobs
from shared.work.jobs import Job


async def recount_agency(session: AsyncSession, key: str) -> None:
    decision_id, agency_code = key.split("/", 1)
    decision = await session.get_one(CalendarDecision, UUID(decision_id))
    which = touched(decision.first_day, decision.last_day) & works_by_hours_of(agency_code)
    await recount(session, which, Reason(f"calendar:{decision.part}", decision.id))


async def warn_of_year(session: AsyncSession, _key: str) -> None:
    """On Mondays from October on: terms that reach into a year without a calendar are provisional, and applicants are told so."""
    today = clock.local_now().date()
    coming = today.year + 1
    if today.month < WARNED_FROM_MONTH or today.isoweekday() != 1 or coming in await decided_years(session):
        return
    to = [Recipient(agency_code=code, role=Role.OPERATOR) for code in await agencies_with(session, Role.OPERATOR)]
    link = f"/mot-cua/lich-lam-viec?nam={coming}"
    await notify(
        session,
        notification(CounterNotified, "calendar-missing", f"calendar/{coming}", to, {"year": str(coming)}, link),
    )


CALENDAR_RECOUNT = Job("calendar-recount", "Tính lại hồ sơ theo lịch làm việc mới", recount_agency)
CALENDAR_MISSING = Job("calendar-missing", "Nhắc ban hành lịch năm sau", warn_of_year, jobs.daily(time(7, 30)))
