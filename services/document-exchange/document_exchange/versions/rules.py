"""What differs between two texts, and which texts can be held against each other. Values in, decisions out."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_COMPARED = 4_000_000
"""Pairs of words of one changed passage: a longer one is shown as struck out and written anew."""
_SHOWN = 160
"""Characters of what is the same, at each end of it; what lies between is left out."""


class Kind(StrEnum):
    """Chữ giữ nguyên, bị bỏ, thêm mới."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Một đoạn chữ."""

    kind: Kind
    text: str


def lines_of(pages: Sequence[str]) -> list[str]:
    """As they are compared: composed letters, one space between words, no empty lines."""
    plain = (" ".join(unicodedata.normalize("NFC", line).split()) for page in pages for line in page.splitlines())
    return [line for line in plain if line]


def differences(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Line by line, and word by word where lines differ: a word that is added moves the ends of all lines behind it."""
    found: list[Piece] = []
    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            found.append(Piece(Kind.SAME, "\n".join(old[a:b])))
        else:
            found += _words(" ".join(old[a:b]).split(), " ".join(new[c:d]).split())
    return _joined(found)


def plain_differences(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """The same as plain values, which pass from one process to another."""
    return [(str(piece.kind), piece.text) for piece in differences(old, new)]


def _words(old: list[str], new: list[str]) -> Iterator[Piece]:
    if len(old) * len(new) > MOST_COMPARED:
        yield Piece(Kind.GONE, " ".join(old))
        yield Piece(Kind.NEW, " ".join(new))
        return
    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            yield Piece(Kind.SAME, " ".join(old[a:b]))
            continue
        yield Piece(Kind.GONE, " ".join(old[a:b]))
        yield Piece(Kind.NEW, " ".join(new[c:d]))


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind are one; the empty ones go."""
    found: list[Piece] = []
    for piece in (one for one in pieces if one.text):
        if found and found[-1].kind is piece.kind:
            found[-1] = Piece(piece.kind, f"{found[-1].text} {piece.text}")
        else:
            found.append(piece)
    return found


def changed(pieces: Sequence[Piece]) -> int:
    """How many places differ: what went and what came in its stead are one."""
    behind = zip([None, *pieces], pieces, strict=False)
    return sum(piece.kind is not Kind.SAME and (before is None or before.kind is Kind.SAME) for before, piece in behind)


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """What is the same is shown at its ends alone, so that what differs stands near its neighbours."""
    last = len(pieces) - 1
    return [
        piece if piece.kind is not Kind.SAME else Piece(Kind.SAME, _ends(piece.text, number > 0, number < last))
        for number, piece in enumerate(pieces)
    ]


def _ends(text: str, behind_change: bool, before_change: bool) -> str:
    if len(text) <= 2 * _SHOWN + 40:
        return text
    first, last = text[:_SHOWN].rsplit(" ", 1)[0], text[-_SHOWN:].split(" ", 1)[-1]
    shown = [first] if behind_change or not before_change else []
    return "\n".join([*shown, "…", *([last] if before_change else [])])
