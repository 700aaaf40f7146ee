"""A signed result is asked to be entered in the agency's register of outgoing documents; the answer stands with it."""

import asyncio
import json
from typing import Any

from shared.contracts.document_exchange import ResultEntered
from shared.core import clock

from ..results.test_numbers import LEADER, SPECIALIST, _drafted

ASKED = "SELECT type, data::text FROM outbox WHERE kind = 'entry' ORDER BY position"


def answered(result_id: str, taken_by: str = "") -> ResultEntered:
    return ResultEntered(result_id=result_id, entered=not taken_by, taken_by=taken_by, answered_at=clock.now())


async def _signed(office: Any) -> tuple[str, dict[str, Any]]:
    dossier, _ = await _drafted(office, "")
    assert (await office.act(dossier, "sign", LEADER)).status_code == 200
    asked = json.loads((await office.rows(ASKED))[-1]["data"])
    return dossier, asked


def test_what_is_signed_is_asked_for_entry_with_its_number_and_recalled_is_told(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, asked = await _signed(office)
            (row,) = await office.rows("SELECT * FROM booked_result")
            assert (asked["result_id"], asked["number"]) == (str(row["id"]), row["number"])
            assert (asked["series_number"], asked["agency_code"]) == (1, office.agency)
            assert row["entry"] == "asked"
            version = row["version"]
            await office.tell(answered(asked["result_id"]), "document-exchange")
            (row,) = await office.rows("SELECT entry, version FROM booked_result")
            assert tuple(row) == ("entered", version), "nobody who decides about it meanwhile is refused for the answer"
            url = f"/mot-cua/ket-qua/{asked['result_id']}"
            assert "Đã ghi vào sổ văn bản đi" in (await office.client.get(url, headers=office.headers(SPECIALIST))).text
            recalled = await office.act(dossier, "recall", LEADER, {"reason": "Ghi sai tên người được cấp"})
            assert recalled.status_code == 200, recalled.text
            kinds = [event["type"] for event in await office.rows(ASKED)]
            assert kinds == ["one-stop.result-entry-asked.v1", "one-stop.result-entry-ended.v1"]

    asyncio.run(run())


def test_a_refused_entry_says_what_has_the_number_and_what_to_do(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            _, asked = await _signed(office)
            for _ in range(2):
                taken = answered(asked["result_id"], "Quyết định số 01/QĐ-SXD ngày 04/03/2026")
                await office.tell(taken, "document-exchange", event_id="0199d3b0-0000-7000-8000-000000000097")
            url = f"/mot-cua/ket-qua/{asked['result_id']}"
            page = (await office.client.get(url, headers=office.headers(SPECIALIST))).text
            for said in ("số đã có văn bản khác mang", "01/QĐ-SXD", "ký lại với số khác"):
                assert said in page
            kept = await office.rows("SELECT actor FROM evidence WHERE kind = 'result-not-entered'")
            assert [row["actor"] for row in kept] == ["event:result-entered"]

    asyncio.run(run())


def test_a_signature_that_is_refused_asks_for_nothing(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, _ = await _drafted(office, "")
            stranger = office.headers(LEADER, person=f"nobody.{office.agency}")
            refused = await office.client.post(f"/api/one-stop/v1/dossiers/{dossier}/sign", headers=stranger)
            assert refused.status_code == 409
            assert not await office.rows(ASKED)

    asyncio.run(run())
