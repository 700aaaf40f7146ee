"""The answered form as a PDF: the paper "Đơn", "Tờ khai", "Giấy đề nghị" that nobody should have to write a second time."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import anyio.to_thread
import typst

import shared
from online_services.eforms.render import view_answers
from online_services.eforms.schema import EForm
from shared.contracts.values import FileReference
from shared.files import FileStore
from shared.standards.calendar_days import VIETNAM_TIME
from shared.standards.vietnamese import fold

_TEMPLATE = Path(__file__).parent / "paper.typ"
_FONTS = Path(str(shared.__file__)).parent / "static" / "fonts"
_UNBROKEN = re.compile(r"\S{40}(?=\S{5})")
"""A word longer than a line would run off the paper."""
_WORD_BULLETS = re.compile("[\ue000-\uf8ff]")
"""Signs of a private font, as word processors paste them: people see a bullet."""


def print_answers(eform: EForm, answers: Mapping[str, Any], title: str, moment: datetime) -> bytes:
    """The same answers and moment give the same bytes."""
    at = moment.astimezone(VIETNAM_TIME)
    groups = [
        {"label": label, "lines": [{"label": line.label, "text": _broken(line.text)} for line in lines]}
        for label, lines in view_answers(eform, answers)
    ]
    data = {
        "title": title,
        "groups": groups,
        "made": f"Lập từ tờ khai điện tử lúc {at:%H:%M:%S %d/%m/%Y}",
        "day": f"Ngày {at.day:02d} tháng {at.month:02d} năm {at.year}",
        "applicant": _broken(str(answers.get("applicant_name", ""))),
    }
    pdf: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(_FONTS)] if _FONTS.is_dir() else [],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    return pdf


def _broken(text: str) -> str:
    return _UNBROKEN.sub("\\g<0>\u200b", _WORD_BULLETS.sub("•", text))


class PaperMaker:
    """Prints and keeps; every door that files has one."""

    def __init__(self, files: FileStore) -> None:
        self._files = files

    async def __call__(self, eform: EForm, answers: dict[str, Any], title: str, moment: datetime) -> FileReference:
        content = await anyio.to_thread.run_sync(print_answers, eform, answers, title, moment)
        name = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:80] or "to-khai"
        return await self._files.put(content, "application/pdf", f"{name}.pdf")
