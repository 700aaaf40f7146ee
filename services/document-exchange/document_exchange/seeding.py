"""What this service starts with: a number series for each agency of the province."""

from pathlib import Path

from document_exchange.registers.actions import open_series
from document_exchange.registers.rules import DEFAULT_SERIES
from shared.core.province import read_agencies
from shared.core.settings import Settings
from shared.storage.database import Database


async def seed(database: Database, settings: Settings, province: Path) -> list[dict[str, str]]:
    """Decisions count in a series of their own, everything else together; repeating changes nothing."""
    async with database.sessions.begin() as session:
        for code in (row["code"] for row in read_agencies(province)):
            await open_series(session, code, "decisions", "Quyết định", ["QĐ"])
            await open_series(session, code, DEFAULT_SERIES, "Văn bản hành chính khác", [])
    return []
