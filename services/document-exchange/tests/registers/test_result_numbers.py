"""A number of the register is kept for a result before it is signed: by events there and back, once, and explained whatever becomes of it."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from document_exchange.registers.series import open_series
from shared.access.rights import Role
from shared.contracts.one_stop_results import ResultNumberAsked, ResultNumberGivenUp
from shared.core import clock
from shared.core.identifiers import new_id
from shared.directory.keeping import keep_agency
from shared.storage.database import driver_connection
from shared.work.numbering import By, close_year
from testing.factories import an_agency

from .test_kept_numbers import HERE, KIND, OTHER, book, keep, number, play, signed
from .test_results import LINES, asking
from .test_results import answers as entries

ANSWERS = "SELECT data::text FROM outbox WHERE type = 'document-exchange.result-number-reserved.v1' ORDER BY position"


def wanting(**changed: Any) -> ResultNumberAsked:
    known = {
        "request_id": str(new_id()),
        "agency_code": HERE,
        "type_code": "QĐ",
        "year": clock.local_now().year,
        "title": "Quyết định cho phép",
        "procedure_name": "Cấp giấy phép bưu chính",
        "dossier_code": "000.00.11.H08-260302-0001",
        "asked_at": clock.now(),
    }
    return ResultNumberAsked.model_validate(known | changed)


def given_up(request_id: str, reason: str = "Dự thảo bị trả lại người dự thảo.") -> ResultNumberGivenUp:
    return ResultNumberGivenUp(request_id=request_id, reason=reason, given_up_at=clock.now())


async def answers(house: Any) -> list[dict[str, Any]]:
    return [json.loads(row["data"]) for row in await house.rows(ANSWERS)]


async def reserved(house: Any, **changed: Any) -> tuple[str, dict[str, Any]]:
    """Id of the request, and its answer."""
    wanted = wanting(**changed)
    await house.tell(wanted, "one-stop")
    return wanted.request_id, (await answers(house))[-1]


def test_a_number_is_kept_for_a_result_and_its_line_bears_it(open_house: Any) -> None:
    async def story(house: Any) -> None:
        request, answer = await reserved(house)
        assert (answer["reference"], answer["refused"], answer["agency_code"]) == ("01/QĐ-STTTT", "", HERE)
        (held,) = (await book(house))["held"]
        assert (held["kind"], held["number"], held["state"]) == (KIND, 1, "reserved")
        assert "Cấp giấy phép bưu chính (hồ sơ 000.00.11.H08-260302-0001)" in held["reason"]
        assert (await number(house, await signed(house), None))["reference"] == "02/STTTT-CNTT"
        await house.tell(asking("01/QĐ-STTTT"), "one-stop")
        assert "văn thư đang giữ" in (await entries(house))[0]["taken_by"], "typed by another, it is refused"
        await house.tell(asking("01/QĐ-STTTT", number_request=request), "one-stop")
        assert [entry["entered"] for entry in await entries(house)] == [False, True]
        (line,) = await house.rows(LINES)
        assert (line["number"], line["series_code"], line["type_code"]) == (1, "administrative", "QĐ")
        found = await book(house)
        assert (found["held"], found["gaps"]) == ([], [])
        await house.tell(given_up(request), "one-stop")
        assert (await book(house))["held"] == [], "what a result bears is not given up any more"

    play(open_house, story)


@pytest.mark.parametrize(("type_code", "reference"), [("CV", "01/STTTT"), ("TB", "01/TB-STTTT"), ("GP", "01/GP-STTTT")])
def test_each_type_has_the_notation_of_its_book_and_permits_a_book_of_their_own(
    open_house: Any, type_code: str, reference: str
) -> None:
    async def story(house: Any) -> None:
        await reserved(house)
        request, answer = await reserved(house, type_code=type_code)
        expected = reference if type_code == "GP" else reference.replace("01/", "02/")
        assert answer["reference"] == expected
        await house.tell(asking(expected, number_request=request), "one-stop")
        (line,) = await house.rows(LINES)
        assert (line["type_code"], line["reference"]) == (type_code, expected)
        if type_code == "GP":
            await house.tell(asking("02/gp-stttt"), "one-stop")
            assert (await reserved(house, type_code="GP"))[1]["reference"] == "03/GP-STTTT"
        assert (await book(house))["gaps"] == []

    play(open_house, story)


def test_asked_again_it_is_the_same_and_given_up_it_stays_void_with_its_reason(open_house: Any) -> None:
    async def story(house: Any) -> None:
        wanted = wanting()
        for _ in range(2):
            await house.tell(wanted, "one-stop")
        assert [answer["reference"] for answer in await answers(house)] == ["01/QĐ-STTTT", "01/QĐ-STTTT"]
        for _ in range(2):
            await house.tell(given_up(wanted.request_id), "one-stop")
        await house.tell(wanted, "one-stop")
        assert (await answers(house))[-1]["reference"] == "01/QĐ-STTTT", "what was answered is answered again"
        (held,) = (await book(house))["held"]
        assert (held["number"], held["state"], held["reason"]) == (1, "void", "Dự thảo bị trả lại người dự thảo.")
        assert (await book(house))["history"][0]["label"] == "Bỏ số 1"
        assert (await reserved(house))[1]["reference"] == "02/QĐ-STTTT"
        await house.tell(asking("01/QĐ-STTTT", number_request=wanted.request_id), "one-stop")
        assert (await entries(house))[0]["entered"] is False, "a number that was given up is borne by nothing"
        await house.tell(given_up(str(new_id())), "one-stop")
        assert (await book(house))["gaps"] == []

    play(open_house, story)


def test_told_out_of_order_what_was_given_up_is_void(open_house: Any) -> None:
    async def story(house: Any) -> None:
        wanted = wanting()
        await house.tell(given_up(wanted.request_id), "one-stop", sequence=2)
        assert (await book(house))["held"] == []
        await house.tell(wanted, "one-stop", sequence=1)
        (held,) = (await book(house))["held"]
        assert (held["number"], held["state"]) == (1, "void")

    play(open_house, story)


def test_why_there_is_no_number_is_answered_and_nothing_is_kept(open_house: Any) -> None:
    async def story(house: Any) -> None:
        year = clock.local_now().year
        assert "không có loại văn bản" in (await reserved(house, type_code="XX"))[1]["refused"]
        async with house.database.sessions.begin() as session:
            await open_series(session, OTHER, "administrative", "Công văn", ["CV"])
        refused = (await reserved(house, agency_code=OTHER))[1]["refused"]
        assert refused == "Sở Nội vụ chưa mở sổ cho loại văn bản “Quyết định”."
        request, answer = await reserved(house, year=year - 1)
        assert answer["reference"] == "01/QĐ-STTTT"
        await house.tell(given_up(request), "one-stop")
        async with house.database.sessions.begin() as session:
            await close_year(await driver_connection(session), HERE, KIND, year - 1, By(name="Văn thư"))
        refused = (await reserved(house, year=year - 1))[1]
        assert (refused["reference"], "đã khóa" in refused["refused"]) == ("", True)
        assert [held["state"] for held in (await book(house))["held"]] == []
        assert len(await house.rows("SELECT 1 FROM result_number")) == 1

    play(open_house, story)


def test_of_an_agency_that_was_merged_the_number_is_its_heirs(open_house: Any) -> None:
    async def story(house: Any) -> None:
        yesterday = clock.local_now().date() - timedelta(days=1)
        async with house.database.sessions.begin() as session:
            await keep_agency(session, an_agency(HERE, valid_to=yesterday, successor_code=OTHER))
        answer = (await reserved(house))[1]
        assert (answer["agency_code"], answer["reference"]) == (OTHER, "01/QĐ-SNV")

    play(open_house, story)


def test_the_next_number_passes_over_what_was_typed_and_what_the_clerk_keeps(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await house.tell(asking("02/QĐ-STTTT"), "one-stop")
        await keep(house)
        request, answer = await reserved(house)
        assert answer["reference"] == "03/QĐ-STTTT"
        clerk, told = house.person(Role.RECORDS_CLERK), {"kind": KIND, "year": clock.local_now().year, "number": 3}
        back = await house.call(clerk, "POST", "/numbers/give-back", json=told)
        assert (back.status_code, back.json()["code"]) == (409, "number_kept_for_another")
        void = await house.call(clerk, "POST", "/numbers/void", json={**told, "reason": "Nhầm sổ"})
        assert void.status_code == 200, void.text
        (said,) = await house.rows("SELECT data::text, subject FROM outbox WHERE type LIKE '%.result-number-voided.v1'")
        known = {"request_id": request, "agency_code": HERE, "year": told["year"], "reference": "03/QĐ-STTTT"}
        assert json.loads(said["data"]).items() >= (known | {"reason": "Nhầm sổ"}).items()
        assert said["subject"] == f"number/{request}"
        await house.tell(asking("03/QĐ-STTTT", number_request=request), "one-stop")
        assert "đã bỏ: Nhầm sổ" in (await entries(house))[-1]["taken_by"]

    play(open_house, story)


def test_the_clerk_keeps_no_number_that_a_result_bears_and_nobody_is_told_of_what_he_gives_up(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await house.tell(asking("01/QĐ-STTTT"), "one-stop")
        kept = await keep(house)
        assert kept["number"] == 2
        clerk = house.person(Role.RECORDS_CLERK)
        void = await house.call(clerk, "POST", "/numbers/void", json={**kept, "reason": "Nhầm sổ"})
        assert void.status_code == 200, void.text
        await house.tell(given_up((await reserved(house))[0]), "one-stop")
        assert await house.rows("SELECT 1 FROM outbox WHERE type LIKE '%.result-number-voided.v1'") == []
        assert (await book(house))["gaps"] == []

    play(open_house, story)


def test_a_number_that_was_typed_before_its_book_was_kept_here_is_not_given_again(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await house.tell(asking("1/gp-stttt"), "one-stop")
        await house.rows("UPDATE outgoing_document SET number = NULL, series_id = NULL, series_code = NULL")
        request, answer = await reserved(house, type_code="GP")
        assert answer["reference"] == "02/GP-STTTT"
        (held, void) = (await book(house))["held"]
        assert (held["state"], void["number"], void["state"]) == ("reserved", 1, "void")
        assert "đã mang số 1/gp-stttt" in void["reason"]
        await house.tell(asking("02/GP-STTTT", number_request=request), "one-stop")
        assert (await entries(house))[-1]["entered"] is True

    play(open_house, story)


def test_clerks_and_results_at_once_never_have_one_number_and_no_number_is_lost(open_house: Any) -> None:
    async def story(house: Any) -> None:
        documents, wanted = [await signed(house) for _ in range(8)], [wanting() for _ in range(16)]
        clerks = (number(house, document, None) for document in documents)
        results = (house.tell(one, "one-stop") for one in wanted)
        typed = (house.tell(asking(f"{place:02}/QĐ-STTTT"), "one-stop") for place in (3, 9, 15, 21))
        kept_by_hand = (keep(house) for _ in range(6))
        async with asyncio.timeout(60):
            await asyncio.gather(*clerks, *results, *typed, *kept_by_hand)
        kept = await answers(house)
        assert len({answer["request_id"] for answer in kept}) == 16
        for place, answer in enumerate(kept):
            entry = asking(answer["reference"], number_request=answer["request_id"])
            await house.tell(entry if place % 3 else given_up(answer["request_id"]), "one-stop")
        borne = [row["number"] for row in await house.rows("SELECT number FROM outgoing_document WHERE number > 0")]
        void = [row["number"] for row in await house.rows("SELECT number FROM held_number WHERE void")]
        assert len(set(borne + void)) == len(borne + void)
        by_hand = [row["number"] for row in await house.rows("SELECT number FROM held_number WHERE NOT void")]
        assert (len(void), len(by_hand)) == (6, 6)
        assert not {*by_hand} & {*borne, *void}
        found = await book(house)
        assert (found["gaps"], [held["state"] for held in found["held"]]) == ([], ["reserved"] * 6 + ["void"] * 6)

    play(open_house, story)
