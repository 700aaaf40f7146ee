"""Dấu ĐẾN on the scan (NĐ 30/2020 Điều 22.2, Phụ lục IV): 35 × 50 mm, on a copy beside the scan, which stays as it was brought.

The copy bears the number and the day of the register, and the agency's signature once the clerk gives it; what the file was signed with
before is on the scan.
"""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2

from shared.core.pdfium import PDFIUM_LOCK
from shared.printing.printable import print_pdf
from shared.signing.placement import MM, PageShape, Rectangle

TEMPLATE = Path(__file__).parent / "templates" / "arrival-stamp.typ"
WIDTH, HEIGHT = 50 * MM, 35 * MM
_MARGIN = 15 * MM
_UNDER_THE_HEAD = 38 * MM
"""From the top: names and number stand above."""
_STEP = 2.5 * MM
_UPPER = 0.6
"""Of the page's height: a stamp is looked for above."""
_DOTS = 1.0
"""Of the picture that is looked at, per point."""
_FAR_DOWN = 0.015
"""What a place below that costs, as a share of dark dots: a stamp that touches a line stands better at the head than free at the foot."""


def draw_stamp(facts: dict[str, str], made: datetime) -> bytes:
    """The stamp itself, as a page of its own size."""
    return print_pdf(TEMPLATE, facts, made)


def stamped_copy(pdf: bytes, facts: dict[str, str], made: datetime) -> bytes:
    """Drawn and put on in one place, a process of its own: a worker that prints keeps some 12 MB of it."""
    return put_stamp(pdf, draw_stamp(facts, made))


def put_stamp(pdf: bytes, stamp: bytes) -> bytes:
    """A copy of the file with the stamp on its first page, upright as the page is read, where least is written."""
    written = io.BytesIO()
    with PDFIUM_LOCK:
        document, drawn = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(stamp)
        try:
            page = document[0]
            shape = _shape(page)
            box = _free_place(page, shape)

            xobject = drawn.page_as_xobject(0, document)
            placed = xobject.as_pageobject()
            placed.set_matrix(_matrix(shape, box))
            page.insert_obj(placed)
            page.gen_content()
            document.save(written)
        finally:
            drawn.close()
            document.close()
    return written.getvalue()


def _shape(page: Any) -> PageShape:
    return PageShape(Rectangle(*page.get_cropbox()), int(page.get_rotation()) % 360)


def _matrix(shape: PageShape, shown: Rectangle) -> pypdfium2.PdfMatrix:
    """From the stamp's own page to the page of the scan: turned against the page's turn, so that it is read upright."""
    scale, box = shown.width / WIDTH, shape.to_page(shown)
    turned = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[shape.turn]
    left = box.right if shape.turn in (90, 180) else box.left
    bottom = box.top if shape.turn in (180, 270) else box.bottom
    return pypdfium2.PdfMatrix(*(part * scale for part in turned), left, bottom)


def _free_place(page: Any, shape: PageShape) -> Rectangle:
    """Under the number on the left, else under the day on the right, else where least is written; smaller on a small page."""
    seen = shape.shown
    scale = min(1.0, (seen.width - 2 * MM) / WIDTH, (seen.height - 2 * MM) / HEIGHT)
    width, height = WIDTH * scale, HEIGHT * scale
    margin = min(_MARGIN, (seen.width - width) / 2)
    picture = page.render(scale=_DOTS, grayscale=True).to_pil()
    found: list[tuple[float, int, Rectangle]] = []
    for left in (seen.left + margin, seen.right - margin - width, (seen.width - width) / 2):
        top = seen.top - min(_UNDER_THE_HEAD, seen.height - height)
        while top - height >= seen.bottom:
            box = Rectangle(left, top - height, left + width, top)
            cost = _ink(picture, box, seen) + (0.0 if top > seen.height * _UPPER else _FAR_DOWN)
            found.append((round(cost, 4), len(found), box))
            top -= _STEP
    return min(found)[2] if found else Rectangle(0, 0, width, height).within(seen)


def _ink(picture: Any, box: Rectangle, seen: Rectangle) -> float:
    """Share of the box that is darker than the page's own paper."""
    area = (box.left - MM, seen.top - box.top - MM, box.right + MM, seen.top - box.bottom + MM)
    part = picture.crop(tuple(round(edge * _DOTS) for edge in area))
    counts = part.histogram()
    total = sum(counts)
    paper = max(range(256), key=lambda shade: counts[shade]) if total else 255
    return sum(counts[: max(0, min(paper, 255) - 30)]) / total if total else 1.0
