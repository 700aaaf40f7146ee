"""Where number and day stand: upright and on blank paper, however the page is turned, cropped, scaled or scanned."""

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import ImageChops
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from shared.signing.blank_places import find_blanks
from shared.signing.blanks import awaits_words, shown_filled
from shared.signing.pdf import sign_person
from shared.signing.verify import verify_pdf

from .builders import boxed, numbers, page_of, rewritten
from .conftest import Desk, compile_pdf
from .headings import COVERED_LINES, DAY, DRAWN_LINES, GIVEN, HEADING, NUMBER, WANTED, source, text_of

TITLE_ONLY = "#align(center)[*CÔNG TY MẪU*]"
CROWDED = "#set par(leading: 0.2em)\n" + "Dòng chữ dày đặc không chừa chỗ trống nào ở đầu trang văn bản này. " * 60


def drawn(pdf: bytes, scale: float = 2) -> Any:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return document[0].render(scale=scale).to_pil().convert("L")


def written_over(pdf: bytes, desk: Desk) -> tuple[Any, Any]:
    """The first page before, and what filling adds to it: both as ink."""
    by_person = sign_person(pdf, desk.keys.signer("officer:mau"), trust=desk.trust, words=WANTED)
    return drawn(by_person), drawn(shown_filled(by_person, GIVEN))


def assert_on_blank_paper(pdf: bytes) -> None:
    """Nothing stands where something is to be written, but what is covered there."""
    before, blanks = drawn(pdf), find_blanks(pdf, WANTED)
    assert blanks
    for blank in [one for one in blanks if not one.covers]:
        left, bottom, right, top = (edge * 2 for edge in blank.place.as_box())
        there = before.crop((int(left) + 3, int(before.height - top), int(right), int(before.height - bottom)))
        assert ink(there).getbbox() is None, blank


def ink(picture: Any) -> Any:
    return picture.point(lambda grey: 255 if grey < 120 else 0)


@pytest.mark.parametrize("lines", [None, *DRAWN_LINES.values()], ids=["no lines", *DRAWN_LINES])
def test_nothing_that_is_on_the_page_is_touched(desk: Desk, tmp_path: Path, lines: tuple[str, str] | None) -> None:
    pdf = compile_pdf(tmp_path, source(lines))
    assert_on_blank_paper(pdf)
    before, after = written_over(pdf, desk)
    lost = ImageChops.subtract(ink(before), ink(after))
    assert lost.getbbox() is None, "every stroke that was there is there still"
    added = ImageChops.subtract(ink(after), ink(before)).getbbox()
    assert added is not None
    assert added[3] < after.height * 0.35, "in the heading"


@pytest.mark.parametrize("lines", COVERED_LINES.values(), ids=COVERED_LINES)
def test_dots_and_what_was_typed_beforehand_are_covered(desk: Desk, tmp_path: Path, lines: tuple[str, str]) -> None:
    """As a reader sees it: the same strokes as on a page that had no lines at all, but for where they stand."""
    before, after = written_over(compile_pdf(tmp_path, source(lines)), desk)
    changed = ImageChops.difference(ink(before), ink(after)).getbbox()
    assert changed is not None
    row = after.crop((0, changed[1], after.width, changed[3]))
    blank, _ = written_over(compile_pdf(tmp_path, source()), desk)
    expected = written_over(compile_pdf(tmp_path, source()), desk)[1]
    added = ImageChops.difference(ink(blank), ink(expected)).getbbox()
    assert added is not None
    wanted = expected.crop((0, added[1], expected.width, added[3]))
    amounts = [sum(ink(part).histogram()[128:]) for part in (row, wanted)]
    assert amounts[0] == pytest.approx(amounts[1], rel=0.12), "one number and one day, not two over each other"


def stored_turned(degrees: int) -> Any:
    def edit(writer: Any) -> None:
        page = page_of(writer, 0)
        _, _, width, height = (float(edge) for edge in page["/MediaBox"])
        matrix = {
            90: f"0 1 -1 0 {height} 0",
            180: f"-1 0 0 -1 {width} {height}",
            270: f"0 -1 1 0 0 {width}",
        }[degrees]
        old = page.raw_get("/Contents")
        kept = list(old) if isinstance(old, generic.ArrayObject) else [old]
        before = writer.add_object(generic.StreamObject(stream_data=f"q {matrix} cm ".encode()))
        after = writer.add_object(generic.StreamObject(stream_data=b" Q"))
        page[pdf_name("/Contents")] = generic.ArrayObject([before, *kept, after])
        if degrees != 180:
            page[pdf_name("/MediaBox")] = numbers(0, 0, height, width)
        page[pdf_name("/Rotate")] = generic.NumberObject(degrees)

    return edit


