"""The gateway learns from the parts where their pages are and which of their forms are special: nothing in it names a place of theirs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.web.landmarks import Landmark
from testing.members import SERVICES, WEB_MEMBERS

GATEWAY = next(member for member in WEB_MEMBERS if member.name == "gateway")
PLACES = sorted(place for member in SERVICES for place in member.load("features").MEMBER.description.places)
NAMED = re.compile(rf"/(?:{'|'.join(map(re.escape, PLACES))})(?![\w-])")


def _texts(file: Path) -> Iterator[str]:
    """What the file says to the machine: of a module its strings without the docstrings, of a template all."""
    if file.suffix != ".py":
        yield file.read_text("utf-8")
        return
    tree = ast.parse(file.read_text("utf-8"))
    said = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


@pytest.mark.parametrize("suffix", [".py", ".html"])
def test_no_place_of_a_service_is_named_in_the_gateway(suffix: str) -> None:
    files = [file for file in sorted(GATEWAY.code.rglob(f"*{suffix}")) if "migrations" not in file.parts]
    assert len(files) > 10, "the walk over the files has seen next to nothing"
    named = [
        f"{file.relative_to(GATEWAY.code)}: {found[0]}"
        for file in files
        for text in _texts(file)
        for found in NAMED.finditer(text)
    ]
    assert not named


def test_each_landmark_that_a_page_of_the_gateway_leads_to_is_declared_once() -> None:
    pages = [file.read_text("utf-8") for file in sorted(GATEWAY.code.rglob("*.html"))]
    asked = {name for page in pages for name in re.findall(r'landmark\("(\w+)"\)', page)}
    looped = {name for page in pages if "landmark(name)" in page for name in re.findall(r'\("(\w+)", _\(', page)}
    declared = [name for member in SERVICES for name in member.load("features").MEMBER.description.landmarks]
    assert asked | looped == set(Landmark) == set(declared)
    assert len(declared) == len(set(declared))


def test_the_walk_knows_a_place_when_it_sees_one() -> None:
    assert "van-ban" in PLACES
    assert NAMED.search('action="/van-ban/di"')
    assert not NAMED.search("/van-ban-khac")
