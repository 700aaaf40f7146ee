"""Tạm dừng và tính tiếp thời hạn, gia hạn theo luật: with ground, document and leader; the date moves by just what is due."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from one_stop.pauses.actions import PAUSE_OVER
from one_stop.pauses.rules import GROUNDS
from shared.contracts.online_services import SubmissionWithdrawn
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.work.jobs import Jobs

from .playing import COUNTER, LEADER, LETTERS, NOTIFIED, SPECIALIST, at, change_versions, in_work, play

PAUSING = {
    "ground": "field-check",
    "reason": "Hẹn chủ đầu tư cùng kiểm tra hiện trạng",
    "document_number": "45/TB-SXD",
    "document_date": "04/03/2026",
    "expected_on": "10/03/2026",
}
EXTENDING = {
    "amount": 3,
    "reason": "Phải lấy mẫu lần hai",
    "document_number": "12/QĐ-SXD",
    "document_date": "05/03/2026",
}


async def act_at(
    office: Any, moment: datetime, dossier: str, act: str, role: str, body: Any = None, status: int = 200
) -> Any:
    with clock.stopped_at(moment):
        answer = await office.act(dossier, act, role, body)
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.parametrize("ground", GROUNDS["ND118_2025"])
def test_a_pause_moves_dossier_and_step_by_the_working_time_it_lasted(one_stop: Any, ground: str) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        (before,) = await office.rows("SELECT step_due_at FROM dossier")
        await act_at(office, at(4, 10), dossier, "pause", LEADER, PAUSING | {"ground": ground})
        (row,) = await office.rows("SELECT status, paused_at, waits_until, work_due_at, due_at FROM dossier")
        assert (row["status"], row["paused_at"], row["due_at"]) == (4, at(4, 10), due)
        assert row["waits_until"] == row["work_due_at"] == at(10, 17, 30)
        await act_at(office, at(9, 14), dossier, "resume", SPECIALIST, {"note": "Đã kiểm tra xong"})
        (row,) = await office.rows(
            "SELECT paused_at, waits_until, work_due_at, step_due_at, due_at, due_original FROM dossier"
        )
        # 26 working hours from Wed 10:00 to Mon 14:00 of the week after.
        assert row["due_at"] == datetime(2026, 4, 2, 11, 0, tzinfo=VIETNAM)
        assert row["due_original"] == due
        assert row["step_due_at"] == row["work_due_at"] > before["step_due_at"]
        assert row["paused_at"] is row["waits_until"] is None
        told = [json.loads(event["data"]) for event in await office.rows(f"{LETTERS} ORDER BY position")]
        assert [event["cause"] for event in told] == ["paused", "resumed"]
        assert "Văn bản số 45/TB-SXD ngày 04/03/2026".lower() in told[0]["reason"].lower()
        assert datetime.fromisoformat(told[0]["expected_until"]) == at(10, 17, 30)
        assert any("26 giờ làm việc không tính" in sentence for sentence in told[1]["due_words"])
        kept = [row["kind"] for row in await office.rows("SELECT kind FROM evidence ORDER BY id")]
        assert [kind for kind in kept if kind.startswith("clock-")] == ["clock-paused", "clock-resumed"]

    play(one_stop, act)


def test_while_it_is_paused_nothing_goes_on_and_the_words_say_why(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        paper = office.procedures["hop-bao"]["papers"][0]["code"]
        await act_at(office, at(4, 10), dossier, "pause", LEADER, PAUSING)
        before = await office.rows("SELECT * FROM dossier")
        asked = {"reason": "Bản chụp bị mờ", "items": [{"paper_code": paper, "note": "Nộp lại"}]}
        draft = {"number": "9/VB", "title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}
        late = {"reason": "Không kịp thẩm định", "delayed_by": "Phòng A", "due_on": "07/04/2026"}
        for name, role, body in (
            ("pause", LEADER, PAUSING),
            ("request-supplement", SPECIALIST, asked),
            ("finish", SPECIALIST, draft),
            ("return", SPECIALIST, {"reason": "Sai bước rồi"}),
            ("propose-apology", SPECIALIST, late),
        ):
            refused = await act_at(office, at(5, 10), dossier, name, role, body, 409)
            assert refused["code"] == "dossier_paused", name
            assert "tính tiếp thời hạn" in refused["title"]
        assert await office.rows("SELECT * FROM dossier") == before
        page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))).text
        assert "Thời hạn đang tạm dừng" in page
        assert "Chờ kiểm tra thực địa" in page
        await act_at(office, at(5, 11), dossier, "reassign", LEADER, {"reason": "Chuyên viên nghỉ phép"})
        (row,) = await office.rows("SELECT holder_id, work_due_at, paused_at FROM dossier")
        assert row["holder_id"] is None, "who is away gives it back, paused or not"
        assert row["work_due_at"] == at(10, 17, 30), "what the list waits for stays"
        nothing = await act_at(office, at(5, 12), dossier, "resume", SPECIALIST, None, 409)
        assert nothing["code"] == "dossier_not_claimed"
        await act_at(office, at(5, 14), dossier, "claim", SPECIALIST)
        await act_at(office, at(5, 15), dossier, "resume", SPECIALIST)
        again = await act_at(office, at(5, 16), dossier, "resume", SPECIALIST, None, 409)
        assert again["code"] == "dossier_not_paused"

    play(one_stop, act)


def test_it_may_be_paused_again_after_a_supplement_too_and_each_wait_counts_once(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        paper = office.procedures["hop-bao"]["papers"][0]["code"]
        asked = {"reason": "Bản chụp bị mờ", "items": [{"paper_code": paper, "note": "Nộp lại"}]}
        await act_at(office, at(3), dossier, "pause", LEADER, PAUSING | {"document_date": "02/03/2026"})
        await act_at(office, at(4), dossier, "resume", LEADER)
        await act_at(office, at(5), dossier, "request-supplement", SPECIALIST, asked)
        waits = await act_at(office, at(5, 10), dossier, "pause", LEADER, PAUSING, 409)
        assert waits["code"] == "dossier_waits_for_supplement"
        await act_at(office, at(6), dossier, "take-supplement", COUNTER, {"papers": [paper]})
        await act_at(office, at(9), dossier, "pause", LEADER, PAUSING | {"ground": "force-majeure"})
        await act_at(office, at(10), dossier, "resume", LEADER)
        (row,) = await office.rows("SELECT due_at FROM dossier")
        assert row["due_at"] == due + timedelta(days=3), "three working days, Mon to Thu"
        with clock.stopped_at(at(10)):
            found = await office.client.get(f"/api/one-stop/v1/dossiers/{dossier}/due", headers=office.headers(COUNTER))
        body = found.json()
        assert body["counted"] == body["due_at"]
        assert [move["cause"] for move in body["moves"]] == ["pause", "supplement", "pause"]
        page = await office.client.get(f"/mot-cua/ho-so/{dossier}/vi-sao-hen-ngay", headers=office.headers(COUNTER))
        for words in (
            "Cách tính",
            "bất khả kháng",
            "Chờ người nộp bổ sung hồ sơ",
            "20 ngày làm việc",
            "ngày nghỉ hằng tuần",
        ):
            assert words in page.text
        assert "Lịch làm việc đã thay đổi" not in page.text

    play(one_stop, act)


def test_a_pause_that_lasts_longer_than_expected_is_reminded_of_once(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        await act_at(office, at(4, 10), dossier, "pause", LEADER, PAUSING)

        async def look(moment: datetime) -> list[str]:
            with clock.stopped_at(moment):
                jobs = Jobs(office.database, [PAUSE_OVER])
                while await jobs.do_next():
                    pass
            return [json.loads(event["data"])["notification"] for event in await office.rows(NOTIFIED)]

        assert await look(at(10, 17)) == []
        assert await look(at(11, 8)) == ["pause-over"]
        (event,) = [json.loads(event["data"]) for event in await office.rows(NOTIFIED)]
        assert {to["role"] for to in event["to"]} == {SPECIALIST, LEADER}
        await act_at(office, at(11, 9), dossier, "resume", SPECIALIST)
        await act_at(office, at(11, 10), dossier, "pause", LEADER, PAUSING | {"expected_on": "12/03/2026"})
        await act_at(office, at(11, 11), dossier, "resume", LEADER)
        assert await look(at(16, 8)) == ["pause-over"], "who went on in time is not reminded"

    play(one_stop, act)


def test_a_step_is_never_due_after_its_dossier_and_no_words_lead_to_another_date(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        # As if the calendar had changed since, and a step that had been given too long.
        await office.rows("UPDATE dossier SET due_at = due_at - interval '1 day', step_due_at = due_at RETURNING id")
        await act_at(office, at(4, 10), dossier, "pause", LEADER, PAUSING)
        await act_at(office, at(9, 14), dossier, "resume", LEADER)
        assert await office.rows("SELECT 1 FROM dossier WHERE step_due_at = due_at")
        told = [json.loads(event["data"]) for event in await office.rows(f"{LETTERS} ORDER BY position")]
        assert [event["due_words"] for event in told] == [[], []]

    play(one_stop, act)


@pytest.mark.parametrize("change", ["paused_at = NULL", "status = 7"], ids=["goes on", "ended"])
def test_a_reminder_that_comes_too_late_says_nothing(one_stop: Any, change: str) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        await act_at(office, at(4, 10), dossier, "pause", LEADER, PAUSING)
        await office.rows(f"UPDATE dossier SET {change} RETURNING id")
        with clock.stopped_at(at(11, 8)):
            assert await Jobs(office.database, [PAUSE_OVER]).do_next(), "it was planned and is looked at"
        assert await office.rows(NOTIFIED) == []

    play(one_stop, act)


def test_bad_words_pause_nothing_and_a_specialist_does_not_pause(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        before = await office.rows("SELECT * FROM dossier")
        for pointer, body in (
            ("/ground", {"ground": "khong-co"}),
            ("/document_date", {"document_date": "30/03/2026"}),
            ("/expected_on", {"expected_on": "03/03/2026"}),
            ("/document_number", {"document_number": " "}),
            ("/reason", {"reason": "ừ"}),
        ):
            refused = await act_at(office, at(4, 10), dossier, "pause", LEADER, PAUSING | body, 422)
            assert refused["errors"][0]["pointer"] == pointer
        await act_at(office, at(4, 10), dossier, "pause", SPECIALIST, PAUSING, 403)
        assert await office.rows("SELECT * FROM dossier") == before

    play(one_stop, act)


def test_the_page_keeps_what_was_typed_and_pauses_without_scripts(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        before = await office.rows("SELECT * FROM dossier")
        form = {"ground": "field-check", "reason": "Hẹn kiểm tra", "document_number": "45/TB"}
        form |= {"document_date-day": "32", "document_date-month": "3", "document_date-year": "2026"}
        with clock.stopped_at(at(4, 10)):
            page = await office.press(dossier, "tam-dung", LEADER, **form)
            assert page.status_code == 422
            assert 'value="45/TB"' in page.text
            assert 'href="#pause-document_date"' in page.text
            form |= {"document_date-day": "4", "expected_on-day": "10"}
            form |= {"expected_on-month": "3", "expected_on-year": "2026"}
            assert await office.rows("SELECT * FROM dossier") == before
            assert (await office.press(dossier, "tam-dung", LEADER, **form)).status_code == 303
            assert (await office.press(dossier, "tinh-tiep", SPECIALIST)).status_code == 303

    play(one_stop, act)


def test_the_applicant_takes_back_what_is_paused(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        await act_at(office, at(4, 10), dossier, "pause", LEADER, PAUSING)
        event = SubmissionWithdrawn(submission_id=dossier, reason="Đổi ý", withdrawn_at=at(5))
        await office.tell(event, "online-services")
        (row,) = await office.rows("SELECT status, paused_at, waits_until FROM dossier")
        assert (row["status"], row["paused_at"], row["waits_until"]) == (7, None, None)

    play(one_stop, act)


def test_a_term_is_extended_as_far_as_the_procedure_allows_and_no_further(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await office.rows(
            "UPDATE procedure_version SET extension_times = 1, extension_amount = 5, extension_basis = 'Điều 9 Luật Thử'"
            " RETURNING 1"
        )
        dossier, due = await in_work(office)
        ahead = await act_at(office, at(5), dossier, "extend", LEADER, EXTENDING | {"document_date": "06/03/2026"}, 422)
        assert ahead["errors"][0]["pointer"] == "/document_date"
        longer = await act_at(office, at(5), dossier, "extend", LEADER, EXTENDING | {"amount": 6}, 422)
        assert longer["errors"][0]["detail"] == "Thủ tục này chỉ được gia hạn mỗi lần không quá 05 ngày làm việc."
        await act_at(office, at(5), dossier, "extend", LEADER, EXTENDING)
        (row,) = await office.rows("SELECT due_at, due_original, due_owed, step_due_at, extensions_left FROM dossier")
        assert row["due_at"] == due + timedelta(days=3), "from Mon to Thu"
        assert (row["due_original"], row["due_owed"], row["extensions_left"]) == (due, None, 0)
        again = await act_at(office, at(5, 10), dossier, "extend", LEADER, EXTENDING, 409)
        assert again["code"] == "extension_not_allowed"
        (told,) = [json.loads(event["data"]) for event in await office.rows(LETTERS)]
        assert told["cause"] == "extension"
        assert "Điều 9 Luật Thử; văn bản số 12/QĐ-SXD ngày 05/03/2026" in told["reason"]
        assert any("Gia hạn thêm 03 ngày làm việc" in sentence for sentence in told["due_words"])
        (kept,) = await office.rows("SELECT legal_basis, document_number, decided_by_name FROM extension")
        assert tuple(kept.values()) == ("Điều 9 Luật Thử", "12/QĐ-SXD", "Lê Quang Minh")
        assert len(await office.rows("SELECT 1 FROM evidence WHERE kind = 'term-extended'")) == 1

    play(one_stop, act)


def test_where_no_law_allows_it_or_the_term_is_over_nothing_is_extended(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, due = await in_work(office)
        refused = await act_at(office, at(5), dossier, "extend", LEADER, EXTENDING, 409)
        assert refused["code"] == "extension_not_allowed"
        await office.rows("UPDATE dossier SET extensions_left = 1 RETURNING 1")
        await change_versions(office, "extension_amount = 5")
        late = await act_at(office, due + timedelta(hours=1), dossier, "extend", LEADER, EXTENDING, 409)
        assert late["code"] == "extension_too_late"
        assert "xin lỗi" in late["title"]
        form = {"csrf_token": "csrf-token", "amount": "3", "reason": "Phải lấy mẫu lần hai", "document_number": "12/QĐ"}
        form |= {"document_date-day": "5", "document_date-month": "3", "document_date-year": "2026"}
        with clock.stopped_at(at(6)):
            url = f"/mot-cua/ho-so/{dossier}/gia-han"
            page = await office.client.post(url, headers=office.headers(LEADER), data=form | {"amount": "nhiều"})
            assert page.status_code == 422
            assert "Gia hạn thêm" in page.text
            assert (await office.client.post(url, headers=office.headers(LEADER), data=form)).status_code == 303

    play(one_stop, act)


def test_before_it_is_accepted_there_is_no_date_to_explain(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await office.file()
        for path in (f"/mot-cua/ho-so/{dossier}/vi-sao-hen-ngay", f"/api/one-stop/v1/dossiers/{dossier}/due"):
            assert (await office.client.get(path, headers=office.headers(COUNTER))).status_code == 404

    play(one_stop, act)