@pytest.mark.parametrize("lines", [None, DRAWN_LINES["gaps"]], ids=["no lines", "gaps"])
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_on_a_turned_page_they_stand_upright_in_the_same_place(
    desk: Desk, tmp_path: Path, degrees: int, lines: tuple[str, str] | None
) -> None:
    plain = compile_pdf(tmp_path, source(lines))
    expected = written_over(plain, desk)[1]
    found = written_over(rewritten(plain, stored_turned(degrees)), desk)[1]
    assert found.size == expected.size
    apart = ImageChops.difference(expected, found).point(lambda grey: 255 if grey > 140 else 0)
    assert sum(apart.histogram()[128:]) < 60, "but for how edges are smoothed"


def test_on_a_page_with_a_unit_and_a_corner_of_its_own_they_are_as_large_as_anywhere(
    desk: Desk, tmp_path: Path
) -> None:
    plain = compile_pdf(tmp_path, source(DRAWN_LINES["gaps"]))
    (usual, *_), (scaled, *_) = (find_blanks(pdf, WANTED) for pdf in (plain, rewritten(plain, boxed(2, 40, 40))))
    assert scaled.place.width == pytest.approx(usual.place.width * 2, rel=0.1), "the letters are twice as large there"
    before, after = written_over(rewritten(plain, boxed(2, 40, 40)), desk)
    assert ImageChops.subtract(ink(before), ink(after)).getbbox() is None


def test_a_landscape_page_has_them_at_the_left_and_at_the_right(desk: Desk, tmp_path: Path) -> None:
    pdf = compile_pdf(tmp_path, source(flipped=True))
    number, day = find_blanks(pdf, WANTED)
    assert number.place.right < 842 / 2 < day.place.left
    assert abs(number.place.bottom - day.place.bottom) < 0.1, "on one row"
    by_person = sign_person(pdf, desk.keys.signer("officer:mau"), trust=desk.trust, words=WANTED)
    said = text_of(shown_filled(by_person, GIVEN), tmp_path)
    assert NUMBER in said
    assert DAY in said


def scanned(pdf: bytes) -> bytes:
    """The same pages as a scanner makes them: pictures on paper that is not quite white."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=2).to_pil().convert("L").point(lambda grey: min(grey, 236)) for page in document]
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=144, save_all=True, append_images=pages[1:])
    return out.getvalue()


def test_a_scan_has_them_where_its_paper_is_blank(desk: Desk, tmp_path: Path) -> None:
    pdf = scanned(compile_pdf(tmp_path, source()))
    assert_on_blank_paper(pdf)
    before, after = written_over(pdf, desk)
    assert ImageChops.subtract(ink(before), ink(after)).getbbox() is None
    by_person = sign_person(pdf, desk.keys.signer("officer:mau"), trust=desk.trust, words=WANTED)
    said = text_of(shown_filled(by_person, GIVEN), tmp_path)
    assert NUMBER in said
    assert DAY in said


def test_lines_and_pictures_count_as_words_do(tmp_path: Path) -> None:
    bar = "\n#place(top + left, dy: 20mm, rect(width: 100%, height: 20mm, fill: black))"
    assert_on_blank_paper(compile_pdf(tmp_path, source(heading=HEADING + bar)))


def test_a_page_without_the_national_title_has_them_in_its_upper_part(desk: Desk, tmp_path: Path) -> None:
    number, day = find_blanks(compile_pdf(tmp_path, source(heading=TITLE_ONLY)), WANTED)
    assert number.place.bottom > 842 * 0.7
    assert day.place.bottom > 842 * 0.7


def test_a_page_without_room_gets_no_blanks_and_is_signed_as_before(desk: Desk, tmp_path: Path) -> None:
    full = "#set page(margin: 3mm)\n" + CROWDED
    pdf = compile_pdf(tmp_path, source(heading=full))
    assert find_blanks(pdf, WANTED) == []
    by_person = sign_person(pdf, desk.keys.signer("officer:mau"), trust=desk.trust, words=WANTED)
    assert not awaits_words(by_person)
    assert [one.valid for one in verify_pdf(by_person, desk.trust)] == [True]


def test_a_number_in_the_text_is_not_taken_for_the_documents_own(desk: Desk, tmp_path: Path) -> None:
    quoted = (
        HEADING + "\n\nCăn cứ Công văn số: 12/UBND-VX, Hà Nội, ngày 12 tháng 3 năm 2020 của Ủy ban nhân dân tỉnh.\n"
    )
    kinds = [blank.kind for blank in find_blanks(compile_pdf(tmp_path, source(heading=quoted)), WANTED)]
    assert kinds == ["DongSoKyHieu", "DongDiaDanhNgayThang"]
