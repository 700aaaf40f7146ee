import pytest

from shared.standards.identifiers import (
    is_passport,
    is_personal_id,
    is_tax_code,
    read_personal_id,
    tax_check_digit,
)


def test_a_personal_number_has_twelve_digits() -> None:
    assert is_personal_id("052190004317")
    assert not is_personal_id("05219000431")
    assert not is_personal_id("05219000431x")
    assert not is_personal_id("٠٥٢١٩٠٠٠٤٣١٧")


@pytest.mark.parametrize(
    ("number", "year", "male"),
    [("052190004317", 1990, False), ("052201009845", 2001, True), ("001082000001", 1982, True)],
)
def test_a_personal_number_tells_birth_year_and_sex(number: str, year: int, male: bool) -> None:
    facts = read_personal_id(number)
    assert facts is not None
    assert (facts.birth_year, facts.is_male) == (year, male)


@pytest.mark.parametrize("code", ["0100047516", "0100109106", "0100109106-001", "0100109106001", "052190004317"])
def test_real_tax_codes_pass(code: str) -> None:
    assert is_tax_code(code)


@pytest.mark.parametrize(
    "code", ["0100047517", "0100109106-000", "0100000000", "010010910", "0100109106-01", "abc", ""]
)
def test_wrong_tax_codes_do_not(code: str) -> None:
    assert not is_tax_code(code)


def test_a_sum_without_check_digit_means_no_such_code() -> None:
    impossible = [
        f"{serial:09d}" for serial in range(100_000_000, 100_000_200) if tax_check_digit(f"{serial:09d}") is None
    ]
    assert impossible
    assert not any(is_tax_code(nine + str(digit)) for nine in impossible for digit in range(10))


def test_passports_of_vietnam_and_of_others() -> None:
    assert is_passport("C1234567")
    assert not is_passport("AB123456")
    assert is_passport("AB123456", foreign=True)
    assert not is_passport("ABCDEFG", foreign=True)
