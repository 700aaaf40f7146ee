"""Write docs/rights.md from the rights tables in the code: `python tools/rights_page.py` after a table has changed.

`--check` writes nothing and ends with 1 when the page is not current.
"""

import argparse
import ast
import importlib
import sys
from collections.abc import Mapping
from pathlib import Path

from shared.access.rights import ANYONE, CITIZEN, ROLE_NAMES, SCOPE_NAMES, SERVICE, SYSTEM

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "rights.md"

COLUMNS: dict[str, str] = {
    **ROLE_NAMES,
    CITIZEN: "Công dân, tổ chức",
    **SCOPE_NAMES,
    SYSTEM: "Hệ thống kết nối",
    SERVICE: "Cổng (nội bộ)",
}

HEAD = """# Rights

Who may do what. Written by `tools/rights_page.py` from the table in each member's `auth.py`, the same table that the
code asks and the tests walk; do not edit. Rights come from posts: a role counts at the agency of the post and, in the
directory, at agencies directly below it. Beyond these tables every query is filtered by the caller's agency, or for
citizens by ownership.
*Mọi người* includes callers who have not signed in.
"""


def member_packages() -> list[str]:
    found = [ROOT / "gateway" / "gateway", *sorted((ROOT / "services").glob("*/*"))]
    return [folder.name for folder in found if (folder / "auth.py").exists() and (folder / "__init__.py").exists()]


def labels_of(package: str) -> dict[str, str]:
    """Value of a right → the Vietnamese words that stand behind it in the code."""
    path = Path(str(importlib.import_module(f"{package}.auth").__file__))
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
    rights: Mapping[str, frozenset[str]] = importlib.import_module(f"{package}.auth").RIGHTS
    labels = labels_of(package)
    used = [key for key in COLUMNS if any(key in allowed for allowed in rights.values())]
    rows = [["Right", "Quyền", *(COLUMNS[key] for key in used), "Mọi người"]]
    rows.append(["---", "---", *(":-:" for _ in used), ":-:"])
    for right, allowed in rights.items():
        marks = ["●" if key in allowed or ANYONE in allowed else "" for key in used]
        rows.append([f"`{right}`", labels[str(right)], *marks, "●" if ANYONE in allowed else ""])
    body = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"## {package.replace('_', '-')}\n\n{body}\n"


def write_page() -> str:
    return HEAD + "\n" + "\n".join(table_of(package) for package in member_packages())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare")
    page = write_page()
    if parser.parse_args().check:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != page)
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
