"""Identifiers of people and organisations: what they look like and which digits check the others."""

import re
from dataclasses import dataclass

MOBILE_PREFIXES = r"3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9]"

PERSONAL_ID = re.compile(r"[0-9]{12}")
VIETNAMESE_PASSPORT = re.compile(r"[A-Z][0-9]{7}")
FOREIGN_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{6,9}")
MOBILE = re.compile(rf"0(?:{MOBILE_PREFIXES})[0-9]{{7}}")
LANDLINE = re.compile(r"02[0-9]{8,9}")
TAX_CODE = re.compile(r"[0-9]{10}(?:-?[0-9]{3})?")
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@dataclass(frozen=True)
class PersonalIdFacts:
    """What a personal number says about its holder; a cross-check against it is a warning, never a refusal."""

    birthplace_code: str
    birth_year: int
    is_male: bool


def is_personal_id(text: str) -> bool:
    """Số định danh cá nhân, số thẻ Căn cước (12 chữ số); it has no check digit."""
    return PERSONAL_ID.fullmatch(text) is not None


def read_personal_id(text: str) -> PersonalIdFacts | None:
    if not is_personal_id(text):
        return None
    century_and_sex = int(text[3])
    return PersonalIdFacts(
        birthplace_code=text[:3],
        birth_year=1900 + 100 * (century_and_sex // 2) + int(text[4:6]),
        is_male=century_and_sex % 2 == 0,
    )


def is_passport(text: str, *, foreign: bool = False) -> bool:
    """Số hộ chiếu."""
    return (FOREIGN_PASSPORT if foreign else VIETNAMESE_PASSPORT).fullmatch(text) is not None


def tax_check_digit(first_nine: str) -> int | None:
    """The tenth digit of a tax code; None where the sum leaves no digit, so no such code exists."""
    remainder = sum(int(digit) * weight for digit, weight in zip(first_nine, TAX_WEIGHTS, strict=True)) % 11
    digit = 10 - remainder
    return None if digit == 10 else digit


def is_tax_code(text: str) -> bool:
    """Mã số thuế, mã số doanh nghiệp; since 01/07/2025 also a person's 12 digits."""
    if is_personal_id(text):
        return True
    if not TAX_CODE.fullmatch(text):
        return False
    if text[2:9] == "0000000" or tax_check_digit(text[:9]) != int(text[9]):
        return False
    return len(text) == 10 or text[-3:] != "000"
