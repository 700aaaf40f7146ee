"""Write docs/requirements.md from docs/requirements.toml: `.venv/bin/python tools/requirements_page.py` after a row has changed.

`--check` writes nothing and ends with 1 when the page is not current.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from operations.written_page import main

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "requirements.toml"
PAGE = ROOT / "docs" / "requirements.md"

STATES = {"done": "Đủ", "part": "Một phần", "open": "Chưa"}
NEEDS = ("luật", "kế hoạch", "người dùng", "nên có")

HEAD = """# Requirements

What the law, the provinces' plans and the people who work with it ask, row by row: whether it is met, where in the product, and which
test shows it. Written by `tools/requirements_page.py` from `docs/requirements.toml`; do not edit. Every test, page and file that is named
exists: `tests/architecture/test_requirements_page.py` looks.

*Đủ*: all that the row asks is in the product and a test shows it. *Một phần*: some of it; the last column says what is missing.
*Chưa*: nothing yet that would help. Numbers: `VB-` documents, `HS-` one-stop and online services; they are never used again.
"""


@dataclass(frozen=True)
class Row:
    """Một yêu cầu."""

    id: str
    title: str
    need: str
    """Who asks, of `NEEDS`; two of them with a comma."""
    state: str
    law: str = ""
    places: tuple[str, ...] = ()
    """A page or API path as its route spells it, or a file or folder of the repository."""
    tests: tuple[str, ...] = ()
    """`path::function`."""
    missing: str = ""
    note: str = ""
    """Ghi chú of what the product cannot settle by itself, such as content that only the province has."""


@dataclass(frozen=True)
class Group:
    """Nhóm yêu cầu of one list."""

    list: str
    name: str
    rows: tuple[Row, ...]


def read_source() -> tuple[dict[str, str], list[Group]]:
    """The lists by their prefix, and the groups in the order of the file."""
    read = tomllib.loads(SOURCE.read_text("utf-8"))
    groups = [Group(one["list"], one["name"], tuple(_row(row) for row in one["row"])) for one in read["group"]]
    return read["lists"], groups


def _row(values: dict[str, Any]) -> Row:
    read: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Row(**read)


def rows_of(groups: Iterable[Group]) -> list[Row]:
    return [row for group in groups for row in group.rows]


def write_page() -> str:
    lists, groups = read_source()
    parts = [HEAD, _figures(lists, groups)]
    for prefix, name in lists.items():
        parts.append(f"## {prefix}: {name}\n")
        parts += [_table_of(group) for group in groups if group.list == prefix]
    return "\n".join(parts)


def _figures(lists: dict[str, str], groups: list[Group]) -> str:
    """How many rows of each list are in which state, and of those that a law asks."""
    lines = [_line(["Danh sách", *STATES.values(), "Tổng"]), _line(["---", *["--:"] * 4])]
    for prefix, name in lists.items():
        rows = rows_of(group for group in groups if group.list == prefix)
        lines.append(_counted(f"{prefix}: {name}", rows))
        lines.append(_counted("– trong đó luật đòi hỏi", [row for row in rows if "luật" in row.need]))
    lines.append(_counted("Cả hai", rows_of(groups)))
    return "\n".join(lines) + "\n"


def _counted(name: str, rows: list[Row]) -> str:
    found = Counter(row.state for row in rows)
    return _line([name, *(str(found[state]) for state in STATES), str(len(rows))])


def _table_of(group: Group) -> str:
    lines = [_line(["Mã", "Yêu cầu", "Căn cứ", "Trạng thái", "Ở đâu", "Kiểm thử", "Còn thiếu"]), _line(["---"] * 7)]
    for row in group.rows:
        asked = f"{row.law} ({row.need})" if row.law else row.need
        named = (_code(row.places), _code(row.tests))
        remarks = " ".join(filter(None, (row.missing, f"Ghi chú: {row.note}" if row.note else "")))
        lines.append(_line([row.id, row.title, asked, STATES[row.state], *named, remarks]))
    return f"### {group.name}\n\n" + "\n".join(lines) + "\n"


def _code(names: Iterable[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main(PAGE, write_page, __doc__))
