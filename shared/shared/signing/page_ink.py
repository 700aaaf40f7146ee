"""Mực trên một trang: where a page is still blank, whatever made what stands on it (words, lines, pictures, a scanner)."""

from typing import Any

from shared.signing.placement import Pages, Rectangle

_MOST_PIXELS = 1_800
_SCALE = 2.0
_DARK = 170
"""Grey below this is ink; a scanned paper's own colour is lighter."""
_SPECKS = 0.002
"""So much of a place may be a scanner's dust."""


class Ink:
    """A page drawn once, and asked for blanks."""

    def __init__(self, pages: Pages, index: int) -> None:
        self._shown = pages.shape(index).shown
        page = pages.document[index]
        try:
            scale = min(_SCALE, _MOST_PIXELS / max(1.0, *page.get_size()))
            drawn: Any = page.render(scale=scale, may_draw_forms=False)
            self._picture = drawn.to_pil().convert("L")
        finally:
            page.close()
        self._x = self._picture.width / self._shown.width
        self._y = self._picture.height / self._shown.height

    def is_blank(self, place: Rectangle) -> bool:
        """Whether the place lies on the page and nothing is drawn in it."""
        seen = self._shown
        if place.left < 0 or place.bottom < 0 or place.right > seen.right or place.top > seen.top:
            return False
        box = (
            int(place.left * self._x),
            int((seen.top - place.top) * self._y),
            max(int(place.left * self._x) + 1, int(place.right * self._x)),
            max(int((seen.top - place.top) * self._y) + 1, int((seen.top - place.bottom) * self._y)),
        )
        counts = self._picture.crop(box).histogram()
        return bool(sum(counts[:_DARK]) <= sum(counts) * _SPECKS)
