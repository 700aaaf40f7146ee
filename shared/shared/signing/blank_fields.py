"""Ô ghi số, ngày tháng in a file somebody brought: only what stands as ours do is one.

A file may bring fields that look like ours by name and lie over a clause; filled under the seal, they would cover what the signer read.
So a blank is one line in the heading of the first page, no wider than its words may be, and does nothing by itself.
"""

import io
import re
from collections.abc import Mapping
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler

from shared.signing.blank_standard import DOWN, UP
from shared.signing.fields import BLANK_NAME, entry, form_fields, items, pages_of, rectangle_of, resolved
from shared.signing.issue_words import BlankKind
from shared.signing.placement import MM, PageShape, Rectangle

LOOK = re.compile(r"/(Serif(?:Italic|Bold)?) (\d{1,3}(?:\.\d{1,2})?) Tf 0 g")
"""How a blank says that its words are drawn."""
PRINTED, READ_ONLY = 4, 1
_KEYS = frozenset(
    ["/Type", "/Subtype", "/FT", "/T", "/TU", "/Ff", "/F", "/P", "/Rect", "/Q", "/DA", "/DV", "/TM", "/V", "/AP"]
)
_HEADING = 0.5
"""Part of the page, from above, in which blanks may stand."""
_LARGEST = 1 / 20
"""Size of letters, of the page's shorter side."""
_FRAME = (40 * MM, 8 * MM)
_SHORT = frozenset({BlankKind.NUMBER, BlankKind.DAY, BlankKind.MONTH, BlankKind.YEAR, BlankKind.YEAR_END})
_OF_NUMBER = frozenset({BlankKind.NUMBER_LINE, BlankKind.REFERENCE, BlankKind.NUMBER, BlankKind.NOTATION})
_SLACK = 1.0
_DEEPEST = 50


def issue_blanks(file: PdfHandler) -> dict[str, Any]:
    """The blanks of a file, by the names of their fields; none where one of them stands as ours never do."""
    named = [(name, node) for name, node, kind in form_fields(file) if kind == "/Tx" and BLANK_NAME.fullmatch(name)]
    kinds = [kind_of_blank(name) for name, _ in named]
    if not named or len(set(kinds)) < len(kinds):
        return {}
    first = _first_page(file, {_identity(node) for _, node in named})
    if first is None:
        return {}
    shape = shape_in(first)
    if not all(_is_ours(node) and stands_right(kind_of_blank(name), node, shape) for name, node in named):
        return {}
    places = {kind_of_blank(name): shape.to_shown(rectangle_of(node)) for name, node in named}
    return dict(named) if _in_rows(places) else {}


def kind_of_blank(name: str) -> BlankKind:
    """What is written into the field of that name."""
    return BlankKind(name.rstrip("0123456789"))


def stands_right(kind: BlankKind, node: Any, shape: PageShape) -> bool:
    """Whether a field lies where a blank of that kind may."""
    look = LOOK.fullmatch(str(entry(node, "/DA", "")))
    return look is not None and may_stand(kind, shape.to_shown(rectangle_of(node)), float(look[2]), shape)


def may_stand(kind: BlankKind, place: Rectangle, size: float, shape: PageShape, *, slack: float = _SLACK) -> bool:
    """One line in the heading of the page as it is shown, or a mark of urgency in its frame."""
    page = shape.shown
    inside = place.left > -slack and place.right < page.right + slack and place.top < page.top + slack
    if not inside or place.bottom < page.top * (1 - _HEADING) - slack:
        return False
    if kind is BlankKind.URGENCY:
        return place.width < _FRAME[0] + slack and place.height < _FRAME[1] + slack
    large = size > min(page.right, page.top) * _LARGEST or place.height > size * (UP + DOWN) + slack
    return not large and place.width < page.right * _widest(kind) + slack


def _widest(kind: BlankKind) -> float:
    """Of the page's width."""
    if kind is BlankKind.DATE_LINE:
        return 0.7
    return 0.25 if kind in _SHORT else 0.5


def _is_ours(node: Any) -> bool:
    """A field that is its own widget, printed and read-only, with nothing that acts or draws besides its words."""
    plain = entry(node, "/FT") == "/Tx" and entry(node, "/Subtype") == "/Widget" and set(node) <= _KEYS
    return plain and entry(node, "/Ff", 0) == READ_ONLY and entry(node, "/F", 0) == PRINTED


def _in_rows(places: Mapping[BlankKind, Rectangle]) -> bool:
    """The parts of the number stand on one row, and those of the day."""
    words = {kind: place.bottom for kind, place in places.items() if kind is not BlankKind.URGENCY}
    number = [bottom for kind, bottom in words.items() if kind in _OF_NUMBER]
    day = [bottom for kind, bottom in words.items() if kind not in _OF_NUMBER]
    return all(max(row) - min(row) < _SLACK for row in (number, day) if row)


def _first_page(file: PdfHandler, wanted: set[Any]) -> Any:
    """The first page, if it lists all of these widgets and no other page lists any."""
    first = None
    for index, page in enumerate(pages_of(file)):
        listed = items(entry(page, "/Annots", []))
        raws = [listed.raw_get(place) for place in range(len(listed))]
        there = wanted & {_identity(resolved(raw)) for raw in raws if isinstance(raw, generic.IndirectObject)}
        if there != (wanted if index == 0 else set()):
            return None
        first = page if index == 0 else first
    return first


def _identity(node: Any) -> Any:
    """Where an object lies; one that is only being written lies nowhere yet."""
    return getattr(node, "container_ref", None) or id(node)


def first_shape(pdf: bytes) -> PageShape:
    """How the first page of a file is shown."""
    return shape_in(next(pages_of(PdfFileReader(io.BytesIO(pdf), strict=False))))


def shape_in(page: Any) -> PageShape:
    """How a page is shown, read from the revision that it belongs to."""
    media = rectangle_of(_inherited(page, "/MediaBox"), "/MediaBox")
    cropped = _inherited(page, "/CropBox")
    crop = rectangle_of(cropped, "/CropBox") if cropped is not None else media
    shown = Rectangle(
        max(media.left, crop.left),
        max(media.bottom, crop.bottom),
        min(media.right, crop.right),
        min(media.top, crop.top),
    )
    turn = int(entry(_inherited(page, "/Rotate"), "/Rotate", 0)) % 360
    return PageShape(shown, turn, float(entry(page, "/UserUnit", 1)))


def _inherited(page: Any, key: str) -> Any:
    """The page, or the node above it, that says this."""
    node = page
    for _ in range(_DEEPEST):
        if node is None or entry(node, key) is not None:
            return node
        node = entry(node, "/Parent")
    return None
