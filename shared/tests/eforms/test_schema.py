import socket
from copy import deepcopy
from typing import Any

import pytest

from shared.work.eforms.answers import check_answers
from shared.work.eforms.schema import UnusableForm, load_eform

FORM: dict[str, Any] = {
    "id": "thu",
    "version": 1,
    "title": "Thử",
    "schema": {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "title": "Loại", "enum": ["a", "b"]},
            "name": {"type": "string", "title": "Tên"},
        },
        "required": ["kind"],
    },
    "uischema": {
        "type": "VerticalLayout",
        "elements": [
            {
                "type": "Group",
                "label": "Nhóm",
                "elements": [
                    {"type": "Control", "scope": "#/properties/kind"},
                    {
                        "type": "Control",
                        "scope": "#/properties/name",
                        "rule": {
                            "effect": "SHOW",
                            "condition": {"scope": "#/properties/kind", "schema": {"const": "a"}},
                        },
                    },
                ],
            }
        ],
    },
}


def changed(path: list[str | int], value: object) -> dict[str, Any]:
    form = deepcopy(FORM)
    place: Any = form
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return form


CONTROLS: list[str | int] = ["uischema", "elements", 0, "elements"]


def test_a_good_form_loads() -> None:
    assert load_eform(FORM).shown({"kind": "a"}) == {"kind", "name"}
    assert load_eform(FORM).shown({"kind": "b"}) == {"kind"}


@pytest.mark.parametrize(
    "form",
    [
        changed(["schema", "properties", "name", "type"], "strin"),
        changed(["schema", "properties", "name", "type"], "object"),
        changed(["schema", "properties", "name", "title"], ""),
        changed(["schema", "properties", "name", "pattern"], "("),
        changed(["schema", "properties", "name", "$ref"], "http://127.0.0.1:9/x"),
        changed(["schema", "properties", "name", "$ref"], "file:///etc/passwd"),
        changed(["schema", "$schema"], "http://json-schema.org/draft-07/schema#"),
        changed(["schema", "required"], ["kind", "ghost"]),
        changed(["schema", "required"], ["kind", "name"]),
        changed([*CONTROLS, 0, "scope"], "#/properties/ghost"),
        changed([*CONTROLS, 0, "scope"], "#/properties/name"),
        changed([*CONTROLS, 0, "options"], {"widget": "script"}),
        changed([*CONTROLS, 1, "rule", "effect"], "DISABLE"),
        changed([*CONTROLS, 1, "rule", "condition", "scope"], "#/properties/ghost"),
        changed(["uischema", "type"], "HorizontalLayout"),
        changed(["schema"], []),
        changed(["title"], None),
    ],
)
def test_a_form_that_could_not_be_shown_answered_or_trusted_is_refused(form: dict[str, Any]) -> None:
    with pytest.raises(UnusableForm) as refused:
        load_eform(form)
    assert refused.value.problems


def test_no_reference_is_ever_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        with pytest.raises(UnusableForm):
            load_eform(changed(["schema", "properties", "name", "$ref"], address))
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_bad_pattern_cannot_hang_the_check() -> None:
    from datetime import date

    eform = load_eform(changed(["schema", "properties", "name", "pattern"], "^(a+)+$"))
    # Tried in every way, as a pattern that looks back is, this would last longer than anybody waits.
    errors = check_answers(eform, {"kind": "a", "name": "a" * 60 + "!"}, date(2026, 1, 1))
    assert [error.pointer for error in errors] == ["/name"]
