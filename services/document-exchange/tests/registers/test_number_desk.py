"""Sổ và số: a clerk keeps a number for a paper, uses it, gives it back or up; no gap stays unexplained; a closed year gives nothing."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from document_exchange.registers.actions import allocate_number
from shared.access.rights import Role
from shared.core import clock
from shared.core.errors import Conflict
from shared.work.number_book import ACT_LABELS

HERE, OTHER = "000.00.11.H08", "000.00.02.H08"
KIND = "outgoing/administrative"
PLACE = "/van-ban/so-va-so"
PAPER = {"type_code": "QĐ", "subject": "Quyết định khen thưởng", "signer": "Nguyễn Thị Yến"}


def play(open_house: Callable[[], Any], story: Callable[[Any], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await story(house)

    asyncio.run(whole())


async def act(house: Any, name: str, status: int = 200, role: str = Role.RECORDS_CLERK, **told: Any) -> dict[str, Any]:
    body = {"kind": KIND, "year": clock.local_now().year, **told}
    answer = await house.call(house.person(role), "POST", f"/numbers/{name}", json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def book(house: Any, agency: str = HERE, **asked: Any) -> dict[str, Any]:
    answer = await house.call(house.person(Role.RECORDS_CLERK, agency), "GET", "/numbers", params=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_number_kept_for_a_paper_is_used_given_back_or_given_up(open_house: Any) -> None:
    async def story(house: Any) -> None:
        numbers = [(await act(house, "reserve", reason=f"Quyết định giấy {n}"))["number"] for n in range(1, 4)]
        assert numbers == [1, 2, 3]
        paper = {**PAPER, "issued_on": clock.local_now().date().isoformat()}
        kept = {"kind": KIND, "year": clock.local_now().year, "number": 1}
        clerk = house.person(Role.RECORDS_CLERK)
        done = await house.call(clerk, "POST", "/paper-documents", json={**paper, "kept": kept})
        assert done.status_code == 201, done.text
        await act(house, "void", number=2, reason="Không ban hành nữa")
        assert (await act(house, "give-back", 409, number=2))["code"] == "number_void"
        await act(house, "give-back", number=3)
        sent = await house.sent()
        assert str(sent["reference"]).startswith("03/"), "what was given back is given to the next"
        kept = (await act(house, "reserve", reason="Giữ"))["number"]
        await act(house, "reserve", reason="Giữ tiếp")
        assert (await act(house, "give-back", 409, number=kept))["code"] == "number_passed"
        found = await book(house)
        states = [(row["number"], row["state"]) for row in found["held"]]
        assert states == [(4, "reserved"), (5, "reserved"), (2, "void")]
        (line,) = [line for line in found["series"] if line["kind"] == KIND]
        assert (line["last"], line["reserved"], line["void"], line["gaps"]) == (5, 2, 1, 0)
        assert found["gaps"] == []
        assert [entry["label"] for entry in found["history"]][:2] == ["Giữ số 5", "Giữ số 4"]
        assert found["history"][0]["actor_title"] == "Văn thư"
        assert (await book(house, OTHER))["held"] == [], "another agency's numbers are its own"
        async with house.database.sessions() as session:
            connection = await session.connection()
            noted = await connection.exec_driver_sql("SELECT kind FROM evidence WHERE kind LIKE 'number-%%'")
            assert {row[0] for row in noted} >= {"number-reserve", "number-register", "number-void", "number-give-back"}

    play(open_house, story)


@pytest.mark.parametrize(
    ("name", "told", "field"),
    [
        ("reserve", {}, "/reason"),
        ("reserve", {"kind": "outgoing/khac", "reason": "Thử"}, "/kind"),
        ("reserve", {"part": "khac", "reason": "Thử"}, "/kind"),
        ("reserve", {"year": 1999, "reason": "Thử"}, "/year"),
        ("reserve", {"until": "2020-01-01", "reason": "Thử"}, "/until"),
        ("reserve", {"reason": "x" * 301}, "/reason"),
        ("void", {"number": 1}, "/reason"),
        ("void", {"reason": "Thử"}, "/number"),
        ("void", {"reason": "Thử", "number": 0}, "/number"),
        ("void", {"reason": "Thử", "number": 10**12}, "/number"),
    ],
)
def test_what_is_not_said_is_asked_for_at_its_field(open_house: Any, name: str, told: Any, field: str) -> None:
    async def story(house: Any) -> None:
        refused = await act(house, name, 422, **told)
        assert field in {error["pointer"] for error in refused["errors"]}
        assert (await book(house))["history"] == []

    play(open_house, story)


def test_only_the_clerk_acts_and_the_leader_looks(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await act(house, "reserve", 403, Role.LEADER, reason="Thử")
        assert (await house.call(house.person(Role.LEADER), "GET", PLACE)).status_code == 200
        for role in (Role.SPECIALIST, Role.COUNTER_OFFICER):
            assert (await house.call(house.person(role), "GET", PLACE)).status_code == 403
        assert (await house.call(house.person(Role.RECORDS_CLERK), "GET", f"{PLACE}?sau=xyz")).status_code == 400

    play(open_house, story)


def test_a_key_of_one_post_is_no_answer_in_another(open_house: Any) -> None:
    """Else a number of one agency would be told as that of the other in which the same person works."""

    async def story(house: Any) -> None:
        first = house.person(Role.RECORDS_CLERK).model_copy(update={"post": "p-1"})
        second = first.model_copy(update={"post": "p-2", "agency_code": OTHER})
        told = {"kind": KIND, "year": clock.local_now().year, "reason": "Giữ"}
        key = {"idempotency-key": "mot-khoa-hai-noi"}
        answers = [
            await house.call(who, "POST", "/numbers/reserve", json=told, headers=key) for who in (first, first, second)
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 409], answers[2].text
        assert answers[0].content == answers[1].content
        assert answers[2].json()["code"] == "idempotency_key_reused"

    play(open_house, story)


def test_a_gap_that_nobody_explained_is_shown_and_can_be_explained_once(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await act(house, "reserve", reason="Giữ")
        await house.sent()
        async with house.database.sessions.begin() as session:
            connection = await session.connection()
            await connection.exec_driver_sql("DELETE FROM held_number")
        assert [gap["number"] for gap in (await book(house))["gaps"]] == [1]
        await act(house, "void", 409, number=2, reason="Số này có văn bản mang")
        await act(house, "void", 409, number=3, reason="Số này chưa cấp")
        await act(house, "void", number=1, reason="Mất trang sổ giấy")
        await act(house, "void", 409, number=1, reason="Lần nữa")
        assert (await book(house))["gaps"] == []

    play(open_house, story)


def test_a_closed_year_gives_no_number_until_it_is_opened_again_with_a_reason(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(house: Any) -> None:
        await act(house, "reserve", reason="Giữ")
        year = clock.local_now().year
        assert (await act(house, "close", 409))["code"] == "year_not_over"
        now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: datetime(year + 1, 1, 5, 3, tzinfo=now.tzinfo))
        assert (await act(house, "close", 409, year=year))["code"] == "numbers_reserved"
        await act(house, "void", number=1, year=year, reason="Không ban hành")
        await act(house, "close", year=year)
        assert (await act(house, "reserve", 409, year=year, reason="Muộn"))["code"] == "series_closed"
        async with house.database.sessions.begin() as session:
            with pytest.raises(Conflict, match="series_closed"):
                await allocate_number(session, HERE, "CV", year)
        await act(house, "reopen", 422, year=year)
        await act(house, "reopen", year=year, reason="Sót một văn bản ký ngày 31/12")
        assert (await act(house, "reopen", 409, year=year, reason="Lần nữa"))["code"] == "series_not_closed"
        assert (await act(house, "reserve", year=year, reason="Văn bản ngày 31/12"))["number"] == 2
        assert (await act(house, "reserve", year=year + 1, reason="Năm mới"))["number"] == 1

    play(open_house, story)


def test_the_page_does_what_the_calls_do_and_keeps_what_was_typed(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        year = str(clock.local_now().year)

        async def post(what: str, **fields: str) -> Any:
            data = {"csrf_token": clerk.csrf, "kind": KIND, "year": year, **fields}
            return await house.call(clerk, "POST", f"{PLACE}/{what}", data=data)

        page = await house.call(clerk, "GET", PLACE)
        assert "Chưa có số nào được giữ hay bỏ." in page.text
        refused = await post(
            "giu", **{"until-day": "31", "until-month": "2", "until-year": year, "reason": "Quyết định"}
        )
        assert refused.status_code == 422
        assert f"Ngày 31/02/{year} không có trong lịch" in refused.text
        assert 'value="Quyết định"' in refused.text
        refused = await post("giu", **{"until-day": "1", "until-month": "1", "until-year": "27", "reason": "Giấy mời"})
        assert "Năm “27” chưa đúng, phải gồm bốn chữ số" in refused.text
        done = await post(
            "giu",
            reason="Quye\u0302\u0301t định <b>giấy</b>",
            **{"until-day": "31", "until-month": "12", "until-year": year},
        )
        assert done.headers["location"] == f"{PLACE}?nam={year}&xong=giu&so=1"
        page = await house.call(clerk, "GET", done.headers["location"])
        assert "Giữ số 1." in page.text
        assert "Quyết định &lt;b&gt;giấy&lt;/b&gt;" in page.text
        refused = await post("bo", number="1")
        assert refused.status_code == 422
        assert "Hãy ghi lý do bỏ số" in refused.text
        arrival = {"kind": "arrival", "reason": "Công văn giấy đến"}
        assert (await post("giu", **arrival)).status_code == 303
        assert (await post("dung", number="1", **arrival)).status_code == 303
        assert (await post("khong-co", number="1")).status_code == 404
        page = await house.call(clerk, "GET", PLACE)
        assert "Ghi văn bản giấy mang số 1" in re.sub(r"\s+", " ", page.text)

    play(open_house, story)


def test_every_act_has_its_words() -> None:
    assert len(set(ACT_LABELS.values())) == len(ACT_LABELS)
