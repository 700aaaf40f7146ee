"""Who pays for a print in the province's look, and what becomes of it when the machine has no place."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shared.core.errors import TooMany, Unavailable
from shared.foreign import confined
from shared.printing.forms import Fields, Template, print_accepted


class _Note(Fields):
    issued_on: date


@pytest.mark.parametrize("refusal", [TooMany("foreign_work_budget", retry_after=30), Unavailable("foreign_work_busy")])
def test_who_pays_is_refused_and_a_counter_gets_the_package_s_look(
    refusal: Exception, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    payers: list[str | None] = []

    async def refuse(*_: Any, caller: str | None, **__: Any) -> bytes:
        payers.append(caller)
        raise refusal

    monkeypatch.setattr(confined, "run", refuse)
    look = tmp_path / "note.typ"
    look.write_text("Giấy")
    template = Template("note", "thu", "Giấy", "", look, _Note, {})
    data = {"issued_on": date(2026, 3, 2)}
    with pytest.raises(type(refusal)):
        asyncio.run(print_accepted(template, b"Giay", data, paid=True))
    assert asyncio.run(print_accepted(template, b"Giay", data)).startswith(b"%PDF")
    assert payers == [None, ""]
