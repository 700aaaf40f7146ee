"""Dòng chữ trên một trang, as the reader sees them: turned, cropped and in points, from above to below and left to right.

What a word processor draws as a blank is a gap here, however it was made; the marks of a decomposed letter (NFD) belong to it.
"""

import ctypes
import math
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from shared.signing.placement import Pages, PageShape, Rectangle

MOST_LETTERS = 20_000
COLUMN = "\t"
"""In a row's words: a gap so wide that another column may begin."""
_SAME_ROW = 0.3
_SPACE, _COLUMN_GAP = 0.12, 1.2
"""Parts of the letters' size."""
_ITALIC = 1 << 6
_SMALLEST, _LARGEST, _USUAL = 5.0, 40.0, 13.0


@dataclass(frozen=True)
class Letter:
    """Chữ cái with its marks."""

    text: str
    box: Rectangle
    base: float
    """Height of the line that it stands on."""
    size: float
    italic: bool


@dataclass(frozen=True)
class Row:
    """Dòng chữ: its words, and which letter each character of them is; None for a gap."""

    letters: tuple[Letter, ...]
    words: str
    places: tuple[int | None, ...]

    def between(self, start: int, end: int) -> tuple[Letter, ...]:
        """The letters of a part of the words."""
        return tuple(self.letters[place] for place in self.places[start:end] if place is not None)


def rows_of(pages: Pages, index: int) -> list[Row]:
    """The rows of a page, the uppermost first. More letters than a page can hold are not read."""
    letters = sorted(_letters(pages, index), key=lambda letter: -letter.base)
    rows: list[list[Letter]] = []
    for letter in letters:
        if rows and rows[-1][0].base - letter.base <= _SAME_ROW * min(rows[-1][0].size, letter.size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [_row(sorted(row, key=lambda letter: letter.box.left)) for row in rows]


def _row(letters: list[Letter]) -> Row:
    words: list[str] = []
    places: list[int | None] = []
    for position, letter in enumerate(letters):
        gap = letter.box.left - letters[position - 1].box.right if position else 0.0
        if gap > _SPACE * letter.size:
            words.append(COLUMN if gap > _COLUMN_GAP * letter.size else " ")
            places.append(None)
        words += letter.text
        places += [position] * len(letter.text)
    return Row(tuple(letters), "".join(words), tuple(places))


def _letters(pages: Pages, index: int) -> list[Letter]:
    shape, page = pages.shape(index), pages.document[index]
    textpage = page.get_textpage()
    found: list[Letter] = []
    try:
        for place in range(min(textpage.count_chars(), MOST_LETTERS)):
            code = pdfium.FPDFText_GetUnicode(textpage, place)
            text = chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""
            if not text.strip() or unicodedata.category(text) in ("Cc", "Cf"):
                continue
            if unicodedata.combining(text) and found:
                found[-1] = replace(found[-1], text=unicodedata.normalize("NFC", found[-1].text + text))
                continue
            found.append(_letter(textpage, place, text, shape))
    finally:
        textpage.close()
        page.close()
    return found


def _letter(textpage: Any, place: int, text: str, shape: PageShape) -> Letter:
    x, y, matrix, flags = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX(), ctypes.c_int()
    pdfium.FPDFText_GetCharOrigin(textpage, place, x, y)
    pdfium.FPDFText_GetMatrix(textpage, place, matrix)
    pdfium.FPDFText_GetFontInfo(textpage, place, None, 0, flags)
    size = pdfium.FPDFText_GetFontSize(textpage, place) * math.hypot(matrix.c, matrix.d) * shape.unit
    return Letter(
        text,
        shape.to_shown(Rectangle(*textpage.get_charbox(place))),
        shape.to_shown(Rectangle(x.value, y.value, x.value, y.value)).bottom,
        size if _SMALLEST <= size <= _LARGEST else _USUAL,
        bool(flags.value & _ITALIC) or "Italic" in _font_name(textpage, place),
    )


def _font_name(textpage: Any, place: int) -> str:
    room = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, place, room, len(room), flags)
    return room.value.decode("utf-8", "replace")
