"""Nobody waits for a change of a procedure without being told: who is to approve it, and who wrote it."""

import asyncio
import json

from shared.core import clock
from shared.core.formats import vn_date

from .kit import EDITOR, LEADER, begin, decide, save, send


async def _told(office, change: str) -> list[dict]:
    about = f"procedure-change/{change.rpartition('/')[2]}"
    rows = await office.rows("SELECT data::text FROM outbox WHERE data->>'about' = $1 ORDER BY position", about)
    return [json.loads(row["data"]) for row in rows]


def test_leaders_are_told_what_waits_and_writers_what_became_of_it(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code, today = office.procedures["chung"]["code"], clock.local_now().date()
            change = await begin(office, code)
            await save(office, change, name="Tên mới của thủ tục")
            assert (await decide(office, change, "duyet")).status_code == 409
            assert await _told(office, change) == [], "what is refused is not told of"
            await send(office, change, today)
            await decide(office, change, "tra-lai", reason="Thiếu căn cứ pháp lý")
            await send(office, change, today)
            await decide(office, change, "duyet")
            told = await _told(office, change)
            assert [(one["notification"].removeprefix("procedure-change-"), one["to"]) for one in told] == [
                ("sent", [{"person_id": "", "agency_code": office.agency, "role": LEADER}]),
                ("returned", [{"person_id": f"{EDITOR}.{office.agency}", "agency_code": office.agency, "role": ""}]),
                ("sent", [{"person_id": "", "agency_code": office.agency, "role": LEADER}]),
                ("approved", [{"person_id": f"{EDITOR}.{office.agency}", "agency_code": office.agency, "role": ""}]),
            ]
            assert {json.dumps(one["facts"]) for one in told} == {
                json.dumps({"reference": code, "since": vn_date(today)})
            }
            assert {one["link"] for one in told} == {change}

    asyncio.run(run())
