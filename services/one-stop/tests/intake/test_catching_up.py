"""Once, the portal is told whose the counter's dossiers are that came before it could be told: in stretches, going on where it was."""

import asyncio
import json
from typing import Any

import pytest

from one_stop.intake import catching_up
from shared.core import clock
from shared.work.jobs import Jobs

COUNTER, LAN = "counter-officer", "052190004317"
TOLD = "SELECT data::text AS data FROM outbox WHERE type = 'one-stop.parties-told.v1' ORDER BY position"
WAITS = "SELECT key FROM job WHERE name = 'tell-parties' AND done_at IS NULL"


async def _brought(office: Any, **more: str) -> str:
    procedure = office.procedures["hop-bao"]
    papers = [{"code": paper["code"], "copies": 1} for paper in procedure["papers"]]
    body = {"procedure_code": procedure["code"], "full_name": "Lê Văn Giấy", "address": "12 Lê Lợi", "papers": papers}
    made = await office.client.post("/api/one-stop/v1/dossiers", headers=office.headers(COUNTER), json=body | more)
    assert made.status_code == 201, made.text
    dossier: str = made.json()["id"]
    return dossier


async def _worker(office: Any) -> Jobs:
    worker = Jobs(office.database, [catching_up.BEGIN, catching_up.TELL_STRETCH])
    await worker.begin()
    return worker


async def _work(office: Any, worker: Jobs, most: int = 50) -> None:
    """Without its rests."""
    for _ in range(most):
        moved = "UPDATE job SET due_at = $1 WHERE name = 'tell-parties' AND done_at IS NULL RETURNING 1"
        await office.rows(moved, clock.now())
        if not await worker.do_next():
            return


async def _told(office: Any) -> list[str]:
    return [json.loads(row["data"])["dossier_id"] for row in await office.rows(TOLD)]


def test_all_with_a_number_are_told_however_long_ago_they_ended_and_no_others(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            running, late, long_ago = [await _brought(office, personal_id=LAN) for _ in range(3)]
            await _brought(office)
            online = await office.file("hop-bao")
            assert (await office.act(online, "accept", COUNTER)).status_code == 200
            ended = (
                "UPDATE dossier SET status = 10, finished_at = now() - $2 * interval '1 day' WHERE id = $1 RETURNING 1"
            )
            await office.rows(ended, late, 300)
            await office.rows(ended, long_ago, 400)
            await _work(office, await _worker(office))
            assert await _told(office) == [running, late, long_ago]
            [first] = [json.loads(row["data"]) for row in (await office.rows(TOLD))[:1]]
            assert first["parties"] == [{"capacity": "applicant", "number": LAN, "is_person": True}]
            await _work(office, await _worker(office))
            assert len(await _told(office)) == 3, "once for all, however often a worker begins"

    asyncio.run(run())


def test_stopped_in_between_it_goes_on_with_the_next_stretch(one_stop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossiers = [await _brought(office, personal_id=LAN) for _ in range(5)]
            monkeypatch.setattr(catching_up, "STRETCH", 2)
            worker = await _worker(office)
            await _work(office, worker, most=2)
            assert await _told(office) == dossiers[:2]
            assert [row["key"] for row in await office.rows(WAITS)] == [dossiers[1]]
            await _work(office, await _worker(office))
            assert await _told(office) == dossiers
            assert not await office.rows(WAITS)

    asyncio.run(run())
