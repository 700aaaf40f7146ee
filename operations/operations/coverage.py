"""How much of the code a whole run of the tests passed through. It proves nothing by itself; what nobody walks is what rots.

Only what runs in the tests' own processes counts: what a journey does in a running province is beside it.
SlipCover measures because it costs a twentieth of the run; the tracer of coverage.py doubled it.
"""

import json
from collections import defaultdict
from pathlib import Path

from rich.console import Console

FLOOR = 70.0
"""Per cent of the lines; a run below it fails."""


def packages(root: Path) -> list[str]:
    found = [
        path.parent for path in root.glob("*/*/__init__.py") if path.parent.name == path.parent.parent.name != "testing"
    ]
    found += [path.parent for path in root.glob("services/*/*/__init__.py") if path.parent.name != "tests"]
    return sorted(str(path.relative_to(root)) for path in found)


def measuring(root: Path, report: Path) -> list[str]:
    return ["slipcover", "--json", "--out", str(report), "--source", ",".join(packages(root))]


def report(root: Path, measured: Path, console: Console) -> int:
    """Print one line a package, and the whole; exit code 1 below the floor."""
    files: dict[str, dict[str, dict[str, int]]] = json.loads(measured.read_text())["files"]
    covered: dict[str, int] = defaultdict(int)
    lines: dict[str, int] = defaultdict(int)
    for name, file in files.items():
        package = next((one for one in packages(root) if name.startswith(f"{one}/")), "")
        covered[package] += file["summary"]["covered_lines"]
        lines[package] += file["summary"]["covered_lines"] + file["summary"]["missing_lines"]
    console.print("Phần mã mà các phép thử đã đi qua, tính theo dòng:")
    for package in sorted(name for name in lines if name and lines[name]):
        console.print(f"  {_percent(covered[package], lines[package])}  {package}")
    whole = 100 * sum(covered.values()) / max(1, sum(lines.values()))
    enough = whole >= FLOOR
    colour = "green" if enough else "red"
    console.print(f"  [{colour}]{_percent(sum(covered.values()), sum(lines.values()))}[/]  tất cả (sàn: {FLOOR:g}%)")
    return 0 if enough else 1


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):5.1f}%".replace(".", ",")
