"""Keeping what was told of a procedure's month."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.service_results.models import PublishedMonth
from shared.contracts.one_stop_figures import ProcedureMonthRecorded

_CHANGES = ("procedure_name", "received", "online", "finished", "on_time", "revision")


async def keep_month(session: AsyncSession, event: ProcedureMonthRecorded) -> None:
    """The highest revision; they may come in any order."""
    new = insert(PublishedMonth).values(event.model_dump(exclude={"series"}))
    changed = {name: new.excluded[name] for name in _CHANGES}
    newer = PublishedMonth.revision < new.excluded.revision
    await session.execute(new.on_conflict_do_update(constraint="pk_published_month", set_=changed, where=newer))
