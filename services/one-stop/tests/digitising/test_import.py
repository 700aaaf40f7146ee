"""Many papers out of a file: tried first, each fault by its line, and all of them entered or none."""

import asyncio
import html
import io
import re
from typing import Any

import xlsxwriter

from .test_paper_results import API, COUNTER, LEADER, enter

HEAD = "loai;Số hiệu;ngay_cap;CƠ QUAN CẤP;nguoi_duoc_cap;so_giay_to"
GOOD = f"""{HEAD}
Giấy phép xây dựng;1/GPXD;02/01/1999;Sở Xây dựng;Trần Văn Bình;210123456
Giấy phép xây dựng;2/GPXD;3/1/1999;Sở Xây dựng;Lê Thị Hai;
"""


async def send(office: Any, content: bytes, name: str = "ds.csv", dry: bool = False, role: str = COUNTER) -> Any:
    return await office.client.post(
        f"{API}/import",
        params={"dry_run": str(dry).lower()},
        headers=office.headers(role),
        files={"tep": (name, content, "text/csv")},
    )


async def press(office: Any, files: Any = None, **form: str) -> Any:
    return await office.client.post(
        "/mot-cua/so-hoa-ket-qua/nhap-tep",
        headers=office.headers(COUNTER),
        data={"csrf_token": "csrf-token", **form},
        files=files,
    )


def test_a_file_is_tried_then_each_line_waits_for_its_scan(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            tried = await press(office, {"tep": ("ds.csv", GOOD.encode(), "text/csv")})
            assert tried.status_code == 200, tried.text
            assert "Đã kiểm tra 2 dòng" in tried.text
            assert not await office.rows("SELECT 1 FROM paper_result")
            found = re.search(r"<textarea[^>]*>(.*?)</textarea>", tried.text, re.DOTALL)
            assert found is not None
            done = await press(office, bang=html.unescape(found[1]), ten="ds.csv", nhap="1")
            assert done.status_code == 303, done.text
            rows = await office.rows("SELECT number, state, issued_on FROM paper_result ORDER BY number")
            assert [(row["number"], row["state"], str(row["issued_on"])) for row in rows] == [
                ("1/GPXD", "draft", "1999-01-02"),
                ("2/GPXD", "draft", "1999-01-03"),
            ]
            twice = await press(office, bang=html.unescape(found[1]), ten="ds.csv", nhap="1")
            assert twice.status_code == 422
            assert "đã được Nguyễn Thị Hoa nhập" in twice.text
            assert len(await office.rows("SELECT 1 FROM paper_result")) == 2

    asyncio.run(run())


def test_each_fault_is_named_by_its_line_and_nothing_is_entered(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            assert (await enter(office, number="9/GPXD")).status_code == 201
            bad = (
                GOOD
                + "Giấy phép xây dựng;001 / gpxd;02/01/1999;sở xây dựng;Trần Văn Bình;\n;3/GPXD;31/02/1999;Sở;An;\n"
            )
            bad += "Giấy phép xây dựng;9/GPXD;15/03/2014;Sở Xây dựng tỉnh Bình Định;Trần Văn Bình;\n"
            for dry in (True, False):
                out = (await send(office, bad.encode(), dry=dry)).json()
                assert out["entered"] == 0
                said = {fault["line"]: fault["sentence"] for fault in out["faults"]}
                assert said[4] == "Trùng với dòng 2 của tệp."
                assert "cột loại" in said[5]
                assert "cột ngày cấp" in said[5]
                assert "9/GPXD đã được Nguyễn Thị Hoa nhập" in said[6]
            assert len(await office.rows("SELECT 1 FROM paper_result")) == 1
            page = await press(office, {"tep": ("ds.csv", bad.encode(), "text/csv")})
            assert page.status_code == 422
            assert "Dòng 4: Trùng với dòng 2" in page.text
            empty = await send(office, b"")
            assert (empty.status_code, empty.json()["errors"][0]["pointer"]) == (422, "/tep")
            assert (await send(office, b"a;b\n1;2\n")).status_code == 422
            assert (await send(office, GOOD.encode(), role=LEADER)).status_code == 403

    asyncio.run(run())


def test_a_spreadsheet_is_read_with_its_days(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            written = io.BytesIO()
            book = xlsxwriter.Workbook(written, {"in_memory": True})
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEAD.split(";"))
            sheet.write_row(1, 0, ["Giấy phép", "1/GP", 36162, "Sở Xây dựng", "Trần Văn Bình", "210123456"])
            book.close()
            done = await send(office, written.getvalue(), "ds.xlsx")
            assert (done.status_code, done.json()["entered"]) == (200, 1), done.text
            (row,) = await office.rows("SELECT issued_on FROM paper_result")
            assert str(row["issued_on"]) == "1999-01-02"

    asyncio.run(run())
