"""Cut requirements.lock down to what one member needs, hashes included.

`subset_lock.py requirements.lock` prints the lock as plain constraints (pip allows no hashes there);
`subset_lock.py requirements.lock report.json` prints the full, hashed entries of what pip's dry-run report names.
Standard library alone: it runs in an image in which nothing is installed yet.
"""

import json
import re
import sys
from pathlib import Path

_ENTRY = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(\[[^\]]*\])?==([^\s;\\]+)")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> dict[str, tuple[str, str]]:
    """Name → (`name==version`, whole entry with its hashes)."""
    entries: dict[str, tuple[str, str]] = {}
    current: list[str] = []
    name = constraint = ""

    def keep() -> None:
        if name:
            entries[canonical(name)] = (constraint, "\n".join(current).rstrip("\\ \n"))

    for line in text.splitlines():
        if found := _ENTRY.match(line):
            keep()
            name, constraint, current = found[1], f"{found[1]}=={found[3]}", [line]
        elif line.lstrip().startswith("--hash="):
            current.append(line)
    keep()
    return entries


def select_entries(
    entries: dict[str, tuple[str, str]], report: dict[str, list[dict[str, dict[str, str]]]]
) -> list[str]:
    """Hashed entries for everything pip would install, the project's own wheels left out."""
    names = sorted(canonical(item["metadata"]["name"]) for item in report["install"])
    return [entries[name][1] for name in names if not name.startswith("lienthong-")]


def main(arguments: list[str]) -> None:
    entries = read_lock(Path(arguments[0]).read_text("utf-8"))
    if len(arguments) == 1:
        lines = [constraint for constraint, _ in entries.values()]
    else:
        lines = select_entries(entries, json.loads(Path(arguments[1]).read_text("utf-8")))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
