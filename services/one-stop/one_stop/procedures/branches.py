"""Bước song song: branches that begin together at a step and all of which meet before the next one. Pure values.

In a row of the province's file a step has `parallel`, a list of `{"name": "Ý kiến về môi trường", "of": "000.00.10.H99", "hours": 24}`; `of`
is an agency's code or `parent`, or instead there is `unit`, the name of a unit of the agency that has the dossier, or `outside`, a party
without accounts. `"required": false` is not waited for. A fork cannot be left open: the step that follows is where the branches meet.

A fork between the signature and the return is a group of procedures (liên thông nhóm thủ tục): the result that the agency itself gives is
signed and numbered first, and what the others give builds on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from one_stop.procedures.faults import Fault

_KNOWN = {"name", "of", "unit", "outside", "hours", "required"}
_PLACES = ("of", "unit", "outside")
_MARK = "#"
OUTSIDE = "@"
"""Before the key of a branch: in place of the code of an agency, for a party that has no accounts here (the police, insurance)."""


@dataclass(frozen=True)
class Branch:
    """Nhánh song song."""

    key: str
    """The step's code and its number there: what a part that was opened for it is known by."""
    name: str
    of: str
    unit: str
    hours: int
    outside: str = ""
    """Nơi ngoài hệ thống, by name: an officer writes down what it answers."""
    required: bool = True


def branches_of(step_code: str, said: Sequence[Mapping[str, Any]] | None) -> list[Branch]:
    return [
        Branch(
            f"{step_code}{_MARK}{number}",
            str(one["name"]),
            str(one.get("of", "")),
            str(one.get("unit", "")),
            int(one["hours"]),
            str(one.get("outside", "")),
            bool(one.get("required", True)),
        )
        for number, one in enumerate(said or (), 1)
    ]


def is_of_step(key: str, step_code: str) -> bool:
    return key.rpartition(_MARK)[0] == step_code


def check_forks(rows: Sequence[Mapping[str, Any]]) -> None:
    """A fork begins after somebody has examined the dossier and meets before it is signed. Raise a fault otherwise."""
    for position, step in enumerate(rows):
        if step.get("parallel") is not None:
            _check_branches(f"/steps/{position}/parallel", step)
            _check_place(rows, position)


def _check_branches(at: str, step: Mapping[str, Any]) -> None:
    said = step["parallel"]
    if not isinstance(said, list) or len(said) < 2:
        raise Fault(at, "Bước song song cần ít nhất hai nhánh; một nơi thì dùng lấy ý kiến.")
    for one in said:
        _check_branch(at, one, step["hours"])
    places = [(one.get("of", ""), one.get("unit", ""), one.get("outside", "")) for one in said]
    if len(set(places)) != len(places):
        raise Fault(at, "Mỗi nhánh giao một nơi khác nhau.")
    if not any(one.get("required", True) for one in said):
        raise Fault(at, "Cần ít nhất một nhánh bắt buộc, để hồ sơ biết chờ ai.")


def _check_branch(at: str, one: Any, longest: int) -> None:
    if not isinstance(one, Mapping) or not one.keys() <= _KNOWN:
        raise Fault(at, "Nhánh chỉ có tên việc, nơi làm, số giờ: nhánh không ký, không trả kết quả, không rẽ tiếp.")
    if not str(one.get("name", "")).strip() or sum(bool(one.get(place)) for place in _PLACES) != 1:
        raise Fault(
            at,
            "Mỗi nhánh cần tên việc và một nơi làm: mã cơ quan, “cơ quan cấp trên”, tên đơn vị hoặc nơi ngoài hệ thống.",
        )
    hours = one.get("hours")
    if not isinstance(hours, int) or not 1 <= hours <= longest:
        raise Fault(at, "Số giờ của nhánh từ 1 trở lên và không quá số giờ của bước song song.")


def _check_place(rows: Sequence[Mapping[str, Any]], position: int) -> None:
    step, at = rows[position], f"/steps/{position}/parallel"
    if step["role"] != "specialist" or set(step["actions"]) & {"approve", "return_result"} or step.get("at"):
        raise Fault(
            at, "Bước song song do chuyên viên của cơ quan giải quyết điều phối; không tiếp nhận, ký, trả kết quả."
        )
    if step.get("consults"):
        raise Fault(at, "Bước song song đã giao việc cho từng nơi; lấy ý kiến thì ghi ở bước khác.")
    if any(_signs(one) for one in rows[:position]):
        _check_after_signing(rows, position)
        return
    if not any(_meets(one) for one in rows[1:position]):
        raise Fault(at, "Trước bước song song cần một bước xem xét mà hồ sơ nào cũng qua.")
    if not any(_meets(one) for one in rows[position + 1 :]):
        raise Fault(
            at, "Các nhánh chưa có nơi gặp nhau: sau bước song song cần một bước mà hồ sơ nào cũng qua, trước bước ký."
        )


def _check_after_signing(rows: Sequence[Mapping[str, Any]], position: int) -> None:
    """Liên thông nhóm thủ tục: the branches build on a result that is signed; with the last answer the dossier is at the counter."""
    at = f"/steps/{position}/parallel"
    if position != len(rows) - 2:
        raise Fault(at, "Bước song song sau bước ký thì tiếp theo là bước trả kết quả.")
    if rows[position]["actions"]:
        raise Fault(at, "Kết quả đã ký trước khi rẽ nhánh: ở bước song song không còn yêu cầu bổ sung, phân công.")
    if any(one.get("at") for one in rows):
        raise Fault(at, "Rẽ nhánh sau khi ký thì cơ quan giải quyết hồ sơ tự ký kết quả.")


def _signs(step: Mapping[str, Any]) -> bool:
    return "approve" in step["actions"]


def _meets(step: Mapping[str, Any]) -> bool:
    """Every dossier goes through it, at the agency that has it, before it is signed; and it does not fork itself."""
    signs = set(step["actions"]) & {"approve", "return_result"}
    return not (signs or step.get("when") or step.get("at") or step.get("parallel"))
