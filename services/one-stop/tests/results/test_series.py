"""A result takes its number from the agency's series as it is signed: nobody types it, none is given twice, and none is missing."""

import asyncio
from datetime import date
from typing import Any

import pypdfium2
import pytest

from one_stop.dossiers.print_shop import PrintShop
from one_stop.results.rules import TO_BE_NUMBERED, is_of_series, notation_of, series_number
from shared.core import clock
from shared.core.errors import Conflict

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
DRAFT = {"title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}


def test_the_series_has_the_agencys_notation_and_knows_its_own_numbers() -> None:
    assert notation_of("SXD", "000.00.13.H08") == "KQ-SXD"
    assert notation_of("UBND TP Quy Nhơn", "000.00.31.H08") == "KQ-UBND"
    assert series_number(7, "KQ-SXD") == "07/KQ-SXD"
    assert is_of_series(" 007 / kq-sxd ", "KQ-SXD")
    assert not any(is_of_series(typed, "KQ-SXD") for typed in ("7/GP-SXD", "7/KQ", "7A/KQ-SXD"))


async def _drafted(office: Any, number: str = "") -> str:
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        await office.act(dossier, act, role, {} if act == "transfer" else None)
    drafted = await office.act(dossier, "finish", SPECIALIST, DRAFT | ({"number": number} if number else {}))
    assert drafted.status_code == 200, drafted.text
    return dossier


async def _numbers(office: Any) -> dict[str, str]:
    rows = await office.rows("SELECT dossier_id, number FROM booked_result")
    return {str(row["dossier_id"]): row["number"].split("/")[0] for row in rows}


async def _book(office: Any) -> tuple[int, list[Any], list[Any]]:
    """Of the series: its last number, its gaps, and what is held."""
    answer = await office.client.get("/api/one-stop/v1/numbers", headers=office.headers("records-clerk"))
    book = answer.json()
    last = {line["kind"]: line["last"] for line in book["series"]}
    return last["result"], book["gaps"], [row for row in book["held"] if row["kind"] == "result"]


def test_signed_at_once_each_has_a_number_of_its_own_and_one_that_was_typed_stays(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            first, second, typed = await _drafted(office), await _drafted(office), await _drafted(office, "12/GP-STTTT")
            preview = await office.client.get(f"/mot-cua/ho-so/{first}/du-thao", headers=office.headers(LEADER))
            assert preview.status_code == 200
            both = await asyncio.gather(*(office.act(one, "sign", LEADER) for one in (first, second)))
            assert [answer.status_code for answer in both] == [200, 200]
            assert (await office.act(typed, "sign", LEADER)).status_code == 200
            numbers = await _numbers(office)
            assert sorted((numbers[first], numbers[second])) == ["01", "02"]
            assert numbers[typed] == "12"
            assert await _book(office) == (2, [], [])
            own = (await office.rows("SELECT number FROM booked_result WHERE series_number = 1"))[0]["number"]
            refused = await office.act(await _accepted(office), "finish", SPECIALIST, DRAFT | {"number": own})
            assert (refused.status_code, refused.json()["code"]) == (422, "result_number_of_series")

    asyncio.run(run())


async def _accepted(office: Any) -> str:
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        await office.act(dossier, act, role, {} if act == "transfer" else None)
    return dossier


def test_the_number_of_a_result_that_is_not_signed_goes_to_the_next_and_a_recalled_one_keeps_its_own(
    one_stop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            before, refused, other = [await _drafted(office) for _ in range(3)]
            assert (await office.act(before, "sign", LEADER)).status_code == 200
            really, fail = PrintShop.print_signed, [Conflict("dossier_taken_meanwhile")]

            async def print_signed(*asked: Any, **named: Any) -> Any:
                if fail:
                    raise fail.pop(0)
                return await really(*asked, **named)

            monkeypatch.setattr(PrintShop, "print_signed", print_signed)
            assert (await office.act(refused, "sign", LEADER)).status_code == 409
            assert await _book(office) == (1, [], []), "put back"
            assert (await office.act(other, "sign", LEADER)).status_code == 200
            assert (await office.act(refused, "sign", LEADER)).status_code == 200
            numbers = await _numbers(office)
            assert (numbers[before], numbers[other], numbers[refused]) == ("01", "02", "03")
            assert (await office.act(other, "recall", LEADER, {"reason": "Ghi sai số thửa"})).status_code == 200
            assert (await office.act(other, "finish", SPECIALIST, DRAFT)).status_code == 200
            assert (await office.act(other, "sign", LEADER)).status_code == 200
            mine = "SELECT series_year, series_number FROM booked_result WHERE dossier_id = $1 ORDER BY issued_at"
            year = clock.local_now().year
            assert [tuple(row) for row in await office.rows(mine, other)] == [(year, 2), (year, 4)]
            assert await _book(office) == (4, [], [])

    asyncio.run(run())


def test_what_is_granted_says_its_term_and_scope_and_a_refusal_has_none(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _accepted(office)
            term = {"valid_from": "01/03/2027", "valid_until": "2032-02-29", "scope": "Trong địa bàn tỉnh"}
            wrong = await office.act(dossier, "finish", SPECIALIST, DRAFT | term | {"valid_until": "28/02/2027"})
            assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/valid_until")
            assert (await office.act(dossier, "finish", SPECIALIST, DRAFT | term)).status_code == 200
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}/du-thao", headers=office.headers(LEADER))
            text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(page.content))
            assert "từ ngày 01/03/2027 đến hết ngày 29/02/2032" in text.replace("\r\n", " ")
            assert TO_BE_NUMBERED in text
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            [row] = await office.rows("SELECT valid_from, valid_until, scope FROM booked_result")
            assert tuple(row) == (date(2027, 3, 1), date(2032, 2, 29), "Trong địa bàn tỉnh")
            [told] = await office.rows(
                "SELECT data ->> 'valid_from' AS first, data ->> 'valid_until' AS last, data ->> 'scope' AS scope"
                " FROM outbox WHERE type LIKE '%finished%'"
            )
            assert tuple(told) == ("2027-03-01", "2032-02-29", "Trong địa bàn tỉnh")
            refused = await _accepted(office)
            why = {"outcome": "refused", "reason": "Không đủ điều kiện", "legal_basis": "Điều 5"} | term
            assert (await office.act(refused, "finish", SPECIALIST, why)).status_code == 200
            [row] = await office.rows("SELECT valid_until FROM dossier_result WHERE dossier_id = $1", refused)
            assert row["valid_until"] is None

    asyncio.run(run())
