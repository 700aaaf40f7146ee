"""Văn bản đến by any way: entered and registered in one act, in the same series as packets, and on the same road afterwards."""

import asyncio
import re
import unicodedata
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.access.rights import Role
from shared.core import clock
from shared.core.identifiers import new_id

from ..test_incoming import arrived
from .kit import HERE, OTHER, PLACE, a_form, a_letter, clerk_of, enter, page, play, today


def test_paper_and_packet_take_their_numbers_from_one_series(open_house: Any) -> None:
    async def story(house: Any) -> None:
        paper = await enter(house)
        packet = await arrived(house)
        await house.report(HERE, packet["id"], "03", Role.RECORDS_CLERK)
        mail = await enter(house, origin="email", reference="", author="Nguyễn Văn An", type_code="DT")
        numbers = [one["arrival_number"] for one in reversed(await house.inbox(HERE))]
        assert (paper["arrival_number"], sorted(numbers), mail["arrival_number"]) == (1, [1, 2, 3], 3)
        assert (paper["status"], paper["origin"], paper["packet_sha256"]) == ("03", "post", "")
        register = await page(house, "/van-ban/so-van-ban-den")
        for words in ("Công ty Cổ phần Minh Dương", "12/CV-MD", "Bưu điện", "Đơn thư: V/v", "Thư điện tử"):
            assert words in register, words

    play(open_house, story)


def test_it_goes_the_road_of_every_arrival_and_nobody_outside_is_told(open_house: Any) -> None:
    async def story(house: Any) -> None:
        paper = await enter(house)
        worker = house.person(Role.SPECIALIST, HERE)
        due = (clock.local_now().date() + timedelta(days=9)).isoformat()
        given = await house.report(HERE, paper["id"], "04", Role.LEADER, lead_id=worker.subject, due_on=due)
        assert given.status_code == 200, given.text
        assert "12/CV-MD" in await page(house, f"/van-ban/den/{paper['id']}", worker)
        for code in ("05", "06"):
            assert (await house.report(HERE, paper["id"], code, Role.SPECIALIST)).status_code == 200
        while await house.relay.publish_batch():
            pass
        assert not [parcel for parcel in house.axis.events if b"DeliveryProgressed" in parcel.body]
        assert house.axis.reports == []
        found = await house.call(clerk_of(house), "GET", "/inbox?q=minh duong")
        assert [one["id"] for one in found.json()["items"]] == [paper["id"]]

    play(open_house, story)


def test_what_would_speak_by_packet_is_absent_or_says_what_to_do(open_house: Any) -> None:
    async def story(house: Any) -> None:
        paper = await enter(house)
        shown = await page(house, f"/van-ban/den/{paper['id']}")
        for words in ("goi-tin", "kiem-tra-lai", "goi-trang-thai", "Mã định danh văn bản", "lay-lai"):
            assert words not in shown, words
        for path in ("goi-tin", "goi-trang-thai", "tep/0"):
            refused = await house.call(clerk_of(house), "GET", f"/van-ban/den/{paper['id']}/{path}")
            assert refused.status_code == 409
            assert "không đến bằng gói tin" in refused.text
        assert (await house.call(clerk_of(house), "GET", f"/incoming/{paper['id']}/packet")).status_code == 409
        again = await house.call(
            clerk_of(house), "POST", f"/van-ban/den/{paper['id']}/kiem-tra-lai", data={"csrf_token": "form-token"}
        )
        assert again.status_code == 409

    play(open_house, story)


def test_the_clerk_enters_a_pile_without_losing_way_and_day(open_house: Any) -> None:
    async def story(house: Any) -> None:
        yesterday = (clock.local_now().date() - timedelta(days=1)).isoformat()
        form = a_form(house, origin="hand", arrived_on=yesterday, issued_on=yesterday) | {"viec": "nhap-tiep"}
        done = await house.call(clerk_of(house), "POST", PLACE, data=form)
        assert done.status_code == 303, done.text
        following = await page(house, done.headers["location"])
        assert "số đến 1: V/v đề nghị" in following
        assert re.search(r'<option value="hand" selected>', following)
        assert f'value="{int(yesterday[8:])}"' in following or f'value="{yesterday[8:]}"' in following
        assert "12/CV-MD" not in following.split("<form")[-1]

    play(open_house, story)


