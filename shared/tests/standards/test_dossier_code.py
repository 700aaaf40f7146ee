from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.standards.dossier_code import format_dossier_code, parse_dossier_code


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
