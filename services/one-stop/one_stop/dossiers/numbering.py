"""Codes of dossiers and numbers of slips: given once, put back when the act is refused."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.standards.dossier_code import format_dossier_code
from shared.storage.database import Pool, driver_connection


async def reserve_code(pool: Pool, dossier_id: UUID, agency_code: str, on: date) -> str:
    """The code this dossier will have if it is accepted today: the same one when asked again, never another dossier's.

    In a short transaction of its own, so that no lock is held while the receipt is made.
    """
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 7211))", str(dossier_id))
        kept: str | None = await connection.fetchval(
            'SELECT code FROM code_reservation WHERE dossier_id = $1 AND "on" = $2', dossier_id, on
        )
        if kept is not None:
            return kept
        serial = await connection.fetchval(_NEXT_SERIAL, agency_code, on)
        code = format_dossier_code(agency_code, on, serial)
        await connection.execute(
            'INSERT INTO code_reservation (dossier_id, "on", code) VALUES ($1, $2, $3)', dossier_id, on, code
        )
        return code


async def release_code(pool: Pool, dossier_id: UUID, agency_code: str, on: date) -> None:
    """Put back the code of an acceptance that was refused. One that later codes have passed stays kept for its dossier."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 7211))", str(dossier_id))
        last = await connection.fetchval(_LAST_SERIAL, agency_code, on)
        if last is None:
            return
        newest = format_dossier_code(agency_code, on, last)
        if await connection.fetchval(_RELEASE, dossier_id, on, newest):
            await connection.execute(_STEP_BACK, agency_code, on)


_LAST_SERIAL = 'SELECT last FROM dossier_serial WHERE agency_code = $1 AND "on" = $2 FOR UPDATE'
_RELEASE = """
DELETE FROM code_reservation WHERE dossier_id = $1 AND "on" = $2 AND code = $3
  AND NOT EXISTS (SELECT FROM dossier WHERE code = $3)
RETURNING code
"""
_STEP_BACK = """
WITH unused AS (DELETE FROM dossier_serial WHERE agency_code = $1 AND "on" = $2 AND last = 1)
UPDATE dossier_serial SET last = last - 1 WHERE agency_code = $1 AND "on" = $2 AND last > 1
"""
_NEXT_SERIAL = """
INSERT INTO dossier_serial (agency_code, "on", last) VALUES ($1, $2, 1)
ON CONFLICT (agency_code, "on") DO UPDATE SET last = dossier_serial.last + 1 RETURNING last
"""


async def next_form_number(session: AsyncSession, agency_code: str, year: int, form_no: str) -> int:
    """The next number of a guidance or refusal slip at an agency in a year, taken only if the act takes place."""
    number: int = await (await driver_connection(session)).fetchval(_NEXT_FORM, agency_code, year, form_no)
    return number


_NEXT_FORM = """
INSERT INTO form_serial (agency_code, year, form_no, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (agency_code, year, form_no) DO UPDATE SET last = form_serial.last + 1 RETURNING last
"""
