"""Where a visible signature stands (NĐ 30/2020, Phụ lục I). Sizes in points, origin at the page's lower left corner.

The person's image goes between post and full name; so the page is searched for both. The agency's seal covers about a
third of the person's image, on its left. Everything is reckoned on the page as a reader sees it (turned, cropped, in
its own unit) and only then told in the page's own coordinates.
"""

import io
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.core.pdfium import PDFIUM_LOCK
from shared.signing.errors import UnsignablePdf

MM = 72 / 25.4
PERSON_WIDTH = 48 * MM
PERSON_HEIGHT = 16 * MM
SEAL_DIAMETER = 36 * MM
_MARGIN = 20 * MM
_ANCHOR_GAP = 3.0
_FARTHEST_POST = 60 * MM
_LAST_PAGES = 5


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

    def as_box(self) -> tuple[float, float, float, float]:
        """To a hundredth of a point."""
        return round(self.left, 2), round(self.bottom, 2), round(self.right, 2), round(self.top, 2)


@dataclass(frozen=True)
class Placement:
    """Vị trí chữ ký chosen by the caller: a page (0 is the first, -1 the last) and a rectangle on it."""

    page: int = -1
    rectangle: Rectangle | None = None


@dataclass(frozen=True)
class Spot:
    """Where the image will stand: a page counted from 0 and its rectangle; by how much the reader sees it turned."""

    page: int
    rectangle: Rectangle
    turn: int = 0


@dataclass(frozen=True)
class PageShape:
    """How a page is shown: cropped, turned clockwise by 0, 90, 180 or 270 degrees, one unit being so many points."""

    crop: Rectangle
    turn: int = 0
    unit: float = 1.0

    @property
    def shown(self) -> Rectangle:
        """The page as it lies before the reader, in points."""
        width, height = self.crop.width * self.unit, self.crop.height * self.unit
        return Rectangle(0, 0, height, width) if self.turn in (90, 270) else Rectangle(0, 0, width, height)

    def to_shown(self, box: Rectangle) -> Rectangle:
        """From the page's own coordinates to what the reader sees."""
        left, right = ((x - self.crop.left) * self.unit for x in (box.left, box.right))
        bottom, top = ((y - self.crop.bottom) * self.unit for y in (box.bottom, box.top))
        seen = self.shown
        if self.turn == 90:
            return Rectangle(bottom, seen.top - right, top, seen.top - left)
        if self.turn == 180:
            return Rectangle(seen.right - right, seen.top - top, seen.right - left, seen.top - bottom)
        if self.turn == 270:
            return Rectangle(seen.right - top, left, seen.right - bottom, right)
        return Rectangle(left, bottom, right, top)

    def to_page(self, box: Rectangle) -> Rectangle:
        """From what the reader sees back to the page's own coordinates."""
        seen = self.shown
        if self.turn == 90:
            box = Rectangle(seen.top - box.top, box.left, seen.top - box.bottom, box.right)
        elif self.turn == 180:
            box = Rectangle(seen.right - box.right, seen.top - box.top, seen.right - box.left, seen.top - box.bottom)
        elif self.turn == 270:
            box = Rectangle(box.bottom, seen.right - box.right, box.top, seen.right - box.left)
        left, right = (x / self.unit + self.crop.left for x in (box.left, box.right))
        bottom, top = (y / self.unit + self.crop.bottom for y in (box.bottom, box.top))
        return Rectangle(left, bottom, right, top)


class Pages:
    """The pages of one opened document."""

    def __init__(self, pdf: bytes, document: pypdfium2.PdfDocument) -> None:
        self.document = document
        self._reader = PdfFileReader(io.BytesIO(pdf), strict=False)

    def index(self, wanted: int) -> int:
        count = len(self.document)
        if count == 0:
            raise UnsignablePdf("pdf_no_pages")
        index = wanted + count if wanted < 0 else wanted
        if not 0 <= index < count:
            raise UnsignablePdf("pdf_page_missing")
        return index

    def shape(self, index: int) -> PageShape:
        page = self.document[index]
        try:
            crop, turn = Rectangle(*page.get_cropbox()), int(page.get_rotation()) % 360
        finally:
            page.close()
        found = self._reader.find_page_for_modification(index)[0].get_object().get("/UserUnit", 1)
        unit = float(found.get_object() if hasattr(found, "get_object") else found)
        if crop.width <= 0 or crop.height <= 0 or not 0 < unit < 1000:
            raise UnsignablePdf("pdf_damaged")
        return PageShape(crop, turn, unit)

    def spot(self, index: int, shown: Rectangle) -> Spot:
        """A rectangle the reader is to see, kept on its page."""
        shape = self.shape(index)
        return Spot(index, shape.to_page(shown.within(shape.shown)), shape.turn)

    def chosen(self, placement: Placement, rectangle: Rectangle) -> Spot:
        """What the caller chose, in the page's own coordinates."""
        index = self.index(placement.page)
        shape = self.shape(index)
        return Spot(index, rectangle.within(shape.crop), shape.turn)


@contextmanager
def opened(pdf: bytes) -> Iterator[Pages]:
    with PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise UnsignablePdf("pdf_damaged") from error
        try:
            yield Pages(pdf, document)
        finally:
            document.close()


