"""Who looked for whom: evidence of every list in which people are found by their numbers."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.queries import number_looked_up
from shared.access.identity import Identity
from shared.storage import evidence


async def note_look_up(session: AsyncSession, who: Identity, typed: str, found: int) -> None:
    """Whoever searches for a person's number leaves a trace of it, which does not say the number."""
    if masked := number_looked_up(typed):
        subject = f"agency/{who.agency_code}"
        await evidence.record(session, "person-looked-up", subject, who, number=masked, found=found)
