"""A branch of a party that has no accounts here (công an, bảo hiểm xã hội): an officer writes down what it answered, and who told it."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from shared.core import clock

from ..parts.kit import COUNTER, LEADER, SPECIALIST, THERE, URL, answered, asked_id, carry, parts_of, there
from .kit import FORK, forked, into_the_fork, joins, ready, where

POLICE = "Công an phường"
SAID = {"conclusion": "agree", "opinion": "Đã đăng ký thường trú", "told_by": "Trung tá Lê Văn Ba", "document": "12/TB"}


def _with_outside(row: dict[str, Any]) -> None:
    forked(row)
    outside = {"name": "Đăng ký thường trú", "outside": POLICE, "hours": 16}
    row["steps"][2] = FORK | {"parallel": [FORK["parallel"][0], outside]}


async def _asked(office: Any, tmp_path: Path, folder: Path) -> str:
    dossier = await ready(office, tmp_path, folder, _with_outside)
    await into_the_fork(office, dossier)
    await carry(office)
    return dossier


def _today(days: int = 0) -> str:
    return (clock.local_now().date() + timedelta(days=days)).isoformat()


async def _write(office: Any, dossier: str, number: int, who: Any = SPECIALIST, **changed: Any) -> Any:
    url = f"{URL}/dossiers/{dossier}/parts/{number}/write-down"
    return await office.client.post(url, headers=office.headers(who), json=SAID | {"day": _today()} | changed)


def test_an_answer_from_outside_is_written_down_and_takes_the_dossier_on(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _asked(office, tmp_path, authority_folder)
            sent = await office.rows("SELECT agency_code FROM asked_part")
            assert [row["agency_code"] for row in sent] == [THERE], "nothing goes over the axis to who is not there"
            assert (await parts_of(office, dossier))[1]["agency_name"] == POLICE
            await answered(office, await asked_id(office))
            await carry(office)
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))
            assert "Ghi câu trả lời nhận ngoài hệ thống" in page.text
            assert "Người nộp hồ sơ đọc được" not in page.text, "before the signature he is told nothing of it"
            day = dict(zip(("day-year", "day-month", "day-day"), _today().split("-"), strict=True))
            empty = await office.press(dossier, "phan-viec/2/ghi-tra-loi", SPECIALIST, number="2")
            assert empty.status_code == 422
            done = await office.press(dossier, "phan-viec/2/ghi-tra-loi", SPECIALIST, number="2", **(SAID | day))
            assert done.status_code == 303, done.text[:2000]
            part = (await parts_of(office, dossier))[1]
            assert (part["state"], part["answered_by_name"]) == ("answered", SAID["told_by"])
            assert "Văn bản số 12/TB ngày" in part["opinion"]
            assert ((await where(office, dossier))[0], await joins(office)) == ("sum", 1)
            again = await _write(office, dossier, 2)
            assert (again.status_code, again.json()["code"]) == (409, "part_ended")

    asyncio.run(run())


def test_a_refusal_from_outside_holds_the_dossier_and_the_other_branch_goes_on(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _asked(office, tmp_path, authority_folder)
            refused = await _write(office, dossier, 2, conclusion="refused", opinion="Thiếu giấy chứng minh chỗ ở")
            assert refused.status_code == 200, refused.text
            await answered(office, await asked_id(office))
            await carry(office)
            step, _, awaits = await where(office, dossier)
            assert (step, awaits) == ("fork", f"{POLICE} (đã trả lại, chờ giao lại)")
            body = {"to": {"agency_code": "@fork#2"}, "question": "Đã có giấy tờ chỗ ở", "hours": 8}
            assert (await office.act(dossier, "parts/2/ask-again", SPECIALIST, body)).status_code == 200
            assert (await _write(office, dossier, 3)).status_code == 200
            assert (await where(office, dossier))[0] == "sum"

    asyncio.run(run())


def test_only_the_agency_s_officers_write_down_and_only_for_who_cannot_answer_itself(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _asked(office, tmp_path, authority_folder)
            for who, expected in ((there(office, SPECIALIST), 404), (office.identity(COUNTER), 403)):
                assert (await _write(office, dossier, 2, who)).status_code == expected
            itself = await _write(office, dossier, 1)
            assert (itself.status_code, itself.json()["code"]) == (409, "part_answers_itself")
            assert (await _write(office, dossier, 2, day=_today(1))).status_code == 422
            assert (await _write(office, dossier, 2, LEADER)).status_code == 200
            states = [part["state"] for part in await parts_of(office, dossier)]
            assert states == ["sent", "answered"]

    asyncio.run(run())
