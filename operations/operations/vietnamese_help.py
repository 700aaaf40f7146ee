"""Typer's own words in Vietnamese: usage, options, help, and what it says to wrong arguments."""

import gettext
import re
from typing import Any

_WORDS = {
    "Options": "Tùy chọn",
    "Commands": "Các lệnh",
    "Arguments": "Tham số",
    "default: {default}": "mặc định: {default}",
    "required": "bắt buộc",
}
_english = gettext.gettext
# Typer looks its headings up with gettext; this must stand before it is imported.
gettext.gettext = lambda message: _WORDS.get(message) or _english(message)

from typer.core import TyperCommand, TyperGroup  # noqa: E402

_HELP = "Hiện hướng dẫn này."
_USAGE = "Cách dùng: "
_MISTAKES = {
    r"No such command '(.+?)'": "không có lệnh {0}.",
    r"No such option:? '?([^\s']+?)'?[. ]*($|Did)": "không có tùy chọn {0}.",
    r"Got unexpected extra argument\S* \((.+)\)": "thừa tham số {0}.",
    r"Missing argument '(.+?)'": "còn thiếu {0}.",
    r"Option '(.+?)' requires an argument": "tùy chọn {0} cần một giá trị.",
    r"Invalid value for '(.+?)'(?: / .*)?: (?:Value error, )?'.*?' is not one of (.+)\.$": "{0} nhận một trong {1}.",
    r"Invalid value for '(.+?)'(?: / .*)?:": "giá trị của {0} không hợp lệ.",
}


class VietnameseCommand(TyperCommand):
    """Lệnh."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_USAGE)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option


class VietnameseGroup(TyperGroup):
    """Nhóm lệnh."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_USAGE)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option


def in_vietnamese(mistake: str) -> str:
    """What Typer says to wrong arguments."""
    for pattern, sentence in _MISTAKES.items():
        if match := re.match(pattern, mistake):
            return sentence.format(*match.groups())
    return f"câu lệnh chưa đúng ({mistake})."
