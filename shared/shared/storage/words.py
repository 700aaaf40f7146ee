"""Finding by the beginnings of words: of folded texts whose words are set apart by single spaces, under a GIN index on `WORDS`.

Groups of three letters find the middle of words, but say nothing of what is shorter, and Vietnamese syllables often are.
"""

from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal
from sqlalchemy.dialects.postgresql import TSQUERY

LONGEST_WORD = 60


def words_index(column: str) -> str:
    """What the index is on."""
    return f"array_to_tsvector(string_to_array({column}, ' '))"


def begins_a_word(column: Any, word: str) -> ColumnElement[bool]:
    """Some word of the text begins with this one."""
    quoted = word[:LONGEST_WORD].replace("\\", "\\\\").replace("'", "''")
    indexed = func.array_to_tsvector(func.string_to_array(column, " "))
    return indexed.bool_op("@@")(cast(cast(literal(f"'{quoted}':*"), Text), TSQUERY))
