"""Ô 3 and ô 4 of NĐ 30/2020 Phụ lục I: where number and day stand on a page that has no lines for them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.signing.fonts import text_width
from shared.signing.issue_words import BlankKind, IssueWords
from shared.signing.page_rows import COLUMN, Letter, Row
from shared.signing.placement import MM, Rectangle

DOWN, UP = 0.28, 0.95
"""Of a place below and above the line that its words stand on, in sizes of the letters."""
_USUAL = 13.0


@dataclass(frozen=True)
class Blank:
    """Ô để trống, as the reader sees it. `stands`: what the page says there already; `covers`: something drawn lies under it."""

    kind: BlankKind
    place: Rectangle
    size: float
    style: str = ""
    align: int = 0
    """As form fields have it: 0 to the left, 1 in the middle, 2 to the right."""
    covers: bool = False
    stands: str = ""


class Standard:
    """Ô 3 and ô 4 where the page has no such lines: under the heading that is there, or where a heading of A4 ends."""

    def __init__(self, seen: Rectangle, rows: Sequence[Row], is_free: Callable[[Rectangle], bool]) -> None:
        self._seen, self._is_free = seen, is_free
        motto = next((found for row in rows if (found := _motto(row))), None)
        self._size = min(_USUAL, seen.right / 40)
        self._right = middle_of(motto) if motto else seen.right * 0.66
        organ = _organ(rows, motto) if motto else []
        wide = max(organ, key=lambda part: part[-1].box.right - part[0].box.left, default=())
        self.left = middle_of(wide) if wide else seen.right * 0.27
        heading = [motto, *organ] if motto else []
        self._below = min((part[0].base - self._size * 0.4 for part in heading), default=seen.top - 34 * MM)
        # What runs across both columns is the title or the text: a heading ends above it.
        middle = (self.left + self._right) / 2
        across = (row.letters[0] for row in rows if _crosses(row, middle) and row.letters[0].base < self._below)
        self._lowest = max((letter.base + letter.size * UP for letter in across), default=self._below - 45 * MM)

    def number(self, words: IssueWords) -> list[Blank]:
        return self._line(BlankKind.NUMBER_LINE, words, self.left, "")

    def day(self, words: IssueWords) -> list[Blank]:
        return self._line(BlankKind.DATE_LINE, words, self._right, "Italic")

    def _line(self, kind: BlankKind, words: IssueWords, middle: float, style: str) -> list[Blank]:
        width = text_width(words.said(kind), self._size, style) + 2
        middle = max(width / 2 + 5 * MM, min(middle, self._seen.right - width / 2 - 5 * MM))
        height = self._size * (UP + DOWN)
        below = [top for step in range(70) if (top := self._below - step * 2.0) - height >= self._lowest]
        # A page without room under its heading may have it in the margin above.
        above = [self._seen.top - 6 * MM - step * 2.0 for step in range(20)]
        for top in [*below, *above]:
            place = Rectangle(middle - width / 2, top - height, middle + width / 2, top)
            if self._is_free(around(place)):
                return [Blank(kind, place, self._size, style, 1)]
        return []


def _motto(row: Row) -> tuple[Letter, ...]:
    """Tiêu ngữ: `Độc lập - Tự do - Hạnh phúc`, however its dashes are."""
    found = re.search(r"độc\s*lập.{1,8}tự\s*do.{1,8}hạnh\s*phúc", row.words, re.IGNORECASE)
    return row.between(*found.span()) if found else ()


def _crosses(row: Row, middle: float) -> bool:
    """Whether words stand on both sides of it without a column's gap between them."""
    sides = zip(row.letters, row.letters[1:], strict=False)
    gap = next((two for two in sides if two[0].box.left < middle <= two[1].box.left), None)
    return gap is not None and gap[1].box.left - gap[0].box.right < 1.2 * gap[0].size


def _organ(rows: Sequence[Row], motto: Sequence[Letter]) -> list[tuple[Letter, ...]]:
    """The rows of the organ's name beside the national title, and those that follow closely."""
    found: list[tuple[Letter, ...]] = []
    for row in rows:
        end = next((place for place, sign in enumerate(row.words) if sign == COLUMN), len(row.words))
        part = row.between(0, end)
        if part[-1].box.right > motto[0].box.left - 3:
            continue
        lowest = found[-1][0].base if found else motto[0].base
        if lowest - part[0].base > part[0].size * 1.9:
            break
        found.append(part)
    return found


def middle_of(letters: Sequence[Letter]) -> float:
    return (letters[0].box.left + letters[-1].box.right) / 2


def around(place: Rectangle) -> Rectangle:
    """With the air that a line of its own has above and below it."""
    air = place.height * 0.25
    return Rectangle(place.left - air, place.bottom - air, place.right + air, place.top + air)
