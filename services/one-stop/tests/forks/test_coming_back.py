"""A branch that comes back: given again there or elsewhere, or a leader goes on without it; a fork that was left too early."""

import asyncio
from pathlib import Path
from typing import Any

from ..parts.kit import (
    FOURTH,
    LEADER,
    OFFICES,
    SPECIALIST,
    THERE,
    THERE_NAME,
    THIRD,
    URL,
    answered,
    asked_id,
    carry,
    do,
    parts_of,
    there,
)  # fmt: skip
from .kit import into_the_fork, joins, ready, where

WHY = {"reason": "Hồ sơ chưa có bản trích đo thửa đất"}


async def _one_comes_back(office: Any, tmp_path: Path, folder: Path) -> str:
    dossier = await ready(office, tmp_path, folder)
    await into_the_fork(office, dossier)
    await carry(office)
    assert (await do(office, await asked_id(office), "refuse", there(office, LEADER), WHY)).status_code == 200
    for agency in (THIRD, FOURTH):
        await answered(office, await asked_id(office, agency), agency)
    await carry(office)
    step, _, awaits = await where(office, dossier)
    assert (step, awaits) == ("fork", f"{THERE_NAME} (đã trả lại, chờ giao lại)")
    return dossier


async def _one_is_taken_back(office: Any, tmp_path: Path, folder: Path) -> str:
    dossier = await ready(office, tmp_path, folder)
    await into_the_fork(office, dossier)
    await carry(office)
    for agency in (THIRD, FOURTH):
        await answered(office, await asked_id(office, agency), agency)
    await carry(office)
    taken = await office.act(dossier, "parts/1/recall", SPECIALIST, {"reason": "Giao nhầm nơi"})
    assert taken.status_code == 200, taken.text
    step, _, awaits = await where(office, dossier)
    assert (step, awaits) == ("fork", f"{THERE_NAME} (đã thu hồi, chờ giao lại)")
    return dossier


def test_a_branch_that_came_back_is_given_again_and_then_the_dossier_goes_on(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _one_comes_back(office, tmp_path, authority_folder)
            early = await office.act(dossier, "transfer", SPECIALIST, {})
            assert (early.status_code, early.json()["code"]) == (409, "dossier_awaits_part")
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))
            assert "Giao lại nhánh này" in page.text
            assert WHY["reason"] in page.text
            wrong = await office.press(dossier, "phan-viec/1/giao-lai", SPECIALIST, to="", question="", hours="")
            assert wrong.status_code == 422
            form = {"to": THERE, "question": "Đã bổ sung bản trích đo: xem lại", "hours": "8"}
            given = await office.press(dossier, "phan-viec/1/giao-lai", SPECIALIST, **form)
            assert given.status_code == 303, given.text[:2000]
            await carry(office)
            assert [part["branch"] for part in await parts_of(office, dossier)] == [
                "fork#1", "fork#2", "fork#3", "fork#1",
            ]  # fmt: skip
            twice = await office.press(dossier, "phan-viec/1/giao-lai", SPECIALIST, **form)
            assert twice.status_code == 409, "it was given again already"
            await answered(office, await asked_id(office))
            await carry(office)
            assert (await where(office, dossier))[0] == "sum"

    asyncio.run(run())


def test_a_leader_goes_on_without_a_branch_that_came_back(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _one_comes_back(office, tmp_path, authority_folder)
            not_his = await office.act(dossier, "parts/1/skip", SPECIALIST, WHY)
            assert not_his.status_code == 403
            gone = await office.act(dossier, "parts/1/skip", LEADER, {"reason": "Không cần ý kiến về đất đai"})
            assert gone.status_code == 200, gone.text
            assert (await where(office, dossier))[0] == "sum"
            assert await joins(office) == 1

    asyncio.run(run())


def test_a_required_branch_that_was_taken_back_holds_the_fork_until_it_is_given_again(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _one_is_taken_back(office, tmp_path, authority_folder)
            early = await office.act(dossier, "transfer", SPECIALIST, {})
            assert (early.status_code, early.json()["code"]) == (409, "dossier_awaits_part")
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))
            assert "Giao lại nhánh này" in page.text
            body = {"to": {"agency_code": THERE}, "question": "Xem lại phần đất đai", "hours": 8}
            assert (await office.act(dossier, "parts/1/ask-again", SPECIALIST, body)).status_code == 200
            await carry(office)
            await answered(office, await asked_id(office))
            await carry(office)
            assert ((await where(office, dossier))[0], await joins(office)) == ("sum", 1)

    asyncio.run(run())


def test_only_a_leader_goes_on_without_a_branch_that_was_taken_back(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _one_is_taken_back(office, tmp_path, authority_folder)
            assert (await office.act(dossier, "parts/1/skip", SPECIALIST, WHY)).status_code == 403
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))
            assert "Đi tiếp, không chờ nhánh đã thu hồi" in page.text
            assert (await office.act(dossier, "parts/1/skip", LEADER, WHY)).status_code == 200
            assert ((await where(office, dossier))[0], await joins(office)) == ("sum", 1)

    asyncio.run(run())


def test_a_step_taken_too_early_goes_back_to_the_fork_where_one_branch_is_asked_once_more(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await ready(office, tmp_path, authority_folder)
            await into_the_fork(office, dossier)
            await carry(office)
            for agency in OFFICES:
                await answered(office, await asked_id(office, agency), agency)
            await carry(office)
            back = await office.act(dossier, "return", SPECIALIST, {"reason": "Ý kiến thứ hai chưa rõ"})
            assert back.json()["step_code"] == "fork", back.text
            assert len(await parts_of(office, dossier)) == 3, "nothing is asked anew by itself"
            body = {"to": {"agency_code": THIRD}, "question": "Xin nói rõ vị trí đấu nối", "hours": 8}
            headers = office.headers(SPECIALIST) | {"Idempotency-Key": "giao-lai-mot-lan"}
            for _ in range(2):
                asked = await office.client.post(
                    f"{URL}/dossiers/{dossier}/parts/2/ask-again", headers=headers, json=body
                )
                assert asked.status_code == 200, asked.text
            assert len(await parts_of(office, dossier)) == 4
            await carry(office)
            await answered(office, await asked_id(office, THIRD), THIRD)
            await carry(office)
            assert ((await where(office, dossier))[0], await joins(office)) == ("sum", 2)

    asyncio.run(run())
