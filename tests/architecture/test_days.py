"""The day of a stored moment is the day in Vietnam: databases give moments in UTC, where it is yesterday until seven in the morning."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_DAY_OF_A_MOMENT = re.compile(r"\.\w+_(?:at|from|until|since)\.date\(\)")
"""Moments are named so; what was brought to Vietnam before is another name, or has a call between."""


def _code() -> Iterator[Path]:
    for folder in ("services", "shared", "gateway", "signing", "operations"):
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "tests" not in path.parts)


def test_no_day_is_taken_from_a_moment_as_it_is_stored() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _code()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _DAY_OF_A_MOMENT.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("row.version.effective_from.date()", True),
        ("dossier.opened_at.date()", True),
        ("dossier.opened_at.astimezone(VIETNAM).date()", False),
        ("clock.local_now().date()", False),
    ],
)
def test_what_is_looked_for(line: str, *, wrong: bool) -> None:
    assert bool(_DAY_OF_A_MOMENT.search(line)) is wrong
