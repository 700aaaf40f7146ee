"""What a step of a procedure says, in words. Pure."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from one_stop.procedures.cases import CASE_FIELD
from one_stop.procedures.rules import PARENT
from shared.access.rights import ROLE_NAMES
from shared.core.formats import file_size

ACTIONS = {
    "assign": "Phân công người thụ lý",
    "request_supplement": "Yêu cầu bổ sung",
    "approve": "Phê duyệt, ký kết quả",
    "return_result": "Trả kết quả",
}
ABOVE = "cơ quan cấp trên"
BRANCHES = "cùng lúc giao:"
_NONE: Mapping[str, str] = MappingProxyType({})
_KINDS = {"at_least": "từ {}", "below": "dưới {}", "one_of": "là {}"}


def place_words(place: str, names: Mapping[str, str]) -> str:
    return ABOVE if place == PARENT else names.get(place, place)


def branch_words(branch: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Who does it and how long."""
    place = branch.get("unit") or branch.get("outside") or place_words(branch["of"], names)
    place = place[:1].upper() + place[1:]
    said = [place, f"{branch['hours']} giờ làm việc"]
    return said if branch.get("required", True) else [*said, "không bắt buộc"]


def places_of(rows: Collection[Mapping[str, Any]]) -> set[str]:
    """Codes of the other agencies that these steps name."""
    found = {step.get("at", "") for step in rows}
    found |= {place for step in rows for place in (step.get("consults") or {}).get("of", ())}
    found |= {branch.get("of", "") for step in rows for branch in step.get("parallel") or ()}
    return found - {"", PARENT}


def step_words(
    step: Mapping[str, Any], names: Mapping[str, str], cases: Mapping[str, str], titles: Mapping[str, str] = _NONE
) -> list[str]:
    """Who, how long, what else and when. `names`: of agencies, `cases`: of cases, `titles`: of the e-form's fields, each by its code."""
    said = [ROLE_NAMES.get(step["role"], step["role"]), f"{step['hours']} giờ làm việc"]
    said += [ACTIONS.get(action, action).lower() for action in step["actions"]]
    if at := step.get("at"):
        said.append(f"do {place_words(at, names)} làm")
    if when := step.get("when"):
        said.append(f"chỉ khi {_when_words(when, cases, titles)}")
    if consults := step.get("consults"):
        places = ", ".join(place_words(at, names) for at in consults.get("of", ()))
        said.append(f"lấy ý kiến trong {consults['hours']} giờ làm việc{': ' + places if places else ''}")
    branches = [f"{one['name']} ({', '.join(branch_words(one, names))})" for one in step.get("parallel") or ()]
    return [*said, f"{BRANCHES} {'; '.join(branches)}"] if branches else said


def _when_words(when: Mapping[str, Any], cases: Mapping[str, str], titles: Mapping[str, str]) -> str:
    kind = next(kind for kind in _KINDS if kind in when)
    value = ", ".join(cases.get(one, one) for one in when[kind]) if kind == "one_of" else when[kind]
    field = "trường hợp" if when["field"] == CASE_FIELD else f"mục {titles.get(when['field'], when['field'])}"
    return f"{field} {_KINDS[kind].format(value)}"


def file_words(file: Mapping[str, Any] | None) -> str:
    """Its name, size and the beginning of its SHA-256: another file under the same name is another one."""
    return f"{file['name']} ({file_size(file['size'])}, mã tệp {file['sha256'][:8]})" if file else ""
