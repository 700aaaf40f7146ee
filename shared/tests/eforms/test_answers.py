import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.work.eforms.answers import check_answers, keep_shown, read_answers
from shared.work.eforms.schema import load_eform

FORMS = Path(__file__).parents[3] / "data" / "binh-dinh" / "eforms"
TODAY = date(2026, 11, 22)
GENERIC = load_eform(json.loads((FORMS / "chung.json").read_text(encoding="utf-8")))
WORK_PERMIT = load_eform(json.loads((FORMS / "giay-phep-lao-dong.json").read_text(encoding="utf-8")))
ORIGIN = load_eform(json.loads((FORMS / "co-mau-d.json").read_text(encoding="utf-8")))

FILLED = {
    "applicant_name": "Trần Thị Ngọc Lan",
    "applicant_id": "052190004317",
    "applicant_phone": "+84 905 312 468",
    "applicant_address": "126 Nguyễn Huệ, Quy Nhơn",
    "on_behalf": "self",
    "request": "Đề nghị cấp lại giấy phép",
    "declaration": "true",
}


def sentences(form: dict[str, Any]) -> dict[str, str]:
    errors = check_answers(GENERIC, read_answers(GENERIC, form), TODAY)
    return {error.pointer: error.sentence for error in errors}


def test_a_form_well_filled_in_has_nothing_to_mend() -> None:
    assert sentences(FILLED) == {}
    assert read_answers(GENERIC, FILLED)["applicant_phone"] == "0905312468"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("applicant_name", "  ", "Nhập họ và tên người nộp."),
        ("applicant_name", "a" * 101, "Họ và tên người nộp không được dài quá 100 ký tự."),
        ("applicant_id", "0521900", "Số định danh cá nhân phải gồm đúng 12 chữ số."),
        ("applicant_phone", "123", "Nhập số điện thoại Việt Nam, ví dụ 0905 123 456."),
        ("applicant_email", "lan", "Nhập địa chỉ thư điện tử đúng mẫu, ví dụ ten@vidu.vn."),
        ("on_behalf", "", "Chọn bạn nộp hồ sơ cho ai."),
        ("on_behalf", "martian", "Chọn bạn nộp hồ sơ cho ai trong danh sách."),
        (
            "declaration",
            "",
            "Đánh dấu vào ô “Tôi cam đoan những nội dung khai trên là đúng sự thật và chịu trách nhiệm "
            "trước pháp luật” để tiếp tục.",
        ),
    ],
)
def test_each_fault_has_its_sentence_with_the_fields_own_label(field: str, typed: str, sentence: str) -> None:
    assert sentences({**FILLED, field: typed}) == {f"/{field}": sentence}


def test_a_condition_makes_its_fields_required_and_hidden_ones_are_not_kept() -> None:
    assert set(sentences({**FILLED, "on_behalf": "person"})) == {"/owner_name", "/owner_id"}
    answers = read_answers(GENERIC, {**FILLED, "owner_name": "Võ Minh Khoa", "owner_id": "nonsense"})
    assert check_answers(GENERIC, answers, TODAY) == []
    assert "owner_name" not in keep_shown(GENERIC, answers)


def test_errors_come_in_the_order_of_the_page() -> None:
    errors = check_answers(GENERIC, {}, TODAY)
    order = [control.name for _, control in GENERIC.controls()]
    places = [order.index(error.pointer[1:]) for error in errors]
    assert places == sorted(places)


def test_dates_come_as_three_boxes_and_must_be_real() -> None:
    def errors(**boxes: str) -> dict[str, str]:
        found = check_answers(WORK_PERMIT, read_answers(WORK_PERMIT, boxes), TODAY)
        return {error.pointer[1:]: error.sentence for error in found}

    birth = {"worker_birth-day": "31", "worker_birth-month": "2", "worker_birth-year": "1980"}
    assert errors(**birth)["worker_birth"] == "Ngày sinh 31/02/1980 không có trong lịch, tháng 02/1980 có 29 ngày."
    assert read_answers(WORK_PERMIT, birth)["worker_birth"] == {"day": "31", "month": "2", "year": "1980"}
    assert "worker_birth" not in errors(**{**birth, "worker_birth-day": "3"})
    assert (
        errors(**{**birth, "worker_birth-day": "3", "worker_birth-year": "2030"})["worker_birth"]
        == "Ngày sinh 03/02/2030 không được sau hôm nay (22/11/2026)."
    )


def test_one_date_may_not_be_before_another() -> None:
    answers = read_answers(WORK_PERMIT, {"works_from": "2027-01-10", "works_to": "2027-01-09"})
    found = {error.pointer[1:]: error.sentence for error in check_answers(WORK_PERMIT, answers, TODAY)}
    assert found["works_to"] == "Đến ngày 09/01/2027 không được trước làm việc từ ngày (10/01/2027)."


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("46.250,50", 46250.5),
        ("46250.5", 46250.5),
        ("1.000", 1000),
        ("1 000 000", 1000000),
        ("abc", "abc"),
        ("1e9", "1e9"),
        ("inf", "inf"),
    ],
)
def test_numbers_are_read_as_vietnamese_write_them(typed: str, read: object) -> None:
    assert read_answers(ORIGIN, {"fob_value": typed})["fob_value"] == read


def test_a_number_that_is_none_is_said_so() -> None:
    answers = read_answers(ORIGIN, {"fob_value": "nhiều"})
    found = {error.pointer: error.sentence for error in check_answers(ORIGIN, answers, TODAY)}
    assert found["/fob_value"] == "Trị giá FOB (USD) phải là số."


def test_text_is_stored_in_one_unicode_form_without_nul() -> None:
    typed = unicodedata.normalize("NFD", "Đặng Phước\x00 Thượng")
    assert read_answers(GENERIC, {"applicant_name": typed})["applicant_name"] == "Đặng Phước Thượng"


def test_fields_that_are_not_of_the_form_are_not_read() -> None:
    assert read_answers(GENERIC, {"is_admin": "true", "csrf": "x"}) == {}


junk = st.one_of(
    st.text(max_size=40), st.integers(), st.none(), st.lists(st.text(max_size=5), max_size=3), st.booleans()
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no finding
@given(st.dictionaries(st.sampled_from([*GENERIC.properties, *WORK_PERMIT.properties, "works_to-day", "x"]), junk))
def test_nothing_that_is_posted_breaks_the_check(form: dict[str, Any]) -> None:
    for eform in (GENERIC, WORK_PERMIT):
        for error in check_answers(eform, read_answers(eform, form), TODAY):
            assert error.sentence
            assert "{" not in error.sentence
