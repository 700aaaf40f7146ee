"""Data of a province: each service fills its own database; what others need of it travels over the axis.

Published at the first start, and again whenever the files have changed: by `up`, or by `./lienthong seed` while it runs.
"""

import asyncio
import hashlib
import importlib
import json
import os
from pathlib import Path
from typing import Any

from operations.checks import SEEDED, check_province
from operations.errors import CannotProceed
from shared.core import clock
from shared.core.settings import Settings
from shared.standards.calendar_days import CalendarDays, read_calendar
from shared.storage import published
from shared.storage.database import Database

ORDER = ("mail_directory", "one_stop", "online_services", "document_exchange", "gateway")


def digest_of(folder: Path) -> str:
    """Of every file of the province's data: the same content is published once."""
    told = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".json", ".csv")):
        told.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def is_published(settings: Settings) -> bool:
    """Whether the data as it is now has been published here."""
    mark = _mark(settings)
    return mark.exists() and mark.read_text() == _mark_text(settings)


def has_been_seeded(settings: Settings) -> bool:
    return _mark(settings).exists()


def note_published(settings: Settings) -> None:
    """After the work, so that work cut short is done again."""
    draft = _mark(settings).with_suffix(".part")
    draft.write_text(_mark_text(settings))
    draft.replace(_mark(settings))


def _mark(settings: Settings) -> Path:
    return settings.var / SEEDED


def _mark_text(settings: Settings) -> str:
    return f"{settings.province} {digest_of(settings.province_folder)}\n"


def missing_calendar(settings: Settings) -> str:
    """What the operator should know about dates of the coming year; empty when its calendar is there."""
    calendar = check_province(settings).calendar
    try:
        days = CalendarDays.of(read_calendar((settings.province_folder / calendar).read_bytes(), calendar))
    except OSError:
        raise CannotProceed(
            f"Không đọc được {settings.province_folder / calendar}: calendar của province.json ghi tên tệp này."
        ) from None
    except ValueError as fault:
        raise CannotProceed(str(fault)) from fault
    today = clock.local_now().date()
    years = days.undecided_years(today, today.replace(year=today.year + 1, day=1))
    if not years:
        return ""
    listed = ", ".join(str(year) for year in years)
    return f"Chưa có lịch nghỉ lễ, tết năm {listed} trong {calendar}: ngày hẹn trả rơi vào năm ấy ghi là tạm tính."


def seed_province(settings: Settings) -> None:
    """Fill what is empty; the accounts made are kept for `./lienthong accounts` in a file that only its owner reads."""
    check_province(settings)
    accounts = asyncio.run(_seed_all(settings.model_copy(update={"trial_accounts": True}), settings.province_folder))
    if accounts:
        keep_accounts(settings.var / "accounts.json", accounts)


async def _seed_all(settings: Settings, folder: Path) -> list[dict[str, str]]:
    accounts: list[dict[str, str]] = []
    for package in ORDER:
        seed: Any = importlib.import_module(f"{package}.seeding").seed
        database = Database(settings.url_for(package), "seed", size=2)
        try:
            accounts += await seed(database, settings, folder)
            await published.note_province(database, settings.province)
        except ValueError as fault:
            raise CannotProceed(f"Dữ liệu của tỉnh chưa đúng, chưa công bố gì của phần này. {fault}") from fault
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
