from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.standards.dossier_code import (
    USUAL,
    CodeShape,
    DayForm,
    Generation,
    format_dossier_code,
    parse_dossier_code,
    shape_on,
)


@pytest.mark.parametrize(
    ("text", "agency", "day", "serial"),
    [
        ("000.00.06.H56-231027-0361", "000.00.06.H56", date(2023, 10, 27), 361),
        ("H15.50.05.13-261008-0975", "H15.50.05.13", date(2026, 10, 8), 975),
        ("G09.20-261008-090123", "G09.20", date(2026, 10, 8), 90123),
        ("G09.20-20260609-0092637", "G09.20", date(2026, 6, 9), 92637),
        ("  h15.50.05.13-261008-0975 ", "H15.50.05.13", date(2026, 10, 8), 975),
    ],
)
def test_all_variants_in_use_are_read(text: str, agency: str, day: date, serial: int) -> None:
    code = parse_dossier_code(text)
    assert code is not None
    assert (code.agency_code, code.accepted_on, code.serial) == (agency, day, serial)
    assert str(code) == text.strip().upper()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H15-261008",
        "H15.50-261308-0001",
        "H15.50-261008-12",
        "H15..50-261008-0001",
        "H15 50-261008-0001",
        "-261008-0001",
        "Hồ-261008-0001",
    ],
)
def test_anything_else_is_not_a_dossier_code(text: str) -> None:
    assert parse_dossier_code(text) is None


def test_a_day_with_more_than_9999_dossiers_only_grows_the_serial() -> None:
    assert format_dossier_code("000.00.11.H08", date(2026, 11, 22), 12345) == "000.00.11.H08-261122-12345"


@pytest.mark.parametrize(("agency", "serial"), [("", 1), ("h 08", 1), ("000.00.11.H08", 0)])
def test_a_code_is_not_made_from_nonsense(agency: str, serial: int) -> None:
    with pytest.raises(ValueError, match=r"agency|serial"):
        format_dossier_code(agency, date(2026, 11, 22), serial)


@given(
    st.sampled_from(["000.00.11.H08", "H15.50.05.13"]),
    st.dates(date(2018, 1, 1), date(2099, 12, 31)),
    st.integers(1, 99_999_999),
)
def test_what_is_written_is_read_back(agency: str, day: date, serial: int) -> None:
    code = parse_dossier_code(format_dossier_code(agency, day, serial))
    assert code is not None
    assert (code.agency_code, code.accepted_on, code.serial) == (agency, day, serial)


NEW = CodeShape(date(2025, 7, 1), Generation.QD20)
CENTRAL = CodeShape(date(2026, 6, 1), Generation.QD20, DayForm.LONG, 7, "ND118_2025")


@pytest.mark.parametrize(
    ("day", "rule_set", "shape"),
    [
        (date(2025, 6, 30), "ND118_2025", USUAL),
        (date(2025, 7, 1), "ND118_2025", NEW),
        (date(2026, 6, 1), "ND61_2018", NEW),
        (date(2026, 6, 1), "ND118_2025", CENTRAL),
    ],
)
def test_which_shape_counts_the_day_and_the_rule_set_say(day: date, rule_set: str, shape: CodeShape) -> None:
    assert shape_on([CENTRAL, NEW], day, rule_set) == shape


@pytest.mark.parametrize(
    ("agency", "shape", "code"),
    [
        ("000.00.06.H56", USUAL, "000.00.06.H56-261008-0361"),
        ("H15.50.05.13", NEW, "H15.50.05.13-261008-0361"),
        ("G09.20", CENTRAL, "G09.20-20261008-0000361"),
    ],
)
def test_codes_of_each_shape_are_written_and_read_back(agency: str, shape: CodeShape, code: str) -> None:
    assert format_dossier_code(agency, date(2026, 10, 8), 361, shape) == code
    known = parse_dossier_code(code)
    assert known is not None
    assert (known.agency_code, known.accepted_on, known.serial) == (agency, date(2026, 10, 8), 361)
