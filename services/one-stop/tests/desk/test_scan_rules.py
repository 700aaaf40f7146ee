"""What is read off a scan: offered where it is clear, and nothing where it is not."""

from datetime import date

import pytest

from one_stop.scans.rules import Particulars, read_particulars


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (
            "ỦY BAN NHÂN DÂN PHƯỜNG QUY NHƠN\nSố: 125/QĐ-UBND\nQuy Nhơn, ngày 02 tháng 3 năm 2026\nQUYẾT ĐỊNH",
            Particulars("125/QĐ-UBND", date(2026, 3, 2), "ỦY BAN NHÂN DÂN PHƯỜNG QUY NHƠN"),
        ),
        (
            "UBND TỈNH BÌNH ĐỊNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ XÂY DỰNG Độc lập - Tự do - Hạnh phúc\n"
            "Số: 45/GPXD Bình Định, ngày 5 tháng 11 năm 2025\nGIẤY PHÉP XÂY DỰNG",
            Particulars("45/GPXD", date(2025, 11, 5), "SỞ XÂY DỰNG"),
        ),
        ("CĂN CƯỚC CÔNG DÂN\nSố: 052060001234\nCấp ngày: 07/08/2021", Particulars("052060001234", date(2021, 8, 7))),
        ("Đơn xin xác nhận\nNgười làm đơn ký tên", Particulars()),
        ("Số nhà 12 đường Lê Lợi, ngày 45 tháng 13 năm 2026", Particulars()),
        ("", Particulars()),
    ],
)
def test_number_day_and_agency_are_read_where_papers_bear_them(words: str, read: Particulars) -> None:
    assert read_particulars(words) == read
