"""`lint` looks at all there is."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from operations.linting import SCRIPTS, check_sizes, find_packages, find_scripts, strict_check
from testing.members import ROOT

OTHERS = {"tests", "frontend", "data", "docs", "var"}
"""Folders without code of ours, and the tests, which are checked by themselves."""


def test_no_python_file_is_forgotten() -> None:
    checked = {init.parent for init in find_packages(ROOT)} | {ROOT / folder for folder in SCRIPTS}
    folders = [f for f in ROOT.iterdir() if f.is_dir() and f.name[0] not in "._" and f.name not in OTHERS]
    found = [
        path
        for folder in folders
        for path in folder.rglob("*.py")
        if not {"tests", "migrations", "build"} & set(path.relative_to(ROOT).parts) and path.name != "conftest.py"
    ]
    assert len(found) > 500, "the walk over the folders has seen nothing"
    assert [str(path.relative_to(ROOT)) for path in found if not checked & set(path.parents)] == []
    assert {path.parent.name for path in find_scripts(ROOT)} == set(SCRIPTS)


def test_the_types_of_scripts_are_looked_at_like_those_of_packages() -> None:
    checked = strict_check(ROOT, Path("bin"))
    assert checked[0] == str(Path("bin") / "mypy")
    assert {"shared/shared", "tools/build_assets.py"} <= set(checked)
    assert {Path(path).parts[0] for path in checked[1:]} >= set(SCRIPTS)


@pytest.mark.parametrize("place", ["tools", "shared/shared"])
def test_a_file_that_is_too_long_is_named_wherever_it_lies(tmp_path: Path, place: str) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    for package in find_packages(tmp_path):
        package.parent.mkdir(parents=True, exist_ok=True)
    for script in SCRIPTS:
        (tmp_path / script).mkdir(exist_ok=True)
    said = io.StringIO()
    assert check_sizes(tmp_path, Console(file=said, width=200)) == 0, said.getvalue()
    (folder / "long.py").write_text("number = 1\n" * 301)
    assert check_sizes(tmp_path, Console(file=said, width=200)) == 1
    assert f"{place}/long.py" in said.getvalue()
