"""Hands that never leave the keyboard: how often they press, and how long that takes people.

Keystroke-level model (Card, Moran, Newell 1980): K for a key of somebody who types, M for making up one's mind. What the machine needs is
measured elsewhere (`docs/performance.md`).
"""

from playwright.sync_api import Page

KEY, MIND = 0.28, 1.35
"""Seconds of one key, and of one look that decides."""


class Hands:
    """Every key counts; a look is counted by who tells the story."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.pressed = self.looks = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)
            self.pressed += 1

    def write(self, text: str) -> None:
        self._page.keyboard.type(text)
        self.pressed += len(text)

    @property
    def seconds(self) -> float:
        return self.pressed * KEY + self.looks * MIND
