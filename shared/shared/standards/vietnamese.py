"""Vietnamese text: one normal form, search without diacritics, dictionary order, amounts in words."""

import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền, hỏi, ngã, sắc, nặng
_SHAPES = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: they make another letter
# Letters become ASCII from "A" on, after the digits, so that plain byte order is dictionary order.
_LETTER_RANK = {letter: chr(ord("A") + rank) for rank, letter in enumerate(ALPHABET)}
_AFTER_LETTERS = "~"
# Lower than any character of the first part, so that a word sorts before its own continuation.
_BEFORE_TONES = "\t"

# Of the basic plane: no script of documents has its marks elsewhere.
_COMBINING = re.compile(f"[{''.join(sign for sign in map(chr, range(0x10000)) if unicodedata.combining(sign))}]+")


def nfc(text: str) -> str:
    """Unicode NFC, the one form in which text is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without diacritics and with single spaces: "Hồ  Sơ" and "ho so" meet here."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(unicodedata.normalize("NFC", _COMBINING.sub("", plain)).split())


def sort_key(text: str) -> str:
    """A key whose byte order (collation "C") is the Vietnamese dictionary order.

    Letters decide first (a ă â b c d đ e ê ...), then tones (không, huyền, hỏi, ngã, sắc, nặng); case does not count.
    """
    ranks: list[str] = []
    tones: list[str] = []
    for character in " ".join(nfc(text).lower().split()):
        letter, tone = _split_tone(character)
        ranks.append(_rank(letter))
        tones.append(tone)
    return "".join(ranks) + _BEFORE_TONES + "".join(tones).rstrip("0")


def _split_tone(character: str) -> tuple[str, str]:
    letter, tone = "", "0"
    for part in unicodedata.normalize("NFD", character):
        if part in _TONES:
            tone = _TONES[part]
        elif part in _SHAPES or not unicodedata.combining(part):
            letter += part
    return nfc(letter), tone


def _rank(letter: str) -> str:
    if letter in _LETTER_RANK:
        return _LETTER_RANK[letter]
    if letter.isspace():
        return " "
    if letter.isascii():
        return letter if letter.isdigit() else "!"
    return _AFTER_LETTERS + letter
