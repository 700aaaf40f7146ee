"""A specialist proposes to stop the clock, a leader decides: until then it goes on, and both are told."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.online_services import SubmissionWithdrawn
from shared.core import clock

from ..forks.kit import SUM
from ..results.test_several_levels import _change
from .playing import COUNTER, LEADER, NOTIFIED, SPECIALIST, at, in_work, play
from .test_pauses import PAUSING, act_at

ELSEWHERE = "000.00.12.H08"
CLOCK = "SELECT paused_at, waits_until, due_at, step_due_at, work_due_at, pause_proposed_at FROM dossier"


async def _told(office: Any) -> list[tuple[str, list[str]]]:
    """Kind, and who is told: by name or by role."""
    rows = [json.loads(row["data"]) for row in await office.rows(NOTIFIED)]
    found = [(row["notification"], [to["person_id"] or to["role"] for to in row["to"]]) for row in rows]
    return [line for line in found if line[0].startswith("pause-")]


def test_the_clock_goes_on_until_the_leader_approves_and_all_are_told(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        (before,) = await office.rows(CLOCK)
        await act_at(office, at(4, 10), dossier, "propose-pause", SPECIALIST, PAUSING)
        (row,) = await office.rows(CLOCK)
        assert dict(row) == dict(before) | {"pause_proposed_at": at(4, 10)}
        await act_at(office, at(5, 8), dossier, "approve-pause", LEADER)
        (row,) = await office.rows(CLOCK)
        assert (row["paused_at"], row["waits_until"], row["due_at"]) == (at(5, 8), at(10, 17, 30), due)
        assert row["pause_proposed_at"] is None
        (pause,) = await office.rows("SELECT ground, document_number, approved_by, since FROM pause")
        assert (pause["document_number"], pause["since"]) == ("45/TB-SXD", at(5, 8))
        assert pause["approved_by"].startswith(LEADER)
        holder = office.identity(SPECIALIST).subject
        assert await _told(office) == [("pause-to-approve", ["leader"]), ("pause-approved", [holder])]
        acts = [row["action"] for row in await office.rows("SELECT action FROM hand_over ORDER BY number")]
        assert acts[-2:] == ["propose-pause", "approve-pause"]
        await act_at(office, at(5, 9), dossier, "approve-pause", LEADER, status=409)

    play(one_stop, act)


def test_a_leader_declines_with_a_reason_and_proposer_and_holder_are_told(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        (before,) = await office.rows(CLOCK)
        await act_at(office, at(4, 10), dossier, "propose-pause", SPECIALIST, PAUSING)
        await office.rows("UPDATE dossier SET holder_id = 'nguoi-moi', holder_name = 'Người mới'")
        await act_at(office, at(5, 8), dossier, "decline-pause", LEADER, {"reason": ""}, status=422)
        await act_at(office, at(5, 8), dossier, "decline-pause", LEADER, {"reason": "Kiểm tra trong tuần này"})
        (row,) = await office.rows(CLOCK)
        assert dict(row) == dict(before)
        assert await office.rows("SELECT 1 FROM pause") == []
        assert (await _told(office))[-1] == ("pause-declined", ["nguoi-moi", office.identity(SPECIALIST).subject])
        page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))
        assert "Kiểm tra trong tuần này" in page.text
        assert "đang chờ lãnh đạo quyết định" not in page.text

    play(one_stop, act)


def test_who_has_it_now_proposes_anew_in_the_place_of_one_who_left(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        await act_at(office, at(4, 10), dossier, "propose-pause", SPECIALIST, PAUSING)
        await act_at(office, at(4, 11), dossier, "reassign", LEADER, {"reason": "Nghỉ việc", "holder_id": ""})
        await act_at(office, at(4, 12), dossier, "claim", SPECIALIST)
        await act_at(office, at(4, 13), dossier, "propose-pause", SPECIALIST, PAUSING | {"ground": "force-majeure"})
        (row,) = await office.rows("SELECT ground, proposed_at FROM pause_proposal")
        assert (row["ground"], row["proposed_at"]) == ("force-majeure", at(4, 13))
        await act_at(office, at(4, 14), dossier, "approve-pause", LEADER)

    play(one_stop, act)


@pytest.mark.parametrize("end", ["withdrawn", "finished", "transfer", "return"])
def test_a_proposal_lapses_with_the_dossier_or_the_step(one_stop: Any, tmp_path: Path, end: str) -> None:
    async def act(office: Any) -> None:
        if end == "transfer":
            await _change(office, tmp_path / "province", lambda row: row["steps"].insert(2, SUM))
        dossier, _ = await in_work(office)
        await act_at(office, at(4, 10), dossier, "propose-pause", SPECIALIST, PAUSING)
        if end == "withdrawn":
            withdrawn = SubmissionWithdrawn(submission_id=dossier, reason="Đổi ý", withdrawn_at=clock.now())
            await office.tell(withdrawn, "online-services")
        elif end in ("transfer", "return"):
            await office.rows("UPDATE dossier SET stop_proposed_at = pause_proposed_at RETURNING 1")
            await act_at(
                office, at(4, 11), dossier, end, SPECIALIST, {"reason": "Thiếu bản vẽ"} if end == "return" else {}
            )
        else:
            draft = {"title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}
            await act_at(office, at(4, 11), dossier, "finish", SPECIALIST, draft)
        (row,) = await office.rows("SELECT pause_proposed_at, stop_proposed_at FROM dossier")
        assert tuple(row) == (None, None)
        await act_at(office, at(4, 12), dossier, "approve-pause", LEADER, status=409)

    play(one_stop, act)


def test_refused_means_the_clock_goes_on_as_before(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        for role, status in ((LEADER, 403), (COUNTER, 403)):
            await act_at(office, at(4, 10), dossier, "propose-pause", role, PAUSING, status=status)
        for changed in ({"ground": "rain"}, {"expected_on": "03/03/2026"}, {"document_date": "09/03/2026"}):
            await act_at(office, at(4, 10), dossier, "propose-pause", SPECIALIST, PAUSING | changed, status=422)
        await act_at(office, at(4, 10), dossier, "propose-pause", SPECIALIST, PAUSING)
        (before,) = await office.rows(CLOCK)
        await act_at(office, at(4, 11), dossier, "approve-pause", SPECIALIST, status=403)
        url = f"/api/one-stop/v1/dossiers/{dossier}/approve-pause"
        foreign = await office.client.post(url, headers=office.headers(LEADER, ELSEWHERE))
        assert foreign.status_code == 404
        assert (await office.client.post(url)).status_code == 401
        late = await act_at(office, at(11, 8), dossier, "approve-pause", LEADER, status=409)
        assert late["code"] == "pause_day_over"
        (row,) = await office.rows(CLOCK)
        assert dict(row) == dict(before)

    play(one_stop, act)


def test_proposing_approving_and_declining_on_the_page(one_stop: Any) -> None:
    day = {"document_date-day": "4", "document_date-month": "3", "document_date-year": "2026"}
    day |= {"expected_on-day": "10", "expected_on-month": "3", "expected_on-year": "2026"}
    typed = {name: PAUSING[name] for name in ("ground", "reason", "document_number")} | day

    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        with clock.stopped_at(at(4, 10)):
            for answer, role in (("tra-de-nghi-tam-dung", LEADER), ("duyet-tam-dung", LEADER)):
                proposed = await office.press(dossier, "de-nghi-tam-dung", SPECIALIST, **typed)
                assert proposed.status_code == 303, proposed.text
                page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(role))
                assert "đang chờ lãnh đạo quyết định" in page.text
                assert "Hẹn chủ đầu tư cùng kiểm tra hiện trạng" in page.text
                decided = await office.press(dossier, answer, role, reason="Chưa cần")
                assert decided.status_code == 303, decided.text
        (row,) = await office.rows(CLOCK)
        assert row["paused_at"] == at(4, 10)

    play(one_stop, act)
