"""What takes a dossier on from its fork: the end of whatever held it there, and nothing else."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from shared.core import clock
from shared.core.formats import vn_date

from ..due_dates.test_pauses import PAUSING
from ..parts.kit import (
    COUNTER,
    FOURTH,
    LEADER,
    OFFICES,
    SPECIALIST,
    THERE,
    THIRD,
    answered,
    ask,
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


def test_what_was_answered_while_the_clock_stood_still_joins_when_it_goes_on(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _at_fork(office, tmp_path, authority_folder)
            today = clock.local_now()
            days = {"document_date": vn_date(today), "expected_on": vn_date(today + timedelta(days=14))}
            await _done(office, dossier, "pause", LEADER, PAUSING | days)
            await _all_answer(office, *OFFICES)
            assert (await where(office, dossier))[0] == "fork", "the clock stands still"
            await _done(office, dossier, "resume", SPECIALIST, {"note": "Đã kiểm tra xong"})
            await _went_on(office, dossier, "resume")

    asyncio.run(run())


def _asks(row: dict[str, Any]) -> None:
    forked(row)
    row["steps"][2] = FORK | {"actions": ["request_supplement"]}


def test_what_was_answered_while_a_supplement_was_awaited_joins_when_it_is_brought(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _at_fork(office, tmp_path, authority_folder, _asks)
            paper = office.procedures["hop-bao"]["papers"][0]["code"]
            asked = {"reason": "Bản chụp bị mờ", "items": [{"paper_code": paper, "note": "Nộp bản chính"}]}
            await _done(office, dossier, "request-supplement", SPECIALIST, asked)
            await _all_answer(office, *OFFICES)
            assert (await where(office, dossier))[0] == "fork", "the applicant has not answered yet"
            await _done(office, dossier, "take-supplement", COUNTER, {"papers": [paper]})
            await _went_on(office, dossier, "supplement-taken-in")

    asyncio.run(run())


def test_a_question_that_is_taken_back_as_the_last_thing_awaited_joins(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _at_fork(office, tmp_path, authority_folder, _one_optional)
            assert (await ask(office, dossier, FOURTH, required=True)).status_code == 422, "it does a branch already"
            await _done(office, dossier, "parts/3/recall", SPECIALIST, WHY)
            assert (await ask(office, dossier, FOURTH, required=True)).status_code == 200
            await carry(office)
            await _all_answer(office, THERE, THIRD)
            assert (await where(office, dossier))[0] == "fork", "a question is open"
            await _done(office, dossier, "parts/4/recall", SPECIALIST, WHY)
            await _went_on(office, dossier, "part-recalled")

    asyncio.run(run())


async def _went_on(office: Any, dossier: str, after: str) -> None:
    """At the step where the branches meet, by a line of its own after the one that let it go."""
    assert ((await where(office, dossier))[0], await joins(office)) == ("sum", 1)
    lines = await office.rows("SELECT action FROM hand_over ORDER BY number DESC LIMIT 2")
    assert [line["action"] for line in lines] == ["branches-joined", after]
