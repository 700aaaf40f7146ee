"""The province's tables in the shapes in which spreadsheets save them: the same rows, or a refusal with the line to mend."""

import re
import unicodedata
from pathlib import Path

import pytest

from shared.core.province import read_agencies, read_entries, read_units
from shared.standards.calendar_days import read_calendar
from shared.standards.tables import BadTable, read_table

AGENCIES = "code,name,short_name,tier,parent_code,mail_domain\n000.00.11.H08,Sở Nông nghiệp và Môi trường,SNNMT,department,,binhdinh.gov.vn\n"
UNITS = "agency_code,code,name,kind,head,people\n000.00.11.H08,VP,Văn phòng,other,an.sxd,an.sxd binh.sxd\n"
SHAPES = {
    "byte order mark": AGENCIES.encode("utf-8-sig"),
    "semicolons": AGENCIES.replace(",", ";").encode(),
    "tabs, UTF-16": AGENCIES.replace(",", "\t").encode("utf-16"),
    "decomposed": unicodedata.normalize("NFD", AGENCIES).encode(),
    "line ends of Windows, blank lines": AGENCIES.replace("\n", "\r\n,,,,,\r\n\r\n").encode(),
    "capitals and spaces in the heading": AGENCIES.replace("code,name", " Code , NAME ", 1).encode(),
    "full-width digits, spaces around": AGENCIES.replace("000.00.11.H08", " ０００.００.１１.H08\u00a0").encode(),
    "quoted, with a soft hyphen": AGENCIES.replace("Sở Nông nghiệp", '"Sở\u00a0Nông\u00ad nghiệp').replace("trường", 'trường"').encode(),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_is_the_same_however_a_spreadsheet_saved_it(shape: str, tmp_path: Path) -> None:
    (tmp_path / "agencies.csv").write_bytes(SHAPES[shape])
    assert read_agencies(tmp_path) == [
        {"code": "000.00.11.H08", "name": "Sở Nông nghiệp và Môi trường", "short_name": "SNNMT", "tier": "department",
         "parent_code": "", "mail_domain": "binhdinh.gov.vn"}
    ]  # fmt: skip


def test_units_name_their_people_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_bytes(
        UNITS.replace(",", ";").replace("Văn phòng", "\uf0b7 Văn phòng").encode("utf-8-sig")
    )
    (row,) = read_units(tmp_path)
    assert (row["name"], row["people"]) == ("• Văn phòng", "an.sxd binh.sxd")


def test_what_a_row_leaves_out_at_its_end_is_empty() -> None:
    (row,) = read_table(b"code,name,seat\nA,B\n", "a.csv", ("code",), ("name",))
    assert row.values == {"code": "A", "name": "B", "seat": ""}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"code,name\nA,B\nC,D, E\n", "a.csv: dòng 3: có 3 ô, tiêu đề có 2 cột"),
        (b"code,name,,\nA,B,C,\n", "a.csv: dòng 2: có 4 ô"),
        (b"name,tier\nA,B\n", "a.csv: dòng 1: thiếu cột code"),
        (b"code,name,name\n", "cột name có hai lần"),
        (b'code,name\nA,"B\nC,D\n', "ngoặc kép"),
        ("code,name\nA,é\n".encode("cp1258"), "a.csv: dòng 2: không đọc được chữ; hãy lưu lại với kiểu CSV UTF-8"),
        (b"\n ,\n", "trống"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(content: bytes, words: str) -> None:
    with pytest.raises(BadTable) as refused:
        read_table(content, "a.csv", ("code", "name"), ("name",))
    assert words in str(refused.value)


def test_days_of_the_calendar_are_read_as_a_vietnamese_spreadsheet_writes_them() -> None:
    assert read_calendar("date;kind;name\r\n02/09/2026;holiday;Quốc khánh\r\n".encode("utf-8-sig")) == read_calendar(
        "date,kind,name\n2026-09-02,holiday,Quốc khánh\n".encode()
    )
    with pytest.raises(BadTable, match=r"lich\.csv: dòng 2: loại ngày “fete” không có"):
        read_calendar(b"date,kind,name\n2026-09-02,fete,A\n", "lich.csv")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"officers": [\n{"user_name": "an.sxd", "agency": "A"},\n{"user_name": "binh.sxd"}]}',
         "people.json, dòng 3, mục thứ 2 của officers “binh.sxd”: thiếu agency; hãy ghi thêm."),
        ('{"officers": [{"agency": "A"}]}', "people.json, dòng 1, mục thứ 1 của officers: thiếu user_name; hãy ghi thêm."),
        ('{"officers": [\n{"user_name": "an.sxd",}]}', "people.json, dòng 2: không đúng cú pháp JSON"),
        ('{"people": []}', "people.json: thiếu danh sách “officers”"),
        ('{"officers": ["an.sxd"]}', "people.json: thiếu danh sách “officers”, hoặc danh sách này không phải một dãy"),
        ("[]", "people.json: thiếu danh sách “officers”"),
    ],
)  # fmt: skip
def test_an_entry_that_lacks_something_is_refused_with_its_line(content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "people.json").write_text(content, "utf-8")
    with pytest.raises(ValueError, match=re.escape(words)):
        read_entries(tmp_path / "people.json", ("user_name", "agency"), "officers")
