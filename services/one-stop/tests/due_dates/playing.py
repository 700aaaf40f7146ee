"""Dossiers in work on a known day, and the usual road of an apology."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from one_stop.procedures import queries
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.core.formats import vn_date

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
LETTERS = "SELECT data::text FROM outbox WHERE type = 'one-stop.due-moved.v1'"
NOTIFIED = "SELECT data::text FROM outbox WHERE kind = 'notification' ORDER BY position"


def at(day: int, hour: int = 9, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def play(one_stop: Any, act: Callable[[Any], Awaitable[None]]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await act(office)

    asyncio.run(run())


async def in_work(office: Any, form: str = "hop-bao") -> tuple[str, datetime]:
    """Filed and accepted on Mon 02/03 9:00 for 20 working days, with the specialist; its id and due time, Mon 30/03 9:00."""
    await change_versions(office, "term_amount = 20, term_unit = 'working_days'")
    with clock.stopped_at(at(2)):
        dossier = await office.file(form, filed_at=at(2))
        for act, role, body in (("accept", COUNTER, None), ("transfer", COUNTER, {}), ("claim", SPECIALIST, None)):
            answer = await office.act(dossier, act, role, body)
            assert answer.status_code == 200, answer.text
    (row,) = await office.rows("SELECT due_at FROM dossier WHERE id = $1", dossier)
    return dossier, row["due_at"]


def proposing(day: datetime, **changed: Any) -> dict[str, Any]:
    return {
        "reason": "Phải kiểm tra lại hiện trạng",
        "delayed_by": "Phòng Quản lý xây dựng",
        "due_on": vn_date(day),
    } | changed


async def promised(office: Any, dossier: str, signed_at: datetime, day: datetime) -> None:
    with clock.stopped_at(signed_at):
        answer = await office.act(dossier, "propose-apology", SPECIALIST, proposing(day))
        assert answer.status_code == 200, answer.text
        answer = await office.act(dossier, "sign-apology", LEADER)
        assert answer.status_code == 200, answer.text


def worked_after(moment: datetime, days: int) -> datetime:
    """A working day some days after: no holiday lies in these weeks of March."""
    day = moment.astimezone(VIETNAM) + timedelta(days=days)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day


async def change_versions(office: Any, changed: str) -> None:
    """As no screen can: a published version is never changed, so what the process keeps of it is forgotten too."""
    await office.rows(f"UPDATE procedure_version SET {changed} RETURNING 1")
    queries._KNOWN.clear()