def place_person(pdf: bytes, placement: Placement, full_name: str, title: str) -> Spot:
    """The caller's rectangle; else between post and full name; else the lower right of the page."""
    with opened(pdf) as pages:
        if placement.rectangle is not None:
            return pages.chosen(placement, placement.rectangle)
        index = pages.index(placement.page)
        found = _between_post_and_name(pages, full_name, title)
        if found is not None:
            return found
        seen = pages.shape(index).shown
        right, bottom = seen.right - _MARGIN, seen.bottom + 2 * _MARGIN
        return pages.spot(index, Rectangle(right - PERSON_WIDTH, bottom, right, bottom + PERSON_HEIGHT))


def place_seal(pdf: bytes, placement: Placement | None, person: Spot | None, diameter: float = SEAL_DIAMETER) -> Spot:
    """Over the left third of the person's image, real size."""
    with opened(pdf) as pages:
        if placement is not None and placement.rectangle is not None:
            return pages.chosen(placement, placement.rectangle)
        index = person.page if person is not None else pages.index(-1)
        shape = pages.shape(index)
        if person is not None:
            image = shape.to_shown(person.rectangle)
            right, middle = image.left + image.width / 3, (image.bottom + image.top) / 2
        else:
            right = shape.shown.right - _MARGIN - PERSON_WIDTH
            middle = shape.shown.bottom + 2 * _MARGIN + PERSON_HEIGHT / 2
        bottom = middle - diameter / 2
        return pages.spot(index, Rectangle(right - diameter, bottom, right, bottom + diameter))


def place_initial(pdf: bytes) -> Placement:
    """Ký duyệt: at the lower left of the last page, above those who approved it before."""
    before = len(PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures)
    with opened(pdf) as pages:
        index = pages.index(-1)
        shape = pages.shape(index)
        left, bottom = shape.shown.left + _MARGIN, shape.shown.bottom + _MARGIN / 2 + before * PERSON_HEIGHT
        box = Rectangle(left, bottom, left + PERSON_WIDTH * 0.75, bottom + PERSON_HEIGHT * 0.75)
        return Placement(index, shape.to_page(box))


def place_top_right(pdf: bytes, width: float, height: float) -> Spot:
    """Top right of the first page: enclosures in another file, and electronic copies."""
    with opened(pdf) as pages:
        seen = pages.shape(pages.index(0)).shown
        right, top = seen.right - 10 * MM, seen.top - 8 * MM
        return pages.spot(0, Rectangle(right - width, top - height, right, top))


def shape_of(pdf: bytes, index: int) -> PageShape:
    """How one page is shown."""
    with opened(pdf) as pages:
        return pages.shape(pages.index(index))


def taken_on(pdf: bytes, index: int, spots: Sequence[Spot]) -> list[Rectangle]:
    """What of a page the spots take, as the reader sees it."""
    shape = shape_of(pdf, index)
    return [shape.to_shown(spot.rectangle) for spot in spots if spot.page == index]


def _between_post_and_name(pages: Pages, full_name: str, title: str) -> Spot | None:
    """The place nearest under the post wins: the same name may stand again among the receivers below."""
    if not full_name.strip():
        return None
    count = len(pages.document)
    bare: tuple[int, Rectangle] | None = None
    for index in range(count - 1, max(-1, count - 1 - _LAST_PAGES), -1):
        names = _find_text(pages, index, full_name)
        posts = _find_text(pages, index, title) if names and title.strip() else []
        pairs = [(post.bottom - name.top, name, post) for name in names for post in posts if _belongs(name, post)]
        if pairs:
            _, name, post = min(pairs, key=lambda pair: pair[0])
            bottom = max(name.top + _ANCHOR_GAP, (name.top + post.bottom) / 2 - PERSON_HEIGHT / 2)
            return _over(pages, index, name, bottom)
        if names and bare is None:
            bare = index, min(names, key=lambda box: box.bottom)
    return _over(pages, bare[0], bare[1], bare[1].top + _ANCHOR_GAP) if bare else None


def _belongs(name: Rectangle, post: Rectangle) -> bool:
    middle = (name.left + name.right) / 2
    gap = post.bottom - name.top
    return PERSON_HEIGHT / 3 < gap < _FARTHEST_POST and post.left < middle < post.right + PERSON_WIDTH


def _over(pages: Pages, index: int, name: Rectangle, bottom: float) -> Spot:
    middle = (name.left + name.right) / 2
    return pages.spot(
        index, Rectangle(middle - PERSON_WIDTH / 2, bottom, middle + PERSON_WIDTH / 2, bottom + PERSON_HEIGHT)
    )


def _find_text(pages: Pages, index: int, text: str) -> list[Rectangle]:
    """Where the words stand, as the reader sees it."""
    shape = pages.shape(index)
    page = pages.document[index]
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
                boxes = [box for box in boxes if box[2] > box[0] or box[3] > box[1]]
                if boxes:
                    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
                    found.append(shape.to_shown(Rectangle(min(lefts), min(bottoms), max(rights), max(tops))))
            searcher.close()
        return found
    finally:
        textpage.close()
        page.close()
