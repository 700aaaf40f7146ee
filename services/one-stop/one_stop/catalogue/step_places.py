"""Cơ quan của bước as it is typed: chosen from the list as `Tên (mã)`, or typed as a code or a whole name."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from one_stop.procedures.rules import PARENT
from shared.core.errors import FieldError
from shared.directory.models import Agency
from shared.standards.vietnamese import fold

_CHOSEN = re.compile(r"\(([^()]+)\)$")
_UNKNOWN = (
    "Không có cơ quan nào đang hoạt động là “{}”: hãy chọn trong danh sách, hoặc ghi “cơ quan cấp trên”, hoặc để trống."
)


def read_places(steps: Iterable[dict[str, Any]], agencies: Iterable[Agency]) -> list[FieldError]:
    """Put the code where a name was typed; a fault at the box of each that is no agency at work."""
    names: dict[str, list[str]] = {}
    for agency in agencies:
        names.setdefault(fold(agency.name), []).append(agency.code)
    codes = {code for known in names.values() for code in known}
    faults = []
    for position, step in enumerate(steps):
        if step.get("at", PARENT) == PARENT:
            continue
        code = _code_of(step["at"], codes, names)
        if code is None:
            faults.append(FieldError(f"/steps/{position}/at", "agency_unknown", _UNKNOWN.format(step["at"])))
        else:
            step["at"] = code
    return faults


def _code_of(text: str, codes: set[str], names: Mapping[str, list[str]]) -> str | None:
    """None also for a name that two agencies have."""
    chosen = _CHOSEN.search(text)
    code = chosen[1].strip() if chosen else text
    named = [code] if code in codes else names.get(fold(text), [])
    return named[0] if len(named) == 1 else None
