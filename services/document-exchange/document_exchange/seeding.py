"""What this service starts with: a number series for each agency of the province, and its calendar."""

from pathlib import Path

from document_exchange.incoming.deadlines import watch_again
from document_exchange.registers.rules import DEFAULT_SERIES
from document_exchange.registers.series import open_series
from shared.core.province import read_agencies, read_province
from shared.core.settings import Settings
from shared.storage.database import Database
from shared.work.working_calendar.keeping import keep_province_calendar


async def seed(database: Database, settings: Settings, province: Path) -> list[dict[str, str]]:
    """Decisions count in a series of their own, everything else together; repeating changes nothing."""
    facts = read_province(province)
    async with database.sessions.begin() as session:
        if await keep_province_calendar(session, province, facts):
            await watch_again(session)
        for code in (row["code"] for row in read_agencies(province)):
            await open_series(session, code, "decisions", "Quyết định", ["QĐ"])
            await open_series(session, code, DEFAULT_SERIES, "Văn bản hành chính khác", [])
    return []
