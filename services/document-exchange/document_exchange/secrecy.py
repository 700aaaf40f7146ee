"""Dấu chỉ độ mật in a subject: documents with state secrets never travel here (QĐ 28/2018 Điều 1)."""

import re

from shared.standards.typed import clean_line

_DEGREE = r"(?:(?:tuyệt|tối)\s+)?mật"
_AFTER = r"(?=\s*(?:[:;.|/\\)\]}>»”\"'*\-\u2010-\u2015\u2212]|v/v\b|về việc\b|$))"
_AT_THE_START = re.compile(rf"^[\W_]*(?:độ mật\W+)?{_DEGREE}{_AFTER}", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"[\[({{<«“\"]\s*{_DEGREE}\s*[\])}}>»”\"]", re.IGNORECASE)
_IN_CAPITALS = re.compile(r"(?<!\w)((?:TUYỆT|TỐI)\s+)?MẬT(?!\w)")

_BEFORE = frozenset({"BẢO", "BÍ", "CƠ", "ĐỘ", "THÂN", "ĐƯỜNG", "RỈ"})
_FOLLOWING = frozenset({"ONG", "MÃ", "KHẨU", "ĐỘ", "THIẾT", "VỤ", "DANH", "MÍA", "HOA"})
"""Words with which MẬT means something else: bảo mật, bí mật, mật ong, mật mã."""


def states_secrecy(subject: str) -> bool:
    """Whether the subject itself carries a degree of secrecy, as a stamp would: "MẬT: V/v", "(Mật) V/v", "Tối mật - …"."""
    line = clean_line(subject)
    return bool(_AT_THE_START.search(line) or _IN_BRACKETS.search(line))


def has_secret_marking(subject: str) -> bool:
    """Also a degree in capitals within the text: enough to warn the clerk, not enough to refuse."""
    line = clean_line(subject)
    return states_secrecy(line) or any(_is_degree(line, found) for found in _IN_CAPITALS.finditer(line))


def _is_degree(line: str, found: "re.Match[str]") -> bool:
    if found[1]:
        return True
    before = line[: found.start()].split()
    following = line[found.end() :].split()
    return not (before and before[-1] in _BEFORE) and not (following and following[0] in _FOLLOWING)
