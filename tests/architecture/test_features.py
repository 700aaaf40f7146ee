"""Each feature is declared once, and what the parts declare fits together."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.features import OWN_PLACES
from shared.web.feature import Feature
from testing.members import MEMBERS, SERVICES, WEB_MEMBERS, Member

WEB_AND_BROKER = {"fastapi", "starlette", "aio_pika", "aiohttp", "httpx"}
EDGE = re.compile(r"(?:.*_)?(?:feature|api|pages|views|edge)")
"""Names of files that are edges; whatever lies in a folder `desk` is one too, but for the declarations of lists."""
EDGES_BY_ANOTHER_NAME = {
    "mail_directory/delegations/document_files",
    "one_stop/worklist/together",
    "online_services/submissions/uploads",
}


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_every_declared_feature_is_in_the_list_of_its_service(member: Member) -> None:
    listed = member.load("features").MEMBER.features
    folders = sorted(path.parent.name for path in member.code.glob("*/feature.py"))
    assert folders, "the walk over the folders has seen nothing"
    declared: list[Feature] = [importlib.import_module(f"{member.package}.{name}.feature").FEATURE for name in folders]
    assert [name for name, feature in zip(folders, declared, strict=True) if feature not in listed] == []


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_every_router_is_declared_by_a_feature(member: Member) -> None:
    """A router that no feature names is a page that nobody can open."""
    known = {id(router) for feature in member.load("features").MEMBER.features for router in feature.routers}
    known |= {id(router) for feature in member.load("features").MEMBER.features for router in feature.pages}
    lost = [
        f"{path.parent.name}/{path.name}"
        for path, tree in member.modules()
        if "APIRouter(" in path.read_text("utf-8") and path.parent != member.code
        for module in [importlib.import_module(f"{member.package}.{path.parent.name}.{path.stem}")]
        if path.parent.parent == member.code
        for name, value in vars(module).items()
        if type(value).__name__ == "APIRouter" and id(value) not in known
    ]
    assert not lost


def test_no_two_parts_have_pages_at_one_place() -> None:
    taken = [(place, "gateway") for place in OWN_PLACES]
    taken += [
        (place, member.name) for member in SERVICES for place in member.load("features").MEMBER.description.places
    ]
    places = [place for place, _ in taken]
    assert [(place, part) for place, part in taken if places.count(place) > 1] == []


@pytest.mark.parametrize(
    "member", [m for m in MEMBERS if m.has("features") and m.name != "gateway"], ids=lambda m: m.name
)
def test_only_edges_know_the_web_and_the_broker(member: Member) -> None:
    """Whatever a feature's folder and its files are called: the contracts of `pyproject.toml` name layers alone. The gateway is all edge."""
    knowing = {
        f"{member.package}/{path.parent.name}/{path.stem}"
        for path, tree in member.modules()
        if path.parent.parent == member.code and "migrations" not in path.parts
        if WEB_AND_BROKER & set(_imported(tree)) and not _is_edge(path)
    }
    assert knowing == {name for name in EDGES_BY_ANOTHER_NAME if name.startswith(f"{member.package}/")}


@pytest.mark.parametrize("member", [m for m in MEMBERS if m.has("features")], ids=lambda m: m.name)
def test_only_an_edge_imports_an_edge(member: Member) -> None:
    """Also those of the hundred files that bear a name of their own, which the contract of layers does not see."""
    inner = [
        (path, tree) for path, tree in member.modules() if path.parent.parent == member.code and not _is_edge(path)
    ]
    assert inner, "the walk over the files has seen nothing"
    turned = [
        f"{path.parent.name}/{path.stem} imports {imported.parent.name}/{imported.stem}"
        for path, tree in inner
        if f"{member.package}/{path.parent.name}/{path.stem}" not in EDGES_BY_ANOTHER_NAME
        for imported in _modules_of(member, tree)
        if _is_edge(imported)
    ]
    assert not turned


def _is_edge(path: Path) -> bool:
    return bool(EDGE.fullmatch(path.stem)) or (path.parent.name == "desk" and not path.stem.endswith("_list"))


def _imported(tree: ast.Module) -> Iterator[str]:
    """First parts of what is imported, anywhere in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def _modules_of(member: Member, tree: ast.Module) -> Iterator[Path]:
    """Files of the member's features that are imported, anywhere in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)):
                path = member.folder / f"{name.replace('.', '/')}.py"
                if path.parent.parent == member.code and path.exists():
                    yield path
