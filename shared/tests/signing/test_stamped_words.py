"""Words beside an agency's signature are legible in the reader that most people have: each line by itself, none drawn over another."""

from itertools import pairwise

import pypdfium2

from shared.signing.pdf import seal_attachment

from .conftest import Desk

SCALE = 4
STAMP = 55
"""Points from the top within which it stands; the letter's own words begin lower."""


def test_each_line_of_the_stamp_stands_by_itself(desk: Desk) -> None:
    sealed = seal_attachment(desk.letter, desk.keys.signer("seal:H08"), "12/UBND-VX")
    document = pypdfium2.PdfDocument(sealed)
    document.init_forms()
    seen = document[0].render(scale=SCALE, may_draw_forms=True).to_pil().convert("L")
    rows = [seen.crop((0, top, seen.width, top + 1)).getextrema()[0] < 128 for top in range(STAMP * SCALE)]
    lines = sum(inked and not above for above, inked in pairwise([False, *rows]))
    assert lines == 2, "notation and time, with room between them"
