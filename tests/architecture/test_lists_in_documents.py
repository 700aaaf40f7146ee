"""Where a page lists all of a kind - commands, folders, events - none is left out and none has gone."""

import importlib
import re

import pytest

from shared.contracts.event import Event
from shared.contracts.routing import subscribers_of
from testing.members import MEMBERS, ROOT, SERVICES, Member
from tests.architecture.test_named_in_documents import COMMANDS

SHARED = next(member for member in MEMBERS if member.name == "shared")


def _events() -> list[type[Event]]:
    """Every event that has a type of its own."""
    for module in sorted((SHARED.code / "contracts").glob("*.py")):
        importlib.import_module(f"shared.contracts.{module.stem}")
    found: list[type[Event]] = []
    rest: list[type[Event]] = [Event]
    while rest:
        kind = rest.pop()
        rest += kind.__subclasses__()
        if "type" in vars(kind):
            found.append(kind)
    return found


EVENTS = {kind.type: kind.kind for kind in _events() if kind.__module__.startswith("shared.contracts.")}
SHORT = {name.split(".")[1] for name in EVENTS}


def _readme_of(member: Member) -> str:
    return (member.folder / "README.md").read_text("utf-8")


def _events_in(text: str, title: str) -> set[str]:
    """Events under a heading, as READMEs write them: `one-stop.dossier-moved.v1`, or the middle alone."""
    section = text.partition(f"## {title}\n")[2].partition("\n## ")[0]
    words = re.findall(r"`(?:[a-z-]+\.)?([a-z-]+)(?:\.v\d)?`", section)
    return {word for word in words if word in SHORT}


def _first_cells(text: str, heading: str) -> set[str]:
    """Names in backticks in the first column of the table that begins so."""
    rows = text.partition(f"{heading}\n")[2].partition("\n\n")[0].splitlines()[1:]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def _folders_of(member: Member) -> set[str]:
    return {f"{path.parent.name}/" for path in member.code.glob("*/*.py")} - {"migrations/"}


def test_readme_lists_every_command() -> None:
    listed = {name.split()[0] for name in _first_cells((ROOT / "README.md").read_text("utf-8"), "| Command | Does |")}
    assert listed == COMMANDS


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_lists_all_that_it_publishes_and_listens_to(service: Member) -> None:
    text = _readme_of(service)
    told = {name.split(".")[1] for name in EVENTS if name.startswith(f"{service.name}.")}
    heard = {
        name.split(".")[1]
        for name, kind in EVENTS.items()
        if service.name in subscribers_of(name.partition(".")[0], kind)
    }
    assert told, "the walk over the events has seen nothing"
    assert (_events_in(text, "Publishes"), _events_in(text, "Listens to")) == (told, heard)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_table_of_folders_has_every_folder(service: Member) -> None:
    if listed := _first_cells(_readme_of(service), "| Folder | What |"):
        assert {name for name in listed if name.endswith("/")} == _folders_of(service)


def test_every_package_of_shared_is_described() -> None:
    assert _first_cells(_readme_of(SHARED), "| Package | Holds |") == _folders_of(SHARED)
    architecture = (ROOT / "docs/architecture.md").read_text("utf-8")
    row = next(line for line in architecture.splitlines() if line.startswith("| `shared/shared/`"))
    assert {name for words in re.findall(r"`([^`]+)`", row) for name in words.split()} >= _folders_of(SHARED)
