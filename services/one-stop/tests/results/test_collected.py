"""A result that is returned online is returned when the applicant opens it: once, by his moment, and only that result."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.online_services import ResultCollected
from shared.core import clock
from testing.factories import handed_to_applicant

from .test_numbers import _drafted
from .test_result_files import claimed
from .test_several_results import FIRST, PARCEL, add

COUNTER, LEADER, SPECIALIST = "counter-officer", "leader", "specialist"


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


async def _two_signed(office: Any) -> tuple[str, list[str]]:
    """A dossier to be returned online whose two results are signed; their SHA-256."""
    dossier = await claimed(office)
    await office.rows("UPDATE dossier SET return_channel = 'online'")
    assert (await add(office, dossier, title=PARCEL, body="Cấp cho thửa đất số 21.")).status_code == 200
    assert (await office.act(dossier, "finish", SPECIALIST, FIRST)).status_code == 200
    assert (await office.act(dossier, "sign", LEADER)).status_code == 200
    rows = await office.rows("SELECT sha256 FROM dossier_result ORDER BY position")
    return dossier, [row["sha256"] for row in rows]


async def _open(office: Any, dossier: str, sha256: str, at: Any = None) -> None:
    opened = ResultCollected(submission_id=dossier, sha256=sha256, collected_at=at or clock.now())
    await office.tell(opened, "online-services")


def test_of_several_each_has_its_receipt_and_the_dossier_is_returned_with_the_last(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, (first, second) = await _two_signed(office)
            headers = office.headers(COUNTER)
            page = f"/mot-cua/ho-so/{dossier}"
            assert (await office.client.get(page, headers=headers)).text.count("người nộp chưa mở trên cổng") == 2
            for _ in range(2):
                await _open(office, dossier, second)
            assert (await _row(office))["status"] == 9, "one of two"
            html = (await office.client.get(page, headers=headers)).text
            assert f"Nhận trực tuyến ngày {clock.local_now():%d/%m/%Y}: {PARCEL}" in html
            assert html.count("người nộp chưa mở trên cổng") == 1
            desk = (await office.client.get(f"{page}/tra-ket-qua", headers=headers)).text
            assert desk.count("người nộp đã mở trên cổng lúc") == 1
            api = f"/api/one-stop/v1/dossiers/{dossier}"
            shown = (await office.client.get(f"{api}/results", headers=headers)).json()
            assert [bool(one["collected_at"]) for one in shown] == [False, True]
            at = clock.now()
            await _open(office, dossier, first, at)
            row = await _row(office)
            assert (row["status"], row["returned_at"]) == (10, at)
            receipts = (await office.client.get(f"{api}/returns", headers=headers)).json()["returns"]
            named = [(one["receipt"], [result["sha256"] for result in one["results"]]) for one in receipts]
            assert named == [("online", [second]), ("online", [first])]
            assert len(await office.rows("SELECT 1 FROM outbox WHERE type = 'one-stop.result-returned.v1'")) == 1
            kinds = [row["kind"] for row in await office.rows("SELECT kind FROM evidence WHERE kind LIKE 'result-%'")]
            assert (kinds.count("result-collected"), kinds.count("result-returned")) == (2, 1)

    asyncio.run(run())


def test_who_has_opened_one_may_still_fetch_them_and_what_is_undone_or_recalled_counts_no_more(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, (first, second) = await _two_signed(office)
            await _open(office, dossier, first)
            assert (await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())).status_code == 200
            undone = await office.act(dossier, "undo-hand-over", LEADER, {"reason": "Trả nhầm người"})
            assert undone.status_code == 200, undone.text
            rows = await office.rows("SELECT receipt, undone_at FROM result_return")
            assert [bool(row["undone_at"]) for row in rows] == [True, True]
            assert not await office.rows("SELECT 1 FROM dossier_result WHERE collected_at IS NOT NULL")
            await _open(office, dossier, second)
            assert (await _row(office))["status"] == 9, "what was opened before the return was undone counts no more"
            recalled = await office.act(dossier, "recall", LEADER, {"reason": "Ghi sai số thửa"})
            assert recalled.status_code == 200, recalled.text
            assert not await office.rows("SELECT 1 FROM dossier_result WHERE collected_at IS NOT NULL")
            assert not await office.rows("SELECT 1 FROM result_return WHERE undone_at IS NULL")

    asyncio.run(run())
