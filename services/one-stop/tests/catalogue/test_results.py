"""Danh mục kết quả: declared with a procedure, by editors and leaders; a result that is issued bears the code, and is found by it."""

import asyncio
import json
from typing import Any

import pytest

from one_stop.procedures.results import check_results, choices_of, declared_results, sole_code
from shared.core import clock

from ..conftest import ELSEWHERE
from ..results.test_result_files import claimed
from ..results.test_several_results import add
from .kit import EDITOR, LEADER, begin, boxes, decide, look, press, send

COUNTER, SPECIALIST = "counter-officer", "specialist"
CODE, OTHER = "KQ.G07.000122", "KQ.H08.15.000007"
LIST, PAGE = "/api/one-stop/v1/lists/issued-results", "/mot-cua/ket-qua-da-cap"
WORDS = {"title": "Chấp thuận họp báo", "body": "Chấp thuận tổ chức họp báo."}


_FINISHED = """
SELECT data::text AS data FROM outbox
WHERE type = 'one-stop.dossier-finished.v1' AND data::jsonb ->> 'dossier_id' = $1
"""


def _row(*results: dict[str, Any]) -> dict[str, Any]:
    return {"results": list(results)}


@pytest.mark.parametrize(
    ("results", "pointers"),
    [
        ([{"name": "Giấy phép"}], []),
        ([{"name": "Giấy phép", "code": CODE}, {"name": "Bản vẽ", "code": OTHER}], []),
        ([{"name": "Giấy phép", "code": "G07.000122"}], ["/results/0/code"]),
        ([{"name": "Giấy phép", "code": "KQ.G07"}], ["/results/0/code"]),
        ([{"name": "Giấy phép", "code": CODE}, {"name": "Bản vẽ", "code": CODE}], ["/results/1/code"]),
        ([{"name": "Giấy phép", "code": CODE}, {"name": "giấy PHÉP"}], ["/results/1/name"]),
    ],
)
def test_a_code_has_the_catalogues_shape_and_nothing_stands_twice(
    results: list[dict[str, Any]], pointers: list[str]
) -> None:
    assert [fault.pointer for fault in check_results(_row(*results))] == pointers


def test_only_what_has_a_code_can_be_chosen_and_one_alone_goes_without_saying() -> None:
    known = declared_results(_row({"name": "Giấy phép", "code": CODE, "valid_months": 60}, {"name": "Bản vẽ"}))
    assert choices_of(known) == {CODE: f"Giấy phép (mã {CODE}; có hiệu lực 60 tháng)"}
    assert sole_code(known) == ""
    assert sole_code(known[:1]) == CODE
    assert sole_code(known[1:]) == ""
    assert known[1].words == "mã: đang cập nhật"


