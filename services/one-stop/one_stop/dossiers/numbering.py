"""Codes of dossiers and numbers of slips (`shared.work.numbering`): given once, put back when the act is refused.

They are reserved and put back in short transactions of their own, so that no lock is held while what bears them is printed.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.storage.database import Pool, driver_connection
from shared.work import numbering
from shared.work.numbering import By, Series

_KEPT_FOR = {
    "dossier": "Giữ cho hồ sơ đang tiếp nhận",
    "result": "Giữ cho kết quả đang ký",
    "fee-receipt": "Giữ cho biên lai đang lập",
}
_KEPT_FOR_SLIP = "Giữ cho phiếu của hồ sơ đang lập"


def codes(agency_code: str, on: date) -> Series:
    """Mã hồ sơ counts anew each day."""
    return Series(agency_code, "dossier", on.year, f"{on:%m-%d}")


def slips(agency_code: str, form_no: str, year: int) -> Series:
    """Số phiếu hướng dẫn, phiếu từ chối, thông báo dừng: one series of each form at an agency in a year."""
    return Series(agency_code, f"form/{form_no}", year)


def results(agency_code: str, year: int) -> Series:
    """Số kết quả: one series of an agency in a year, whatever the procedure."""
    return Series(agency_code, "result", year)


def fee_receipts(agency_code: str, year: int) -> Series:
    """Số biên lai thu phí, lệ phí: one series of an agency in a year."""
    return Series(agency_code, "fee-receipt", year)


def copies(agency_code: str, year: int) -> Series:
    """Số bản sao: one series of all copies of an agency in a year (NĐ 30/2020 Phụ lục I, Phần II)."""
    return Series(agency_code, "copy", year)


async def take(session: AsyncSession, series: Series) -> int:
    """The next number, used in this very transaction."""
    return await numbering.take(await driver_connection(session), series)


async def reserve(pool: Pool, dossier_id: UUID, series: Series, place: int = 0) -> int:
    """The number this dossier, or its slip, will bear if the act takes place: the same one when asked again, never another's.

    `place`: of several that one act gives. Acts on one dossier take turns (`counter.kept_for`): one statement is enough.
    """
    why = _KEPT_FOR.get(series.kind, _KEPT_FOR_SLIP)
    return await numbering.reserve(pool, series, By(), why, _holder(dossier_id, place), in_turn=True)


async def confirm(session: AsyncSession, series: Series, number: int) -> None:
    """In the transaction of the act: from now on the dossier, or its slip, bears it."""
    await numbering.confirm(await driver_connection(session), series, number)


async def release(pool: Pool, dossier_id: UUID, series: Series, place: int = 0) -> None:
    """Put back the number of an act that was refused. One that later numbers have passed stays kept for its dossier."""
    async with pool.acquire() as connection, connection.transaction():
        await numbering.release(connection, series, _holder(dossier_id, place))


def _holder(dossier_id: UUID, place: int) -> str:
    return f"dossier/{dossier_id}/{place}" if place else f"dossier/{dossier_id}"
