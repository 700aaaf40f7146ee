"""The answered form as a PDF: the paper "Đơn", "Tờ khai", "Giấy đề nghị" that nobody should have to write a second time."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import anyio.to_thread

from online_services.eforms.render import view_answers
from online_services.eforms.schema import EForm
from shared.contracts.values import FileReference
from shared.printing.printable import print_pdf
from shared.standards.calendar_days import VIETNAM_TIME
from shared.standards.vietnamese import fold
from shared.storage.files import FileStore

_TEMPLATE = Path(__file__).parent / "paper.typ"


def print_answers(eform: EForm, answers: Mapping[str, Any], title: str, moment: datetime) -> bytes:
    """The same answers and moment give the same bytes."""
    at = moment.astimezone(VIETNAM_TIME)
    groups = [
        {"label": label, "lines": [{"label": line.label, "text": line.text} for line in lines]}
        for label, lines in view_answers(eform, answers)
    ]
    data = {
        "title": title,
        "groups": groups,
        "made": f"Lập từ tờ khai điện tử lúc {at:%H:%M:%S %d/%m/%Y}",
        "day": f"Ngày {at.day:02d} tháng {at.month:02d} năm {at.year}",
        "applicant": str(answers.get("applicant_name", "")),
    }
    return print_pdf(_TEMPLATE, data, at)


class PaperMaker:
    """Prints and keeps; every door that files has one."""

    def __init__(self, files: FileStore) -> None:
        self._files = files

    async def __call__(self, eform: EForm, answers: dict[str, Any], title: str, moment: datetime) -> FileReference:
        content = await anyio.to_thread.run_sync(print_answers, eform, answers, title, moment)
        name = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:80] or "to-khai"
        return await self._files.put(content, "application/pdf", f"{name}.pdf")