def test_results_are_declared_on_the_screen_and_checked_at_their_boxes(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            at = await begin(office, code)
            page = await look(office, f"{at}/sua")
            typed = {"results.0.name": "Giấy phép", "results.0.code": " kq.g07.000122", "results.0.valid_months": "60"}
            wrong = boxes(page) | typed | {"results.0.code": "G07", "results.1.code": CODE}
            saved = await press(office, f"{at}/sua", EDITOR, **wrong | {"then": "later"})
            assert saved.status_code == 303, saved.text
            checked = await look(office, f"{at}/sua?kiem_tra=1")
            assert 'href="#results.1.name"' in checked, "a code without a name"
            again = boxes(checked) | {"results.1.code": ""}
            assert (await press(office, f"{at}/sua", EDITOR, **again | {"then": "later"})).status_code == 303
            assert 'href="#results.0.code"' in await look(office, f"{at}/sua?kiem_tra=1")
            right = boxes(await look(office, f"{at}/sua")) | typed
            assert (await press(office, f"{at}/sua", EDITOR, **right | {"then": "later"})).status_code == 303
            kept = boxes(await look(office, f"{at}/sua"))
            assert (kept["results.0.code"], kept["results.0.valid_months"]) == (typed["results.0.code"], "60"), (
                "as typed"
            )
            assert f"mã {CODE}; có hiệu lực 60 tháng" in await look(office, at)
            sent = await send(office, at, clock.local_now().date())
            assert sent.status_code == 303, sent.text
            assert (await decide(office, at, "duyet")).status_code == 303
            of_code = "SELECT source::text AS source FROM procedure_version WHERE code = $1 AND current"
            (version,) = await office.rows(of_code, code)
            published = json.loads(version["source"])["results"]
            assert published == [{"name": "Giấy phép", "code": CODE, "valid_months": 60}]
            assert f"mã {CODE}; có hiệu lực 60 tháng" in await look(office, f"/mot-cua/danh-muc-thu-tuc/{code}")

    asyncio.run(run())


async def _declare(office: Any, *results: dict[str, Any]) -> None:
    """As if the version in force had been published with them."""
    merged = "UPDATE procedure_version SET source = source || $1::jsonb WHERE form_id = 'hop-bao'"
    await office.rows(merged, json.dumps(_row(*results)))


async def _listed(office: Any, agency: str | None = None, **asked: str) -> list[tuple[str, str]]:
    answer = await office.client.get(LIST, headers=office.headers(COUNTER, agency), params=asked)
    assert answer.status_code == 200, answer.text
    return [(row["title"], row["result_code"]) for row in answer.json()["items"]]


def test_an_issued_result_bears_its_code_and_the_book_finds_and_exports_it(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _declare(office, {"name": "Giấy chấp thuận", "code": CODE}, {"name": "Bản đồ", "code": OTHER})
            dossier = await claimed(office)
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))
            assert f"Giấy chấp thuận (mã {CODE})" in page.text
            unknown = await office.act(dossier, "finish", SPECIALIST, WORDS | {"result_code": "KQ.G07.999999"})
            assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/result_code")
            wrong = await add(office, dossier, title="Bản đồ khu đất", body="Bản đồ kèm theo.", result_code="KQ.X.1")
            assert wrong.status_code == 422
            added = await add(office, dossier, title="Bản đồ khu đất", body="Bản đồ kèm theo.", result_code=OTHER)
            assert added.status_code == 200, added.text
            assert (await office.act(dossier, "finish", SPECIALIST, WORDS | {"result_code": CODE})).status_code == 200
            assert (await office.act(dossier, "sign", "leader")).status_code == 200
            plain = await claimed(office)
            assert (await office.act(plain, "finish", SPECIALIST, WORDS)).status_code == 200
            assert (await office.act(plain, "sign", "leader")).status_code == 200
            told = json.loads((await office.rows(_FINISHED, dossier))[0]["data"])
            assert [told["result_code"], told["others"][0]["result_code"]] == [CODE, OTHER]
            codes = sorted(code for _, code in await _listed(office))
            assert codes == ["", CODE, OTHER], "of several nobody guesses"
            assert await _listed(office, result_code=CODE.lower()) == [(WORDS["title"], CODE)]
            assert await _listed(office, ELSEWHERE, result_code=CODE) == []
            found = await office.client.get(PAGE, headers=office.headers(COUNTER), params={"ma_ket_qua": OTHER})
            assert "Bản đồ khu đất" in found.text
            assert WORDS["title"] not in found.text.partition("<tbody")[2]
            columns = {"dang": "csv", "ma_ket_qua": CODE, "cot": "number,result_code"}
            taken = await office.client.get(f"{PAGE}/ket-xuat", headers=office.headers(COUNTER), params=columns)
            assert CODE in taken.text
            assert OTHER not in taken.text

    asyncio.run(run())


def test_a_sole_result_is_marked_by_itself_and_a_refusal_never(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _declare(office, {"name": "Giấy chấp thuận", "code": CODE})
            refusal = {"outcome": "refused", "reason": "Thiếu điều kiện", "legal_basis": "Điều 41", "result_code": CODE}
            for draft, code in ((WORDS, CODE), (WORDS | {"result_code": ""}, ""), (refusal, "")):
                dossier = await claimed(office)
                assert (await office.act(dossier, "finish", SPECIALIST, draft)).status_code == 200
                assert (await office.act(dossier, "sign", LEADER)).status_code == 200
                (row,) = await office.rows("SELECT id, result_code FROM booked_result WHERE dossier_id = $1", dossier)
                assert row["result_code"] == code
                shown = await office.client.get(f"/mot-cua/ket-qua/{row['id']}", headers=office.headers(COUNTER))
                assert (CODE in shown.text) is bool(code)
                assert ("Đang cập nhật" in shown.text) is (not code and draft is not refusal)

    asyncio.run(run())
