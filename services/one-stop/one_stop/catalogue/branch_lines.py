"""Các nhánh song song of a step, a line of text each on the screen: `Việc | nơi làm | số giờ`."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator

from one_stop.catalogue.boxes import Text, whole_number
from one_stop.procedures.rules import PARENT
from one_stop.procedures.words import ABOVE
from shared.standards.typed import Unreadable

_UNIT = "đơn vị:"
_OUTSIDE = "ngoài hệ thống:"
_OPTIONAL = "không bắt buộc"


def branch_rows(text: str) -> list[dict[str, Any]]:
    """Raises Unreadable for a line that lacks what is done, where, or within how long."""
    return [_row(line) for line in filter(None, map(str.strip, text.split("\n")))]


def _row(line: str) -> dict[str, Any]:
    name, place, hours, more = ([part.strip() for part in line.split("|", 3)] + ["", "", ""])[:4]
    if not name or not place or not hours:
        raise Unreadable("value_missing")
    if more and more.lower() != _OPTIONAL:
        raise Unreadable("number_wrong")
    optional = {"required": False} if more else {}
    return {"name": name} | _place(place) | {"hours": whole_number(hours)} | optional


def _place(place: str) -> dict[str, str]:
    if place.lower().startswith(_UNIT):
        return {"unit": place[len(_UNIT) :].strip()}
    if place.lower().startswith(_OUTSIDE):
        return {"outside": place[len(_OUTSIDE) :].strip()}
    return {"of": PARENT if place.lower() == ABOVE else place}


def _place_typed(row: Mapping[str, Any]) -> str:
    if row.get("unit"):
        return f"{_UNIT} {row['unit']}"
    if row.get("outside"):
        return f"{_OUTSIDE} {row['outside']}"
    return ABOVE if row["of"] == PARENT else str(row["of"])


def _readable(text: str) -> str:
    branch_rows(text)
    return text


BranchLines = Annotated[Text, AfterValidator(_readable)]


def typed_branches(rows: Iterable[Mapping[str, Any]]) -> str:
    """As the screen's form has them."""
    return "\n".join(_typed(row) for row in rows)


def _typed(row: Mapping[str, Any]) -> str:
    parts = [str(row["name"]), _place_typed(row), str(row["hours"])]
    return " | ".join(parts if row.get("required", True) else [*parts, _OPTIONAL])
