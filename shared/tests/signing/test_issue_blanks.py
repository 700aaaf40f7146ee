"""Number and day stand on the issued page: empty blanks under the person's signature, filled under the agency's."""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature

from shared.core.clock import now
from shared.signing.blanks import awaits_words, shown_filled
from shared.signing.fields import entry, form_fields
from shared.signing.issue_words import BlankKind, IssueWords
from shared.signing.pdf import seal_agency, seal_attachment, sign_person
from shared.signing.readiness import check_signable
from shared.signing.verdicts import LaterChanges, Reason
from shared.signing.verify import verify_pdf

from .builders import add_signature_field, painted, rewritten, updated
from .conftest import Desk, compile_pdf
from .headings import DAY, DRAWN_LINES, GIVEN, NUMBER, WANTED, source, text_of


def signed(desk: Desk, pdf: bytes, words: IssueWords = WANTED) -> bytes:
    return sign_person(pdf, desk.keys.signer("officer:mau"), trust=desk.trust, words=words)


def issued(desk: Desk, pdf: bytes, given: IssueWords = GIVEN) -> bytes:
    by_person = signed(desk, pdf, replace(given, number=0, day=None))
    return seal_agency(by_person, desk.keys.signer("seal:H08"), trust=desk.trust, words=given)


@pytest.mark.parametrize("lines", [None, *DRAWN_LINES.values()], ids=["no lines", *DRAWN_LINES])
def test_number_and_day_are_read_on_the_issued_page(desk: Desk, tmp_path: Path, lines: tuple[str, str] | None) -> None:
    done = issued(desk, compile_pdf(tmp_path, source(lines)))
    said = text_of(done, tmp_path)
    assert NUMBER in said
    assert DAY in said
    assert (said.count("Số:"), said.count("ngày 05 tháng 01")) == (1, 1), "nothing is written twice"
    assert [(one.valid, one.later_changes) for one in verify_pdf(done, desk.trust)] == [
        (True, LaterChanges.ISSUED),
        (True, LaterChanges.NONE),
    ]


def test_other_programs_find_both_signatures_valid_and_the_file_whole(desk: Desk, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None or shutil.which("qpdf") is None:
        pytest.skip("pdfsig or qpdf is not installed")
    file = tmp_path / "issued.pdf"
    file.write_bytes(issued(desk, compile_pdf(tmp_path, source())))
    seen = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=True).stdout
    assert seen.count("Signature is Valid.") == 2
    assert "- Total document signed" in seen[seen.index("Signature #2") :]
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    reader = PdfFileReader(io.BytesIO(file.read_bytes()))
    person, seal = reader.embedded_regular_signatures
    # With the library's own rules, as others have them.
    statuses = [validate_pdf_signature(one, desk.trust.context(now())) for one in (person, seal)]
    assert [status.docmdp_ok for status in statuses] == [True, True]


@pytest.mark.parametrize(
    ("number", "day", "number_line", "day_line"),
    [
        (7, date(2026, 2, 9), "Số: 07/STTTT-CNTT", "ngày 09 tháng 02 năm 2026"),
        (10, date(2026, 3, 10), "Số: 10/STTTT-CNTT", "ngày 10 tháng 3 năm 2026"),
        (1234, date(2026, 12, 31), "Số: 1234/STTTT-CNTT", "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_small_numbers_days_and_the_first_months_have_a_nought_before_them(
    desk: Desk, tmp_path: Path, number: int, day: date, number_line: str, day_line: str
) -> None:
    for lines in (None, DRAWN_LINES["gaps"]):
        said = text_of(
            issued(desk, compile_pdf(tmp_path, source(lines)), replace(GIVEN, number=number, day=day)), tmp_path
        )
        assert number_line in said
        assert day_line in said


def test_a_draft_of_last_year_bears_the_year_of_its_number(desk: Desk, tmp_path: Path) -> None:
    drafted = compile_pdf(tmp_path, source(("Số:#h(7mm)/STTTT-CNTT", "Bình Định, ngày#h(8mm)tháng#h(8mm)năm 2025")))
    fields = values_of(issued(desk, drafted))
    assert fields[BlankKind.YEAR] == "2026"
    assert BlankKind.NOTATION not in fields, "what stands there is right already"


def test_a_notation_that_changed_after_the_signature_is_the_registers(desk: Desk, tmp_path: Path) -> None:
    by_person = signed(desk, compile_pdf(tmp_path, source(DRAWN_LINES["gaps"])))
    renamed = replace(GIVEN, notation="SKHCN-CNTT")
    done = seal_agency(by_person, desk.keys.signer("seal:H08"), trust=desk.trust, words=renamed)
    assert values_of(done)[BlankKind.NOTATION] == "/SKHCN-CNTT"


def values_of(pdf: bytes) -> dict[str, str]:
    """By kind of blank, what was written."""
    fields = form_fields(PdfFileReader(io.BytesIO(pdf)))
    return {name[:-1]: str(value) for name, node, kind in fields if kind == "/Tx" and (value := entry(node, "/V"))}


def rewrite(kind: BlankKind | None = None, value: str = "99") -> Any:
    """Another value and drawing in one blank, or in the first that is empty."""

    def edit(writer: Any) -> None:
        for name, node, form in form_fields(writer):
            if form == "/Tx" and (name.startswith(kind) if kind else entry(node, "/V") is None):
                node[pdf_name("/V")] = generic.TextStringObject(value)
                node[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): painted(writer)})
                writer.update_container(node)
                return
        raise AssertionError("no such blank")

    return edit


