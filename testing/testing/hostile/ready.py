"""Foreign work whose module makes something ready for all its children."""

import os

MADE: list[int] = []
"""By which processes."""


def make_ready() -> None:
    MADE.append(os.getpid())


def made_by() -> list[int]:
    return MADE
