"""First data of a province: each service fills its own database; what others need of it travels over the axis."""

import asyncio
import importlib
import json
import os
from pathlib import Path
from typing import Any

from operations.errors import CannotProceed
from shared.database import Database
from shared.settings import Settings

ORDER = ("mail_directory", "one_stop", "online_services", "document_exchange", "gateway")


def province_folder(province: str) -> Path:
    """The province's own data in the repository."""
    folder = Path(__file__).resolve().parents[2] / "data" / province
    if not folder.is_dir():
        raise CannotProceed(
            f"Không có dữ liệu của tỉnh “{province}”: hãy đặt LIENTHONG_PROVINCE là tên một thư mục trong data/."
        )
    return folder


def seed_province(settings: Settings) -> None:
    """Fill what is empty; the accounts made are kept for `./lienthong accounts` in a file that only its owner reads."""
    folder = province_folder(settings.province)
    accounts = asyncio.run(_seed_all(settings, folder))
    if accounts:
        keep_accounts(settings.var / "accounts.json", accounts)


async def _seed_all(settings: Settings, folder: Path) -> list[dict[str, str]]:
    accounts: list[dict[str, str]] = []
    for package in ORDER:
        seed: Any = importlib.import_module(f"{package}.seeding").seed
        database = Database(settings.url_for(package), "seed", size=2)
        try:
            accounts += await seed(database, settings, folder)
        finally:
            await database.close()
    return accounts


def keep_accounts(path: Path, accounts: list[dict[str, str]]) -> None:
    """Add to what an earlier, interrupted run has already made."""
    known = {a["user_name"]: a for a in json.loads(path.read_text("utf-8"))} if path.exists() else {}
    known.update({a["user_name"]: a for a in accounts})
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(list(known.values()), file, ensure_ascii=False, indent=1)
    draft.replace(path)
