"""Số đã giữ given to a document that is made on the screen: by the page, by the call, and by two at once."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.registers.series import open_series
from shared.access.rights import Role
from shared.core import clock

HERE, OTHER = "000.00.11.H08", "000.00.02.H08"
KIND = "outgoing/administrative"


def play(open_house: Callable[[], Any], story: Callable[[Any], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await story(house)

    asyncio.run(whole())


async def keep(house: Any, agency: str = HERE, kind: str = KIND, reason: str = "Quyết định ký sau") -> dict[str, Any]:
    """A number kept this year, as a document names it."""
    year = clock.local_now().year
    told = {"kind": kind, "year": year, "reason": reason}
    answer = await house.call(house.person(Role.RECORDS_CLERK, agency), "POST", "/numbers/reserve", json=told)
    assert answer.status_code == 200, answer.text
    return {"kind": kind, "year": year, "number": answer.json()["number"]}


async def signed(house: Any) -> str:
    document_id = str(await house.draft(all_agencies=False, addressees=[OTHER]))
    await house.step(document_id, "submit", Role.SPECIALIST)
    await house.step(document_id, "sign", Role.LEADER)
    return document_id


async def number(house: Any, document_id: str, kept: dict[str, Any] | None, status: int = 200) -> dict[str, Any]:
    return dict(await house.step(document_id, "number", Role.RECORDS_CLERK, status, kept=kept))


async def book(house: Any) -> dict[str, Any]:
    return dict((await house.call(house.person(Role.RECORDS_CLERK), "GET", "/numbers")).json())


def test_a_kept_number_is_given_to_a_document_and_to_no_other(open_house: Any) -> None:
    async def story(house: Any) -> None:
        kept = await keep(house)
        first, second = await signed(house), await signed(house)
        assert (await number(house, second, None))["reference"].startswith("02/"), "the kept number waits"
        assert (await number(house, first, kept))["reference"].startswith("01/")
        found = await book(house)
        assert (found["held"], found["gaps"]) == ([], [])
        assert found["history"][0]["label"] == "Cấp số đã giữ 1"
        assert found["history"][0]["note"] == "V/v phối hợp thử nghiệm liên thông văn bản điện tử"
        third = await signed(house)
        refused = await number(house, third, kept, 409)
        assert refused["code"] == "number_borne"
        assert (await house.document(third))["reference"] == ""
        for step in ("seal", "send"):
            await house.step(first, step, Role.RECORDS_CLERK)

    play(open_house, story)


def test_a_number_that_may_not_be_given_is_refused_by_its_reason(open_house: Any) -> None:
    async def story(house: Any) -> None:
        async with house.database.sessions.begin() as session:
            await open_series(session, HERE, "administrative", "Văn bản hành chính", [])
            await open_series(session, HERE, "quyet-dinh", "Quyết định", ["QĐ"])
        year = clock.local_now().year
        void, paper, other_series = await keep(house), await keep(house), await keep(house, kind="outgoing/quyet-dinh")
        foreign = [await keep(house, OTHER) for _ in range(4)][-1]
        clerk = house.person(Role.RECORDS_CLERK)
        await house.call(clerk, "POST", "/numbers/void", json={**void, "reason": "Văn bản giấy"})
        about = {"type_code": "CV", "subject": "Công văn giấy", "signer": "Nguyễn Thị Yến"}
        about["issued_on"] = clock.local_now().date().isoformat()
        registered = await house.call(clerk, "POST", "/paper-documents", json={**about, "kept": paper})
        assert registered.status_code == 201, registered.text
        document_id = await signed(house)
        for kept, status, code in (
            (void, 409, "number_void"),
            (paper, 409, "number_borne"),
            (other_series, 422, "number_of_another_series"),
            (foreign, 409, "number_not_reserved"),
            ({**void, "year": year - 1}, 409, "number_not_reserved"),
            ({**void, "number": 0}, 422, "invalid_input"),
        ):
            assert (await number(house, document_id, kept, status))["code"] == code
        assert (await house.document(document_id))["status"] == "signed"

    play(open_house, story)


async def kept_at(house: Any, moment: datetime) -> dict[str, Any]:
    """A number that was kept then."""
    kept = await keep(house)
    async with house.database.sessions.begin() as session:
        told = {"at": moment, "number": kept["number"]}
        await session.execute(text("UPDATE held_number SET at = :at WHERE number = :number"), told)
    return kept


def test_a_document_bears_the_day_on_which_its_number_was_kept(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        # Twenty to midnight in London is the next day here.
        before = (clock.now() - timedelta(days=3)).astimezone(UTC).replace(hour=23, minute=40)
        day = before.astimezone(clock.VIETNAM).date()
        document_id, kept = await signed(house), await kept_at(house, before)
        page = await house.call(clerk, "GET", f"/van-ban/di/{document_id}")
        assert f"Số 1 ngày {day:%d/%m/%Y}: " in page.text
        numbered = await number(house, document_id, kept)
        assert (numbered["reference"][:3], numbered["issued_on"]) == ("01/", day.isoformat())
        assert numbered["document_code"] == f"{HERE},{day:%Y/%m/%d},{numbered['reference']}"
        assert numbered["numbered_at"][:10] > day.isoformat()
        for step in ("seal", "send"):
            await house.step(document_id, step, Role.RECORDS_CLERK)
        (row,) = (await house.call(clerk, "GET", "/numbers")).json()["history"][:1]
        assert row["label"] == "Cấp số đã giữ 1"

    play(open_house, story)


def test_a_number_of_a_day_that_has_not_come_is_refused_and_stays_kept(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(house: Any) -> None:
        document_id, now = await signed(house), clock.now()
        kept = await kept_at(house, now)
        monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=1))
        refused = await number(house, document_id, kept, 422)
        assert f"giữ cho ngày {now.astimezone(clock.VIETNAM):%d/%m/%Y}, chưa tới" in str(refused["errors"])
        monkeypatch.undo()
        assert [row["number"] for row in (await book(house))["held"]] == [kept["number"]]
        assert (await house.document(document_id))["status"] == "signed"

    play(open_house, story)


def test_a_number_of_last_years_book_brings_a_day_of_that_year(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(house: Any) -> None:
        now, document_id = clock.now(), await signed(house)
        kept = await keep(house)
        year = kept["year"]
        monkeypatch.setattr(clock, "now", lambda: datetime(year + 1, 1, 5, 3, tzinfo=now.tzinfo))
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE held_number SET at = :at"), {"at": clock.now()})
        page = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/di/{document_id}")
        assert f"Số 1 ngày 31/12/{year}: " in page.text
        assert (await number(house, document_id, kept))["issued_on"] == f"{year}-12-31"

    play(open_house, story)


def test_two_at_once_never_get_one_number_and_leave_no_gap(open_house: Any) -> None:
    async def story(house: Any) -> None:
        kept = [await keep(house) for _ in range(2)]
        documents = [await signed(house) for _ in range(6)]
        clerk = house.person(Role.RECORDS_CLERK)

        async def one(turn: int, document_id: str) -> Any:
            # Two ask for each kept number, one for the next; somebody gives up what another is about to get.
            if turn == 5:
                told = {**kept[1], "reason": "Không ban hành"}
                return await house.call(clerk, "POST", "/numbers/void", json=told)
            body = {"kept": kept[turn % 2] if turn < 4 else None}
            return await house.call(clerk, "POST", f"/documents/{document_id}/number", json=body)

        answers = await asyncio.gather(*(one(turn, document_id) for turn, document_id in enumerate(documents)))
        given = [
            answer.json()["reference"] for turn, answer in enumerate(answers) if answer.status_code == 200 and turn < 5
        ]
        assert len(given) == len(set(given))
        assert all(answer.status_code in (200, 409) for answer in answers), [answer.text for answer in answers]
        found = await book(house)
        assert found["gaps"] == []
        numbers = {int(reference.split("/")[0]) for reference in given} | {row["number"] for row in found["held"]}
        assert numbers == {1, 2, 3}, "every number is borne or explained"

    play(open_house, story)


def test_the_clerk_chooses_the_number_on_the_page(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        document_id = await signed(house)
        place = f"/van-ban/di/{document_id}"
        assert 'name="kept"' not in (await house.call(clerk, "GET", place)).text
        kept = await keep(house, reason="Quyết định <khen>")
        page = await house.call(clerk, "GET", place)
        (value,) = re.findall(r'<option value="(outgoing[^"]+)"', page.text)
        assert f"Số 1 ngày {clock.local_now():%d/%m/%Y}: Quyết định &lt;khen&gt;" in page.text

        async def post(chosen: str) -> Any:
            data = {"csrf_token": clerk.csrf, "kept": chosen}
            return await house.call(clerk, "POST", f"{place}/cap-so", data=data)

        for wrong in ("so-1", value.replace("~1", "~0"), value.replace(str(kept["year"]), "nam")):
            refused = await post(wrong)
            assert refused.status_code == 422
            assert "Hãy chọn số trong danh sách." in refused.text
        missing = await post(value.rsplit("~", 1)[0] + "~7")
        assert missing.status_code == 409
        assert "Số 7 không phải là số đang giữ" in missing.text
        assert (await post(value)).status_code == 303
        assert str((await house.document(document_id))["reference"]).startswith("01/")

    play(open_house, story)


def test_the_years_are_those_that_have_a_book_and_this_one(open_house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(house: Any) -> None:
        clerk, year, now = house.person(Role.RECORDS_CLERK), clock.local_now().year, clock.now()

        async def years() -> list[str]:
            page = await house.call(clerk, "GET", "/van-ban/so-va-so")
            return re.findall(r'<option value="(\d{4})"', page.text)

        assert await years() == [str(year)]
        await keep(house)
        monkeypatch.setattr(clock, "now", lambda: datetime(year + 2, 6, 5, 3, tzinfo=now.tzinfo))
        assert await years() == [str(year + 2), str(year)]
        told = {"kind": KIND, "year": year + 1, "reason": "Thử"}
        refused = await house.call(clerk, "POST", "/numbers/reserve", json=told)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "/year"

    play(open_house, story)
