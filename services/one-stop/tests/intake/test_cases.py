"""A dossier is of one case: the counter says which, its papers, term and fee follow, and it keeps them."""

import asyncio
import json
from typing import Any

import pytest

from testing import factories
from testing.factories import a_paper

from .cased import CASES, CODE, LOST, NEW, brought, paper, publish

COUNTER, LEADER = "counter-officer", "leader"
URL = "/api/one-stop/v1/dossiers"


async def _receive(office: Any, *papers: str, **more: Any) -> Any:
    return await office.client.post(URL, headers=office.headers(COUNTER), json=brought(*papers, **more))


async def _read(office: Any, dossier: str) -> dict[str, Any]:
    found = await office.client.get(f"{URL}/{dossier}", headers=office.headers(COUNTER))
    shown: dict[str, Any] = found.json()
    return shown


async def _file(office: Any, case_code: str, *papers: str, fee_due: int = 0) -> str:
    event = factories.a_submission(CODE, "chung", *(a_paper(code, code) for code in papers), agency_code=office.agency)
    event = event.model_copy(update={"case_code": case_code, "fee_due": fee_due})
    await office.tell(event, "online-services")
    return str(event.submission_id)


async def _days(office: Any, dossier: str) -> int:
    """Working days that its receipt promises."""
    [row] = await office.rows("SELECT snapshot FROM printed_form WHERE dossier_id = $1 AND form_no = '01'", dossier)
    return int(json.loads(row["snapshot"])["term"].split()[0])


async def _writes(office: Any) -> list[Any]:
    return [await office.rows(f"SELECT * FROM {table}") for table in ("dossier", "printed_form", "outbox")]


@pytest.mark.parametrize(
    ("case", "papers", "channel", "fee", "days"),
    [
        (NEW, ("DON", "VE", "ANH"), "counter", 200_000, 10),
        (LOST, ("DON", "CK"), "counter", 0, 20),
        (LOST, ("DON", "CK"), "post", 15_000, 20),
    ],
)
def test_the_counter_receives_by_the_papers_term_and_fee_of_the_case(
    one_stop: Any, case: str, papers: tuple[str, ...], channel: str, fee: int, days: int
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office)
            made = await _receive(office, *papers, case_code=case, channel=channel)
            assert made.status_code == 201, made.text
            found = await _read(office, made.json()["id"])
            name = next(one["name"] for one in CASES if one["code"] == case)
            assert (found["case_code"], found["case_name"], found["fee_due"]) == (case, name, fee)
            assert await _days(office, made.json()["id"]) == days
            [form] = await office.rows("SELECT snapshot FROM printed_form WHERE form_no = '01'")
            printed = json.loads(form["snapshot"])
            assert printed["procedure"] == f"Cấp giấy thử nghiệm (trường hợp: {name})"
            assert next(one["name"] for one in printed["papers"]) == "Đơn đề nghị"
            assert printed["fee_way"].startswith("Thu khi" if fee else "Miễn phí")
            [told] = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.dossier-received.v1'")
            assert any(name in words for words in json.loads(told["data"])["due_words"])
            listed = await office.client.get("/api/one-stop/v1/lists/register", headers=office.headers(COUNTER))
            assert [row["procedure"] for row in listed.json()["items"]] == [printed["procedure"]]

    asyncio.run(run())


def test_without_a_case_with_one_it_does_not_have_or_with_papers_of_another_nothing_is_received(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office)
            before = await _writes(office)
            for papers, case, code in (
                (("DON", "VE", "ANH"), "", "case_missing"),
                (("DON", "VE", "ANH"), "khong-co", "case_unknown"),
                (("DON", "VE", "CK"), LOST, "paper_unknown"),
                (("DON",), LOST, "papers_missing"),
            ):
                refused = await _receive(office, *papers, case_code=case)
                assert refused.status_code == 422, refused.text
                assert [error["code"] for error in refused.json()["errors"]] == [code]
            assert await _writes(office) == before

    asyncio.run(run())


