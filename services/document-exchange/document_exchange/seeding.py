"""What this service starts with: a number series for each agency of the province."""

import csv
from pathlib import Path

from document_exchange.registers.actions import DEFAULT_SERIES, open_series
from shared.core.settings import Settings
from shared.storage.database import Database


async def seed(database: Database, settings: Settings, province: Path) -> list[dict[str, str]]:
    """Decisions count in a series of their own, everything else together; repeating changes nothing."""
    with (province / "agencies.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    async with database.sessions.begin() as session:
        for code in codes:
            await open_series(session, code, "decisions", "Quyết định", ["QĐ"])
            await open_series(session, code, DEFAULT_SERIES, "Văn bản hành chính khác", [])
    return []
