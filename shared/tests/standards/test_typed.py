"""One reader for each kind of value: what people type and paste, and the one form in which it is kept."""

import re
import unicodedata

import pytest
from pydantic import BaseModel, ValidationError

from shared.core.fields import OptionalEmail, OptionalPhone, PersonName
from shared.standards import typed
from shared.standards.typed import Unreadable


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("L\u00ea\u200b Văn Kín", "Lê Văn Kín"),
        ("12\u2060 Lê Lợi\ufeff", "12 Lê Lợi"),
        ("Ðặng Văn Ðức", "Đặng Văn Đức"),
        ("Ɖặng ɖức", "Đặng đức"),
        (unicodedata.normalize("NFD", "Nguyễn\u00a0Thị\u2009Hường"), "Nguyễn Thị Hường"),
        ("e\u200b\u0302", "ê"),
        ("\u202eđảo\u202c", "đảo"),
        ("hai\r\ndòng\u2028ba", "hai dòng ba"),
        ("\x00a\x01b", "ab"),
        ("đẹp\ufe0f", "đẹp"),
        ("\u3164\u200b ", ""),
    ],
)
def test_a_line_is_cleaned_by_class_of_sign(written: str, kept: str) -> None:
    assert typed.clean_line(written) == kept


@pytest.mark.parametrize("bullet", "\uf0b7\uf0a7\uf0d8\uf0a8\uf076\uf0e0\uf06c\uf0a1\uf0ab\uf02d")
def test_a_bullet_of_a_word_processor_is_a_bullet_wherever_it_is_pasted(bullet: str) -> None:
    assert typed.clean_line(f"{bullet} Thiếu giấy tờ") == "• Thiếu giấy tờ"
    assert typed.clean_paragraphs(f"Thiếu:\n{bullet}\tđơn\n{bullet}\tbản vẽ") == "Thiếu:\n•\tđơn\n•\tbản vẽ"


def test_paragraphs_keep_their_lines_and_columns() -> None:
    assert typed.clean_paragraphs("một\r\nhai\u2028ba\u200b  \x0b\n\n") == "một\nhai\nba"
    assert typed.clean_paragraphs("a\tb   c\u00a0d") == "a\tb   c d"


@pytest.mark.parametrize(
    "name", ["Ênh", "Thuyên", "Vaj Tshaj Xyooj", "ថាច់ សុខា", "王小明", "O'Brien", "Nguyễn Văn An II", "Y Ê-ban"]
)
def test_people_may_be_called_anything(name: str) -> None:
    assert typed.read_name(name) == name


@pytest.mark.parametrize("text", ["", "   ", "\u200b\ufeff", "12 34", "---", "😀"])
def test_a_name_has_a_letter(text: str) -> None:
    with pytest.raises(Unreadable):
        typed.read_name(text)


@pytest.mark.parametrize(
    "written",
    [
        "+84 (0)905 123 456", "0084905123456", "0905–123–456", "\u202a0905123456\u202c", "0905\u2011123\u2011456", "\u200e0905123456",
        "0905123456\ufe0f", "\u20090905 123.456", "905123456", "84905123456", "+84905123456", "(0905) 123-456", "tel:0905123456",
        "０９０５１２３４５６", "0905/123/456", "\u2068+84 905 123 456\u2069",
    ],
)  # fmt: skip
def test_a_phone_number_is_read_as_people_write_it(written: str) -> None:
    assert typed.read_phone(written) == "0905123456"


def test_other_phone_numbers() -> None:
    assert typed.read_phone("0256 3846 217") == "02563846217"
    assert typed.read_phone("+856 20 5551 2345") == "+8562055512345"
    assert typed.read_phone("1900 54 54 54") == "1900545454"
    for wrong in ("", "1", "khong", "090512345", "0205123456x", "0105123456", "٠"):
        with pytest.raises(Unreadable):
            typed.read_phone(wrong)


@pytest.mark.parametrize(
    "written", ["052 085 001 234", "052.085.001.234", "052085001234\u200b", " 052085001234 ", "052–085–001–234"]
)
def test_a_personal_number_with_separators(written: str) -> None:
    assert typed.read_personal_id(written) == typed.read_identifier(written) == "052085001234"


def test_tax_codes_and_wrong_identifiers() -> None:
    assert typed.read_tax_code("0100 109 106") == "0100109106"
    assert typed.read_tax_code("0100109106–001") == typed.read_identifier("0100109106001") == "0100109106-001"
    for wrong in ("abc", "0100109107", "05208500123", ""):
        with pytest.raises(Unreadable):
            typed.read_identifier(wrong)


