"""An online dossier is to be answered within the province's hours of work, and says when it was not."""

import asyncio
from datetime import datetime

from shared.core import clock
from shared.core.clock import VIETNAM

COUNTER = "counter-officer"


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=VIETNAM)


async def _overdue(office) -> list[str]:
    url = "/api/one-stop/v1/dossiers?state=overdue"
    return [row["id"] for row in (await office.client.get(url, headers=office.headers(COUNTER))).json()["items"]]


def test_what_was_filed_online_is_answered_within_the_provinces_hours(one_stop):
    """Filed Mon 02/03 15:00: eight working hours end Tue 03/03 15:00; with four, at 9:00."""

    async def run() -> None:
        async with one_stop() as office:
            with clock.stopped_at(_at(2, 15)):
                dossier = await office.file(filed_at=_at(2, 15))
                (row,) = await office.rows("SELECT intake_due_at, work_due_at FROM dossier")
                assert row["intake_due_at"] == row["work_due_at"] == _at(3, 15)
            with clock.stopped_at(_at(3, 14)):
                assert await _overdue(office) == []
            with clock.stopped_at(_at(3, 16)):
                assert await _overdue(office) == [dossier]
                assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
                (row,) = await office.rows("SELECT outcome FROM hand_over WHERE action = 'accept'")
                assert row["outcome"] == "late"
            await office.rows("UPDATE province SET online_intake_hours = 4 RETURNING 1")
            await office.file(filed_at=_at(2, 15))
            (row,) = await office.rows("SELECT intake_due_at FROM dossier WHERE status = 1")
            assert row["intake_due_at"] == _at(3, 9)

    asyncio.run(run())
