"""The first sheet of an XLSX as rows of texts; run in a process of its own (`confined.run`), on a file that `opening` let in."""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

MOST_ROWS = 2_000
_NAMES = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_COLUMN = re.compile(r"[A-Z]{1,3}")


class NoSheet(Exception):
    """It has none, or is no spreadsheet."""


def read_rows(content: bytes) -> list[list[str]]:
    """Cells as they are stored: a day is the number that stands for it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            strings = _strings(archive.read(_STRINGS)) if _STRINGS in archive.namelist() else []
            return list(_rows(archive.read(_SHEET), strings))
    except (KeyError, ValueError, IndexError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise NoSheet from error


def _strings(xml: bytes) -> list[str]:
    return ["".join(part.text or "" for part in item.iter(f"{_NAMES}t")) for item in _tree(xml).iter(f"{_NAMES}si")]


def _rows(xml: bytes, strings: list[str]) -> Iterator[list[str]]:
    for number, row in enumerate(_tree(xml).iter(f"{_NAMES}row")):
        if number >= MOST_ROWS:
            raise ValueError("more rows than a calendar has")
        cells: list[str] = []
        for cell in row.iter(f"{_NAMES}c"):
            place = _place(cell.get("r", ""), len(cells))
            cells += [""] * (place - len(cells))
            cells.append(_text(cell, strings))
        yield cells


def _tree(xml: bytes) -> etree._Element:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("a sheet declares nothing")
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _place(reference: str, following: int) -> int:
    """`C7` is the third; a cell without a reference follows the last."""
    letters = _COLUMN.match(reference)
    if letters is None:
        return following
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - ord("A") + 1
    if place > 100:
        raise ValueError("more columns than a calendar has")
    return place - 1


def _text(cell: etree._Element, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_NAMES}t"))
    value = cell.findtext(f"{_NAMES}v") or ""
    return strings[int(value)] if cell.get("t") == "s" else value
