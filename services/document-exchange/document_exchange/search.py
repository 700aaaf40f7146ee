"""Finding documents by words: the beginning of each word is enough, without diacritics, in any order.

Words, not groups of three letters: Vietnamese syllables are often shorter than three, and a document has a dozen words where it
has a hundred such groups, each of which would be written to the index while its sender waits.
"""

import re
from typing import Any

from sqlalchemy import ColumnElement

from shared.standards.vietnamese import fold
from shared.storage.words import LONGEST_WORD, begins_a_word, words_index

MOST_WORDS = 8
WORDS_INDEX = words_index("folded")
_BETWEEN = re.compile(r"[\W_]+")


def searchable(text: str) -> str:
    """Each word once, and the parts of those like `125/STTTT-CNTT`; kept in `folded`, under WORDS_INDEX."""
    found: dict[str, None] = {}
    for word in fold(text).split():
        found[word[:LONGEST_WORD]] = None
        if not word.isalnum():
            found.update((part[:LONGEST_WORD], None) for part in _BETWEEN.split(word) if part)
    return " ".join(found)


def has_words(folded: Any, words: str) -> list[ColumnElement[bool]]:
    """One condition on the column `folded` for each word that was typed."""
    return [begins_a_word(folded, word) for word in fold(words).split()[:MOST_WORDS]]