def test_what_was_typed_stays_when_it_is_refused_and_no_number_is_lost(open_house: Any) -> None:
    async def story(house: Any) -> None:
        refused = await house.call(clerk_of(house), "POST", PLACE, data=a_form(house, subject="") | {"viec": "vao-so"})
        assert refused.status_code == 422
        assert "Hãy nhập trích yếu nội dung" in refused.text
        assert 'value="Công ty Cổ phần Minh Dương"' in refused.text
        files = {"tep": ("quet.pdf", b"khong phai PDF")}
        wrong = await house.call(clerk_of(house), "POST", PLACE, data=a_form(house), files=files)
        assert wrong.status_code == 422
        assert 'id="tep-error"' in wrong.text
        assert (await enter(house))["arrival_number"] == 1

    play(open_house, story)


def test_pressed_twice_it_is_entered_once(open_house: Any) -> None:
    async def story(house: Any) -> None:
        form = a_form(house, reference="") | {"viec": "vao-so", "id": str(new_id())}
        answers = await asyncio.gather(*(house.call(clerk_of(house), "POST", PLACE, data=form) for _ in range(3)))
        assert len({answer.headers["location"] for answer in answers}) == 1, [one.text[:200] for one in answers]
        assert len(await house.inbox(HERE)) == 1
        stolen = await house.call(clerk_of(house, OTHER), "POST", "/incoming", json=a_letter(id=form["id"]))
        assert stolen.status_code == 409

    play(open_house, story)


def test_a_draft_is_registered_later_or_returned_with_way_and_day(open_house: Any) -> None:
    async def story(house: Any) -> None:
        first, second = await enter(house, later=True), await enter(house, later=True, reference="13/CV-MD")
        assert (first["status"], first["arrival_number"]) == ("01", None)
        here = f"/van-ban/den/{first['id']}"
        token = {"csrf_token": "form-token"}
        assert (await house.call(clerk_of(house), "POST", f"{here}/tiep-nhan", data=token)).status_code == 303
        there = f"/van-ban/den/{second['id']}"
        why = token | {"reason": "misaddressed", "words": "Gửi nhầm sở"}
        silent = await house.call(clerk_of(house), "POST", f"{there}/tra-lai", data=why)
        assert silent.status_code == 422
        assert "Hãy chọn cách trả lại" in silent.text
        year, month, day = today().split("-")
        when = {"returned_on-day": day, "returned_on-month": month, "returned_on-year": year}
        back = await house.call(clerk_of(house), "POST", f"{there}/tra-lai", data=why | when | {"returned_by": "post"})
        assert back.status_code == 303, back.text
        assert f"Trả lại: gửi bưu điện, ngày {day}/{month}/{year}" in await page(house, there)

    play(open_house, story)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"arrived_on": "2999-01-01"}, "/arrived_on"),
        ({"arrived_on": "2019-06-01", "issued_on": "2019-05-01"}, "/arrived_on"),
        ({"issued_on": "2999-01-01"}, "/issued_on"),
        ({"due_on": "2020-01-01"}, "/due_on"),
        ({"subject": " \u200b "}, "/subject"),
        ({"subject": "a" * 501}, "/subject"),
        ({"author": ""}, "/author"),
        ({"author": "SNV"}, "/author"),
        ({"reference": "0/CV-MD"}, "/reference"),
        ({"reference": "00"}, "/reference"),
        ({"type_code": "KHONG"}, "/type_code"),
        ({"secrecy": "secret"}, "/secrecy"),
        ({"subject": "(Mật) Diễn tập"}, "/subject"),
        ({"pages": 0}, "/pages"),
        ({"origin": "packet"}, "/origin"),
    ],
)
def test_bad_input_says_what_to_mend_and_takes_no_number(
    open_house: Any, changes: dict[str, Any], pointer: str
) -> None:
    async def story(house: Any) -> None:
        refused = await enter(house, 422, **changes)
        assert pointer in {error["pointer"] for error in refused["errors"]}, refused
        assert await house.inbox(HERE) == []
        assert (await enter(house))["arrival_number"] == 1

    play(open_house, story)