def test_a_number_altered_after_the_seal_is_found_by_us_and_by_others(desk: Desk, tmp_path: Path) -> None:
    done = issued(desk, compile_pdf(tmp_path, source()))
    altered = updated(done, rewrite(BlankKind.NUMBER_LINE, "Số: 99/STTTT-CNTT"))
    reports = verify_pdf(altered, desk.trust)
    assert [(one.valid, one.reason) for one in reports] == [(False, Reason.CHANGED_AFTER_SIGNING)] * 2
    seal = PdfFileReader(io.BytesIO(altered)).embedded_regular_signatures[1]
    assert not validate_pdf_signature(seal, desk.trust.context(now())).bottom_line, "the seal locks what it covers"


def test_a_blank_that_stayed_empty_cannot_be_filled_after_the_seal(desk: Desk, tmp_path: Path) -> None:
    done = issued(desk, compile_pdf(tmp_path, source(DRAWN_LINES["gaps"])))
    reports = verify_pdf(updated(done, rewrite()), desk.trust)
    assert [one.reason for one in reports] == [Reason.CHANGED_AFTER_SIGNING] * 2


def test_another_seal_cannot_fill_what_the_agencys_left_empty(desk: Desk, tmp_path: Path) -> None:
    """In a draft with a field of its own for the seal nothing is locked by that."""
    letter = compile_pdf(tmp_path, source(DRAWN_LINES["gaps"]))
    done = issued(desk, rewritten(letter, lambda writer: add_signature_field(writer, "CoQuanKy")))
    assert [one.valid for one in verify_pdf(done, desk.trust)] == [True, True]
    forged = seal_attachment(updated(done, rewrite()), desk.keys.signer("seal:H08"), "02/X", trust=desk.trust)
    assert [one.valid for one in verify_pdf(forged, desk.trust)][1] is False


def test_a_number_without_a_seal_over_it_is_a_change(desk: Desk, tmp_path: Path) -> None:
    by_person = signed(desk, compile_pdf(tmp_path, source()))
    for forged in (shown_filled(by_person, GIVEN), updated(by_person, rewrite(BlankKind.DATE_LINE, "Bình Định"))):
        assert [one.reason for one in verify_pdf(forged, desk.trust)] == [Reason.CHANGED_AFTER_SIGNING]


def test_another_form_field_is_still_nothing_that_may_be_filled(desk: Desk, tmp_path: Path) -> None:
    def moved(writer: Any) -> None:
        for _, node, kind in form_fields(writer):
            if kind == "/Tx":
                node[pdf_name("/Rect")] = generic.ArrayObject(generic.NumberObject(n) for n in (100, 100, 300, 300))
                writer.update_container(node)

    by_person = signed(desk, compile_pdf(tmp_path, source()))
    assert [one.reason for one in verify_pdf(updated(by_person, moved), desk.trust)] == [Reason.CHANGED_AFTER_SIGNING]


def test_who_signed_before_leaves_no_blanks_and_the_drafter_is_told(desk: Desk, tmp_path: Path) -> None:
    letter = compile_pdf(tmp_path, source())
    assert check_signable(letter) == []
    before = sign_person(letter, desk.keys.signer("officer:mau"), then_sealed=False)
    assert check_signable(before) == ["certified_before", "number_not_shown"]
    twice = signed(desk, before)
    assert not awaits_words(twice)
    sealed = seal_agency(twice, desk.keys.signer("seal:H08"), trust=desk.trust, words=GIVEN)
    assert all(one.valid for one in verify_pdf(sealed, desk.trust))
    assert values_of(sealed) == {}


def test_a_document_signed_before_there_were_blanks_is_sealed_as_before(desk: Desk, tmp_path: Path) -> None:
    older = sign_person(compile_pdf(tmp_path, source()), desk.keys.signer("officer:mau"), trust=desk.trust)
    sealed = seal_agency(older, desk.keys.signer("seal:H08"), trust=desk.trust, words=GIVEN)
    assert all(one.valid for one in verify_pdf(sealed, desk.trust))
    assert values_of(sealed) == {}


def test_an_issued_document_is_sealed_again_as_an_enclosure(desk: Desk, tmp_path: Path) -> None:
    done = issued(desk, compile_pdf(tmp_path, source()))
    enclosed = seal_attachment(done, desk.keys.signer("seal:H08"), "02/STTTT-CNTT", trust=desk.trust)
    assert all(one.valid for one in verify_pdf(enclosed, desk.trust))
