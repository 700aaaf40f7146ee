"""Whose fault a sentence is: in the summary above a form, "Hãy nhập mục này." is told with the name of its field.

Beside its field such a sentence says enough; above the form three of them look alike. The names are those that the
page itself has written, so the summary calls a field what the person sees.
"""

import re

from shared.standards import typed

KINDS = {
    "missing": typed.SENTENCES["value_missing"],
    "string_too_short": "Nội dung quá ngắn.",
    "string_too_long": "Nội dung quá dài.",
    "string_pattern_mismatch": "Nội dung chưa đúng định dạng.",
    "extra_forbidden": "Mục này không được phép gửi.",
    "enum": "Hãy chọn một giá trị trong danh sách.",
    "literal_error": "Hãy chọn một giá trị trong danh sách.",
    "greater_than_equal": "Số quá nhỏ.",
    "less_than_equal": "Số quá lớn.",
    "uuid_parsing": "Mã định danh chưa đúng định dạng.",
    "json_invalid": "Không đọc được JSON.",
}
UNKNOWN = "Nội dung chưa hợp lệ."
_GENERAL = frozenset(KINDS.values()) | {UNKNOWN}
_LIST = "govuk-error-summary__list"
_LINK = re.compile(r'<a href="#([^"]+)">([^<]+)</a>')
_TAG = re.compile(r"<[^>]+>")
_OPTIONAL = "(không bắt buộc)"


def name_faults(page: str) -> str:
    """The page with its summary's general sentences named; what has no name stays as it is."""
    before, marker, rest = page.partition(_LIST)
    summary, end, body = rest.partition("</ul>")
    if not marker or not end:
        return page

    def named(link: re.Match[str]) -> str:
        field, sentence = link[1], link[2].strip()
        name = _name_of(field, body) if sentence in _GENERAL else ""
        return f'<a href="#{field}">{name}: {sentence[0].lower()}{sentence[1:]}</a>' if name else link[0]

    return before + marker + _LINK.sub(named, summary) + end + body


def _name_of(field: str, body: str) -> str:
    """The label of a box; of a group (a day in three boxes, a choice) its legend."""
    at = re.search(rf'<(\w+)\b[^>]*\sid="{re.escape(field)}"[^>]*>', body)
    if at is None:
        return ""
    if at[1] == "div" or re.search(r'type="(radio|checkbox)"', at[0]):
        opened = body.rfind("<legend", 0, at.start())
        words = (
            body[opened : body.find("</legend>", opened)] if opened > body.rfind("</fieldset>", 0, at.start()) else ""
        )
    else:
        label = re.search(rf'<label\b[^>]*\bfor="{re.escape(field)}"[^>]*>(.*?)</label>', body, re.DOTALL)
        words = label[1] if label else ""
    return " ".join(_TAG.sub(" ", words).replace(_OPTIONAL, "").split())
