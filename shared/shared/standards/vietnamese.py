"""Vietnamese text: one normal form, search without diacritics, dictionary order, amounts in words."""

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
_COMBINING = dict.fromkeys(code for code in range(0x10000) if unicodedata.combining(chr(code)))

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")


def nfc(text: str) -> str:
    """Unicode NFC, the one form in which text is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without diacritics and with single spaces: "Hồ  Sơ" and "ho so" meet here."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(unicodedata.normalize("NFC", plain.translate(_COMBINING)).split())


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


def amount_in_words(amount: int) -> str:
    """Số tiền bằng chữ, as it stands on receipts: 15000 is "Mười lăm nghìn đồng"."""
    if amount < 0:
        words = f"âm {_whole_number(-amount)}"
    else:
        words = _whole_number(amount)
    return f"{words[0].upper()}{words[1:]} đồng"


def _whole_number(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, 1_000_000_000)
    parts = [_whole_number(billions), "tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            parts += [_three_digits(group, after_larger=bool(parts)), _SCALES[power]]
    return " ".join(part for part in parts if part)


def _three_digits(number: int, *, after_larger: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words: list[str] = []
    if hundreds or after_larger:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 0 and units and words:
        words.append("linh")
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words += [_DIGITS[tens], "mươi"]
    if units:
        words.append(_unit(units, tens))
    return " ".join(words)


def _unit(units: int, tens: int) -> str:
    if tens > 1 and units == 1:
        return "mốt"
    if tens > 1 and units == 4:
        return "tư"
    if tens > 0 and units == 5:
        return "lăm"
    return _DIGITS[units]
