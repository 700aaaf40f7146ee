"""A result that is returned online is returned when the applicant opens it: once, by his moment, and only that result."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.online_services import ResultCollected
from shared.core import clock
from testing.factories import handed_to_applicant

from .test_numbers import _drafted

COUNTER, LEADER = "counter-officer", "leader"


async def _signed(office: Any, channel: str) -> tuple[str, str]:
    dossier, _ = await _drafted(office, "61/KQ", return_channel=channel)
    assert (await office.act(dossier, "sign", LEADER)).status_code == 200
    (result,) = await office.rows("SELECT sha256 FROM dossier_result")
    return dossier, result["sha256"]


async def _row(office: Any) -> Any:
    return (await office.rows("SELECT * FROM dossier"))[0]


def test_opening_it_returns_it_once_at_the_moment_of_opening(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, sha256 = await _signed(office, "online")
            at = clock.now() - timedelta(seconds=5)
            opened = ResultCollected(submission_id=dossier, sha256=sha256, collected_at=at)
            await office.tell(opened.model_copy(update={"sha256": "0" * 64}), "online-services")
            assert (await _row(office))["status"] == 9, "another file than the one that counts"
            for _ in range(2):
                await office.tell(opened, "online-services")
            row = await _row(office)
            assert (row["status"], row["returned_at"]) == (10, at)
            told = await office.rows("SELECT data::text AS data FROM outbox WHERE type = 'one-stop.result-returned.v1'")
            assert len(told) == 1
            assert '"online"' in told[0]["data"]
            proof = await office.rows("SELECT facts::text AS facts FROM evidence WHERE kind = 'result-returned'")
            assert [sha256 in one["facts"] for one in proof] == [True]
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))
            assert "Người nộp đã mở kết quả trên cổng dịch vụ công" in page.text
            late = await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())
            assert (late.status_code, late.json()["code"]) == (409, "result_returned_already")
            assert "người nộp mở trên cổng dịch vụ công" in late.json()["title"]

    asyncio.run(run())


@pytest.mark.parametrize("channel", ["counter", "post"])
def test_what_is_fetched_on_paper_is_only_read_online(one_stop: Any, channel: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, sha256 = await _signed(office, channel)
            opened = ResultCollected(submission_id=dossier, sha256=sha256, collected_at=clock.now())
            await office.tell(opened, "online-services")
            assert (await _row(office))["status"] == 9
            assert (await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())).status_code == 200

    asyncio.run(run())
