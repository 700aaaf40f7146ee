"""A file of the repository that is written from the code: what `tools/*_page.py` are called with."""

import argparse
from collections.abc import Callable
from pathlib import Path


def main(page: Path, write: Callable[[], str], description: str | None) -> int:
    """Write it; with `--check` only compare, and end with 1 when it is not current."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="only compare")
    words = write()
    if parser.parse_args().check:
        return int(not page.exists() or page.read_text("utf-8") != words)
    page.write_text(words, "utf-8")
    return 0
