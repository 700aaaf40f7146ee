"""A digitised paper bears the code that the catalogue has for what it is: chosen or imported, in the book, its export, and told."""

import asyncio
import json
from typing import Any

from ..forms.test_result_kinds import CODE, OTHER, declare
from .test_import import GOOD, HEAD, press, send
from .test_paper_results import API, COUNTER, LEADER, PAPER, SCAN, act, enter, entered

PAGE, BOOK = "/mot-cua/ket-qua-giay", "/mot-cua/ket-qua-da-cap"


async def _is_read(office: Any, booked: Any) -> None:
    counter = office.headers(COUNTER)
    assert CODE in (await office.client.get(f"/mot-cua/ket-qua/{booked}", headers=counter)).text
    columns = {"dang": "csv", "ma_ket_qua": CODE, "cot": "number,result_code"}
    taken = await office.client.get(f"{BOOK}/ket-xuat", headers=counter, params=columns)
    assert ("125/GPXD" in taken.text, CODE in taken.text) == (True, True)
    listed = await office.client.get("/api/one-stop/v1/lists/paper-results", headers=counter)
    assert [row["result_code"] for row in listed.json()["items"]] == [CODE]


def test_the_code_is_chosen_among_what_procedures_declare_and_goes_with_the_copy(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter = office.headers(COUNTER)
            new = "/mot-cua/so-hoa-ket-qua/moi"
            assert 'name="result_code"' not in (await office.client.get(new, headers=counter)).text, "none is known yet"
            await declare(office)
            form = (await office.client.get(new, headers=counter)).text
            assert f"Giấy chấp thuận (mã {CODE})" in form
            assert "Biên bản" not in form
            unknown = await enter(office, SCAN, result_code="KQ.G07.999999")
            assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/result_code")
            assert "chọn mã trong danh mục" in unknown.text
            assert not await office.rows("SELECT 1 FROM paper_result")
            paper = await entered(office, SCAN, result_code=CODE.lower(), scope="Trong tỉnh")
            shown = (await office.client.get(f"{PAGE}/{paper}", headers=counter)).text
            assert f'<option value="{CODE}" selected' in shown
            amended = await office.client.post(
                f"{API}/{paper}/amend",
                headers=counter,
                data=PAPER | {"result_code": "KQ.X.1"},
                files={"khong": ("", b"")},
            )
            assert amended.status_code == 422, amended.text
            assert (await act(office, paper, "sign", LEADER)).status_code == 200
            (booked,) = await office.rows("SELECT id, result_code, scope, valid_until FROM booked_result")
            assert (booked["result_code"], booked["scope"], str(booked["valid_until"])) == (
                CODE,
                "Trong tỉnh",
                "2064-03-15",
            )
            (event,) = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.result-digitised.v1'")
            assert json.loads(event["data"])["result_code"] == CODE
            await _is_read(office, booked["id"])

    asyncio.run(run())


def test_a_paper_without_a_code_says_that_it_is_being_brought_up_to_date(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            paper = await entered(office, SCAN)
            assert "Đang cập nhật" in (await office.client.get(f"{PAGE}/{paper}", headers=office.headers(COUNTER))).text
            assert (await act(office, paper, "sign", LEADER)).status_code == 200
            (booked,) = await office.rows("SELECT result_code FROM booked_result")
            assert booked["result_code"] == ""

    asyncio.run(run())


def test_the_column_of_a_file_brings_codes_and_names_the_line_of_one_that_nobody_declares(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await declare(office)
            head, first, second = GOOD.strip().splitlines()
            assert head == HEAD
            good = f"{head};Mã kết quả\n{first};{OTHER.lower()}\n{second};\n"
            bad = good.replace(OTHER.lower(), "KQ.G07.999999")
            for dry in (True, False):
                out = (await send(office, bad.encode(), dry=dry)).json()
                assert (out["entered"], [fault["line"] for fault in out["faults"]]) == (0, [2])
                assert "cột mã kết quả" in out["faults"][0]["sentence"]
            assert not await office.rows("SELECT 1 FROM paper_result")
            tried = await press(office, {"tep": ("ds.csv", good.encode(), "text/csv")})
            assert "mã kết quả" in tried.text
            assert OTHER in tried.text.partition("<textarea")[2], "what was tried is what is entered"
            assert (await send(office, good.encode())).json()["entered"] == 2
            rows = await office.rows("SELECT result_code FROM paper_result ORDER BY number")
            assert [row["result_code"] for row in rows] == [OTHER, ""]

    asyncio.run(run())
