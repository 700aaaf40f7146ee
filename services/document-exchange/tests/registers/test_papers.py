"""Văn bản giấy: lines of the outgoing register on the screen, on paper and in the file, with numbers of the same series."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from document_exchange.desk import numbers
from document_exchange.registers.series import open_series
from document_exchange.rights import RIGHTS, Right
from shared.access.rights import Role
from shared.core import clock

from .test_kept_numbers import HERE, KIND, book, keep, number, signed
from .test_printed_registers import pages_of

PLACE = "/van-ban/di/van-ban-giay"


def play(open_house: Callable[[], Any], story: Callable[[Any], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await story(house)

    asyncio.run(whole())


def a_paper(**changes: Any) -> dict[str, Any]:
    return {
        "type_code": "QĐ",
        "subject": "Khen thưởng <đột xuất>",
        "issued_on": clock.local_now().date().isoformat(),
        "signer": "Nguyễn Thị Yến",
        "receivers": "Phòng Tổ chức; ông A",
        "copies": 3,
    } | changes


async def register(house: Any, status: int = 201, role: str = Role.RECORDS_CLERK, **changes: Any) -> dict[str, Any]:
    answer = await house.call(house.person(role), "POST", "/paper-documents", json=a_paper(**changes))
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def test_a_paper_is_a_line_of_the_register_wherever_the_register_is_seen(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        kept = await keep(house)
        paper = await register(house, kept=kept)
        assert (paper["reference"], paper["status"]) == ("01/QĐ-STTTT", "paper")
        assert (await register(house, subject="Điều động"))["reference"] == "02/QĐ-STTTT", "the next of the same series"
        assert (await number(house, await signed(house), None))["reference"].startswith("03/")
        found = await book(house)
        assert (found["held"], found["gaps"]) == ([], [])
        assert "Ghi văn bản giấy vào sổ đăng ký 1" in [entry["label"] for entry in found["history"]]
        page = (await house.call(clerk, "GET", "/van-ban/so-van-ban-di")).text
        printed = " ".join(pages_of((await house.call(clerk, "GET", "/van-ban/so-van-ban-di/so-in")).content))
        for words in ("01/QĐ-STTTT", "Phòng Tổ chức; ông A", "Văn bản giấy", "Nguyễn Thị Yến"):
            assert words in page
            assert words in printed
        assert "Khen thưởng &lt;đột xuất&gt;" in page
        for path in ("ket-xuat?dang=csv", "ban-in"):
            file = await house.call(clerk, "GET", f"/van-ban/so-van-ban-di/{path}")
            assert "01/QĐ-STTTT" in file.text, path
        document = await house.call(clerk, "GET", f"/van-ban/di/{paper['id']}")
        assert "Văn bản chỉ có bản giấy." in document.text

    play(open_house, story)


def test_a_line_written_by_mistake_is_cancelled_and_its_number_stays(open_house: Any) -> None:
    async def story(house: Any) -> None:
        paper = await register(house)
        await house.step(paper["id"], "cancel", Role.LEADER, 403, opinion="Nhầm")
        gone = await house.step(paper["id"], "cancel", Role.RECORDS_CLERK, opinion="Ghi nhầm sổ")
        assert gone["status"] == "cancelled"
        page = (await house.call(house.person(Role.RECORDS_CLERK), "GET", "/van-ban/so-van-ban-di")).text
        assert "Đã hủy: Ghi nhầm sổ" in page
        assert (await register(house))["reference"].startswith("02/")

    play(open_house, story)


def test_what_a_paper_may_not_be_is_refused_beside_its_field(open_house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(house: Any) -> None:
        today = clock.local_now().date()
        await register(house, 403, Role.SPECIALIST)
        await register(house, 403, Role.LEADER)
        for changes, pointer in (
            ({"issued_on": (today + timedelta(days=1)).isoformat()}, "/issued_on"),
            ({"issued_on": f"{today.year - 1}-06-01"}, "/issued_on"),
            ({"type_code": "KHONG"}, "/type_code"),
            ({"subject": "(Mật) Diễn tập"}, "/subject"),
            ({"signer": " "}, "/signer"),
            ({"copies": 0}, "/copies"),
        ):
            refused = await register(house, 422, **changes)
            assert pointer in {error["pointer"] for error in refused["errors"]}, changes
        assert (await book(house))["series"][0]["last"] == 0, "nothing was numbered"
        # A decision of the last day of the year, whose number was kept, is registered in January.
        kept = await keep(house)
        now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: datetime(today.year + 1, 1, 5, 3, tzinfo=now.tzinfo))
        assert (await register(house, 422, kept=kept))["code"] == "number_of_another_year"
        dated = await register(house, kept=kept, issued_on=f"{today.year}-12-31")
        assert dated["issued_on"] == f"{today.year}-12-31"
        assert (await register(house, issued_on=f"{today.year}-12-30"))["reference"].startswith("02/")

    play(open_house, story)


def test_two_at_once_write_one_kept_number_into_one_line(open_house: Any) -> None:
    async def story(house: Any) -> None:
        kept = await keep(house)
        document_id = await signed(house)
        clerk = house.person(Role.RECORDS_CLERK)
        answers = await asyncio.gather(
            house.call(clerk, "POST", "/paper-documents", json=a_paper(kept=kept)),
            house.call(clerk, "POST", "/paper-documents", json=a_paper(kept=kept)),
            house.call(clerk, "POST", f"/documents/{document_id}/number", json={"kept": kept}),
        )
        assert sorted(answer.status_code for answer in answers)[1:] == [409, 409]
        assert (await book(house))["gaps"] == []

    play(open_house, story)


def test_the_book_of_numbers_leads_to_the_form_with_its_number(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        kept = await keep(house)
        told = {**kept, "reason": "Quyết định giấy"}
        refused = await house.call(clerk, "POST", "/numbers/use", json=told)
        assert (refused.status_code, refused.json()["code"]) == (409, "paper_belongs_in_register")
        page = (await house.call(clerk, "GET", "/van-ban/so-va-so")).text
        (href,) = re.findall(rf'href="({PLACE}[^"]+)"', page)
        form = (await house.call(clerk, "GET", href)).text
        assert re.search(r'<option value="outgoing/administrative~\d{4}~1" selected>', form)
        day = clock.local_now().date()
        data = {
            "csrf_token": clerk.csrf, "type_code": "QĐ", "subject": "", "signer": "Nguyễn Thị Yến", "copies": "2",
            "issued_on-day": str(day.day), "issued_on-month": str(day.month), "issued_on-year": str(day.year),
            "kept": f"{KIND}~{day.year}~1",
        }  # fmt: skip
        refused = await house.call(clerk, "POST", PLACE, data=data)
        assert refused.status_code == 422
        assert "Hãy nhập trích yếu nội dung" in refused.text
        assert 'value="Nguyễn Thị Yến"' in refused.text
        done = await house.call(clerk, "POST", PLACE, data={**data, "subject": "Khen thưởng"})
        assert done.status_code == 303, done.text
        assert "01/QĐ-STTTT" in (await house.call(clerk, "GET", done.headers["location"])).text

    play(open_house, story)


def test_a_reader_who_may_not_open_documents_sees_their_numbers_as_text(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(house: Any) -> None:
        paper = await register(house)
        clerk = house.person(Role.RECORDS_CLERK)
        pages = ("/van-ban/so-van-ban-di", "/van-ban/so-van-ban-den", "/van-ban/so-va-so")

        async def links() -> list[str]:
            texts = [(await house.call(clerk, "GET", page)).text for page in pages]
            assert "01/QĐ-STTTT" in texts[0]
            # The menu is the part's own; what stands on the page begins with where one is.
            shown = [page[page.index("govuk-breadcrumbs") : page.index("</main>")] for page in texts]
            return [href for page in shown for href in re.findall(r'href="(/van-ban/d[ie][^"]*)"', page)]

        assert f"/van-ban/di/{paper['id']}" in await links()
        for right in (Right.VIEW_OUTGOING, Right.VIEW_INCOMING):
            monkeypatch.setitem(RIGHTS, right, frozenset({"specialist"}))
        monkeypatch.setitem(vars(numbers.DOOR), "parent_seen_by", frozenset({"specialist"}))
        assert await links() == []

    play(open_house, story)


def test_the_register_offers_the_years_that_it_has(open_house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(house: Any) -> None:
        clerk, year, now = house.person(Role.RECORDS_CLERK), clock.local_now().year, clock.now()
        await register(house)
        monkeypatch.setattr(clock, "now", lambda: datetime(year + 3, 6, 5, 3, tzinfo=now.tzinfo))
        for place, years in (("so-van-ban-di", [f"{year + 3}", f"{year}"]), ("so-van-ban-den", [f"{year + 3}"])):
            page = await house.call(clerk, "GET", f"/van-ban/{place}")
            assert re.findall(r'<option value="[0-9]*"[^>]*>(\d{4})<', page.text) == years

    play(open_house, story)


def test_the_form_begins_with_a_type_whose_numbers_the_kept_one_is_of(open_house: Any) -> None:
    async def story(house: Any) -> None:
        async with house.database.sessions.begin() as session:
            await open_series(session, HERE, "administrative", "Văn bản hành chính", [])
            await open_series(session, HERE, "quyet-dinh", "Quyết định", ["QĐ"])
        clerk = house.person(Role.RECORDS_CLERK)
        for kind, is_decision in ((KIND, False), ("outgoing/quyet-dinh", True)):
            kept = await keep(house, kind=kind)
            so = f"{kind}~{kept['year']}~{kept['number']}"
            form = (await house.call(clerk, "GET", f"{PLACE}?so={so}")).text
            chosen = re.search(r'<option value="([^"~]+)" selected>', form)
            assert chosen is not None
            assert (chosen[1] == "QĐ") == is_decision
            await register(house, type_code=chosen[1], kept=kept)
        assert (await house.call(clerk, "GET", f"{PLACE}?so=x~y")).status_code == 200

    play(open_house, story)
