"""`./lienthong fill`: an agency's lists filled for a trial, so that an operator sees how they behave when they are long."""

import asyncio
import re
import time

import asyncpg
from rich.console import Console

from operations.bench.filling import TABLES, fill_agency
from operations.errors import CannotProceed
from operations.publishing import running_province
from shared.core.settings import Settings

MOST = 5_000_000


def fill(settings: Settings, console: Console, agency: str, rows: int, tables: list[str]) -> int:
    """Copies of one row of the agency, written by the server itself. Raises CannotProceed on a database that is not ours alone."""
    running = running_province(settings, "Hệ thống chưa chạy: hãy chạy ./lienthong up trước.")
    if settings.database_url:
        raise CannotProceed(
            "Lệnh này ghi dữ liệu thử, chỉ dùng với cơ sở dữ liệu đi kèm, không dùng cho hệ thống thật."
        )
    if not re.fullmatch(r"[0-9A-Z.]{1,40}", agency):
        raise CannotProceed(f"“{agency}” không phải mã cơ quan. Xem mã bằng ./lienthong accounts --all.")
    if not 1 <= rows <= MOST:
        raise CannotProceed(f"Số dòng phải từ 1 đến {MOST}.")
    if unknown := [table for table in tables if table not in TABLES]:
        raise CannotProceed(f"Không có bảng {unknown[0]}; có: {', '.join(TABLES)}.")
    for table in tables or list(TABLES):
        began = time.monotonic()
        asyncio.run(_fill(running, agency, rows, table))
        console.print(f"{table}: {rows:,} dòng trong {time.monotonic() - began:.0f} giây.", markup=False)
    return 0


async def _fill(running: Settings, agency: str, rows: int, table: str) -> None:
    database, owner, _ = TABLES[table]
    connection = await asyncpg.connect(running.url_for(database))
    try:
        model = await connection.fetchval(f"SELECT id FROM {table} WHERE {owner} = $1 ORDER BY id LIMIT 1", agency)
    finally:
        await connection.close()
    if model is None:
        raise CannotProceed(
            f"Cơ quan {agency} chưa có dòng nào trong {table} để chép: hãy làm một hồ sơ, một văn bản trước."
        )
    await fill_agency(running.url_for, agency, range(rows), {table: str(model)})
