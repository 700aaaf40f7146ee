"""Finding by the beginnings of words: without diacritics, in any order. One folded column, one index, one condition, for every service.

A feature keeps `searchable(text)` in a column with a GIN index on `words_index(column, owner)` and asks `has_words(column, typed)`. Groups of
three letters find the middle of words, but say nothing of what is shorter, and Vietnamese syllables often are; and a text has a hundred such
groups where it has a dozen words, each of which would be written to the index while its sender waits.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal, literal_column
from sqlalchemy.dialects.postgresql import TSQUERY

from shared.standards.vietnamese import fold

LONGEST_WORD = 60
MOST_WORDS = 8
"""Of a search; more only slow it down."""
_BETWEEN = re.compile(r"[\W_]+")
_LONG_NUMBER = 9
_NUMBER_OF_SOMEBODY = re.compile(rf"\d{{{_LONG_NUMBER},}}")
_LAST_DIGITS = 3
"""The fewest at the end of a long number that it is found by."""
Owner = tuple[Any, str | Sequence[str]]
"""Whose rows are looked through: the column that says it, and its value or several, in which is no space."""
Finding = Callable[[Any, bool], list[ColumnElement[bool]]]
"""As `Stretch.found`."""


def searchable(text: str) -> str:
    """Each word once, what follows each mark in those like `125/STTTT-CNTT` or `an.nv@stttt.vn`, and the ends of long numbers."""
    found: dict[str, None] = {}
    for word in fold(text).split():
        found.update((part[:LONGEST_WORD], None) for part in _beginnings(word))
    return " ".join(found)


def _beginnings(word: str) -> Iterator[str]:
    """From where on a word may be typed: people know a code by its end, and a person's number by its last digits or some of them."""
    yield word
    if word.isalnum() and len(word) < _LONG_NUMBER:
        return  # nearly every word
    yield from filter(None, (word[mark.end() :] for mark in _BETWEEN.finditer(word)))
    for number in _NUMBER_OF_SOMEBODY.findall(word[:LONGEST_WORD]):
        yield from (number[start:] for start in range(1, len(number) - _LAST_DIGITS + 1))


def typed_words(typed: str) -> list[str]:
    """What is looked for."""
    return fold(typed).split()[:MOST_WORDS]


def names_one(typed: str) -> bool:
    """Whether somebody's whole number is among what is looked for: few rows have it, however many there are."""
    return any(_NUMBER_OF_SOMEBODY.fullmatch(word) for word in typed_words(typed))


def words_index(column: str, owner: str = "") -> str:
    """What the index is on. `owner`: the column whose value stands before each word, so that words of others' rows are never read."""
    # With the brackets of PostgreSQL itself: whether models and migrations agree is seen by comparing the words.
    words = f"({owner} || '/') || replace({column}, ' ', (' ' || {owner}) || '/')" if owner else column
    return f"array_to_tsvector(string_to_array({words}, ' '))"


def has_words(column: Any, typed: str, indexed: bool = True, owner: Owner | None = None) -> list[ColumnElement[bool]]:
    """Every word that was typed begins a word of the column's text: for its index, or for rows that are read anyway."""
    words = typed_words(typed)
    if not words:
        return []
    return [_in_index(column, words, owner)] if indexed else [_begins_a_word(column, word) for word in words]


def finding(typed: str, owner: Owner | None = None) -> Finding:
    """`has_words` of what was typed, for whichever column and whether indexed: what a list's stretch is found by."""
    return lambda column, indexed: has_words(column, typed, indexed, owner)


def finding_read(found: Finding) -> Finding:
    """The same of few rows, which are read: those that stand in the index under another's name."""
    return lambda column, _indexed: found(column, False)


def _in_index(column: Any, words: list[str], owner: Owner | None) -> ColumnElement[bool]:
    # Said as the index says it, so that every plan knows that it is meant.
    between, mark, before = literal_column("' '", Text), literal_column("'/'", Text), [""]
    if owner is not None:
        whose, value = owner
        before = [f"{one}/" for one in ([value] if isinstance(value, str) else value)]
        column = whose + mark + func.replace(column, between, between + whose + mark)
    each = (" & ".join(f"{_quoted(own + word[:LONGEST_WORD])}:*" for word in words) for own in before)
    wanted = " | ".join(each)
    known = func.array_to_tsvector(func.string_to_array(column, between))
    return known.bool_op("@@")(cast(cast(literal(wanted), Text), TSQUERY))


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _begins_a_word(column: Any, word: str) -> ColumnElement[bool]:
    """Of texts that are read anyway: a tenth of the work where no index helps."""
    begins: ColumnElement[bool] = (literal(" ") + column).contains(f" {word[:LONGEST_WORD]}", autoescape=True)
    return begins


def are_in(text: str, typed: str) -> bool:
    """The same of a text at hand."""
    known = searchable(text).split()
    return all(any(word.startswith(wanted[:LONGEST_WORD]) for word in known) for wanted in typed_words(typed))
