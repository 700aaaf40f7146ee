"""Phiếu kiểm soát of what was taken back or recalled: who took it, and when, is never that of another time."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pypdfium2

from testing.factories import handed_to_applicant

from ..parts.kit import NAMES, THERE_NAME, held
from .kit import COUNTER, DRAFT, LEADER, SPECIALIST, at_department, chain, department, done

WHY = {"reason": "Đã ba ngày chưa ai nhận"}


async def _rows(office: Any, dossier: str) -> list[str]:
    """Each row of the sheet, in words."""
    url = f"/mot-cua/ho-so/{dossier}/phieu-kiem-soat"
    sheet = await office.client.get(url, headers=office.headers(office.identity(COUNTER)))
    text = " ".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(sheet.content))
    return re.split(r"Lượt \d+ ", " ".join(text.split()))[1:]


def test_that_it_was_taken_back_is_a_row_and_who_took_it_later_took_it_later(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier = await at_department(office)
            await done(office, office.identity(LEADER), dossier, "take-back", WHY)
            await done(office, office.identity(COUNTER), dossier, "transfer", {})
            await done(office, department(office), dossier, "claim")
            _, sent, back, again = await _rows(office, dossier)
            assert "Nhận: " not in sent.split("Người giao", 1)[1], "nobody took it the first time"
            assert NAMES[SPECIALIST] not in sent
            assert back.startswith(f"1. Giao: {THERE_NAME} 2. Nhận: "), "it lay there"
            assert THERE_NAME not in back.split("2. Nhận: ", 1)[1].split(" Giao: ")[0], "and is here"
            assert WHY["reason"] in back
            assert f"Người nhận: {NAMES[SPECIALIST]}" in again

    asyncio.run(run())


def test_a_result_that_was_recalled_was_not_taken_when_the_next_one_was(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            for name, role, said in (
                ("finish", SPECIALIST, DRAFT),
                ("sign", LEADER, None),
                ("recall", LEADER, WHY),
                ("finish", SPECIALIST, DRAFT),
                ("sign", LEADER, None),
                ("hand-over", COUNTER, handed_to_applicant()),
            ):
                await done(office, office.identity(role), dossier, name, said)
            rows = await _rows(office, dossier)
            signed = [row for row in rows if "Người giao: Lê Quang Minh" in row]
            assert [" Nhận: " in row.split("Người giao", 1)[1] for row in signed] == [False, True], "\n".join(rows)

    asyncio.run(run())
