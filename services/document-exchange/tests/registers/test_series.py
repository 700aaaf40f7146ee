"""Hệ thống số as data of an agency: opened, changed, ended, chosen, and what stays once a number was given."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.registers.series import open_series
from shared.access.rights import Role
from shared.core import clock

from ..test_pages import follow, post
from .series_kit import BOARD, HERE, OTHER, all_series, changed, numbered, opened, reference, sentence, signed
from .test_kept_numbers import keep, play


def test_a_council_counts_apart_with_its_own_symbol_in_the_notation(open_house: Any) -> None:
    async def story(house: Any) -> None:
        board = await opened(house)
        assert await numbered(house, type_code="QĐ") == "01/QĐ-STTTT"
        first = await signed(house, type_code="QĐ", series_id=board["id"])
        await house.step(first, "number", Role.RECORDS_CLERK)
        for step in ("seal", "send"):
            await house.step(first, step, Role.RECORDS_CLERK)
        found = await house.document(first)
        assert found["reference"] == "01/QĐ-BCĐ"
        assert found["document_code"].endswith("01/QĐ-BCĐ")
        assert await numbered(house, series_id=board["id"]) == "02/BCĐ-CNTT", "all its types count together"
        assert await numbered(house) == "02/STTTT-CNTT"
        page = await house.call(house.person(Role.SPECIALIST), "GET", f"/van-ban/di/{first}")
        assert "Ban Chỉ đạo chuyển đổi số" in page.text

    play(open_house, story)


def test_a_document_of_law_bears_the_year_between_number_and_notation(open_house: Any) -> None:
    async def story(house: Any) -> None:
        law = await opened(house, name="Quyết định quy phạm pháp luật", symbol="", dated=True, document_types=["QĐ"])
        year = clock.local_now().year
        assert await numbered(house, type_code="QĐ", series_id=law["id"]) == f"01/{year}/QĐ-STTTT"
        assert await numbered(house, type_code="QĐ") == "01/QĐ-STTTT"
        refused = await house.call(
            house.person(Role.SPECIALIST),
            "POST",
            "/documents",
            json={"type_code": "CV", "subject": "V/v thử", "series_id": law["id"]},
        )
        assert sentence(refused.json()) == ("series_not_for_type", "/series_id")

    play(open_house, story)


def test_the_clerk_numbers_in_another_series_than_the_drafter_chose(open_house: Any) -> None:
    async def story(house: Any) -> None:
        board = await opened(house)
        usual = next(one for one in (await all_series(house)).values() if not one["symbol"])
        document_id = await signed(house, series_id=board["id"])
        assert await reference(house, document_id, series_id=usual["id"]) == "01/STTTT-CNTT"
        clerk = house.person(Role.RECORDS_CLERK)
        second = await signed(house)
        page = await house.call(clerk, "GET", f"/van-ban/di/{second}")
        assert f'value="{board["id"]}"' in page.text
        foreign = await opened(house, agency=OTHER, symbol="HĐ")
        wrong = await house.step(second, "number", Role.RECORDS_CLERK, 422, series_id=foreign["id"])
        assert sentence(wrong) == ("series_not_for_type", "/series_id")
        kept = await keep(house, kind=board["kind"])
        assert await reference(house, second, kept=kept) == "01/BCĐ-CNTT"

    play(open_house, story)


WRONG: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"symbol": ""}, ("series_without_types", "/document_types")),
    *(({"symbol": own}, ("symbol_of_agency", "/symbol")) for own in ("STTTT", "STTTT-CNTT", "QĐ-STTTT")),
    ({"symbol": "b c!"}, ("invalid_input", "/symbol")),
    ({"document_types": ["khong-co"]}, ("document_type_unknown", "/document_types")),
    ({"since_year": 2020}, ("series_year", "/since_year")),
    ({"since_year": None}, ("series_year", "/since_year")),
    ({"last_year": 2020}, ("series_year", "/last_year")),
    ({"decision": " "}, ("value_missing", "/decision")),
    ({"first_number": 0}, ("invalid_input", "/first_number")),
    ({"first_number": 2_000_000_000}, ("invalid_input", "/first_number")),
]


@pytest.mark.parametrize(("changes", "said"), WRONG)
def test_a_series_that_cannot_be_is_refused_beside_its_field(
    open_house: Any, changes: dict[str, Any], said: tuple[str, str]
) -> None:
    async def story(house: Any) -> None:
        refused = await opened(house, 422, **changes)
        assert refused["errors"][0]["pointer"] == said[1]
        assert await all_series(house) == {}

    play(open_house, story)


def test_two_series_never_give_the_same_number_and_notation(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await opened(house)
        assert sentence(await opened(house, 422)) == ("series_name_taken", "/name")
        assert sentence(await opened(house, 422, name="Ban khác")) == ("series_overlaps", "/symbol")
        await opened(house, name="Hợp đồng", symbol="", document_types=["HĐ", "BTT"])
        refused = await opened(house, 422, name="Hợp đồng hai", symbol="", document_types=["HĐ"])
        assert sentence(refused) == ("series_overlaps", "/document_types")
        both = await asyncio.gather(
            *(
                house.call(
                    house.person(Role.RECORDS_CLERK),
                    "POST",
                    "/number-series",
                    json=BOARD | {"name": name, "symbol": "HĐTĐKT", "since_year": clock.local_now().year},
                )
                for name in ("Hội đồng thi đua", "Hội đồng khen thưởng")
            )
        )
        assert sorted(answer.status_code for answer in both) == [201, 422]
        await numbered(house, type_code="TTr")
        refused = await opened(house, 422, name="Tờ trình", symbol="", document_types=["TTr"])
        assert sentence(refused) == ("series_types_counted", "/since_year")
        assert "bắt đầu từ 2" in str(refused["errors"])
        await opened(house, name="Tờ trình", symbol="", document_types=["TTr"], first_number=2)
        assert await numbered(house, type_code="TTr") == "02/TTr-STTTT"

    play(open_house, story)


def test_what_numbers_mean_stays_once_one_was_given_and_the_name_may_change(open_house: Any) -> None:
    async def story(house: Any) -> None:
        board = await opened(house)
        board = await changed(house, board, symbol="BCĐCĐS", document_types=["QĐ", "KH"])
        assert (await numbered(house, type_code="KH", series_id=board["id"])) == "01/KH-BCĐCĐS"
        for name, value in (
            ("symbol", "KHAC"),
            ("document_types", ["QĐ"]),
            ("dated", True),
            ("first_number", 9),
            ("since_year", clock.local_now().year + 1),
        ):
            assert sentence(await changed(house, board, 422, **{name: value})) == ("series_counted", f"/{name}")
        board = await changed(house, board, name="Ban Chỉ đạo", last_year=clock.local_now().year)
        assert (board["version"], board["has_numbers"]) == (3, True)
        assert (await changed(house, board, 412, version=1))["code"] == "changed_meanwhile"
        general = (await all_series(house))["Văn bản hành chính"]
        ended = await changed(house, general, 422, last_year=clock.local_now().year, decision="Quyết định 1/QĐ-STTTT")
        assert ended["code"] == "series_is_general"

    play(open_house, story)


def test_the_numbers_of_an_older_system_are_no_gaps_and_the_next_year_begins_anew(open_house: Any) -> None:
    async def story(house: Any) -> None:
        async with house.database.sessions.begin() as session:
            await open_series(session, HERE, "administrative", "Văn bản hành chính", [])
        general = (await all_series(house))["Văn bản hành chính"]
        general = await changed(house, general, first_number=120, decision="Biên bản bàn giao hệ thống cũ")
        general = await changed(house, general, first_number=118)
        assert await numbered(house) == "118/STTTT-CNTT"
        book = (await house.call(house.person(Role.RECORDS_CLERK), "GET", "/numbers")).json()
        (line,) = [one for one in book["series"] if one["kind"] == "outgoing/administrative"]
        assert (line["last"], line["gaps"], book["gaps"]) == (118, 0, [])
        document_id = await signed(house)
        new_year = datetime(clock.local_now().year + 1, 1, 4, 9, tzinfo=clock.VIETNAM)
        with clock.stopped_at(new_year):
            assert await reference(house, document_id) == "01/STTTT-CNTT"

    play(open_house, story)


def test_a_series_counts_from_its_first_year_to_its_last(open_house: Any) -> None:
    async def story(house: Any) -> None:
        year = clock.local_now().year
        now, next_year = await opened(house, last_year=year), await opened(house, since_year=year + 1)
        waiting = await signed(house, series_id=now["id"])
        early = await signed(house, series_id=next_year["id"])
        refused = await house.step(early, "number", Role.RECORDS_CLERK, 422)
        assert sentence(refused) == ("series_not_for_type", "/series_id")
        told = {"kind": next_year["kind"], "year": year, "reason": "Giữ sớm"}
        answer = await house.call(house.person(Role.RECORDS_CLERK), "POST", "/numbers/reserve", json=told)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "series_not_open")
        with clock.stopped_at(datetime(year + 1, 1, 4, 9, tzinfo=clock.VIETNAM)):
            assert await reference(house, early) == "01/BCĐ-CNTT"
            late = await house.step(waiting, "number", Role.RECORDS_CLERK, 422)
            assert f"trong năm {year + 1}" in str(late["errors"])
            assert await reference(house, waiting, series_id=next_year["id"]) == "02/BCĐ-CNTT"
            assert sentence(await changed(house, now, 422, name="Đổi"))[0] == "series_ended"

    play(open_house, story)


def test_a_series_is_opened_changed_and_chosen_by_forms(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk, year = house.person(Role.RECORDS_CLERK), clock.local_now().year
        typed = {"name": "Hội đồng thi đua", "symbol": "hđtđ", "since_year": str(year), "first_number": "x"}
        wrong = await post(house, clerk, "/van-ban/he-thong-so/moi", typed)
        assert wrong.status_code == 422
        assert "Hãy ghi quyết định của người đứng đầu" in wrong.text
        assert "Số bắt đầu là một số" in wrong.text
        empty = (await post(house, clerk, "/van-ban/he-thong-so/moi", {})).text
        assert empty.index('href="#name">Hãy nhập tên, ') < empty.index('href="#decision"'), "in the order of the form"
        assert 'value="Hội đồng thi đua"' in wrong.text
        good = typed | {"first_number": "7", "decision": "Quyết định 3/QĐ-STTTT ngày 02/01/2026"}
        page = await follow(house, clerk, await post(house, clerk, "/van-ban/he-thong-so/moi", good))
        assert "HĐTĐ" in page
        assert f"Năm {year} bắt đầu từ số 7" in page
        series = (await all_series(house))["Hội đồng thi đua"]
        form = await house.call(house.person(Role.SPECIALIST), "GET", "/van-ban/di/soan-thao")
        assert "Hội đồng thi đua (ký hiệu HĐTĐ)" in form.text
        assert await numbered(house, series_id=series["id"]) == "07/HĐTĐ-CNTT"
        path = f"/van-ban/he-thong-so/{series['id']}"
        edit = await house.call(clerk, "GET", path)
        assert "Sổ đã cấp số" in edit.text
        renamed = {"name": "Hội đồng TĐ-KT", "symbol": "HĐTĐ", "since_year": str(year), "first_number": "7"}
        more = {"last_year": str(year), "decision": "Quyết định 9/QĐ-STTTT", "version": "1"}
        page = await follow(house, clerk, await post(house, clerk, path, renamed | more))
        assert f"đến hết năm {year}" in page
        stale = await post(house, clerk, path, renamed | more)
        assert stale.status_code == 412
        assert (await house.call(clerk, "GET", "/van-ban/so-va-so")).text.count("Hội đồng TĐ-KT") >= 1

    play(open_house, story)


def test_a_paper_is_registered_in_the_councils_series(open_house: Any) -> None:
    async def story(house: Any) -> None:
        board, clerk = await opened(house), house.person(Role.RECORDS_CLERK)
        form = await house.call(clerk, "GET", "/van-ban/di/van-ban-giay")
        assert "Ban Chỉ đạo chuyển đổi số (ký hiệu BCĐ)" in form.text
        paper = {
            "type_code": "TB",
            "subject": "Kết luận phiên họp",
            "issued_on": clock.local_now().date().isoformat(),
            "signer": "Trưởng ban",
            "series_id": board["id"],
        }
        answer = await house.call(clerk, "POST", "/paper-documents", json=paper)
        assert (answer.status_code, answer.json()["reference"]) == (201, "01/TB-BCĐ")

    play(open_house, story)


def test_only_clerk_and_leader_of_the_agency_set_its_series(open_house: Any) -> None:
    async def story(house: Any) -> None:
        board = await opened(house)
        body = {name: value for name, value in board.items() if name not in ("id", "kind", "has_numbers")}
        for role in (Role.SPECIALIST, Role.COUNTER_OFFICER):
            who = house.person(role)
            assert (await house.call(who, "POST", "/number-series", json=body)).status_code == 403
            assert (await house.call(who, "GET", "/van-ban/he-thong-so")).status_code == 403
        abroad = house.person(Role.RECORDS_CLERK, OTHER)
        path = f"/number-series/{board['id']}"
        assert (await house.call(abroad, "PUT", path, json=body)).status_code == 404
        head = await house.call(house.person(Role.LEADER), "PUT", path, json=body | {"name": "Ban Chỉ đạo"})
        assert head.status_code == 200
        async with house.database.sessions() as session:
            rows = await session.execute(
                text("SELECT kind, facts FROM evidence WHERE kind LIKE 'number-series-%' ORDER BY id")
            )
            kept = rows.all()
        assert [row.kind for row in kept] == ["number-series-opened", "number-series-changed"]
        assert kept[0].facts["decision"] == BOARD["decision"]

    play(open_house, story)
