"""What a procedure's table may say of steps of other agencies; each fault in a sentence at its place."""

from copy import deepcopy
from typing import Any

import pytest

from one_stop.procedures.faults import Fault
from one_stop.procedures.picture import picture_of
from one_stop.procedures.places import check_places
from one_stop.procedures.rules import Step, step_before

from .kit import COUNTER, LEADER, SPECIALIST

DEPARTMENT = "000.00.10.H08"


def _step(code: str, role: str, *actions: str, at: str = "", **more: Any) -> dict[str, Any]:
    said = {"code": code, "name": code.capitalize(), "role": role, "hours": 4, "actions": list(actions)}
    return said | ({"at": at} if at else {}) | more


CHAIN = [
    _step("receive", COUNTER, "request_supplement"),
    _step("share", LEADER, "assign", at=DEPARTMENT),
    _step("examine", SPECIALIST, at=DEPARTMENT),
    _step("approve", LEADER, "approve", at=DEPARTMENT),
    _step("sign", LEADER, "approve", at="parent"),
    _step("return", COUNTER, "return_result"),
]


def test_any_step_between_reception_and_return_may_be_of_another_agency() -> None:
    check_places(CHAIN)
    picture = picture_of({"steps": CHAIN}, {DEPARTMENT: "Sở Xây dựng"})
    assert picture is not None
    facts = [" ".join(step.facts) for step in picture.steps]
    assert ["do Sở Xây dựng làm" in said for said in facts] == [False, True, True, True, False, False]
    assert "do cơ quan cấp trên làm" in facts[4]


@pytest.mark.parametrize(
    ("position", "changed", "place", "sentence"),
    [
        (0, {"at": DEPARTMENT}, "/steps/0/at", "Bước tiếp nhận và bước trả kết quả"),
        (5, {"at": "parent"}, "/steps/5/at", "Bước tiếp nhận và bước trả kết quả"),
        (4, {"role": SPECIALIST}, "/steps/4/role", "phải do lãnh đạo cơ quan đó làm"),
        (2, {"actions": ["request_supplement"]}, "/steps/2/actions", "không yêu cầu bổ sung"),
        (2, {"consults": {"hours": 8, "of": []}}, "/steps/2/consults", "không lấy ý kiến"),
        (2, {"at": "parent"}, "/steps/1/actions", "không phân công được"),
        (0, {"actions": ["assign"]}, "/steps/0/actions", "không phân công được"),
    ],
)
def test_what_could_not_be_done_there_is_refused_with_a_sentence(
    position: int, changed: dict[str, Any], place: str, sentence: str
) -> None:
    rows = deepcopy(CHAIN)
    rows[position] |= changed
    with pytest.raises(Fault) as refused:
        check_places(rows)
    assert (refused.value.pointer, sentence in str(refused.value)) == (place, True)


def test_it_is_given_back_to_the_step_before_wherever_that_is() -> None:
    steps = [
        Step(at, row["code"], row["name"], row["role"], 4, frozenset(row["actions"]), row.get("at", ""))
        for at, row in enumerate(CHAIN)
    ]
    assert step_before(steps, 4) == steps[3]
    assert step_before(steps, 2, {1}) == steps[0]
