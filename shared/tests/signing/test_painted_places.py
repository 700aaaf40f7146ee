"""Where signature and seal stand on a page, however it is turned."""

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.signing.fields import signature_fields
from shared.signing.pdf import seal_attachment, sign_person
from shared.signing.placement import MM, Rectangle
from shared.signing.verdicts import Reason

from .builders import (
    boxed,
    numbers,
    page_of,
    rewritten,
    turned,
)
from .conftest import Desk, compile_pdf
from .test_proof import signed_and_sealed, verdicts

READS_UPRIGHT = """#set page(width: 842pt, height: 595pt, margin: 60pt)
#set text(font: "Libertinus Serif", size: 13pt)
trang một
#pagebreak()
#v(6cm)
#align(right)[#block[#set align(center)
*CHỦ TỊCH*

#v(2.5cm)
*Trần Văn Mẫu*]]
"""


def blue(pdf: bytes, desk: Desk) -> tuple[Rectangle, tuple[float, float]]:
    """Where the blue ink is on the second page as shown, and the page's size."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[1]
    picture = page.render(scale=1).to_pil().convert("RGB")
    width, height = picture.size
    inked = [
        (i % width, i // width)
        for i, (r, g, b) in enumerate(picture.get_flattened_data())
        if b > 120 and r < 120 and g < 130 and b > r + 40
    ]
    xs, ys = [x for x, _ in inked], [y for _, y in inked]
    return Rectangle(min(xs), height - max(ys), max(xs), height - min(ys)), (width, height)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_shows_the_signature_upright_in_the_same_place(desk: Desk, tmp_path: Path, degrees: int) -> None:
    """The page is stored turned and shown turned back: the reader sees what he would see of a plain page."""
    plain = compile_pdf(tmp_path, READS_UPRIGHT)

    def store_turned(writer: Any) -> None:
        for index in range(2):
            page = page_of(writer, index)
            _, _, width, height = (float(edge) for edge in page["/MediaBox"])
            matrix = {
                90: f"0 1 -1 0 {height} 0",
                180: f"-1 0 0 -1 {width} {height}",
                270: f"0 -1 1 0 0 {width}",
            }[degrees]
            before = writer.add_object(generic.StreamObject(stream_data=f"q {matrix} cm ".encode()))
            after = writer.add_object(generic.StreamObject(stream_data=b" Q"))
            old = page.raw_get("/Contents")
            kept = list(old) if isinstance(old, generic.ArrayObject) else [old]
            page[pdf_name("/Contents")] = generic.ArrayObject([before, *kept, after])
            if degrees != 180:
                page[pdf_name("/MediaBox")] = numbers(0, 0, height, width)
            page[pdf_name("/Rotate")] = generic.NumberObject(degrees)

    signer = desk.keys.signer("officer:mau")
    expected, size = blue(sign_person(plain, signer, trust=desk.trust), desk)
    found, seen = blue(sign_person(rewritten(plain, store_turned), signer, trust=desk.trust), desk)
    assert seen == size
    assert found.width > 2 * found.height
    for got, wanted in zip(found.as_box(), expected.as_box(), strict=True):
        assert got == pytest.approx(wanted, abs=2.5)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_an_enclosures_text_stands_top_right_as_shown(desk: Desk, degrees: int) -> None:
    sealed = seal_attachment(rewritten(desk.letter, turned(degrees)), desk.keys.signer("seal:H08"), "12/QĐ-UBND")
    document = pypdfium2.PdfDocument(sealed)
    document.init_forms()
    plain = pypdfium2.PdfDocument(rewritten(desk.letter, turned(degrees)))
    with_seal, without = (d[0].render(scale=1).to_pil().convert("L") for d in (document, plain))
    width, height = with_seal.size
    pairs = zip(with_seal.get_flattened_data(), without.get_flattened_data(), strict=True)
    drawn = [(i % width, i // width) for i, (a, b) in enumerate(pairs) if abs(a - b) > 60]
    xs, ys = [x for x, _ in drawn], [y for _, y in drawn]
    assert min(xs) > width / 2
    assert max(ys) < height / 8
    assert max(xs) - min(xs) > max(ys) - min(ys)


def test_the_seal_is_36_mm_on_a_page_with_a_unit_and_a_corner_of_its_own(desk: Desk) -> None:
    done = signed_and_sealed(desk, rewritten(desk.letter, boxed(2, 100, 100)))
    assert verdicts(done, desk) == [(True, Reason.VALID)] * 2
    fields = {field.name: field for field in signature_fields(PdfFileReader(io.BytesIO(done)))}
    assert fields["CoQuan1"].rectangle.width * 2 == pytest.approx(36 * MM, abs=0.1)
    assert fields["CoQuan1"].rectangle.height * 2 == pytest.approx(36 * MM, abs=0.1)
    for field in fields.values():
        assert field.rectangle.left >= 100
        assert field.rectangle.right <= 595


NAME_TWICE = """#set page(paper: "a4")
#set text(font: "Libertinus Serif", size: 13pt)
trang một
#v(4cm)
#align(right)[#block[#set align(center)
*CHỦ TỊCH*

#v(2.5cm)
*Trần Văn Mẫu*]]
#v(2cm)
Nơi nhận: \\
- Trần Văn Mẫu; \\
- Lưu: VT.
"""


def test_the_name_under_the_post_wins_over_the_one_among_the_receivers(desk: Desk, tmp_path: Path) -> None:
    signed = sign_person(compile_pdf(tmp_path, NAME_TWICE), desk.keys.signer("officer:mau"))
    fields = {field.name: field for field in signature_fields(PdfFileReader(io.BytesIO(signed)))}
    assert fields["NguoiKy1"].rectangle.left > 300
