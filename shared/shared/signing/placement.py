"""Where a visible signature stands (NĐ 30/2020, Phụ lục I). Sizes in points, origin at the page's lower left corner.

The person's image goes between post and full name; so the page is searched for both. The agency's seal covers about a
third of the person's image, on its left.
"""

import unicodedata
from dataclasses import dataclass
from threading import Lock

import pypdfium2

from shared.signing.errors import UnsignablePdf

MM = 72 / 25.4
PERSON_WIDTH = 48 * MM
PERSON_HEIGHT = 16 * MM
SEAL_DIAMETER = 36 * MM
_MARGIN = 20 * MM
_ANCHOR_GAP = 3.0

# PDFium may be used by one thread at a time.
PDFIUM_LOCK = Lock()


@dataclass(frozen=True)
class Rectangle:
    """Left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def within(self, page: "Rectangle") -> "Rectangle":
        """Moved, not cut, so that it lies on the page."""
        left = max(page.left, min(self.left, page.right - self.width))
        bottom = max(page.bottom, min(self.bottom, page.top - self.height))
        return Rectangle(left, bottom, left + self.width, bottom + self.height)

    def as_box(self) -> tuple[int, int, int, int]:
        """Whole points, as the signing library wants them."""
        return round(self.left), round(self.bottom), round(self.right), round(self.top)


@dataclass(frozen=True)
class Placement:
    """Vị trí chữ ký chosen by the caller: a page (0 is the first, -1 the last) and a rectangle on it."""

    page: int = -1
    rectangle: Rectangle | None = None


@dataclass(frozen=True)
class Spot:
    """Where the image will stand: a page counted from 0 and its rectangle."""

    page: int
    rectangle: Rectangle


def place_person(pdf: bytes, placement: Placement, full_name: str, title: str) -> Spot:
    """The caller's rectangle; else between post and full name; else the lower right of the page."""
    with PDFIUM_LOCK:
        document = _open(pdf)
        try:
            page = _page_index(document, placement.page)
            if placement.rectangle is not None:
                return Spot(page, placement.rectangle.within(_page_box(document, page)))
            found = _between_post_and_name(document, full_name, title)
            if found is not None:
                return found
            box = _page_box(document, page)
            right, bottom = box.right - _MARGIN, box.bottom + 2 * _MARGIN
            return Spot(page, Rectangle(right - PERSON_WIDTH, bottom, right, bottom + PERSON_HEIGHT).within(box))
        finally:
            document.close()


def place_seal(pdf: bytes, placement: Placement | None, person: Spot | None) -> Spot:
    """Over the left third of the person's image, real size."""
    with PDFIUM_LOCK:
        document = _open(pdf)
        try:
            if placement is not None and placement.rectangle is not None:
                page = _page_index(document, placement.page)
                return Spot(page, placement.rectangle.within(_page_box(document, page)))
            page = person.page if person is not None else _page_index(document, -1)
            box = _page_box(document, page)
            if person is not None:
                right = person.rectangle.left + person.rectangle.width / 3
                middle = (person.rectangle.bottom + person.rectangle.top) / 2
            else:
                right, middle = box.right - _MARGIN - PERSON_WIDTH, box.bottom + 2 * _MARGIN + PERSON_HEIGHT / 2
            left, bottom = right - SEAL_DIAMETER, middle - SEAL_DIAMETER / 2
            return Spot(page, Rectangle(left, bottom, right, bottom + SEAL_DIAMETER).within(box))
        finally:
            document.close()


def place_top_right(pdf: bytes, width: float, height: float) -> Spot:
    """Top right of the first page: enclosures in another file, and electronic copies."""
    with PDFIUM_LOCK:
        document = _open(pdf)
        try:
            box = _page_box(document, _page_index(document, 0))
            right, top = box.right - 10 * MM, box.top - 8 * MM
            return Spot(0, Rectangle(right - width, top - height, right, top).within(box))
        finally:
            document.close()


def _open(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise UnsignablePdf("pdf_damaged") from error


def _page_index(document: pypdfium2.PdfDocument, wanted: int) -> int:
    count = len(document)
    if count == 0:
        raise UnsignablePdf("pdf_no_pages")
    index = wanted + count if wanted < 0 else wanted
    if not 0 <= index < count:
        raise UnsignablePdf("pdf_page_missing")
    return index


def _page_box(document: pypdfium2.PdfDocument, index: int) -> Rectangle:
    page = document[index]
    try:
        return Rectangle(*page.get_cropbox())
    finally:
        page.close()


def _between_post_and_name(document: pypdfium2.PdfDocument, full_name: str, title: str) -> Spot | None:
    """The last place where the full name stands, with the post above it if it is there."""
    if not full_name.strip():
        return None
    for index in range(len(document) - 1, max(-1, len(document) - 6), -1):
        names = _find_text(document, index, full_name)
        if not names:
            continue
        name = min(names, key=lambda box: box.bottom)
        middle = (name.left + name.right) / 2
        above = [
            box
            for box in (_find_text(document, index, title) if title.strip() else [])
            if box.bottom > name.top + PERSON_HEIGHT / 3
            and box.bottom - name.top < 60 * MM
            and box.left < middle < box.right + PERSON_WIDTH
        ]
        bottom = name.top + _ANCHOR_GAP
        if above:
            post = min(above, key=lambda box: box.bottom)
            bottom = max(bottom, (name.top + post.bottom) / 2 - PERSON_HEIGHT / 2)
        spot = Rectangle(middle - PERSON_WIDTH / 2, bottom, middle + PERSON_WIDTH / 2, bottom + PERSON_HEIGHT)
        return Spot(index, spot.within(_page_box(document, index)))
    return None


def _find_text(document: pypdfium2.PdfDocument, index: int, text: str) -> list[Rectangle]:
    page = document[index]
    textpage = page.get_textpage()
    try:
        found: list[Rectangle] = []
        plain = " ".join(text.split())
        spellings = {unicodedata.normalize(form, s) for s in (plain, plain.upper()) for form in ("NFC", "NFD")}
        for spelling in spellings:
            searcher = textpage.search(spelling, match_case=True)
            while (hit := searcher.get_next()) is not None:
                start, count = hit
                boxes = [textpage.get_charbox(start + step) for step in range(count)]
                boxes = [box for box in boxes if box[2] > box[0]]
                if boxes:
                    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
                    found.append(Rectangle(min(lefts), min(bottoms), max(rights), max(tops)))
            searcher.close()
        return found
    finally:
        textpage.close()
        page.close()
