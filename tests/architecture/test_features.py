"""Each feature is declared once, and what the parts declare fits together."""

import importlib

import pytest

from gateway.features import OWN_PLACES
from shared.web.feature import Feature
from testing.members import SERVICES, WEB_MEMBERS, Member


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
