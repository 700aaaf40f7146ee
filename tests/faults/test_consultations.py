"""Questions and answers between agencies survive kill -9 in the middle of them: none lost, none twice, by the callers' own record.

Each caller sends again, unchanged, until it has seen success; meanwhile the service that asks and is asked is killed again and again,
and the database once.
"""

import asyncio

import asyncpg
import httpx
import pytest

from operations.demo.callers import Callers
from operations.demo.counter_work import CounterWork
from operations.private_province import PrivateProvince
from shared.core import clock
from tests.faults import checker
from tests.faults.faults import kill_process
from tests.faults.workload import until_done
from tests.journeys.filing import PROCEDURE_CODE

pytestmark = [pytest.mark.fault, pytest.mark.anyio]

DOSSIERS = 12
ASKER = "stttt"
ASKED = {"000.00.13.H08": "svhtt", "000.00.17.H08": "sngv"}
V1 = "/api/one-stop/v1"
KILLED = ("one-stop", "one-stop", "postgres", "one-stop")


def _held(province: PrivateProvince) -> list[str]:
    """Dossiers in a specialist's hands."""
    callers = Callers(province.url, province.accounts())
    work, ids = CounterWork(callers, province.province_folder, clock.local_now().date()), []
    for _ in range(DOSSIERS):
        dossier = work.file("congdan.lan", PROCEDURE_CODE)
        work.arrived(dossier)
        work.act(dossier, "counter-officer", "accept")
        work.act(dossier, "counter-officer", "transfer", {})
        callers.person(f"chuyenvien1.{ASKER}").post(f"{V1}/dossiers/{dossier.id}/claim")
        ids.append(dossier.id)
    callers.close()
    return ids


async def _answer_all(province: PrivateProvince, office: str, wanted: int) -> int:
    """Whatever arrives is taken in, claimed, drafted and signed, until all have been."""
    seen: set[str] = set()
    async with httpx.AsyncClient(base_url=province.url, timeout=20) as client:
        while len(seen) < wanted:
            headers = {"authorization": f"Bearer {await asyncio.to_thread(province.token, f'motcua.{office}')}"}
            try:
                listed = await client.get(f"{V1}/asked-parts?state=sent&limit=100", headers=headers)
                items = listed.json()["items"] if listed.status_code == 200 else []
            except (httpx.HTTPError, ValueError):
                items = []
            for part in (f"{V1}/asked-parts/{item['id']}" for item in items if item["id"] not in seen):
                seen.add(part.rpartition("/")[2])
                await until_done(province, f"motcua.{office}", f"{part}/take-in", {})
                await until_done(province, f"chuyenvien1.{office}", f"{part}/claim", {})
                await until_done(province, f"chuyenvien1.{office}", f"{part}/draft", {"conclusion": "agree"})
                await until_done(province, f"lanhdao.{office}", f"{part}/sign", {})
            await asyncio.sleep(0.3)
    return len(seen)


async def test_every_question_is_answered_once_whatever_is_killed(province: PrivateProvince) -> None:
    dossiers = await asyncio.to_thread(_held, province)
    to = [{"agency_code": agency} for agency in ASKED]

    async def ask_all() -> None:
        for dossier in dossiers:
            body = {"to": to, "question": "Đề nghị cho ý kiến về hồ sơ này."}
            await until_done(province, f"chuyenvien1.{ASKER}", f"{V1}/dossiers/{dossier}/parts", body)

    work = [ask_all(), *(_answer_all(province, office, DOSSIERS) for office in ASKED.values())]
    working = [asyncio.create_task(one) for one in work]
    for name in KILLED:
        await kill_process(province, name)
        await asyncio.sleep(1)
    await asyncio.wait_for(asyncio.gather(*working), 900)
    await asyncio.to_thread(province.wait_ready)
    await checker.wait_until_quiet(province)
    connection = await asyncpg.connect(province.database_url("one_stop"))
    try:
        kept = await connection.fetch("SELECT state, count(*) AS amount FROM dossier_part GROUP BY state")
        there = await connection.fetch("SELECT state, count(*) AS amount FROM asked_part GROUP BY state")
        lines = await connection.fetch(
            "SELECT action, count(*) AS amount FROM hand_over WHERE action LIKE '%part%' GROUP BY action"
        )
        waits = await connection.fetchval("SELECT count(*) FROM dossier WHERE awaits <> ''")
    finally:
        await connection.close()
    wanted = DOSSIERS * len(ASKED)
    assert {row["state"]: row["amount"] for row in kept} == {"answered": wanted}
    assert {row["state"]: row["amount"] for row in there} == {"answered": wanted}
    assert {row["action"]: row["amount"] for row in lines} == {
        "ask-part": wanted,
        "part-received": wanted,
        "part-answered": wanted,
    }
    assert waits == 0
    print(f"asked={wanted} answered={wanted} lost=0 doubled=0 kills={len(KILLED)}")  # noqa: T201  figures for the record
