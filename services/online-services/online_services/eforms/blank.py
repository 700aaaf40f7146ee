"""Mẫu trống of an e-form, to be filled in by hand by who cannot or will not file online (mẫu đơn tải về, NĐ 63/2010/NĐ-CP Điều 8)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import anyio.to_thread
from pydantic import Field

from shared.printing.forms import Fields, Template, print_form
from shared.standards.calendar_days import VIETNAM_TIME
from shared.work.eforms.render import ControlView, view_form
from shared.work.eforms.schema import EForm


class Question(Fields):
    """Câu hỏi."""

    label: str
    choices: list[str]
    """What may be ticked; none: it is answered in words."""
    rows: int
    """Dotted lines for the answer."""


class QuestionGroup(Fields):
    """Nhóm câu hỏi."""

    label: str
    questions: list[Question]


class BlankForm(Fields):
    """Mẫu trống."""

    title: str = Field(min_length=1, description="tên tờ khai")
    groups: list[QuestionGroup] = Field(description="các nhóm câu hỏi: label, questions (label, choices, rows)")
    made: str = Field(min_length=1, description="in từ tờ khai điện tử nào")
    issued_on: date = Field(description="ngày công bố tờ khai")


BLANK = Template(
    name="blank-form",
    rule_set="chung",
    title="Mẫu trống của tờ khai",
    number="",
    file=Path(__file__).parent / "blank.typ",
    fields=BlankForm,
    sample={},
)
_LONG = 4


def print_blank(eform: EForm, published: datetime) -> bytes:
    """Every question, also those that only some answers call for. The same version gives the same bytes."""
    return print_form(BLANK, _shown(eform) | {"issued_on": published.astimezone(VIETNAM_TIME).date()})


def _shown(eform: EForm) -> dict[str, Any]:
    groups = [
        {"label": group.label, "questions": [_question(control) for control in group.controls]}
        for group in view_form(eform, {})
    ]
    made = f"Mẫu in từ tờ khai điện tử, phiên bản {eform.version}; nộp trực tuyến thì không cần mẫu này"
    return {"title": eform.title, "groups": groups, "made": made}


def _question(control: ControlView) -> dict[str, Any]:
    label = control.label if control.required else f"{control.label} (nếu có)"
    if control.kind == "checkbox":
        return {"label": label, "choices": ["Có"], "rows": 0}
    choices = [words for _, words in control.options]
    return {"label": label, "choices": choices, "rows": 0 if choices else _LONG if control.kind == "textarea" else 1}


@dataclass
class Blanks:
    """Printed once for each version in a process: a published version never changes, and anybody may ask."""

    _printed: dict[tuple[str, int], bytes] = field(default_factory=dict)

    async def print(self, eform: EForm, published: datetime) -> bytes:
        key = (eform.id, eform.version)
        if key not in self._printed:
            self._printed[key] = await anyio.to_thread.run_sync(print_blank, eform, published)
        return self._printed[key]
