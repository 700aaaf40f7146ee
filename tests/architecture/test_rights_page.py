"""The documentation page of rights says what the code does."""

from tools import rights_page


def test_the_page_of_rights_is_current() -> None:
    assert rights_page.PAGE.read_text("utf-8") == rights_page.write_page(), "run: .venv/bin/python tools/rights_page.py"


def test_every_right_has_its_vietnamese_words() -> None:
    for package in rights_page.member_packages():
        assert all(rights_page.labels_of(package).values()), package
