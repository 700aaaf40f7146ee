"""A result says for whom it is, and no two of an agency in a year bear one number."""

import asyncio
from datetime import datetime

import pypdfium2
import pytest

from one_stop.results.rules import number_key
from shared.contracts.values import Applicant
from shared.core import clock
from shared.core.clock import VIETNAM

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
OWNER = Applicant(kind="citizen", full_name="Trần Chủ Đất", personal_id="052060001234", phone="0905118226")


@pytest.mark.parametrize("written", ["77/2026/KQ", " 77/2026/kq", "077/2026/KQ", "77 / 2026 / KQ"])
def test_one_number_however_it_is_written(written: str):
    assert number_key("000.00.12.H08", 2026, written) == number_key("000.00.12.H08", 2026, "77/2026/KQ")


def test_another_number_year_or_agency_is_another():
    keys = {
        number_key(agency, year, number)
        for agency in ("000.00.12.H08", "000.00.13.H08")
        for year in (2026, 2027)
        for number in ("7/KQ", "70/KQ", "7/QĐ")
    }
    assert len(keys) == 12


async def _drafted(office, number: str, expected: int = 200, **filed):
    dossier = await office.file("hop-bao", **filed)
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        await office.act(dossier, act, role, {} if act == "transfer" else None)
    draft = {"number": number, "title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}
    answer = await office.act(dossier, "finish", SPECIALIST, draft)
    assert answer.status_code == expected, answer.text
    return dossier, answer


def test_a_number_is_given_once_in_a_year(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            with clock.stopped_at(datetime(2026, 12, 30, 9, tzinfo=VIETNAM)):
                first, _ = await _drafted(office, "77/KQ")
                second, refused = await _drafted(office, "077/kq", 422)
                assert refused.json()["errors"][0]["pointer"] == "/number"
                page = await office.client.post(
                    f"/mot-cua/ho-so/{second}/trinh-ket-qua",
                    headers=office.headers(SPECIALIST),
                    data={"csrf_token": "csrf-token", "number": "77/KQ", "title": "Chấp thuận", "body": "x" * 20},
                )
                assert page.status_code == 422
                assert "finish-number" in page.text
                draft = {"number": "78/KQ", "title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}
                assert (await office.act(second, "finish", SPECIALIST, draft)).status_code == 200
            with clock.stopped_at(datetime(2027, 1, 4, 9, tzinfo=VIETNAM)):
                # In the new year the numbers begin again; the draft of last year counts where it is signed.
                third, _ = await _drafted(office, "77/KQ")
                clash = await office.act(first, "sign", LEADER)
                assert (clash.status_code, clash.json()["code"]) == (409, "result_number_taken")
                assert (await office.act(third, "sign", LEADER)).status_code == 200
                assert (await office.act(second, "sign", LEADER)).status_code == 200
                assert (await office.act(first, "return", LEADER, {"reason": "Số đã dùng"})).status_code == 200

    asyncio.run(run())


def test_the_owner_is_on_every_paper_in_the_list_and_found(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier, _ = await _drafted(office, "5/KQ", owner=OWNER)
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            headers = office.headers(COUNTER)
            one = (await office.client.get(f"/api/one-stop/v1/dossiers/{dossier}", headers=headers)).json()
            assert one["owner"]["full_name"] == "Trần Chủ Đất"
            for file in one["files"]:
                if not file["name"].endswith(".pdf") or file["sha256"] == "a" * 64:
                    continue
                url = f"/api/one-stop/v1/dossiers/{dossier}/files/{file['sha256']}"
                content = (await office.client.get(url, headers=headers)).content
                document = pypdfium2.PdfDocument(content)
                text = "".join(page.get_textpage().get_text_range() for page in document)
                assert "Trần Chủ Đất" in text, file["kind"]
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=headers)).text
            assert "052060001234" in page
            assert "Trần Chủ Đất" in (await office.client.get("/mot-cua", headers=headers)).text
            for words in ("tran chu dat", "052060001234", "0905118226", "052090001234"):
                found = await office.client.get("/api/one-stop/v1/dossiers", params={"q": words}, headers=headers)
                assert [row["id"] for row in found.json()["items"]] == [dossier], words

    asyncio.run(run())


def test_a_way_of_return_that_cannot_deliver_is_not_offered(one_stop):
    """Papers brought to the counter belong to no account: nobody could fetch an electronic result."""

    async def run() -> None:
        async with one_stop() as office:
            procedure, headers = office.procedures["hop-bao"], office.headers(COUNTER)
            new = {
                "procedure_code": procedure["code"],
                "full_name": "Lê Văn Giấy",
                "address": "12 Lê Lợi",
                "paper_codes": [paper["code"] for paper in procedure["papers"]],
                "return_channel": "online",
            }
            refused = await office.client.post("/api/one-stop/v1/dossiers", headers=headers, json=new)
            assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/return_channel")
            page = await office.client.get(f"/mot-cua/tiep-nhan?thu_tuc={procedure['code']}", headers=headers)
            assert 'name="return_channel"' in page.text
            assert 'value="online"' not in page.text

    asyncio.run(run())
