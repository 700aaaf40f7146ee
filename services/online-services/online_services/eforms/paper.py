"""The answered form as a PDF: the paper "Đơn", "Tờ khai", "Giấy đề nghị" that nobody should have to write a second time."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import anyio.to_thread
from pydantic import Field

from shared.contracts.values import FileReference
from shared.printing.forms import Fields, Template, print_accepted, print_form
from shared.standards.calendar_days import VIETNAM_TIME
from shared.standards.vietnamese import fold
from shared.storage.files import FileStore
from shared.work.eforms.render import view_answers
from shared.work.eforms.schema import EForm
from shared.work.form_templates import AcceptedTemplates


class Answer(Fields):
    """Câu trả lời."""

    label: str
    text: str


class Group(Fields):
    """Nhóm câu hỏi."""

    label: str
    lines: list[Answer]


class FiledForm(Fields):
    """Bản in tờ khai."""

    title: str = Field(min_length=1, description="tên tờ khai")
    groups: list[Group] = Field(description="các nhóm câu hỏi: label, lines (label, text)")
    made: str = Field(min_length=1, description="lập từ đâu, lúc nào")
    applicant: str = Field("", description="người nộp")
    issued_on: date = Field(description="ngày lập")


FILED_COPY = Template(
    name="filed-form",
    rule_set="chung",
    title="Bản in tờ khai",
    number="",
    file=Path(__file__).parent / "paper.typ",
    fields=FiledForm,
    sample={
        "title": "Tờ khai",
        "groups": [{"label": "Người nộp", "lines": [{"label": "Họ và tên", "text": "Trần Thị Ngọc Lan"}]}],
        "made": "Lập từ tờ khai điện tử",
        "applicant": "Trần Thị Ngọc Lan",
        "issued_on": date(2026, 3, 2),
    },
)


FORM_TEMPLATES = {(FILED_COPY.rule_set, FILED_COPY.name): FILED_COPY}


def print_answers(eform: EForm, answers: Mapping[str, Any], title: str, moment: datetime) -> bytes:
    """As the package has it. The same answers and moment give the same bytes."""
    return print_form(FILED_COPY, _shown(eform, answers, title, moment))


def _shown(eform: EForm, answers: Mapping[str, Any], title: str, moment: datetime) -> dict[str, Any]:
    at = moment.astimezone(VIETNAM_TIME)
    groups = [
        {"label": label, "lines": [{"label": line.label, "text": line.text} for line in lines]}
        for label, lines in view_answers(eform, answers)
    ]
    return {
        "title": title,
        "groups": groups,
        "made": f"Lập từ tờ khai điện tử lúc {at:%H:%M:%S %d/%m/%Y}",
        "applicant": str(answers.get("applicant_name", "")),
        "issued_on": at.date(),
    }


class PaperMaker:
    """Prints, on the province's template where one has been accepted, and keeps; one per process."""

    def __init__(self, files: FileStore, accepted: AcceptedTemplates) -> None:
        self._files = files
        self._accepted = accepted

    async def print(self, eform: EForm, answers: Mapping[str, Any], title: str, moment: datetime) -> bytes:
        """As it would be printed now, at the cost of who asks, as often as he likes; kept nowhere. Refuses who asks too often."""
        return await self._print(eform, answers, title, moment, paid=True)

    async def _print(
        self, eform: EForm, answers: Mapping[str, Any], title: str, moment: datetime, *, paid: bool
    ) -> bytes:
        if source := await self._accepted.source_of(FILED_COPY):
            return await print_accepted(FILED_COPY, source, _shown(eform, answers, title, moment), paid=paid)
        return await anyio.to_thread.run_sync(print_answers, eform, answers, title, moment)

    async def __call__(self, eform: EForm, answers: dict[str, Any], title: str, moment: datetime) -> FileReference:
        # A dossier is filed once; that it is does not hang on what else was printed or opened meanwhile.
        content = await self._print(eform, answers, title, moment, paid=False)
        name = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:80] or "to-khai"
        return await self._files.put(content, "application/pdf", f"{name}.pdf")
