"""Write docs/rights.md from the rights tables in the code: `.venv/bin/python tools/rights_page.py` after a table has changed.

`--check` writes nothing and ends with 1 when the page is not current.
"""

import ast
import importlib
import sys
from pathlib import Path
from typing import Any

from operations.written_page import main
from shared.access.rights import (
    ANYONE,
    CITIZEN,
    DELEGATE,
    POWER_NAMES,
    ROLE_NAMES,
    SCOPE_NAMES,
    SERVICE,
    SYSTEM,
    UNIT_HEAD,
    Power,
    Reach,
    RightsTable,
)

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "rights.md"

COLUMNS: dict[str, str] = {
    **ROLE_NAMES,
    UNIT_HEAD: "Đứng đầu đơn vị",
    CITIZEN: "Công dân, tổ chức",
    **SCOPE_NAMES,
    SYSTEM: "Hệ thống kết nối",
    SERVICE: "Cổng (nội bộ)",
}

HEAD = """# Rights

Who may do what. Written by `tools/rights_page.py` from the table in each member's `rights.py`, the same table that the
code asks and the tests walk; do not edit. Rights come from posts, and each says how far it goes (`shared.access.rights.Reach`):

| In a cell | The right goes as far as |
| --- | --- |
| mình | one's own: what one holds, drafted, was given or filed |
| đơn vị | the unit that one leads, beside one's own |
| cơ quan | the agency of the post or of the client system |
| trực thuộc | that agency and those directly below it |
| ● | the whole province, or what belongs to no agency |

Who comes as several reaches as far as the furthest. Within its reach a right counts in the states that `states.md` shows.
*Mọi người* includes callers who have not signed in. *Khi thay mặt*: what somebody who acts for another (ủy quyền) must have been given
for the right to count, beside the role of the post; empty where it is never given away.
"""

FAR = {
    Reach.NONE: "",
    Reach.OWN: "mình",
    Reach.UNIT: "đơn vị",
    Reach.AGENCY: "cơ quan",
    Reach.BELOW: "trực thuộc",
    Reach.ALL: "●",
}


def member_packages() -> list[str]:
    found = [ROOT / "gateway" / "gateway", ROOT / "signing" / "signing", *sorted((ROOT / "services").glob("*/*"))]
    return [folder.name for folder in found if (folder / "rights.py").exists() and (folder / "__init__.py").exists()]


def labels_of(package: str) -> dict[str, str]:
    """Value of a right → the Vietnamese words that stand behind it in the code."""
    right = importlib.import_module(f"{package}.rights").Right
    path = Path(str(sys.modules[right.__module__].__file__))
    source = path.read_text("utf-8")
    lines = source.splitlines()
    labels = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and node.name == "Right":
            for member in node.body:
                if isinstance(member, ast.Assign) and isinstance(member.value, ast.Constant):
                    comment = lines[member.lineno - 1].split("#", 1)
                    labels[str(member.value.value)] = comment[1].split("#")[0].strip() if len(comment) == 2 else ""
    return labels


def table_of(package: str) -> str:
    rights: RightsTable[Any] = importlib.import_module(f"{package}.features").MEMBER.rights
    labels = labels_of(package)
    used = [key for key in COLUMNS if any(key in allowed for allowed in rights.values())]
    rows = [["Right", "Quyền", *(COLUMNS[key] for key in used), "Mọi người", "Khi thay mặt"]]
    rows.append(["---", "---", *(":-:" for _ in used), ":-:", "---"])
    for right, allowed in rights.items():
        marks = [FAR[allowed.far.get(key, allowed.far.get(ANYONE, Reach.NONE))] for key in used]
        rows.append(
            [f"`{right}`", labels[str(right)], *marks, "●" if ANYONE in allowed else "", _to_delegates(allowed)]
        )
    body = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"## {package.replace('_', '-')}\n\n{body}\n"


def _to_delegates(allowed: frozenset[str]) -> str:
    """What a delegate must have been given; empty for what is the post holder's alone."""
    if allowed & {ANYONE, DELEGATE}:
        return "●"
    return " và ".join(POWER_NAMES[power].lower() for power in Power if power in allowed)


def write_page() -> str:
    return HEAD + "\n" + "\n".join(table_of(package) for package in member_packages())


if __name__ == "__main__":
    sys.exit(main(PAGE, write_page, __doc__))