def test_where_there_is_one_case_or_none_nobody_is_asked(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office, cases=CASES[:1], papers=[paper("DON", "Đơn đề nghị")])
            made = await _receive(office, "DON")
            assert (await _read(office, made.json()["id"]))["case_name"] == "Cấp lần đầu"
            await publish(office, cases=[], papers=[paper("DON", "Đơn đề nghị")], fee=7000)
            again = await _receive(office, "DON")
            plain = await _read(office, again.json()["id"])
            assert (plain["case_code"], plain["case_name"], plain["fee_due"]) == ("", "", 7000)
            assert await _days(office, again.json()["id"]) == 20
            # What was received before keeps what it was received by.
            first = await _read(office, made.json()["id"])
            assert (first["case_name"], first["fee_due"]) == ("Cấp lần đầu", 200_000)
            assert await _days(office, made.json()["id"]) == 10

    asyncio.run(run())


def test_a_wrong_case_is_put_right_before_acceptance_with_a_reason_and_told(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office)
            dossier = await _file(office, NEW, "DON", "VE", "ANH", fee_due=100_000)
            wrong = {"field": "case", "value": "giấy đã cấp bị mất"}
            assert (await office.act(dossier, "correct", COUNTER, wrong | {"reason": " "})).status_code == 422
            fixed = await office.act(dossier, "correct", COUNTER, wrong | {"reason": "Giấy cũ đã mất"})
            assert fixed.status_code == 200, fixed.text
            found = await _read(office, dossier)
            assert (found["case_code"], found["case_name"], found["fee_due"]) == (LOST, "Giấy đã cấp bị mất", 0)
            [told] = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.dossier-corrected.v1'")
            said = json.loads(told["data"])
            assert (said["before"], said["after"], said["case_code"], said["fee_due"]) == (
                "Cấp lần đầu",
                "Giấy đã cấp bị mất",
                LOST,
                0,
            )
            assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
            assert await _days(office, dossier) == 20
            late = await office.act(
                dossier, "correct", COUNTER, {"field": "case", "value": NEW, "reason": "Giấy cũ còn"}
            )
            assert [error["pointer"] for error in late.json()["errors"]] == ["/field"], "its term has been promised"

    asyncio.run(run())


@pytest.mark.parametrize("case", ["", "da-bo"])
def test_what_was_filed_without_a_case_that_is_known_is_opened_and_asked_before_it_is_accepted(
    one_stop: Any, case: str
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office)
            dossier = await _file(office, case, "DON", "CK")
            refused = await office.act(dossier, "accept", COUNTER)
            assert (refused.status_code, refused.json()["code"]) == (409, "case_not_known"), refused.text
            fixed = {"field": "case", "value": LOST, "reason": "Theo đơn"}
            assert (await office.act(dossier, "correct", COUNTER, fixed)).status_code == 200
            assert (await office.act(dossier, "accept", COUNTER)).status_code == 200

    asyncio.run(run())


def test_a_step_may_be_of_one_case_alone(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            look = {"code": "look", "name": "Kiểm tra thực địa", "role": "specialist", "hours": 8, "actions": []}
            look |= {"when": {"field": "@case", "one_of": [NEW]}}
            steps = office.procedures["chung"]["steps"]
            await publish(office, steps=[*steps[:2], look, *steps[2:]])
            dossier = await _file(office, NEW, "DON", "VE", "ANH")
            assert await _skipped(office, dossier) == []
            fixed = {"field": "case", "value": LOST, "reason": "Giấy cũ đã mất"}
            assert (await office.act(dossier, "correct", COUNTER, fixed)).status_code == 200
            assert await _skipped(office, dossier) == [2]

    asyncio.run(run())


async def _skipped(office: Any, dossier: str) -> list[int]:
    [row] = await office.rows("SELECT skipped FROM dossier WHERE id = $1", dossier)
    return list(row["skipped"])


def test_who_is_guided_at_the_counter_is_told_what_his_case_misses(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await publish(office)
            slip = brought("DON", case_code=LOST, reason="Thiếu giấy", items=[{"paper_code": "CK", "note": "Chưa có"}])
            url = "/api/one-stop/v1/walk-ins/guide"
            made = await office.client.post(url, headers=office.headers(COUNTER), json=slip)
            assert made.status_code == 201, made.text
            [row] = await office.rows("SELECT snapshot FROM walk_in")
            assert "(trường hợp: Giấy đã cấp bị mất)" in json.loads(row["snapshot"])["procedure"]
            other = slip | {"items": [{"paper_code": "VE", "note": "Chưa có"}]}
            refused = await office.client.post(url, headers=office.headers(COUNTER), json=other)
            assert refused.status_code == 422

    asyncio.run(run())