def test_words_come_as_people_paste_them_and_agencies_by_any_of_their_names(open_house: Any) -> None:
    async def story(house: Any) -> None:
        pasted = unicodedata.normalize("NFD", "\uf0b7 Đề nghị thẩm định")
        made = await enter(house, author="sở tài  chính", subject=pasted, reference=" 7 / STC–QLNS ")
        assert (made["sender_code"], made["sender_name"]) == ("000.00.05.H08", "Sở Tài chính")
        assert (made["subject"], made["reference"]) == ("• Đề nghị thẩm định", "07/STC-QLNS")
        worker = house.person(Role.SPECIALIST, HERE)
        due = (clock.local_now().date() + timedelta(days=9)).isoformat()
        given = await house.report(HERE, made["id"], "04", Role.LEADER, lead_id=worker.subject, due_on=due)
        assert given.status_code == 200
        drafting = await page(house, f"/van-ban/di/soan-thao?tra_loi={made['id']}", worker)
        assert "trả lời văn bản số 07/STC-QLNS" in drafting
        assert re.search(r'value="000\.00\.05\.H08"[^>]*checked|checked[^>]*value="000\.00\.05\.H08"', drafting)

    play(open_house, story)


def test_a_pile_of_last_year_stands_in_the_book_of_last_year_until_that_is_closed(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(house: Any) -> None:
        year, now = clock.local_now().year, clock.now()
        await enter(house)
        monkeypatch.setattr(clock, "now", lambda: datetime(year + 1, 1, 2, 3, tzinfo=now.tzinfo))
        last_day: dict[str, Any] = {"arrived_on": f"{year}-12-31", "issued_on": f"{year}-12-30"}
        late = await enter(house, reference="99/CV-MD", **last_day)
        assert (late["arrival_year"], late["arrival_number"]) == (year, 2)
        fresh = await enter(house, reference="1/CV-MD", issued_on=None)
        assert (fresh["arrival_year"], fresh["arrival_number"]) == (year + 1, 1)
        told = {"kind": "arrival", "year": year}
        closed = await house.call(clerk_of(house), "POST", "/numbers/close", json=told)
        assert closed.status_code == 200, closed.text
        refused = await enter(house, 422, reference="100/CV-MD", **last_day)
        assert refused["errors"][0]["pointer"] == "/arrived_on"
        assert f"năm {year} đã khóa" in str(refused["errors"][0])

    play(open_house, story)


def test_only_a_clerk_or_the_agencys_own_system_enters(open_house: Any) -> None:
    async def story(house: Any) -> None:
        for role in (Role.SPECIALIST, Role.LEADER, Role.COUNTER_OFFICER):
            assert (await house.call(house.person(role, HERE), "POST", "/incoming", json=a_letter())).status_code == 403
            assert (await house.call(house.person(role, HERE), "GET", PLACE)).status_code == 403
        paper = await enter(house)
        other = await house.call(clerk_of(house, OTHER), "GET", f"/van-ban/den/{paper['id']}")
        assert other.status_code == 404
        system = await house.call(house.system(HERE), "POST", "/incoming", json=a_letter(reference="14/CV-MD"))
        assert system.status_code == 201, system.text
        assert (await house.call(clerk_of(house), "GET", "/inbox?origin=fax")).json()["items"] == []
        by_post = (await house.call(clerk_of(house), "GET", "/inbox?origin=post")).json()["items"]
        assert [one["reference"] for one in by_post] == ["14/CV-MD", "12/CV-MD"]
        listed = await page(house, "/van-ban/den?cach_den=post")
        assert "Công ty Cổ phần Minh Dương" in listed
        assert "Không có văn bản nào." in await page(house, "/van-ban/den?cach_den=packet")

    play(open_house, story)
