"""Who plays, chosen by what the data of the running province say: agencies by tier, procedures by form, people by kind."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from operations.demo.declarations import can_declare, load_people
from operations.errors import CannotProceed

GENERAL = "chung"
"""The e-form that fits any procedure."""
_NEAR = ("department", "province")


@dataclass(frozen=True)
class Agencies:
    """Cơ quan tham gia, by what each does with the documents; codes."""

    issuing: str
    answering: str
    accepting: tuple[str, str]
    returning: str
    assigning: str
    keeping: str
    """Refuses a recall; need not be another than those above, only not the first that accepts."""


def cast_agencies(rows: Iterable[Mapping[str, str]], issuing: str) -> Agencies:
    """Departments first; work is assigned at an agency below the province where there is one."""
    others = [row for row in rows if row["code"] != issuing and not row.get("valid_to")]
    near = sorted((row for row in others if row["tier"] in _NEAR), key=lambda row: _NEAR.index(row["tier"]))
    below = [row for row in others if row["tier"] not in _NEAR]
    codes = [row["code"] for row in [*below[:1], *near, *below[1:]]]
    if len(codes) < 5:
        raise CannotProceed("Diễn thử cần ít nhất sáu cơ quan trong agencies.csv: một nơi gửi và năm nơi nhận.")
    assigning, answering, first, second, returning, *more = codes
    return Agencies(issuing, answering, (first, second), returning, assigning, more[0] if more else answering)


def cast_giver(rows: Iterable[Mapping[str, str]], accounts: Sequence[Mapping[str, str]], issuing: str) -> str:
    """The province's own committee where somebody leads it here, else the agency that issues."""
    led = {account["agency_code"] for account in accounts if account["role"] == "Lãnh đạo"}
    return next((row["code"] for row in rows if row["tier"] == "province" and row["code"] in led), issuing)


class Repertoire:
    """Thủ tục và người nộp của tỉnh."""

    def __init__(self, folder: Path) -> None:
        rows = json.loads((folder / "procedures.json").read_text("utf-8"))["procedures"]
        self._procedures: list[dict[str, Any]] = [row for row in rows if can_declare(row["form"])]
        people = load_people(folder).values()
        self._citizens = [person["user_name"] for person in people if person["kind"] == "citizen"]
        self._enterprises = [person["user_name"] for person in people if person["kind"] == "enterprise"]
        if not (any(row["form"] == GENERAL for row in self._procedures) and self._citizens):
            raise CannotProceed("Diễn thử cần một thủ tục dùng biểu mẫu “chung” và một công dân trong people.json.")

    def citizen(self, number: int) -> str:
        """User name; in a province of few citizens one plays several parts."""
        return str(self._citizens[number % len(self._citizens)])

    def has(self, form: str) -> bool:
        return any(row["form"] == form for row in self._procedures)

    def enterprise(self) -> str:
        return str(self._enterprises[0]) if self._enterprises else self.citizen(0)

    def procedure(self, form: str = GENERAL, number: int = 0) -> dict[str, Any]:
        """One with that form, otherwise one with the general form; `number`: which of them."""
        found = [row for row in self._procedures if row["form"] == form]
        return found[number % len(found)] if found else self.procedure(number=number)

    def paid(self, agency_code: str) -> dict[str, Any]:
        """One that costs something, at that agency where there is one."""
        costing = [row for row in self._procedures if row.get("fee")]
        here = [row for row in costing if agency_code in row["agencies"]]
        return next(iter(here or costing), self._procedures[0])

    def elsewhere(self, agency_code: str) -> dict[str, Any]:
        """One that another agency decides."""
        return next(row for row in self._procedures if agency_code not in row["agencies"])


def of_operator(accounts: Sequence[Mapping[str, str]]) -> str:
    """The agency that runs the system: it issues the first document and looks after the directory."""
    for account in accounts:
        if account["role"] == "Quản trị hệ thống":
            return account["agency_code"]
    raise CannotProceed("Diễn thử cần một người có vai trò quản trị hệ thống (operator) trong people.json.")
