"""What a notification says: sentences as data, with the facts of their kind; a province may put its own in their place."""

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.core.settings import Settings
from shared.notifying.kinds import ACTING_IN, KINDS
from shared.standards.typed import clean_line

OURS = Path(__file__).with_name("sentences.toml")
NAME = "notifications.toml"
"""In the province's folder of data."""
_PARTS = ("title", "text")
LONGEST_TITLE = 120
LONGEST_FACT = 200
_LINK = re.compile(r":/{2,}")
_DOMAIN = re.compile(r"(?<=\w)[.。．](?=[^\W\d_]{2}|xn--)")
"""A dot with letters behind it: of a domain, not of an agency's code."""
_ADDRESS = re.compile(r"\s*@\s*")


@dataclass(frozen=True)
class Said:
    """Câu chữ của một thông báo."""

    title: str
    text: str


Sentences = Mapping[str, Said]


def read_sentences(province: Path) -> Sentences:
    """Ours, with the province's in their place. Raises ValueError in words for who wrote them."""
    found = _read(OURS)
    own = province / NAME
    if own.is_file():
        for code, said in _read(own).items():
            found[code] = found.get(code, {}) | said
    return {code: Said(**parts) for code, parts in found.items()}


def _read(file: Path) -> dict[str, dict[str, str]]:
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{file.name}: không đọc được: {error}") from error
    for code, parts in table.items():
        _check(file.name, code, parts)
    return table


def _check(file: str, code: str, parts: Any) -> None:
    if code not in KINDS:
        raise ValueError(f"{file}: không có loại thông báo “{code}”; có: {', '.join(KINDS)}.")
    if not isinstance(parts, dict) or set(parts) - set(_PARTS):
        raise ValueError(f"{file}: “{code}” chỉ có title và text.")
    for name, sentence in parts.items():
        if not isinstance(sentence, str) or not sentence.strip():
            raise ValueError(f"{file}: “{code}.{name}” phải là một câu.")
        if strange := _named(file, code, sentence) - KINDS[code].facts:
            allowed = ", ".join(sorted(KINDS[code].facts)) or "không có dữ kiện nào"
            raise ValueError(f"{file}: “{code}.{name}” nêu {', '.join(sorted(strange))}; loại này chỉ có: {allowed}.")
    if "\n" in parts.get("title", "") or len(parts.get("title", "")) > LONGEST_TITLE:
        raise ValueError(f"{file}: “{code}.title” phải là một dòng, không quá {LONGEST_TITLE} ký tự.")
    if "title" in parts and (told_by := KINDS[code].told_by) not in _named(file, code, parts["title"]):
        raise ValueError(f"{file}: “{code}.title” phải nêu {{{told_by}}}, để phân biệt với thông báo khác cùng loại.")


def _named(file: str, code: str, sentence: str) -> set[str]:
    """The facts a sentence names; nothing but a bare name may stand between the braces."""
    try:
        parsed = list(string.Formatter().parse(sentence))
    except ValueError as error:
        raise ValueError(f"{file}: “{code}”: dấu ngoặc nhọn chưa đúng ({error}).") from error
    if any(spec or conversion for _, name, spec, conversion in parsed if name is not None):
        raise ValueError(f"{file}: “{code}”: trong ngoặc nhọn chỉ ghi tên dữ kiện.")
    return {name for _, name, _, _ in parsed if name is not None}


def say(sentences: Sentences, code: str, facts: Mapping[str, str]) -> Said:
    """The sentences with their facts; a fact that is not there is a dash. A kind of another release is said in general."""
    said = sentences.get(code)
    if said is None:
        return Said("Bạn có thông báo mới", "Hãy mở để xem.")
    known = _Dashes({name: plain(fact) for name, fact in facts.items()})
    text = said.text.format_map(known)
    if post := known.get(ACTING_IN):
        text += f" Bạn nhận thông báo này vì được ủy quyền làm việc ở vị trí {post}."
    return Said(said.title.format_map(known), text)


def plain(fact: str) -> str:
    """A fact as it may stand in a letter in our name: one short line, in which no program of mail finds a link or an address."""
    line = clean_line(fact)
    if len(line) > LONGEST_FACT:
        line = line[: LONGEST_FACT - 1] + "…"
    return _ADDRESS.sub(" @ ", _DOMAIN.sub(". ", _LINK.sub(": //", line)))


class _Dashes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


@cache
def our_sentences() -> Sentences:
    """Those of the province this process works for, read once."""
    return read_sentences(Settings().province_folder)
