"""What the province's file says of a procedure is read: nothing stands there that changes nothing."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

from one_stop.procedures import actions
from one_stop.procedures.rules import StepAction, faults_of, whole
from testing.members import ROOT

PROVINCES = (ROOT / "data" / "binh-dinh", ROOT / "tests" / "provinces" / "van-hai")
NUMBER = "no"
"""Of the provincial list, with which `shared/tests/standards` compares the file."""


class Watched(dict[str, Any]):
    """An object of the file that notes which of its keys are asked for."""

    def __init__(self, place: str, values: dict[str, Any], seen: set[str]) -> None:
        super().__init__({key: _watched(f"{place}{key}", value, seen) for key, value in values.items()})
        self._place, self._seen = place, seen

    def __getitem__(self, key: str) -> Any:
        self._seen.add(f"{self._place}{key}")
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._seen.add(f"{self._place}{key}")
        return super().get(key, default)


def _watched(place: str, value: Any, seen: set[str]) -> Any:
    if isinstance(value, dict):
        return Watched(f"{place}.", value, seen)
    return [_watched(place, one, seen) for one in value] if isinstance(value, list) else value


def _keys(place: str, value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        for key, inner in one.items() if isinstance(one, dict) else ():
            yield f"{place}{key}"
            yield from _keys(f"{place}{key}.", inner)


def _procedures(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "procedures.json").read_text("utf-8"))["procedures"]
    return found


def test_every_word_about_a_procedure_is_read() -> None:
    rows = [row for folder in PROVINCES for row in _procedures(folder)]
    seen: set[str] = set()
    for row in rows:
        watched = Watched("", whole(row), seen)
        version = actions._version(watched, [], "", 1)
        faults_of(watched, [])
        actions._add_parts(MagicMock(), version, watched)
        actions._event(watched)
    assert {key for row in rows for key in _keys("", row)} - seen == {NUMBER}


def test_a_step_offers_no_act_that_nothing_asks_for() -> None:
    offered = {
        act for folder in PROVINCES for row in _procedures(folder) for step in row["steps"] for act in step["actions"]
    }
    assert offered == {act.value for act in StepAction}
    code = "".join(path.read_text("utf-8") for path in (ROOT / "services/one-stop/one_stop").rglob("*.py"))
    assert [act for act in StepAction if f"StepAction.{act.name}" not in code] == []
