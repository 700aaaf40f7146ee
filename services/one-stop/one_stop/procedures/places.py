"""Bước do cơ quan khác làm, as a procedure's row says it: what may be done there, checked before it is published."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from one_stop.procedures.faults import Fault

_AT_THE_COUNTER = (
    "Bước tiếp nhận và bước trả kết quả do cơ quan giải quyết hồ sơ làm: hãy để trống cơ quan của bước này."
)
_NO_SUPPLEMENT = "Bước do cơ quan khác làm không yêu cầu bổ sung: cơ quan đó trả lại bước trước kèm lý do, nơi tiếp nhận yêu cầu một lần."
_NO_OPINIONS = "Bước do cơ quan khác làm không lấy ý kiến: cơ quan giải quyết hồ sơ lấy ý kiến ở bước của mình."


def check_places(rows: Sequence[Mapping[str, Any]]) -> None:
    """Between reception and return any step may be another agency's. Raise a fault for what could not be done there.

    What is missing is told the applicant once, by the counter that received it (NĐ 118/2025/NĐ-CP, Điều 17 khoản 2).
    """
    for position, step in enumerate(rows):
        for where, sentence in _faults(step, first=position == 0) if step.get("at") else ():
            raise Fault(f"/steps/{position}/{where}", sentence)
    for position, (step, following) in enumerate(pairwise(rows)):
        if "assign" in step["actions"] and step.get("at", "") != following.get("at", ""):
            sentence = f"Bước “{step['name']}” không phân công được: bước “{following['name']}” do cơ quan khác làm."
            raise Fault(f"/steps/{position}/actions", sentence)


def _faults(step: Mapping[str, Any], *, first: bool) -> Iterator[tuple[str, str]]:
    actions = set(step["actions"])
    if first or "return_result" in actions:
        yield "at", _AT_THE_COUNTER
    if "approve" in actions and step["role"] != "leader":
        yield "role", f"Bước “{step['name']}” phê duyệt, ký ở cơ quan khác thì phải do lãnh đạo cơ quan đó làm."
    if "request_supplement" in actions:
        yield "actions", _NO_SUPPLEMENT
    if step.get("consults"):
        yield "consults", _NO_OPINIONS
