"""What officers are told of the work schedule: when, and of which agency; never what it is about."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.schedule.models import ScheduleEntry
from shared.access.identity import Identity
from shared.contracts.document_exchange import OfficeNotified
from shared.contracts.values import Recipient
from shared.core.formats import vn_datetime
from shared.directory.queries import names_of
from shared.notifying.raising import notification, notify


async def tell(session: AsyncSession, who: Identity, kind: str, entry: ScheduleEntry, people: Iterable[str]) -> None:
    """Whoever chairs or attends, but whoever did it."""
    code = entry.agency_code
    to = [Recipient(person_id=one, agency_code=code) for one in dict.fromkeys(people) if one and one != who.subject]
    names = await names_of(session, [code])
    facts = {"since": vn_datetime(entry.starts_at), "agency": names.get(code, code)}
    event = notification(OfficeNotified, kind, f"schedule/{entry.id}", to, facts, f"/lich-cong-tac/{entry.id}")
    await notify(session, event)
