"""Steps of a procedure: who works at each, for how long, and what may be done there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class StepAction(StrEnum):
    """Thao tác riêng của một bước: what not every step has. The acts that each one has are in the table of steps (`dossiers.rules`)."""

    ASSIGN = "assign"  # phân công
    REQUEST_SUPPLEMENT = "request_supplement"  # yêu cầu bổ sung
    APPROVE = "approve"  # phê duyệt, ký
    RETURN_RESULT = "return_result"  # trả kết quả


@dataclass(frozen=True)
class Step:
    """Bước trong quy trình nội bộ."""

    position: int
    code: str
    name: str
    role: str
    hours: int
    actions: frozenset[str]

    @property
    def signs(self) -> bool:
        return StepAction.APPROVE in self.actions


UNLABELLED = {"content": "Nội dung yêu cầu giải quyết"}
"""What the counter types is no field of an e-form."""


def title_of(labels: Sequence[Mapping[str, Any]], field: str) -> str:
    """What people call a field of the e-form; its name where the e-form is not known."""
    return next((str(label["title"]) for label in labels if label["name"] == field), UNLABELLED.get(field, field))


def step_after(steps: Sequence[Step], position: int) -> Step | None:
    return steps[position + 1] if position + 1 < len(steps) else None


def step_before(steps: Sequence[Step], position: int) -> Step | None:
    return steps[position - 1] if position > 0 else None


def check_steps(steps: Sequence[Step]) -> None:
    """A procedure begins and ends at the counter and is signed exactly once; raise ValueError otherwise."""
    if len(steps) < 3:
        raise ValueError("a procedure has at least three steps")
    if [step.position for step in steps] != list(range(len(steps))):
        raise ValueError("steps must be numbered from 0 without a gap")
    if steps[0].role != "counter-officer" or StepAction.RETURN_RESULT not in steps[-1].actions:
        raise ValueError("a procedure begins and ends at the counter")
    if [step.position for step in steps if step.signs] != [len(steps) - 2]:
        raise ValueError("the result is signed once, right before it is handed over")
    if any(step.hours < 0 for step in steps):
        raise ValueError("hours are not negative")
