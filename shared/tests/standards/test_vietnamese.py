import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.standards.vietnamese import fold, nfc, sort_key

# Dictionary order: letters first, then không, huyền, hỏi, ngã, sắc, nặng.
IN_ORDER = [
    "1",
    "9",
    "an",
    "àn",
    "ản",
    "ãn",
    "án",
    "ạn",
    "anh",
    "ăn",
    "ân",
    "ấn",
    "bà",
    "ca",
    "cha",
    "da",
    "do",
    "đa",
    "đo",
    "đò",
    "e",
    "ê",
    "ma",
    "mà",
    "mả",
    "mã",
    "má",
    "mạ",
    "nga",
    "nghe",
    "o",
    "ô",
    "ơ",
    "quy",
    "u",
    "ư",
    "ứa",
    "xã",
    "y",
    "ỷ",
]


def test_words_sort_as_in_a_vietnamese_dictionary() -> None:
    assert sorted(set(IN_ORDER), key=sort_key) == IN_ORDER


def test_case_and_unicode_form_do_not_change_the_order() -> None:
    assert sort_key("ĐẶNG  Phước Thượng") == sort_key(unicodedata.normalize("NFD", "đặng phước thượng"))


def test_a_tone_matters_only_between_equal_letters() -> None:
    assert sort_key("Trần Bình") < sort_key("Trân Châu") < sort_key("Trần Châu") < sort_key("Trần Dũng")


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_key_puts_a_text_before_its_continuation(text: str, more: str) -> None:
    assert sort_key(text) <= sort_key(f"{text} {more}")


@given(st.text(max_size=40).filter(lambda text: "\x00" not in text))
def test_the_key_of_any_text_can_be_stored(text: str) -> None:
    assert "\x00" not in sort_key(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Hồ  Sơ", "ho so"),
        ("ĐẶNG PHƯỚC THƯỢNG", "dang phuoc thuong"),
        (" Ghềnh Ráng ", "ghenh rang"),
        ("Ưu đãi mẫu D", "uu dai mau d"),
    ],
)
def test_search_form_has_no_case_and_no_diacritics(written: str, folded: str) -> None:
    assert fold(written) == fold(unicodedata.normalize("NFD", written)) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_nfc_joins_letters_and_marks() -> None:
    assert nfc("Vie\u0323\u0302t") == "Việt"
