"""Chỗ ghi số, ký hiệu và địa danh, ngày tháng on the first page (NĐ 30/2020 Phụ lục I: ô 3 and ô 4).

Where the page has the lines with blanks (`Số:     /SXD-QLN`, `..., ngày   tháng   năm 2026`), only what is missing gets a place, in
the size of that line; dots, underlines and what somebody typed beforehand are covered. Else the lines stand under the organ's name and
under the national title, where the page is blank. No place is found where writing would touch anything else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.signing.blank_fields import first_shape, may_stand
from shared.signing.blank_standard import DOWN, UP, Blank, Standard, around, middle_of
from shared.signing.fonts import serif_font, text_width
from shared.signing.issue_words import URGENCIES, BlankKind, IssueWords
from shared.signing.page_ink import Ink
from shared.signing.page_rows import Letter, Row, rows_of
from shared.signing.placement import MM, Pages, PageShape, Rectangle, opened

SMALLEST = 0.7
"""So far words may be made smaller to fit."""
_HEADING = 0.45
"""Part of the page in which its heading stands."""
_MARKS = r"[\s\d.…_·‥\-–]*"
_NUMBER = re.compile(
    rf"(?:^|\t)(?P<word>S[ốỐ]\s*(?::|(?={_MARKS}/)))(?P<mark>{_MARKS})(?P<notation>/[^\t]*)?(?=\t|$)", re.IGNORECASE
)
_DATE = re.compile(
    r"(?:^|\t)(?P<place>[^\t\d,:;/]{0,60}?) *,\s*(?P<said>ngày)"
    rf"(?P<day>{_MARKS})tháng(?P<month>{_MARKS})năm(?P<year>{_MARKS})(?=\t|$|[^\w\s])",
    re.IGNORECASE,
)


def find_blanks(pdf: bytes, words: IssueWords, taken: Sequence[Rectangle] = ()) -> list[Blank]:
    """The blanks for number and day on the first page, or none at all: one without the other is no document's heading.

    `taken`: where on that page signature and seal will stand.
    """
    if serif_font() is None:
        return []
    with opened(pdf) as pages:
        page = _Page(pages, words.widest(), taken, first_shape(pdf))
        number, day = page.number_line(), page.date_line()
        if not number or not day:
            return []
        # Both stand on one row, as on paper.
        number, day = page.beside(number, day), page.beside(day, number)
        lines = [*number, *day]
        return [*lines, *page.kept(page.urgency(number))] if len(page.kept(lines)) == len(lines) else []


class _Page:
    """The first page, read once."""

    def __init__(self, pages: Pages, words: IssueWords, taken: Sequence[Rectangle], as_read: PageShape) -> None:
        self._words, self._taken = words, taken
        self._shape, self._as_read = pages.shape(0), as_read
        self._seen, self._ink = self._shape.shown, Ink(pages, 0)
        lowest = self._seen.top * (1 - _HEADING)
        self._rows = [row for row in rows_of(pages, 0) if row.letters[0].base > lowest]
        self._standard = Standard(self._seen, self._rows, self.is_free)

    def is_free(self, place: Rectangle) -> bool:
        return self._ink.is_blank(place) and not any(_touch(place, other) for other in self._taken)

    def kept(self, blanks: Sequence[Blank]) -> list[Blank]:
        """Those that are taken for blanks when the file is read again."""
        places = [self._as_read.to_shown(self._shape.to_page(blank.place)) for blank in blanks]
        return [
            blank
            for blank, place in zip(blanks, places, strict=True)
            if may_stand(blank.kind, place, blank.size, self._as_read, slack=0.5)
        ]

    def number_line(self) -> list[Blank]:
        for row in self._rows:
            if found := _NUMBER.search(row.words):
                return self._numbers(row, found)
        return self._standard.number(self._words)

    def date_line(self) -> list[Blank]:
        for row in self._rows:
            found = _DATE.search(row.words)
            if found and middle_of(row.between(*found.span())) > self._seen.right * 0.4:
                return self._days(row, found)
        return self._standard.day(self._words)

    def beside(self, blanks: list[Blank], others: list[Blank]) -> list[Blank]:
        """A line that stands by itself, lowered to the row of the other."""
        first, row = blanks[0], others[0].place.bottom
        alone = first.kind in (BlankKind.NUMBER_LINE, BlankKind.DATE_LINE) and not first.covers
        moved = replace(first.place, bottom=row, top=row + first.place.height)
        if not alone or row >= first.place.bottom or not self.is_free(around(moved)):
            return blanks
        return [replace(first, place=moved)]

    def urgency(self, number: list[Blank]) -> list[Blank]:
        """Dấu khẩn under the number (ô 10b), in its real size; none where the page has no room for it."""
        if self._words.priority not in URGENCIES:
            return []
        width, height = URGENCIES[self._words.priority][1] * MM, 8 * MM
        middle, below = self._standard.left - width / 2, min(blank.place.bottom for blank in number) - 2 * MM
        # Under the organ's name; beside what is centred on the page, further to the left.
        for left in (max(10 * MM, middle), max(10 * MM, middle - 10 * MM)):
            for step in range(60):
                top = below - step * 2.0
                place = Rectangle(left, top - height, left + width, top)
                if self.is_free(Rectangle(place.left - 2, place.bottom - 2, place.right + 2, place.top + 2)):
                    return [Blank(BlankKind.URGENCY, place, 13.0, "Bold", 1)]
        return []

    def _numbers(self, row: Row, found: re.Match[str]) -> list[Blank]:
        """Between `Số:` and the notation that is there; else the whole behind `Số:`."""
        word, marks = row.between(*found.span("word")), row.between(*found.span("mark"))
        left, size, style = word[-1].box.right, _size(word), _style(word)
        base = word[-1].base
        notation = row.between(*found.span("notation"))
        if notation and notation[0].box.left - left > text_width("888", size, style) * SMALLEST + size * 0.2:
            gap = _box(left + size * 0.12, notation[0].box.left, base, size)
            number = Blank(BlankKind.NUMBER, gap, size, style, 2, self._covers(gap, marks))
            wanted = self._words.said(BlankKind.NOTATION)
            end = notation[-1].box.right
            fits = max(end, notation[0].box.left + text_width(wanted, size, style))
            right = fits if self._is_free_beyond(end, fits, base, size) else end
            stands = _box(notation[0].box.left, right, base, size)
            return [number, Blank(BlankKind.NOTATION, stands, size, style, 0, True, found["notation"])]
        standing = (*marks, *notation)
        wanted = self._words.said(BlankKind.REFERENCE)
        place = self._room(left + size * 0.25, standing, text_width(wanted, size, style), base, size)
        return [Blank(BlankKind.REFERENCE, place, size, style, 0, bool(standing))] if place else []

    def _room(
        self, left: float, standing: Sequence[Letter], width: float, base: float, size: float
    ) -> Rectangle | None:
        """From there over what stands there, and as far beyond as the words need and the page is blank."""
        end = standing[-1].box.right if standing else left
        right = max(end, left + width)
        while right > end and right - left > width * SMALLEST and not self._is_free_beyond(end, right, base, size):
            right -= size * 0.2
        if right - left < width * SMALLEST:
            return None
        return _box(left, right, base, size) if self._is_free_beyond(end, right, base, size) else None

    def _is_free_beyond(self, end: float, right: float, base: float, size: float) -> bool:
        return right <= end + 0.5 or self.is_free(_box(end + size * 0.1, right, base, size))

    def _covers(self, place: Rectangle, marks: Sequence[Letter]) -> bool:
        return bool(marks) or not self._ink.is_blank(place)

    def _days(self, row: Row, found: re.Match[str]) -> list[Blank]:
        """In the gaps of `..., ngày   tháng   năm 20..`; the whole line where they are too narrow."""
        said = row.between(*found.span("said"))
        size, style, base = _size(said), _style(said), said[0].base
        line = _Line(row, found, base, size, style)
        parts = [self._gap(line, BlankKind.DAY), self._gap(line, BlankKind.MONTH), self._year(line)]
        if not re.search(r"[^\W\d_]", found["place"]):
            parts.append(self._place_name(line))
        if all(parts):
            return [part for part in parts if part]
        standing = row.between(*found.span())
        # What the signer reads as the place stays his.
        named = "" if len(parts) > 3 else found["place"].strip()
        words = replace(self._words, place=named) if named else self._words
        wanted = text_width(words.said(BlankKind.DATE_LINE), size, style)
        # Slanted letters reach a little beyond their boxes.
        place = self._room(standing[0].box.left - size * 0.15, standing, wanted, base, size)
        return [Blank(BlankKind.DATE_LINE, place, size, style, 1, True, named)] if place else []

    def _gap(self, line: "_Line", kind: BlankKind) -> Blank | None:
        part = "day" if kind is BlankKind.DAY else "month"
        left, right = line.edges(part)
        if right - left < text_width("88", line.size, line.style) + line.size * 0.3:
            return None
        place, marks = _box(left + line.size * 0.12, right - line.size * 0.12, line.base, line.size), line.marks(part)
        stands = "".join(letter.text for letter in marks if letter.text.isdigit())
        return Blank(kind, place, line.size, line.style, 1, self._covers(place, marks), stands)

    def _year(self, line: "_Line") -> Blank | None:
        marks = line.marks("year")
        digits = [letter for letter in marks if letter.text.isdigit()]
        said = "".join(letter.text for letter in digits)
        kind = BlankKind.YEAR_END if len(said) == 2 else BlankKind.YEAR
        left, _ = line.edges("year")
        left += line.size * 0.25
        if digits:
            # Close to the digits before it: it is one number that is read.
            left = digits[-1].box.right - line.size * 0.06 if kind is BlankKind.YEAR_END else digits[0].box.left - 0.5
        standing = [letter for letter in marks if letter.box.left >= left - 0.1]
        width = text_width(self._words.said(kind), line.size, line.style) + 1
        place = self._room(left, standing, width, line.base, line.size)
        if place is None:
            return None
        stands = said if kind is BlankKind.YEAR and len(said) == 4 else ""
        return Blank(kind, place, line.size, line.style, 0, bool(standing), stands)

    def _place_name(self, line: "_Line") -> Blank | None:
        """Before the comma, to its left."""
        comma = line.comma
        marks = line.marks("place")
        wanted = text_width(self._words.said(BlankKind.PLACE), line.size, line.style) + 1
        start = min([comma.box.left - wanted, *(letter.box.left for letter in marks)])
        place = _box(start, comma.box.left, line.base, line.size)
        first = marks[0].box.left - 0.5 if marks else comma.box.left
        if start < first and not self.is_free(_box(start, first, line.base, line.size)):
            return None
        return Blank(BlankKind.PLACE, place, line.size, line.style, 2, bool(marks))


@dataclass(frozen=True)
class _Line:
    """Dòng địa danh, ngày tháng that is on the page."""

    row: Row
    found: re.Match[str]
    base: float
    size: float
    style: str

    def marks(self, part: str) -> tuple[Letter, ...]:
        return self.row.between(*self.found.span(part))

    def edges(self, part: str) -> tuple[float, float]:
        """Of the gap between the words around it."""
        start, end = self.found.span(part)
        before, behind = self.row.between(0, start), self.row.between(end, len(self.row.words))
        return before[-1].box.right, behind[0].box.left if behind else before[-1].box.right

    @property
    def comma(self) -> Letter:
        return next(letter for letter in reversed(self.row.between(0, self.found.start("said"))) if letter.text == ",")


def _size(letters: Sequence[Letter]) -> float:
    return letters[0].size


def _style(letters: Sequence[Letter]) -> str:
    return "Italic" if letters[0].italic else ""


def _box(left: float, right: float, base: float, size: float) -> Rectangle:
    return Rectangle(left, base - DOWN * size, right, base + UP * size)


def _touch(one: Rectangle, other: Rectangle) -> bool:
    return one.left < other.right and other.left < one.right and one.bottom < other.top and other.bottom < one.top
