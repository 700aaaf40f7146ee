"""What takes a dossier on from its fork: the end of whatever held it there, and nothing else."""

import asyncio
from pathlib import Path
from typing import Any

from ..parts.kit import (
    COUNTER,
    FOURTH,
    SPECIALIST,
    THERE,
    THIRD,
    answered,
    asked_id,
    carry,
    do,
    there,
)
from .kit import FORK, forked, into_the_fork, joins, ready, where

WHY = {"reason": "Không cần nữa"}


def _one_optional(row: dict[str, Any]) -> None:
    forked(row)
    first, second, third = FORK["parallel"]
    row["steps"][2] = FORK | {"parallel": [first, second, third | {"required": False}]}


async def _at_fork(office: Any, tmp_path: Path, folder: Path, change: Any = forked) -> str:
    dossier = await ready(office, tmp_path, folder, change)
    await into_the_fork(office, dossier)
    await carry(office)
    return dossier


async def _all_answer(office: Any, *agencies: str) -> None:
    for agency in agencies:
        await answered(office, await asked_id(office, agency), agency)
    await carry(office)


async def _done(office: Any, dossier: str, act: str, role: str, body: Any) -> None:
    answer = await office.act(dossier, act, role, body)
    assert answer.status_code == 200, answer.text


def test_given_back_to_the_fork_a_dossier_stays_until_a_required_branch_was_given_again(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _at_fork(office, tmp_path, authority_folder, _one_optional)
            await _all_answer(office, THERE, THIRD)
            assert (await where(office, dossier))[0] == "sum"
            await _done(office, dossier, "return", SPECIALIST, {"reason": "Ý kiến thứ hai chưa rõ"})
            optional = await asked_id(office, FOURTH)
            assert (await do(office, optional, "take-in", there(office, COUNTER, FOURTH))).status_code == 200
            await carry(office)
            assert (await where(office, dossier))[0] == "fork", "somebody has merely begun"
            await _done(office, dossier, "parts/3/recall", SPECIALIST, WHY)
            assert (await where(office, dossier))[0] == "fork"
            again = {"to": {"agency_code": THIRD}, "question": "Xin nói rõ vị trí đấu nối", "hours": 8}
            await _done(office, dossier, "parts/2/ask-again", SPECIALIST, again)
            await carry(office)
            await _all_answer(office, THIRD)
            assert ((await where(office, dossier))[0], await joins(office)) == ("sum", 2)

    asyncio.run(run())
