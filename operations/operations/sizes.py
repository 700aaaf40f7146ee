"""How long a file and a function may be: what does not fit in the head at once is split. Generated migrations apart."""

import ast
from pathlib import Path

MOST_LINES = 300
MOST_OF_A_FUNCTION = 40

LONGER_FOR_NOW: dict[str, str] = {
    "shared/shared/messaging/inbox.py": "to be split",
    "shared/shared/signing/authority.py": "to be split",
    "shared/shared/web/application.py::create_service": "to be split",
    "gateway/gateway/main.py::create_app": "to be split",
    "operations/operations/embedded_postgres.py": "to be split",
    "services/one-stop/one_stop/supplements/actions.py::request_supplement": "to be split",
    "services/online-services/online_services/accounts/actions.py::register_account": "to be split",
    "services/online-services/online_services/submissions/filing.py::file_draft": "to be split",
}
"""What is still longer, and why or until when. An entry that is not needed any more is a fault, too."""


def find_oversized(root: Path, packages: list[Path]) -> list[str]:
    """One sentence for each file or function that is too long, or is excused without need."""
    found: dict[str, str] = {}
    for package in packages:
        for path in sorted(package.rglob("*.py")):
            name = str(path.relative_to(root))
            if "migrations" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            if (lines := text.count("\n")) > MOST_LINES:
                found[name] = f"{name}: {lines} dòng (nhiều nhất {MOST_LINES})"
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    length = (node.end_lineno or node.lineno) - node.lineno + 1
                    if length > MOST_OF_A_FUNCTION:
                        found[f"{name}::{node.name}"] = (
                            f"{name}::{node.name}: {length} dòng (nhiều nhất {MOST_OF_A_FUNCTION})"
                        )
    wrong = [sentence for place, sentence in found.items() if place not in LONGER_FOR_NOW]
    return wrong + [
        f"{place}: không còn dài, hãy bỏ khỏi LONGER_FOR_NOW" for place in LONGER_FOR_NOW if place not in found
    ]
