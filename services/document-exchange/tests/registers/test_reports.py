"""Báo cáo tình hình xử lý văn bản: every document of the period is counted once, in the state in which it stands, and nobody else's is."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest

from shared.access.rights import Role
from shared.core import clock

from ..test_incoming import RECEIVER, arrived
from ..test_registers_api import fetch, written_last_year
from .test_number_desk import play

ARRIVALS, ISSUED = "/reports/arrivals", "/reports/issued"
_COPIES = """
INSERT INTO incoming_document (id, addressee_code, sender_code, document_code, document_key, packet_sha256, packet_size, packet_name,
  status, status_at, arrived_at, due_on, unit_id, unit_name, origin, recall, struck_reason)
SELECT gen_random_uuid(), $1, 'x', n::text, n::text, '', 0, '', $2, $3::text::timestamptz, $4::text::timestamptz, $5, $6, $6, $7, $8, $9
FROM generate_series($10::int, $10::int + $11::int - 1) n
"""


async def _came(house: Any, first: int, amount: int, **facts: Any) -> None:
    known = {
        "status": "05",
        "at": "2026-03-10 09:00+07",
        "came": "2026-03-01 08:00+07",
        "due": None,
        "unit": "Phòng Mẫu",
        "way": "packet",
        "recall": "",
        "struck": "",
    } | facts
    values = [known[name] for name in ("status", "at", "came", "due", "unit", "way", "recall", "struck")]
    await fetch(house, _COPIES, RECEIVER, *values, first, amount)


async def _counts(house: Any, who: Any, path: str, since: str, until: str) -> dict[tuple[str, str], dict[str, int]]:
    answer = await house.call(who, "GET", path, params={"since": since, "until": until})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    lines = [told["whole"], *told["lines"]]
    for line in lines:
        assert line["total"] == sum(line["counts"].values())
    return {
        (line["group"], line["name"]): {name: count for name, count in line["counts"].items() if count}
        for line in lines
    }


def test_each_arrival_is_counted_once_where_it_stands(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        today = clock.local_now().date()
        # Half past midnight in Vietnam is a day late, though it is still the day before in UTC.
        await _came(house, 1, 2, status="06", at="2026-03-10 23:30+07", due=date(2026, 3, 10))
        await _came(house, 10, 3, status="06", at="2026-03-11 00:30+07", due=date(2026, 3, 10))
        await _came(house, 20, 1, status="06")
        await _came(house, 30, 4, due=today)
        await _came(house, 40, 5, due=today - timedelta(days=1), unit="")
        await _came(house, 50, 6, unit="", way="post")
        await _came(house, 60, 1, status="02")
        await _came(house, 70, 1, recall="agreed", due=today - timedelta(days=9))
        await _came(house, 80, 1, struck="Nhập nhầm")
        await _came(house, 90, 7, came="2026-02-28 23:59+07")
        await _came(house, 100, 7, came="2026-04-01 00:01+07")
        found = await _counts(house, clerk, ARRIVALS, "2026-03-01", "2026-03-31")
        expected = {"in_time": 2, "late": 3, "done": 1, "working": 4, "overdue": 5, "no_term": 6, "ended": 3}
        assert found[("", "Tất cả")] == expected
        assert found[("Đơn vị chủ trì", "Chưa giao đơn vị")] == {"overdue": 5, "no_term": 6}
        assert found[("Cách đến", "Bưu điện")] == {"no_term": 6}
        units = [counts for (group, _), counts in found.items() if group == "Đơn vị chủ trì"]
        assert sum(sum(counts.values()) for counts in units) == sum(expected.values())

    play(open_house, story)


def test_each_issued_document_is_counted_once_by_unit_and_type(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        year = await written_last_year(house, clerk.agency_code, 9)
        whole = "UPDATE outgoing_document SET issued_on = make_date($1, 3, 1), unit_id = 'cu' WHERE year = $1"
        await fetch(house, whole, year)
        signed = f"'{year}-03-01 23:00+07'"
        for numbers, change in (
            ("(1, 2)", f"signed_at = {signed}, sent_at = '{year}-03-01 23:59+07'"),
            ("(3)", f"signed_at = {signed}, sent_at = '{year}-03-02 00:01+07'"),
            ("(4, 5)", "status = 'sealed'"),
            ("(6)", "status = 'entered', origin = 'paper'"),
            ("(7)", "status = 'cancelled', type_name = 'Quyết định'"),
            ("(8)", f"status = 'recalled', sent_at = {signed}"),
            ("(9)", f"issued_on = '{year}-04-01', sent_at = {signed}"),
        ):
            await fetch(house, f"UPDATE outgoing_document SET {change} WHERE year = $1 AND number IN {numbers}", year)
        found = await _counts(house, clerk, ISSUED, f"{year}-03-01", f"{year}-03-31")
        expected = {"same_day": 2, "later": 1, "waiting": 2, "apart": 1, "withdrawn": 2}
        assert found[("", "Tất cả")] == expected
        assert found[("Đơn vị soạn thảo", "Đơn vị cũ")] == expected
        assert found[("Loại văn bản", "Quyết định")] == {"withdrawn": 1}

    play(open_house, story)


def test_a_report_is_shown_printed_and_taken_and_only_by_its_agency(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        await _came(house, 1, 3, due=date(2026, 3, 5), status="06", at="2026-03-04 08:00+07")
        query = "tu_ngay=1/3/2026&den_ngay=31.3.2026"
        shown = (await house.call(clerk, "GET", f"/van-ban/bao-cao?{query}")).text
        assert "Tình hình xử lý văn bản đến" in shown
        assert "Phòng Mẫu" in shown
        assert "/van-ban/so-theo-doi?nam=2026&amp;tu_ngay=01%2F03%2F2026" in shown
        file = await house.call(clerk, "GET", f"/van-ban/bao-cao/ket-xuat?loai=den&dang=csv&{query}")
        whole, *lines = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
        assert (whole["Xong đúng hạn"], whole["Tổng số"]) == ("3", "3")
        assert [line["Đơn vị, cách đến, loại"] for line in lines] == ["Phòng Mẫu", "Điện tử (gói tin)"]
        for path in (f"ban-in?loai=den&{query}", "ban-in?loai=di", "ket-xuat?loai=di"):
            assert (await house.call(clerk, "GET", f"/van-ban/bao-cao/{path}")).status_code == 200
        stranger = house.person(Role.RECORDS_CLERK, "000.00.05.H08")
        assert (await _counts(house, stranger, ARRIVALS, "2026-03-01", "2026-03-31"))[("", "Tất cả")] == {}
        for path in ("/van-ban/bao-cao", "/van-ban/bao-cao/ket-xuat?loai=den", ARRIVALS, ISSUED):
            refused = await house.call(house.person(Role.SPECIALIST, RECEIVER), "GET", path)
            assert refused.status_code == 403, path
        evidence = await fetch(house, "SELECT subject FROM evidence WHERE kind LIKE 'list-%'")
        assert len(evidence) == 4

    play(open_house, story)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("tu_ngay=31/2/2026", "không có trong lịch"),
        ("tu_ngay=2/3/2026&den_ngay=1/3/2026", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."),
    ],
)
def test_a_period_that_is_none_is_refused_beside_its_field(open_house: Any, asked: str, sentence: str) -> None:
    async def story(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        await arrived(house)
        refused = await house.call(clerk, "GET", f"/van-ban/bao-cao?{asked}")
        assert refused.status_code == 422
        assert sentence in refused.text
        assert (await house.call(clerk, "GET", f"/van-ban/bao-cao/ket-xuat?loai=den&{asked}")).status_code == 422

    play(open_house, story)
