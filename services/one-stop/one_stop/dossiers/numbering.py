"""Codes of dossiers and numbers of slips (`shared.work.numbering`): given once, put back when the act is refused."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.standards.dossier_code import format_dossier_code, parse_dossier_code
from shared.storage.database import Pool, driver_connection
from shared.work import numbering
from shared.work.numbering import By, Series

_FOR = "Giữ cho hồ sơ đang tiếp nhận"


def _codes(agency_code: str, on: date) -> Series:
    """Mã hồ sơ counts anew each day."""
    return Series(agency_code, "dossier", on.year, f"{on:%m-%d}")


async def reserve_code(pool: Pool, dossier_id: UUID, agency_code: str, on: date) -> str:
    """The code this dossier will have if it is accepted today: the same one when asked again, never another dossier's.

    In a short transaction of its own, so that no lock is held while the receipt is made.
    """
    async with pool.acquire() as connection, connection.transaction():
        code: str | None = await connection.fetchval(
            "SELECT code FROM dossier WHERE id = $1 AND code IS NOT NULL", dossier_id
        )
        if code is not None:
            return code  # accepted meanwhile: whoever asks now will be refused
        series = _codes(agency_code, on)
        number = await numbering.reserve(connection, series, By(), _FOR, f"dossier/{dossier_id}")
        return format_dossier_code(agency_code, on, number)


async def confirm_code(session: AsyncSession, agency_code: str, code: str) -> None:
    """In the transaction of the acceptance: from now on the dossier bears it."""
    known = parse_dossier_code(code)
    assert known is not None
    await numbering.confirm(await driver_connection(session), _codes(agency_code, known.accepted_on), known.serial)


async def release_code(pool: Pool, dossier_id: UUID, agency_code: str, on: date) -> None:
    """Put back the code of an acceptance that was refused. One that later codes have passed stays kept for its dossier."""
    async with pool.acquire() as connection, connection.transaction():
        await numbering.release(connection, _codes(agency_code, on), f"dossier/{dossier_id}")


async def next_form_number(session: AsyncSession, agency_code: str, year: int, form_no: str) -> int:
    """The next number of a guidance or refusal slip at an agency in a year, taken only if the act takes place."""
    return await numbering.take(await driver_connection(session), Series(agency_code, f"form/{form_no}", year))
