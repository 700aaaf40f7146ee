"""The year's calendar is drawn up, looked at, and counts from when it is signed; what is wrong is said and changes nothing."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from one_stop.seeding import seed
from one_stop.working_calendar.recounting import CALENDAR_MISSING
from shared.contracts.mail_directory import PersonRecorded
from shared.contracts.values import Post
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.core.settings import Settings
from shared.work.jobs import Jobs

from ..due_dates.playing import NOTIFIED, at, play
from .keeping import DOCUMENT, OPERATOR, PLACE, get, post, put, signed

YEAR = "ngày;loại;tên\n" + "".join(
    f"{day}/2028;{kind};{name}\n"
    for day, kind, name in (
        ("03/01", "nghỉ lễ", "Tết Dương lịch (nghỉ bù)"),
        ("25/01", "Nghỉ lễ, tết", "Tết Nguyên đán"),
        ("26/01", "nghỉ tết", "Tết Nguyên đán"),
        ("27/01", "holiday", "Tết Nguyên đán"),
        ("28/01", "nghỉ lễ", "Tết Nguyên đán"),
        ("04/04", "nghỉ lễ", "Giỗ Tổ Hùng Vương"),
        ("01/05", "nghỉ lễ", "Ngày Quốc tế lao động"),
        ("06/05", "làm bù", "Làm bù"),
    )
)


async def sent(office: Any, content: bytes, name: str = "lich-2028.csv", version: str = "0") -> Any:
    return await office.client.post(
        f"{PLACE}/2028/nhap",
        headers=office.headers(OPERATOR),
        data={"csrf_token": "csrf-token", "version": version},
        files={"tep": (name, content)},
    )


def as_sheet(text: str) -> bytes:
    """As a spreadsheet keeps it: days are numbers."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    for row, line in enumerate(text.splitlines()):
        cells = line.split(";")
        if row:
            sheet.write_datetime(row, 0, datetime.strptime(cells[0], "%d/%m/%Y"), day)  # noqa: DTZ007
        else:
            sheet.write_string(row, 0, cells[0])
        for column in (1, 2):
            sheet.write_string(row, column, cells[column])
    book.close()
    return made.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_years_file_is_seen_before_it_counts_and_signed(one_stop: Any, kind: str) -> None:
    async def act(office: Any) -> None:
        assert "Năm 2028 chưa có lịch" in await get(office, "?nam=2028")
        content = YEAR.encode() if kind == "csv" else as_sheet(YEAR)
        answer = await sent(office, content, f"lich-2028.{kind}")
        assert answer.status_code == 303, answer.text
        page = await get(office, "?nam=2028")
        for said in ("Năm 2028 chưa có lịch", "Giỗ Tổ Hùng Vương", "06/05/2028 (thứ bảy)", f"lich-2028.{kind}"):
            assert said in page
        assert await office.rows("SELECT 1 FROM calendar_day WHERE \"on\" > '2028-01-01'") == []
        await signed(office, at(10), year=2028)
        page = await get(office, "?nam=2028")
        assert "do văn phòng ký ban hành" in page
        assert "Dự thảo chờ ký" not in page
        (told,) = await office.rows("SELECT data::text FROM outbox WHERE type = 'one-stop.calendar-decided.v1'")
        assert len(json.loads(told["data"])["days"]) == 8
        (kept,) = await office.rows("SELECT subject, facts::text FROM evidence WHERE kind = 'calendar-signed'")
        assert kept["subject"] == "calendar/2028"
        assert json.loads(kept["facts"])["document"] == "45/TB-UBND"

    play(one_stop, act)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Hãy chọn tệp lịch năm"),
        (b"ng\xc3\xa0y;lo\xe1\xba\xa1i\n", "thiếu cột tên"),
        ("ngày;loại;tên\n32/01/2028;nghỉ lễ;Tết\n".encode(), "dòng 2"),
        ("ngày;loại;tên\n03/01/2027;nghỉ lễ;Tết\n".encode(), "không thuộc năm 2028"),
        ("ngày;loại;tên\n03/01/2028;nghỉ mát;Tết\n".encode(), "loại ngày “nghỉ mát” không có"),
        ("ngày;loại;tên\n03/01/2028;làm bù;Bù\n".encode(), "không thể là ngày làm bù"),
        (b"PK\x03\x04 hong", "Không đọc được bảng tính"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_with_its_line(one_stop: Any, content: bytes, said: str) -> None:
    async def act(office: Any) -> None:
        answer = await sent(office, content)
        assert answer.status_code == 422
        assert said in answer.text
        assert await office.rows("SELECT 1 FROM calendar_draft") == []

    play(one_stop, act)


def test_a_calendar_is_signed_once_by_who_confirms_and_with_its_document(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await put(office, "20/03/2026", "substitute_off", "Nghỉ")
        with clock.stopped_at(at(10)):
            own = await post(office, "2026/ky", version="1", **{**DOCUMENT, "own": ""})
            assert (own.status_code, "Bạn là người soạn dự thảo này" in own.text) == (422, True)
            assert 'value="45/TB-UBND"' in own.text, "what was typed stays"
            early = await post(office, "2026/ky", version="1", **{**DOCUMENT, "document_date": "11/03/2026"})
            assert (early.status_code, "chưa đến" in early.text) == (422, True)
            bare = await post(office, "2026/ky", version="1", own="1")
            assert bare.status_code == 422
            second = {**DOCUMENT, "own": ""}
            assert (await post(office, "2026/ky", person="nguoi-hai", version="1", **second)).status_code == 303
            again = await post(office, "2026/ky", version="1", **DOCUMENT)
            assert (again.status_code, "vừa được ban hành" in again.text) == (409, True)
        assert len(await office.rows("SELECT 1 FROM calendar_decision")) == 1

    play(one_stop, act)


def test_of_two_who_change_a_draft_at_once_the_second_sees_it_first(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await put(office, "20/03/2026", "substitute_off", "Nghỉ")
        late = await post(office, "2026/ngay", on="23/03/2026", day_kind="substitute_off", name="Nghỉ", version="0")
        assert (late.status_code, "vừa được người khác cập nhật" in late.text) == (412, True)
        assert 'value="23/03/2026"' in late.text
        thin = await post(office, "2026/bo-du-thao", version="7")
        assert thin.status_code == 412
        gone = await post(office, "2026/bo-du-thao", version="1")
        assert gone.status_code == 303
        none = await post(office, "2026/bo-ngay", on="23/03/2026", version="0")
        assert (none.status_code, "Ngày này không còn trong lịch" in none.text) == (409, True)

    play(one_stop, act)


def test_no_link_leads_past_the_years_that_have_a_page(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        first, last = await get(office, "?nam=2020"), await get(office, "?nam=2100")
        assert ("nam=2019" in first, "nam=2021" in first) == (False, True)
        assert ("nam=2099" in last, "nam=2101" in last) == (True, False)

    play(one_stop, act)


def test_a_year_with_hardly_a_day_off_is_not_signed(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await put(office, "03/01/2028", "holiday", "Tết", year=2028)
        with clock.stopped_at(at(10)):
            thin = await post(office, "2028/ky", version="1", **DOCUMENT)
        assert (thin.status_code, "chưa đủ để ban hành" in thin.text) == (422, True)

    play(one_stop, act)


def test_what_the_office_signed_the_files_of_the_province_change_no_more(one_stop: Any, tmp_path: Path) -> None:
    async def act(office: Any) -> None:
        await put(office, "01/09/2026", "holiday", "Tên khác")
        await signed(office, at(10))
        await seed(office.database, Settings(_env_file=None), tmp_path / "province")
        (row,) = await office.rows("SELECT name FROM calendar_day WHERE \"on\" = '2026-09-01'")
        assert row["name"] == "Tên khác"

    play(one_stop, act)


@pytest.mark.parametrize(
    ("moment", "years", "times"),
    [((2026, 10, 5), (), 0), ((2027, 9, 27), (), 0), ((2027, 10, 4), (), 1), ((2027, 10, 5), (), 0)],
)
def test_a_year_without_a_calendar_is_warned_of_on_mondays_from_october(
    one_stop: Any, moment: tuple[int, int, int], years: tuple[int, ...], times: int
) -> None:
    async def act(office: Any) -> None:
        agency = "000.00.11.H08"
        own = Post(agency_code=agency, role=OPERATOR, title="Quản trị hệ thống")
        news = PersonRecorded(person_id="vh", full_name="Trần Văn Bình", user_name="vh", posts=(own,))
        await office.tell(news, "mail-directory")
        await office.rows(
            "INSERT INTO job (name, title, key, due_at) VALUES ('calendar-missing', '', '', '2026-01-01') RETURNING 1"
        )
        with clock.stopped_at(datetime(*moment, 7, 30, tzinfo=VIETNAM)):
            await Jobs(office.database, [CALENDAR_MISSING]).do_next()
        told = [json.loads(row["data"]) for row in await office.rows(NOTIFIED)]
        assert len(told) == times
        for event in told:
            assert (event["notification"], event["facts"]) == ("calendar-missing", {"year": "2028"})
            assert [(to["agency_code"], to["role"]) for to in event["to"]] == [(agency, OPERATOR)]

    play(one_stop, act)
