"""Whoever did a step of another agency's dossier, and comes too late because that agency took it back, is told so."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.rules import Doing
from shared.core.errors import Conflict
from shared.core.formats import vn_datetime
from shared.storage.database import Line, driver_connection

# The line that led it away from there: the first after the last that says it was there.
_LED_AWAY = f"""
SELECT h.at, h.note, COALESCE(a.name, h.agency_code) AS agency FROM hand_over h LEFT JOIN agency a ON a.code = h.agency_code
WHERE h.dossier_id = $1 AND h.action = '{Doing.TAKE_BACK}' AND h.number = (
  SELECT min(o.number) FROM hand_over o WHERE o.dossier_id = $1 AND o.number > (
    SELECT max(t.number) FROM hand_over t WHERE t.dossier_id = $1 AND t.to_agency_code = $2))
"""  # noqa: S608


async def refuse_taken_back(line: Line, dossier_id: UUID, agency_code: str) -> None:
    """Conflict where it was this agency's turn until the dossier was taken back; without effect for anybody else."""
    row: Any = await line.fetchrow(_LED_AWAY, dossier_id, agency_code)
    if row is not None:
        raise Conflict("step_taken_back", agency=row["agency"], at=vn_datetime(row["at"]), why=row["note"])


async def refuse_taken_back_in(session: AsyncSession, dossier_id: UUID, agency_code: str) -> None:
    """The same within a session."""
    await refuse_taken_back(await driver_connection(session), dossier_id, agency_code)
