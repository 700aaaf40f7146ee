"""Registers as they are bound: từ số đến số, từ ngày đến ngày, bìa, quyển; sổ theo dõi giải quyết and sổ bưu điện by their columns."""

from datetime import timedelta
from typing import Any

import pytest

from shared.access.rights import Role
from shared.core import clock
from shared.core.formats import vn_date

from ..test_incoming import RECEIVER, arrived, post
from ..test_registers_api import fetch, written_last_year
from .test_number_desk import play
from .test_printed_registers import pages_of

TRACKING, POST = "/lists/tracking-register", "/lists/post-register"
PERSON = {"name": "Công ty TNHH Mẫu"}
ONLY: dict[str, Any] = {"addressees": [], "all_agencies": False}


async def _registered(house: Any, amount: int) -> list[str]:
    """So many arrivals with their numbers from 1 on, at the receiving agency."""
    clerk, ids = house.person(Role.RECORDS_CLERK, RECEIVER), list[str]()
    for _ in range(amount):
        ids.append((await arrived(house))["id"])
        done = await post(house, clerk, f"/van-ban/den/{ids[-1]}/tiep-nhan", aware="true")
        assert done.status_code == 303, done.text
    return ids


def test_a_volume_has_a_cover_that_says_from_where_to_where(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        await _registered(house, 4)
        today = vn_date(clock.local_now().date())
        whole = await house.call(clerk, "GET", "/van-ban/so-van-ban-den/so-in")
        cover, first = pages_of(whole.content)[:2]
        assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in cover
        assert f"Từ ngày {today} đến ngày {today} Từ số 1 đến số 4" in cover
        assert "Quyển số: 01" in cover
        assert "1/1" in first, "the cover is not counted"
        part = "/van-ban/so-van-ban-den/so-in?tu_so=2&den_so=3&quyen=7"
        for asked in (part, f"{part}&sap_xep=reverse"):
            cover = pages_of((await house.call(clerk, "GET", asked)).content)[0]
            assert "Từ số 2 đến số 3" in cover
            assert "Quyển số: 07" in cover
        for wrong in ("quyen=bảy", "quyen=0x7", "quyen=1000", "quyen=-1"):
            refused = await house.call(clerk, "GET", f"/van-ban/so-van-ban-den/so-in?{wrong}")
            assert refused.status_code == 422, wrong
        form = {"csrf_token": clerk.csrf, "quyen": "12"}
        kept = await house.call(clerk, "POST", "/van-ban/so-van-ban-den/so-in?den_so=2", data=form)
        assert kept.status_code == 303, kept.text
        (stored,) = (await house.call(clerk, "GET", "/lists/incoming-register/prints")).json()["items"]
        assert stored["rows"] == 2
        opened = await house.call(clerk, "GET", f"/van-ban/so-van-ban-den/ban-in-luu/{stored['id']}")
        assert "Quyển số: 12" in pages_of(opened.content)[0]

    play(open_house, story)


def test_numbers_and_days_bound_a_register_both_ends_with_it(open_house: Any) -> None:
    async def story(house: Any) -> None:
        here = house.person(Role.RECORDS_CLERK)
        year = await written_last_year(house, here.agency_code, 6)
        await fetch(
            house,
            "UPDATE outgoing_document SET issued_on = make_date($1, number, 15) WHERE year = $1 AND agency_code = $2",
            year,
            here.agency_code,
        )
        calls = "/lists/outgoing-register"
        for asked, numbers in (
            ({"from_number": 5}, [5, 6]),
            ({"to_number": 2}, [1, 2]),
            ({"from_number": 3, "to_number": 3}, [3]),
            ({"since": f"{year}-02-15", "until": f"{year}-04-15"}, [2, 3, 4]),
            ({"since": f"{year}-02-16", "until": f"{year}-04-14"}, [3]),
            ({"from_number": 9, "to_number": 3}, []),
        ):
            found = (await house.call(here, "GET", calls, params={"year": year, **asked})).json()["items"]
            assert [one["reference"] for one in found] == [f"{number}/CV" for number in numbers], asked
        page = f"/van-ban/so-van-ban-di?nam={year}&tu_ngay=15/2/{year}&den_ngay=15.4.{year}&den_so=003"
        shown = (await house.call(here, "GET", page)).text
        assert "2/CV" in shown
        assert "3/CV" in shown
        assert "4/CV" not in shown
        for wrong, sentence in (("tu_so=ba", "Hãy nhập số bằng chữ số"), ("tu_ngay=31/2/2026", "không có trong lịch")):
            told = await house.call(here, "GET", f"/van-ban/so-van-ban-di?{wrong}")
            assert sentence in told.text
        assert (await house.call(here, "GET", calls, params={"from_number": "x"})).status_code == 422

    play(open_house, story)


def test_arrivals_are_bounded_by_days_of_vietnam(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        first, second = await _registered(house, 2)
        year = clock.local_now().year
        for incoming, moment in ((first, f"{year}-03-01 00:30:00+07"), (second, f"{year}-03-01 23:30:00+07")):
            await fetch(
                house, "UPDATE incoming_document SET arrived_at = $2::text::timestamptz WHERE id = $1", incoming, moment
            )
        for day, amount in (("02-28", 0), ("03-01", 2), ("03-02", 0)):
            asked = {"since": f"{year}-{day}", "until": f"{year}-{day}"}
            found = (await house.call(clerk, "GET", "/lists/incoming-register", params=asked)).json()["items"]
            assert len(found) == amount, day

    play(open_house, story)


def test_the_tracking_register_says_of_each_arrival_what_became_of_it(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        late, done, answered = await _registered(house, 3)
        today = clock.local_now().date()
        answer = (await house.sent())["id"]
        for incoming, status, due, moment in (
            (late, "05", today - timedelta(days=3), "now()"),
            (done, "06", today, "now()"),
            (answered, "06", today - timedelta(days=5), "now() - interval '4 days'"),
        ):
            await fetch(
                house,
                f"UPDATE incoming_document SET status = $2, due_on = $3, status_at = {moment}, unit_name = 'Phòng Mẫu',"
                " issued_on = '2026-03-02', sender_name = 'Sở Mẫu', reference = '8/SM', type_name = 'Công văn' WHERE id = $1",
                incoming,
                status,
                due,
            )
        await fetch(house, "UPDATE incoming_document SET answer_document_id = $2 WHERE id = $1", answered, answer)
        rows = (await house.call(clerk, "GET", TRACKING)).json()["items"]
        assert [row["number"] for row in rows] == [1, 2, 3]
        assert {row["document"] for row in rows} == {"Công văn 8/SM ngày 02/03/2026, Sở Mẫu"}
        assert {row["holders"] for row in rows} == {"Phòng Mẫu"}
        assert [row["progress"] for row in rows] == [
            "Đang xử lý, quá hạn 3 ngày",
            f"Hoàn thành {vn_date(today)}",
            f"Hoàn thành {vn_date(today - timedelta(days=4))}, quá hạn 1 ngày",
        ]
        assert [row["due"] for row in rows] == [(today - timedelta(days=ago)).isoformat() for ago in (3, 0, 5)]
        reference = (await fetch(house, "SELECT reference FROM outgoing_document WHERE id = $1", answer))[0][0]
        assert [row["answer"] for row in rows] == ["", "", reference]
        shown = (await house.call(clerk, "GET", "/van-ban/so-theo-doi")).text
        assert "quá hạn 3 ngày" in shown
        printed = " ".join(pages_of((await house.call(clerk, "GET", "/van-ban/so-theo-doi/so-in")).content))
        assert "Từ số 1 đến số 3" in printed
        assert reference in printed

    play(open_house, story)


def test_the_post_book_has_a_line_for_each_letter(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        day = clock.local_now().date()
        sent = await house.sent(**ONLY, outside=[PERSON, {"name": "Bà Trần Thị Mẫu"}])
        assert (await house.call(clerk, "GET", POST)).json()["items"] == [], "not before the clerk has posted it"
        for position, way in ((1, "post"), (2, "hand")):
            body = {"way": way, "sent_on": day.isoformat(), "envelopes": 2, "trace": "RA123456789VN"}
            noted = await house.call(clerk, "PUT", f"/documents/{sent['id']}/outside/{position}", json=body)
            assert noted.status_code == 200, noted.text
        (line,) = (await house.call(clerk, "GET", POST, params={"count": True})).json()["items"]
        assert line == {
            "id": sent["id"],
            "sent": day.isoformat(),
            "reference": sent["reference"],
            "receiver": PERSON["name"],
            "envelopes": 2,
            "receipt": "RA123456789VN",
            "note": "",
        }
        assert line["receiver"] in (await house.call(clerk, "GET", "/van-ban/so-buu-dien")).text
        for asked, amount in (
            ({"q": "khong co"}, 0),
            ({"q": sent["subject"]}, 1),
            ({"q": "cong ty mau"}, 1),
            ({"q": "RA1234"}, 1),
            ({"q": "tran thi"}, 0),
            ({"year": day.year - 1}, 0),
            ({"since": (day + timedelta(days=1)).isoformat()}, 0),
            ({"until": day.isoformat()}, 1),
        ):
            found = (await house.call(clerk, "GET", POST, params=asked)).json()["items"]
            assert len(found) == amount, asked
        cover, page, *_ = pages_of((await house.call(clerk, "GET", "/van-ban/so-buu-dien/so-in")).content)
        assert f"Từ ngày {vn_date(day)} đến ngày {vn_date(day)} Quyển số: 01" in cover
        assert "Công ty TNHH Mẫu" in page
        stranger = house.person(Role.RECORDS_CLERK, "000.00.02.H08")
        assert (await house.call(stranger, "GET", POST)).json()["items"] == []

    play(open_house, story)


@pytest.mark.parametrize("place", ["so-theo-doi", "so-buu-dien", "so-ban-luu"])
def test_each_register_leads_to_the_others(open_house: Any, place: str) -> None:
    async def story(house: Any) -> None:
        page = (await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/{place}")).text
        for other in ("so-van-ban-di", "so-van-ban-den", "so-theo-doi", "so-buu-dien", "so-ban-luu"):
            assert f'href="/van-ban/{other}"' in page

    play(open_house, story)
