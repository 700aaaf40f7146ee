"""Liên thông nhóm thủ tục: the agency's own result is signed and numbered first, the others build on it, the last answer ends it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from one_stop.procedures.branches import check_forks
from one_stop.procedures.faults import Fault
from testing.factories import handed_to_applicant

from ..dossiers.test_steps import PAUSING
from ..parts.kit import COUNTER, LEADER, SPECIALIST, URL, held
from ..results.test_several_levels import DRAFT, _change
from .kit import joins, where
from .test_outside import SAID, _today

GROUP: dict[str, Any] = {
    "code": "group", "name": "Các nơi giải quyết phần tiếp theo", "role": SPECIALIST, "hours": 40, "actions": [],
    "parallel": [
        {"name": "Đăng ký thường trú", "outside": "Công an cấp xã", "hours": 16},
        {"name": "Cấp thẻ bảo hiểm y tế", "outside": "Cơ quan bảo hiểm xã hội", "hours": 16},
    ],
}  # fmt: skip


STOPPING = {"ground": "condition-lost", "reason": "Không còn đối tượng", "legal_basis": "Điều 5"}
REFUSED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("return", SPECIALIST, {"reason": "Xem lại"}),
    ("stop", LEADER, STOPPING),
    ("propose-stop", SPECIALIST, STOPPING),
    ("pause", LEADER, PAUSING),
    ("propose-pause", SPECIALIST, PAUSING),
)


def grouped(row: dict[str, Any]) -> None:
    row["steps"].insert(-1, GROUP)
    row["term"] = {"amount": 30, "unit": "working_days"}


async def _to_sign(office: Any, tmp_path: Path, **draft: Any) -> str:
    await _change(office, tmp_path / "province", grouped)
    dossier = await held(office)
    drafted = await office.act(dossier, "finish", SPECIALIST, DRAFT | {"number": ""} | draft)
    assert drafted.status_code == 200, drafted.text
    return dossier


async def _signed(office: Any, tmp_path: Path) -> str:
    dossier = await _to_sign(office, tmp_path)
    signed = await office.act(dossier, "sign", LEADER)
    assert (signed.status_code, signed.json()["status"]) == (200, 4), signed.text
    return dossier


async def _write(office: Any, dossier: str, number: int, **changed: Any) -> None:
    url = f"{URL}/dossiers/{dossier}/parts/{number}/write-down"
    body = SAID | {"day": _today()} | changed
    answer = await office.client.post(url, headers=office.headers(SPECIALIST), json=body)
    assert answer.status_code == 200, answer.text


async def _told(office: Any, *types: str) -> list[str]:
    rows = await office.rows("SELECT type FROM outbox ORDER BY position")
    return [row["type"] for row in rows if row["type"].split(".")[1] in types]


def test_the_own_result_is_signed_numbered_and_told_before_the_others_begin_and_the_last_answer_ends_it(
    one_stop: Any, tmp_path: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office, tmp_path)
            (result,) = await office.rows("SELECT number, sha256, signed_by_name FROM dossier_result")
            assert result["number"].startswith("01/KQ-")
            assert result["sha256"]
            assert (await where(office, dossier))[0] == "group"
            kinds = ("first-result-issued", "branch-told", "dossier-finished")
            assert await _told(office, *kinds) == ["one-stop.first-result-issued.v1", *["one-stop.branch-told.v1"] * 2]
            await _write(office, dossier, 1)
            assert (await where(office, dossier))[0] == "group"
            await _write(office, dossier, 2)
            (row,) = await office.rows("SELECT status, step_code, finished_at, result_outcome FROM dossier")
            assert (row["status"], row["step_code"], row["result_outcome"]) == (9, "return", "granted")
            assert row["finished_at"] is not None
            assert await joins(office) == 1
            assert (await _told(office, *kinds))[-1] == "one-stop.dossier-finished.v1"
            numbers = await office.rows("SELECT number FROM dossier_result")
            assert [one["number"] for one in numbers] == [result["number"]], "one signature, one number"
            handed = await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())
            assert (handed.status_code, handed.json()["status"]) == (200, 10), handed.text

    asyncio.run(run())


def test_a_part_refused_outside_is_told_with_its_words_and_the_issued_result_stands(
    one_stop: Any, tmp_path: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office, tmp_path)
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))
            assert "Người nộp hồ sơ đọc được" in page.text, "whoever writes it down knows who will read it"
            await _write(office, dossier, 2)
            await _write(office, dossier, 1, conclusion="refused", opinion="Thiếu giấy chứng minh chỗ ở")
            step, _, awaits = await where(office, dossier)
            assert (step, awaits) == ("group", "Công an cấp xã (đã trả lại, chờ giao lại)")
            rows = await office.rows(
                "SELECT data->>'state' AS state, data->>'answer' AS answer FROM outbox"
                " WHERE type = 'one-stop.branch-told.v1' ORDER BY position DESC LIMIT 1"
            )
            assert rows[0]["state"] == "refused"
            assert "Thiếu giấy chứng minh chỗ ở" in rows[0]["answer"]
            again = {"to": {"agency_code": "@group#1"}, "question": "Đã có giấy tờ chỗ ở", "hours": 8}
            assert (await office.act(dossier, "parts/1/ask-again", SPECIALIST, again)).status_code == 200
            await _write(office, dossier, 3)
            assert (await where(office, dossier))[0] == "return"

    asyncio.run(run())


def test_what_was_signed_first_stands_nobody_gives_it_back_stops_pauses_or_withdraws(
    one_stop: Any, tmp_path: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office, tmp_path)
            for act, role, body in REFUSED:
                answer = await office.act(dossier, act, role, body)
                assert answer.status_code == 409, (act, answer.text)
                assert answer.json()["code"] == "result_signed_first", (act, answer.text)
            may = {act for role in (COUNTER, SPECIALIST, LEADER) for act in await office.allowed(dossier, role)}
            assert not may & {act for act, _, _ in REFUSED}
            assert (await where(office, dossier))[0] == "group"

    asyncio.run(run())


def test_who_is_refused_has_nothing_that_others_could_build_on(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            refusal = {"outcome": "refused", "reason": "Không thuộc trường hợp", "legal_basis": "Điều 13 Luật Hộ tịch"}
            dossier = await _to_sign(office, tmp_path, **refusal)
            signed = await office.act(dossier, "sign", LEADER)
            assert (signed.json()["status"], signed.json()["step_code"]) == (9, "return"), signed.text
            assert not await office.rows("SELECT 1 FROM dossier_part")

    asyncio.run(run())


@pytest.mark.parametrize("wrong", [{"actions": ["request_supplement"]}, {"role": "leader"}])
def test_a_fork_after_the_signature_asks_nothing_more_of_the_applicant(wrong: dict[str, Any]) -> None:
    steps = [
        {"code": "a", "role": COUNTER, "actions": [], "hours": 1},
        {"code": "b", "role": SPECIALIST, "actions": [], "hours": 1},
        {"code": "c", "role": LEADER, "actions": ["approve"], "hours": 1},
        GROUP,
        {"code": "e", "role": COUNTER, "actions": ["return_result"], "hours": 1},
    ]
    check_forks(steps)
    steps[3] = GROUP | wrong
    with pytest.raises(Fault):
        check_forks(steps)


def test_a_no_from_outside_holds_the_dossier_and_is_told_as_one(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office, tmp_path)
            await _write(office, dossier, 2)
            await _write(office, dossier, 1, conclusion="disagree", opinion="Trẻ đã có nơi thường trú khác")
            assert (await where(office, dossier))[0] == "group", "no later step would weigh it"
            again = {"to": {"agency_code": "@group#1"}, "question": "Nhờ xem lại giúp", "hours": 8}
            assert (await office.act(dossier, "parts/1/ask-again", SPECIALIST, again)).status_code == 200
            rows = await office.rows(
                "SELECT data->>'state' AS state, data->>'name' AS name FROM outbox"
                " WHERE type = 'one-stop.branch-told.v1' ORDER BY position"
            )
            assert [row["state"] for row in rows] == ["sent", "sent", "answered", "refused", "sent"]
            assert {row["name"] for row in rows} == {"Đăng ký thường trú", "Cấp thẻ bảo hiểm y tế"}

    asyncio.run(run())


def test_what_the_signed_result_says_is_not_corrected_under_it(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office, tmp_path)
            seen = await office.client.get(f"{URL}/dossiers/{dossier}", headers=office.headers(LEADER))
            assert "correct" not in seen.json()["allowed_actions"]

    asyncio.run(run())


def test_who_keeps_the_group_is_told(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office, tmp_path)
            told = await office.rows(
                "SELECT data::text AS said FROM outbox WHERE type = 'one-stop.officers-notified.v1'"
            )
            assert any("dossier-assigned" in row["said"] and dossier in row["said"] for row in told)

    asyncio.run(run())
