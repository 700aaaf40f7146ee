"""Answers written like a person, by page and by program: one stored form, or a sentence that says what to mend."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shared.work.eforms.answers import check_answers, read_answers, tidy_answers
from shared.work.eforms.schema import EForm, UnusableForm, load_eform

FORMS = Path(__file__).parents[3] / "data" / "binh-dinh" / "eforms"
TODAY = date(2026, 11, 22)


def form_of(name: str) -> EForm:
    return load_eform(json.loads((FORMS / f"{name}.json").read_text(encoding="utf-8")))


GENERIC, BUSINESS, BADGE = form_of("chung"), form_of("dang-ky-ho-kinh-doanh"), form_of("phu-hieu-xe")
PRESS, ORIGIN, REISSUE = form_of("hop-bao"), form_of("co-mau-d"), form_of("cap-lai-giay-phep-xay-dung")
PHARMACY, WORK_PERMIT = form_of("chung-chi-hanh-nghe-duoc"), form_of("giay-phep-lao-dong")


def found(eform: EForm, answers: dict[str, Any]) -> dict[str, str]:
    return {error.pointer[1:]: error.sentence for error in check_answers(eform, answers, TODAY)}


TEXTS = [
    (GENERIC, "applicant_phone", "+84 (0)905 123 456", "0905123456"),
    (GENERIC, "applicant_phone", "0084905123456", "0905123456"),
    (GENERIC, "applicant_phone", "0905–123–456", "0905123456"),
    (GENERIC, "applicant_phone", "\u202a0905\u2011123456\u202c", "0905123456"),
    (GENERIC, "applicant_phone", "905123456", "0905123456"),
    (GENERIC, "applicant_phone", "+856 20 5551 2345", "+8562055512345"),
    (GENERIC, "applicant_id", "052 185 001 234", "052185001234"),
    (GENERIC, "applicant_id", "052.085.001.234\u200b", "052085001234"),
    (GENERIC, "applicant_email", "kin\u200b@Example.VN", "kin@example.vn"),
    (GENERIC, "applicant_email", "o'brien@example.vn", "o'brien@example.vn"),
    (GENERIC, "applicant_name", "Ðặng\u00a0Văn  Ðức", "Đặng Văn Đức"),
    (GENERIC, "applicant_address", "12\u2060 Lê Lợi\ufeff", "12 Lê Lợi"),
    (GENERIC, "organisation_tax_code", "0100 109 106", "0100109106"),
    (BUSINESS, "business_name", "HỘ KINH DOANH HOA", "Hộ kinh doanh HOA"),
    (BUSINESS, "business_name", "hộ kinh doanh hoa", "Hộ kinh doanh hoa"),
    (BUSINESS, "business_name", "Hoa Sen", "Hộ kinh doanh Hoa Sen"),
    (BADGE, "plate", "77B01234", "77B-012.34"),
    (BADGE, "plate", "77B 012.34", "77B-012.34"),
    (BADGE, "plate", "77b-01234", "77B-012.34"),
    (BADGE, "plate", "77B1-012.34", "77B1-012.34"),
    (BADGE, "plate", "77 B – 1234", "77B-1234"),
    (PRESS, "held_at", "14h30", "14:30"),
    (PRESS, "held_at", "9 giờ", "09:00"),
    (PRESS, "held_at", "9.05", "09:05"),
    (PRESS, "held_at", "\uff19:30", "09:30"),
    (PRESS, "held_at", "1430", "14:30"),
    (PRESS, "held_at", "2:30 PM", "14:30"),
    (GENERIC, "applicant_email", "mailto: Kin@Example.VN", "Kin@example.vn"),
    (ORIGIN, "hs_code", "1604.14.11", "16041411"),
    (REISSUE, "permit_date", "1/5/2024", "2024-05-01"),
]


@pytest.mark.parametrize(("eform", "field", "typed", "stored"), TEXTS)
def test_both_doors_store_one_form_of_what_people_write(eform: EForm, field: str, typed: str, stored: str) -> None:
    for answers in (read_answers(eform, {field: typed}), tidy_answers(eform, {field: typed})):
        assert answers == {field: stored}
        assert field not in found(eform, answers)


@pytest.mark.parametrize("typed", ["50.000.000", "50,000,000", "50.000.000 đ", "50\u00a0000\u00a0000", "50000000 VND"])
def test_amounts_are_read_with_any_separator(typed: str) -> None:
    assert read_answers(BUSINESS, {"capital": typed}) == {"capital": 50_000_000}


@pytest.mark.parametrize("month", ["tháng 3", "Thg 3", "ba", "Mar", " 3 ", "03"])
def test_the_name_of_a_month_is_a_month(month: str) -> None:
    boxes = {"permit_date-day": "1", "permit_date-month": month, "permit_date-year": "2024"}
    assert read_answers(REISSUE, boxes) == {"permit_date": "2024-03-01"}


def test_a_whole_date_in_the_first_box_is_taken() -> None:
    assert read_answers(REISSUE, {"permit_date-day": "27/3/2024"}) == {"permit_date": "2024-03-27"}


def test_a_year_has_four_digits_and_the_boxes_are_kept() -> None:
    boxes = {"permit_date-day": "01", "permit_date-month": "05", "permit_date-year": "24"}
    typed = read_answers(REISSUE, boxes)
    assert typed == {"permit_date": {"day": "01", "month": "05", "year": "24"}}
    for answers in (typed, tidy_answers(REISSUE, {"permit_date": "0024-05-01"}), {"permit_date": "24-05-01"}):
        assert "phải gồm bốn chữ số" in found(REISSUE, answers)["permit_date"], answers


def test_a_month_that_is_none_is_said_so() -> None:
    boxes = {"permit_date-day": "01", "permit_date-month": "xx", "permit_date-year": "2024"}
    assert "tháng “xx” chưa đúng" in found(REISSUE, read_answers(REISSUE, boxes))["permit_date"]


@pytest.mark.parametrize(
    ("eform", "answers", "field", "sentence"),
    [
        (GENERIC, {"on_behalf": "person", "owner_id": "052190004317", "applicant_id": "052190004317"}, "owner_id",
         "Số định danh cá nhân của chủ hồ sơ không được trùng với số định danh cá nhân."),
        (REISSUE, {"permit_date": "1850-01-01"}, "permit_date", "Ngày cấp 01/01/1850 không được trước ngày 01/01/1900."),
        (REISSUE, {"reason": "lost", "permit_date": "2024-05-01", "lost_on": "2024-04-30"}, "lost_on",
         "Ngày phát hiện bị mất 30/04/2024 không được trước ngày cấp (01/05/2024)."),
        (BUSINESS, {"starts_on": "2199-01-01"}, "starts_on",
         "Ngày bắt đầu kinh doanh 01/01/2199 không được sau ngày 22/11/2126."),
        (PHARMACY, {"graduated_year": 2050}, "graduated_year", "Năm tốt nghiệp 2050 không được sau năm 2026."),
        (PHARMACY, {"graduated_year": 1980, "born_on": "1985-03-27"}, "graduated_year",
         "Năm tốt nghiệp 1980 không được trước năm 1985."),
        (BADGE, {"made_year": 1900}, "made_year", "Năm sản xuất phải từ 1980 trở lên."),
        (BADGE, {"made_year": 2028}, "made_year", "Năm sản xuất 2028 không được sau năm 2027."),
        (WORK_PERMIT, {"works_from": "2026-12-01", "works_to": "2028-12-02"}, "works_to",
         "Đến ngày 02/12/2028 không được sau làm việc từ ngày quá 2 năm (01/12/2028)."),
    ],
)  # fmt: skip
def test_values_have_a_range_beside_today_and_beside_each_other(
    eform: EForm, answers: dict[str, Any], field: str, sentence: str
) -> None:
    assert found(eform, answers)[field] == sentence


def test_this_years_car_and_two_full_years_of_work_are_fine() -> None:
    assert "made_year" not in found(BADGE, {"made_year": 2027})
    assert "works_to" not in found(WORK_PERMIT, {"works_from": "2026-12-01", "works_to": "2028-12-01"})


def test_a_bound_that_names_no_field_is_refused_before_publication() -> None:
    raw = json.loads((FORMS / "chung.json").read_text(encoding="utf-8"))
    raw["schema"]["properties"]["owner_id"]["x-differs-from"] = "nobody"
    with pytest.raises(UnusableForm, match="x-differs-from names no field"):
        load_eform(raw)
