"""Cases of a procedure on the screens of its editor: drafted, checked, compared by name, in force when approved."""

import asyncio
from datetime import date
from typing import Any

from shared.core import clock

from .kit import CHANGES, LIST, begin, boxes, decide, look, save, send


def _today() -> date:
    return clock.local_now().date()


async def _code(office: Any) -> str:
    return str(office.procedures["chung"]["code"])


TWO = {
    "cases.0.name": "Cấp lần đầu",
    "cases.0.code": "TH1",
    "cases.0.amount": "10",
    "cases.0.fee": "200.000",
    "cases.0.online_amount": "7",
    "cases.0.online_fee": "100.000",
    "cases.1.name": "Cấp lại",
    "cases.1.code": "TH2",
    "fee_collected": "at_intake",
}


def test_cases_are_drafted_compared_and_in_force_when_somebody_else_approved(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            code = await _code(office)
            change = await begin(office, code)
            assert (await save(office, change, **TWO)).headers["location"] == f"{change}?xong=luu"
            papers = {"papers.0.cases": ["TH1"], "papers.1.cases": ["TH2"]}
            assert (await save(office, change, **papers)).headers["location"] == f"{change}?xong=luu"
            shown = await look(office, change)
            for words in (
                "Trường hợp “Cấp lần đầu”",
                "10 ngày làm việc, 200.000 đồng; nộp trực tuyến: 07 ngày làm việc, 100.000 đồng",
                f"Giấy tờ {code}-TP01 (trường hợp: Cấp lần đầu)",
            ):
                assert words in shown, words
            assert (await send(office, change, _today())).status_code == 303
            assert (await decide(office, change, "duyet")).status_code == 303
            found = await office.client.get(f"/api/one-stop/v1/procedures/{code}", headers=office.headers("leader"))
            first, second = found.json()["cases"]
            assert (first["fee"], first["channels"][0]["fee"], second["name"]) == (200_000, 100_000, "Cấp lại")
            assert [paper["cases"] for paper in found.json()["papers"]][:2] == [["TH1"], ["TH2"]]
            # What is shown again is what was written: a change that changes nothing is refused as before.
            again = await begin(office, code)
            assert boxes(await look(office, f"{again}/sua"))["cases.0.online_fee"] == "100000"
            same = await send(office, again, _today())
            assert same.status_code == 409
            assert "giống hệt phiên bản đang có hiệu lực" in same.text

    asyncio.run(run())


def test_what_no_dossier_could_be_received_by_is_said_at_its_box_and_not_sent(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            change = await begin(office, await _code(office))
            wrong = TWO | {"cases.1.code": "TH1", "cases.0.online_fee": "nhiều", "fee_collected": "none"}
            answer = await save(office, change, **wrong)
            assert answer.headers["location"] == f"{change}/sua?kiem_tra=1"
            assert 'href="#cases.0.online_fee"' in await look(office, f"{change}/sua?kiem_tra=1")
            await save(office, change, **{"cases.0.online_fee": "100.000"})
            page = await look(office, f"{change}/sua?kiem_tra=1")
            assert 'href="#cases.1.code"' in page
            assert 'href="#fee_collected"' in page
            refused = await send(office, change, _today())
            assert refused.status_code == 409

    asyncio.run(run())


def test_one_paper_of_two_cases_keeps_its_code_in_other_numbers(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            code, papers = await _code(office), office.procedures["chung"]["papers"]
            change = await begin(office, code)
            await save(office, change, **TWO)
            more = len(papers)
            again = {
                "papers.0.cases": ["TH1"],
                f"papers.{more}.name": papers[0]["name"],
                f"papers.{more}.copies": "3",
                f"papers.{more}.cases": ["TH2"],
            }
            assert (await save(office, change, **again)).headers["location"] == f"{change}?xong=luu"
            await send(office, change, _today())
            assert (await decide(office, change, "duyet")).status_code == 303
            found = await office.client.get(f"/api/one-stop/v1/procedures/{code}", headers=office.headers("leader"))
            same = [(p["cases"], p["copies"]) for p in found.json()["papers"] if p["code"] == papers[0]["code"]]
            assert same == [(["TH1"], papers[0]["copies"]), (["TH2"], 3)]
            assert f"{LIST}/{code}" in await look(office, LIST)
            assert change.startswith(CHANGES)

    asyncio.run(run())
