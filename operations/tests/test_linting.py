"""`lint` looks at all there is."""

from operations.linting import SCRIPTS, find_packages, find_scripts
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