def test_e_mail_addresses() -> None:
    assert typed.read_email("kin\u200b@Example.VN") == "kin@example.vn"
    for right in (
        "o'brien@example.vn",
        "a+b@example.vn",
        "X@example.vn",
        "a@xn--80ak6aa92e.com",
        "ten@ví-dụ.vn",
        "a@b.photography",
    ):
        assert typed.read_email(right)
    for wrong in (
        "khong",
        "a@b",
        "a..b@example.vn",
        "@example.vn",
        "a b@example.vn",
        "a@-example.vn",
        "a@example..vn",
        "",
    ):
        with pytest.raises(Unreadable):
            typed.read_email(wrong)


@pytest.mark.parametrize(
    "written",
    [
        "mailto:a.b@vd.vn",
        "MAILTO: a.b@VD.vn",
        "mailto\uff1aa.b@vd.vn",
        "mailto://a.b@vd.vn",
        "mailto:mailto:a.b@vd.vn",
        "mailto:a.b@vd.vn?subject=Hồ sơ",
        "<a.b@vd.vn>",
        "<mailto:a.b@vd.vn>",
        "Nguyễn Văn A <a.b@vd.vn>",
        '"Nguyễn, Văn A" <a.b@vd.vn>;',
        "a.b@vd.vn.",
        "a.b@vd.vn,",
    ],
)
def test_an_address_copied_from_a_link_or_a_mail_program_is_the_address(written: str) -> None:
    assert typed.read_email(written) == "a.b@vd.vn"


@pytest.mark.parametrize(
    "written", ["mailto:", "<>", "a@vd.vn, b@vd.vn", "<a@vd.vn> <b@vd.vn>", "//a@vd.vn", "a@vd.vn?x"]
)
def test_what_is_no_one_address_stays_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        typed.read_email(written)


@pytest.mark.parametrize(
    "written",
    [
        "50.000.000",
        "50 000 000",
        "50,000,000",
        "50.000.000 đ",
        "50\u00a0000\u00a0000",
        "50000000 đồng",
        "50.000.000,00",
        "50,000,000.00 VND",
    ],
)
def test_amounts(written: str) -> None:
    assert typed.read_amount(written) == 50_000_000


@pytest.mark.parametrize("written", ["", "1,5", "5.00.000", "năm mươi", "50.000,5", "1e9", "--5"])
def test_amounts_that_are_none(written: str) -> None:
    with pytest.raises(Unreadable):
        typed.read_amount(written)


def test_numbers() -> None:
    assert [typed.read_number(text) for text in ("12,5", "1.250", "1.250,5", "12.5", "1,250.5")] == [
        12.5,
        1250,
        1250.5,
        12.5,
        1250.5,
    ]


@pytest.mark.parametrize(
    "written", ["1" + ".111" * 8, "1" + ".111" * 2000, "1" + ".111" * 2000 + ",5", "1" + ",111" * 90 + ".5"]
)
def test_numbers_that_nothing_here_can_be_as_large_as(written: str) -> None:
    with pytest.raises(Unreadable):
        typed.read_number(written)


@pytest.mark.parametrize(("written", "count"), [("0012", 12), ("1.250", 1250), (" 7 ", 7), ("１２", 12)])
def test_counts(written: str, count: int) -> None:
    assert typed.read_count(written) == count


@pytest.mark.parametrize("written", ["", "-1", "1,5", "12.5", "0x7", "bảy", "1" * 10])
def test_counts_that_are_none(written: str) -> None:
    with pytest.raises(Unreadable):
        typed.read_count(written)


def test_names_and_secrets_of_sign_in() -> None:
    assert typed.read_user_name(" 052 085 557 395 ") == "052085557395"
    assert typed.read_user_name(" Thu.Hoa\u200b ") == "thu.hoa"
    assert typed.read_secret("AB12 cd34-EF56\u2013gh78") == "ab12cd34ef56gh78"
    password = "Mật-khẩu 9x"
    assert typed.opaque_password(unicodedata.normalize("NFD", password)) == typed.opaque_password(password) == password
    assert typed.opaque_password(" a\u00a0b ") == " a b "
    with pytest.raises(Unreadable):
        typed.opaque_password("a\x00b")


class _Person(BaseModel):
    full_name: PersonName
    phone: OptionalPhone = ""
    email: OptionalEmail = ""


def test_fields_read_through_the_same_readers() -> None:
    person = _Person(full_name=" Ênh\u200b", phone="905 123 456", email=" ")
    assert (person.full_name, person.phone, person.email) == ("Ênh", "0905123456", "")
    with pytest.raises(ValidationError):
        _Person(full_name="   ", phone="1")


@pytest.mark.parametrize("before", ["", "e", "a\u0302"])
def test_what_is_not_looked_at_sign_by_sign_is_what_would_have_been_kept(
    before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"{before}{chr(code)}b" for code in range(0x10000)]
    quick = [typed.clean_line(line) for line in lines]
    monkeypatch.setattr(typed, "_USUAL", re.compile("(?!)"))
    assert [typed.clean_line(line) for line in lines] == quick
