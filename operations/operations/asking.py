"""`./lienthong ask-reset`: ask for the password of a directory administrator or an operator; somebody else gives it at `/danh-ba`."""

import asyncio

from rich.console import Console

from mail_directory.asking import ask_reset
from operations.errors import CannotProceed
from operations.publishing import running_province
from shared.core.settings import Settings
from shared.storage.database import Database


def ask(settings: Settings, console: Console, user_name: str) -> int:
    running = running_province(settings, "Hệ thống chưa chạy: hãy chạy ./lienthong up trước.")

    async def work() -> str:
        database = Database(running.url_for("mail_directory"), "ask-reset", size=1)
        try:
            return await ask_reset(database, user_name)
        finally:
            await database.close()

    try:
        console.print(asyncio.run(work()), markup=False)
    except ValueError as refusal:
        raise CannotProceed(str(refusal)) from None
    return 0
