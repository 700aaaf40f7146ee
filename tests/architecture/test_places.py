"""Where a page is, only the part that has it says. The gateway learns it from the parts; `shared` knows what every page leads to alone."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from shared.web.feature import places_of, routes_in
from shared.web.landmarks import Landmark
from shared.web.signposts import Signpost
from testing.members import MEMBERS, SERVICES, WEB_MEMBERS, Member

GATEWAY = next(member for member in MEMBERS if member.name == "gateway")
SHARED = next(member for member in MEMBERS if member.name == "shared")
PAGES = {member.name: member.load("features").MEMBER.pages for member in WEB_MEMBERS}
PLACES = sorted(place for member in SERVICES for place in places_of(PAGES[member.name]))
PLACES_OF_ALL = sorted({place for pages in PAGES.values() for place in places_of(pages)} - {""})


def _naming(places: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"/(?:{'|'.join(map(re.escape, places))})(?![\w-])")


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


def _named(member: Member, suffix: str, places: Iterable[str], allowed: str = "") -> list[str]:
    files = [file for file in sorted(member.code.rglob(f"*{suffix}")) if "migrations" not in file.parts]
    assert len(files) > 10, "the walk over the files has seen next to nothing"
    return [
        f"{file.relative_to(member.code)}: {found[0]}"
        for file in files
        if file.name != allowed
        for text in _texts(file)
        for found in _naming(places).finditer(text)
    ]


@pytest.mark.parametrize("suffix", [".py", ".html"])
def test_no_place_of_a_service_is_named_in_the_gateway(suffix: str) -> None:
    assert not _named(GATEWAY, suffix, PLACES)


@pytest.mark.parametrize("suffix", [".py", ".html"])
def test_no_page_is_named_in_shared_but_by_the_signposts(suffix: str) -> None:
    assert not _named(SHARED, suffix, PLACES_OF_ALL, allowed="signposts.py")


@pytest.mark.parametrize("signpost", Signpost)
def test_each_signpost_is_a_page_of_one_member(signpost: Signpost) -> None:
    owners = [name for name, pages in PAGES.items() if signpost in {route.path for route in routes_in(pages)}]
    assert len(owners) == 1


def test_each_landmark_that_a_page_of_the_gateway_leads_to_is_declared_once() -> None:
    pages = [file.read_text("utf-8") for file in sorted(GATEWAY.code.rglob("*.html"))]
    asked = {name for page in pages for name in re.findall(r'landmark\("(\w+)"\)', page)}
    looped = {name for page in pages if "landmark(name)" in page for name in re.findall(r'\("(\w+)", _\(', page)}
    declared = [name for member in SERVICES for name in member.load("features").MEMBER.description.landmarks]
    assert asked | looped == set(Landmark) == set(declared)
    assert len(declared) == len(set(declared))


def test_the_walk_knows_a_place_when_it_sees_one() -> None:
    assert "van-ban" in PLACES
    assert _naming(PLACES).search('action="/van-ban/di"')
    assert not _naming(PLACES).search("/van-ban-khac")
