"""How long a file and a function may be: what does not fit in the head at once is split. Generated migrations apart."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

MOST_LINES = 300
MOST_OF_A_FUNCTION = 40


def find_oversized(root: Path, folders: Sequence[Path]) -> list[str]:
    """One sentence for each file or function that is too long, of the product and of its tests alike."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            name = str(path.relative_to(root))
            if "migrations" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            if (lines := text.count("\n")) > MOST_LINES:
                found[name] = f"{name}: {lines} dòng (nhiều nhất {MOST_LINES})"
            found |= {f"{name}::{function}": sentence for function, sentence in _long_functions(name, text)}
    return list(found.values())


def _long_functions(name: str, text: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_OF_A_FUNCTION:
                yield node.name, f"{name}::{node.name}: {length} dòng (nhiều nhất {MOST_OF_A_FUNCTION})"
