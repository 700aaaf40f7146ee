"""Results of the one-stop in the register of outgoing documents: a line each with the number they bear, and never two equal numbers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from shared.access.rights import Role
from shared.contracts.one_stop_results import ResultEntryAsked, ResultEntryEnded
from shared.core import clock
from shared.core.identifiers import new_id

from .test_kept_numbers import HERE, book, keep, number, signed

ANSWERS = "SELECT data::text FROM outbox WHERE type = 'document-exchange.result-entered.v1' ORDER BY position"
LINES = "SELECT * FROM outgoing_document WHERE origin = 'one-stop' ORDER BY created_at, id"


def play(open_house: Callable[[], Any], story: Callable[[Any], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await story(house)

    asyncio.run(whole())


def asking(number: str, series_number: int | None = None, **changed: Any) -> ResultEntryAsked:
    known = {
        "result_id": str(new_id()),
        "agency_code": HERE,
        "number": number,
        "series_number": series_number,
        "title": "Giấy phép",
        "procedure_name": "Cấp giấy phép bưu chính",
        "dossier_code": "000.00.11.H08-260302-0001",
        "receiver": "Trần Văn An",
        "signed_by": "Lê Quang Minh",
        "signed_at": clock.now(),
    }
    return ResultEntryAsked.model_validate(known | changed)


async def answers(house: Any) -> list[dict[str, Any]]:
    return [json.loads(row["data"]) for row in await house.rows(ANSWERS)]


def test_a_result_is_a_line_of_the_register_and_its_recall_strikes_it(open_house: Any) -> None:
    async def story(house: Any) -> None:
        asked = asking("01/KQ-STTTT", 1)
        await house.tell(asked, "one-stop")
        (line,) = await house.rows(LINES)
        assert (line["reference"], line["number"], line["status"]) == ("01/KQ-STTTT", 1, "result")
        assert [answer["entered"] for answer in await answers(house)] == [True]
        clerk = house.person(Role.RECORDS_CLERK)
        page = (await house.call(clerk, "GET", "/van-ban/so-van-ban-di")).text
        for said in ("01/KQ-STTTT", "Cấp giấy phép bưu chính", "Trần Văn An", "Kết quả của một cửa"):
            assert said in page
        one = await house.call(clerk, "GET", f"/van-ban/di/{asked.result_id}")
        assert one.status_code == 200
        assert "hồ sơ tại bộ phận một cửa" in one.text
        strange = await house.call(
            house.person(Role.RECORDS_CLERK, "000.00.02.H08"), "GET", f"/van-ban/di/{asked.result_id}"
        )
        assert strange.status_code == 404
        await house.tell(ResultEntryEnded(result_id=asked.result_id, ended_at=clock.now()), "one-stop")
        (line,) = await house.rows(LINES)
        assert line["status"] == "cancelled"
        assert "đã thu hồi kết quả" in (await house.call(clerk, "GET", "/van-ban/so-van-ban-di")).text

    play(open_house, story)


@pytest.mark.parametrize("typed", ["01/STTTT-CNTT", "1 / stttt-cntt", "01/STTTT–CNTT", "01/QĐ-STTTT"])
def test_a_number_that_a_document_has_is_refused_and_the_clerk_is_told_which(open_house: Any, typed: str) -> None:
    async def story(house: Any) -> None:
        document = await number(house, await signed(house), None)
        assert document["reference"] == "01/STTTT-CNTT"
        await house.tell(asking(typed), "one-stop")
        assert not await house.rows(LINES)
        (answer,) = await answers(house)
        assert answer["entered"] is False
        assert "Công văn số 01/STTTT-CNTT ngày" in answer["taken_by"]
        told = [
            json.loads(row["data"])
            for row in await house.rows("SELECT data::text FROM outbox WHERE kind = 'notification'")
        ]
        (taken,) = [one for one in told if one["notification"] == "result-number-taken"]
        assert taken["link"] == f"/van-ban/di/{document['id']}"
        await house.tell(asking("02/QĐ-STTTT"), "one-stop")
        assert [answer["entered"] for answer in await answers(house)] == [False, True]

    play(open_house, story)


def test_a_number_that_a_result_took_from_a_book_is_not_given_to_a_document(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await house.tell(asking("01/QĐ-STTTT"), "one-stop")
        await house.tell(asking("02/QĐ-STTTT"), "one-stop")
        document = await number(house, await signed(house), None)
        assert document["reference"] == "03/STTTT-CNTT"
        found = await book(house)
        assert found["gaps"] == [], "numbers that results bear are in use"

    play(open_house, story)


@pytest.mark.parametrize("typed", ["1/qđ-stttt", "01/QĐ–STTTT", "01 / ttr − stttt", "01/stttt-cntt"])
def test_however_a_number_of_a_book_is_typed_the_next_document_passes_it_over(open_house: Any, typed: str) -> None:
    async def story(house: Any) -> None:
        await house.tell(asking(typed), "one-stop")
        (line,) = await house.rows(LINES)
        assert (line["reference"], line["number"], line["series_code"]) == (typed, 1, "administrative")
        document = await number(house, await signed(house), None)
        assert document["reference"] == "02/STTTT-CNTT"

    play(open_house, story)


@pytest.mark.parametrize(
    "typed", ["20261128001/QĐ-STTTT", "2000000001/QĐ-STTTT", "000/QĐ-STTTT", f"{'9' * 51}/QĐ-STTTT"]
)
def test_a_number_that_no_book_counts_is_entered_by_its_reference_alone(open_house: Any, typed: str) -> None:
    async def story(house: Any) -> None:
        await house.tell(asking(typed), "one-stop")
        await house.tell(asking(typed), "one-stop")
        (line,) = await house.rows(LINES)
        assert (line["reference"], line["number"], line["series_code"]) == (typed, None, "dossier-results")
        assert [answer["entered"] for answer in await answers(house)] == [True, False]
        clerk = house.person(Role.RECORDS_CLERK)
        assert typed in (await house.call(clerk, "GET", "/van-ban/so-van-ban-di")).text

    play(open_house, story)


def test_a_number_that_the_clerk_keeps_is_refused(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await keep(house)
        await house.tell(asking("01/QĐ-STTTT"), "one-stop")
        (answer,) = await answers(house)
        assert answer["entered"] is False
        assert "văn thư đang giữ" in answer["taken_by"]

    play(open_house, story)


def test_two_results_never_stand_with_one_number_and_each_year_begins_anew(open_house: Any) -> None:
    async def story(house: Any) -> None:
        now = clock.now()
        another_day = now + timedelta(days=1 if clock.local_now().month == 1 else -1)
        for asked in (
            asking("12/GCN-STTTT"),
            asking("012/gcn-stttt"),
            asking("12/GCN–STTTT", signed_at=another_day),
            asking("13/GCN-STTTT"),
            asking("12/GCN-STTTT", signed_at=now - timedelta(days=400)),
        ):
            await house.tell(asked, "one-stop")
        assert [answer["entered"] for answer in await answers(house)] == [True, False, False, True, True]
        assert len(await house.rows(LINES)) == 3

    play(open_house, story)


def test_what_is_told_twice_is_entered_once(open_house: Any) -> None:
    async def story(house: Any) -> None:
        asked, event = asking("01/KQ-STTTT", 1), "0199d3b0-0000-7000-8000-000000000098"
        for _ in range(2):
            await house.tell(asked, "one-stop", sequence=1, event_id=event)
        assert len(await house.rows(LINES)) == 1
        assert len(await answers(house)) == 1

    play(open_house, story)
