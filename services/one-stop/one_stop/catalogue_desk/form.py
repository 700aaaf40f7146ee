"""A posted form of a procedure, as nested values, and the boxes in which its faults are shown."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from shared.core.addresses import field_name
from shared.core.errors import FieldError

LISTS = ("agencies", "actions", "cases", "channels")
SPARE_CASES = 2
SPARE_FEES = 2
SPARE_LEGAL = 2
SPARE_PAPERS = 3
SPARE_RESULTS = 1
SPARE_STEPS = 2
_LONGEST = 12_000
_BOXES = {"agencies": "agencies", "papers": "papers.0.name", "steps": "steps.0.name"}
"""Where a fault of a whole list is shown."""


def read_typed(boxes: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """`papers.0.name=…` as `{"papers": [{"name": …}]}`; rows without words are left out, the others stand by their number."""
    tree: dict[str, Any] = {}
    for name, value in boxes:
        parts = name.split(".")
        if len(parts) > 4 or not isinstance(value, str):
            continue
        place = tree
        for part in parts[:-1]:
            inner = place.setdefault(part, {})
            place = inner if isinstance(inner, dict) else {}
        text = value.replace("\x00", "")[:_LONGEST]
        place[parts[-1]] = [*place.get(parts[-1], []), text] if parts[-1] in LISTS else text
    typed = {name: said for name, said in tree.items() if name not in ("csrf_token", "version", "then")}
    typed.setdefault("agencies", [])
    typed["cases"] = _rows(typed.get("cases"), ("name",))
    typed["fees"] = _rows(typed.get("fees"), ("name",))
    typed["results"] = _rows(typed.get("results"), ("name", "code"))
    typed["papers"] = _rows(typed.get("papers"), ("name",))
    typed["legal_documents"] = _rows(typed.get("legal_documents"), ("number", "name"))
    typed["steps"] = [_step(row) for row in _rows(typed.get("steps"), ("name",))]
    return typed


def _rows(found: Any, words: Iterable[str]) -> list[dict[str, Any]]:
    rows = [
        (_place(row, index), row) for index, row in (found if isinstance(found, dict) else {}).items() if _is_row(row)
    ]
    rows = [(place, row) for place, row in rows if any(str(row.get(word, "")).strip() for word in words)]
    return [
        {name: said for name, said in row.items() if name != "position"} for _, row in sorted(rows, key=lambda r: r[0])
    ]


def _is_row(row: Any) -> bool:
    return isinstance(row, dict)


def _place(row: Mapping[str, Any], index: str) -> tuple[int, int]:
    """By the number that was typed, then as the rows stood."""
    stood = int(index) if index.isascii() and index.isdecimal() and len(index) < 6 else 0
    typed = str(row.get("position", "")).strip()
    return (int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else stood + 1), stood


def _step(row: dict[str, Any]) -> dict[str, Any]:
    """Without a condition, without a consultation: where their boxes are empty."""
    when, consults = row.get("when"), row.get("consults")
    if not isinstance(when, dict) or not str(when.get("field", "")).strip():
        row.pop("when", None)
    if not isinstance(consults, dict) or not any(str(said).strip(" 0") for said in consults.values()):
        row.pop("consults", None)
    return row


def _box_of_case(name: str) -> str:
    """Terms of a case stand in one row of boxes; the code of a paper in none."""
    name = re.sub(r"^(cases\.\d+)\.channels\.([a-z]+)\.(?:term\.)?", r"\1.\2_", name)
    name = re.sub(r"^(cases\.\d+)\.term\.", r"\1.", name)
    name = re.sub(r"^(papers|results)\.(\d+)\.(?:blank|sample)$", r"tep.\1.\2", name)
    return re.sub(r"^(papers\.\d+)\.code$", r"\1.name", name)


def errors_at_boxes(faults: Iterable[FieldError]) -> dict[str, str]:
    """The first fault of each box of the form."""
    found: dict[str, str] = {}
    for fault in faults:
        name = field_name(fault.pointer)
        name = _box_of_case(name)
        name = name + ".field" if name.endswith(".when") else name + ".hours" if name.endswith(".consults") else name
        found.setdefault(_BOXES.get(name, name), fault.sentence)
    return found
