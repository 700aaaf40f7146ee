"""A day is added or removed late: open dossiers are counted again, and a report says which moved from when to when."""

import json
from typing import Any

from one_stop.deadlines.actions import TERM_USED
from shared.core import clock

from ..due_dates.playing import COUNTER, LEADER, SPECIALIST, at, in_work, play
from .keeping import OPERATOR, PLACE, counted_again, due_of, get, post, put, signed

OTHER = "000.00.12.H08"


def test_a_day_off_moves_who_goes_over_it_and_the_report_says_from_when_to_when(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)  # until Mon 30/03 9:00
        await put(office, "20/03/2026", "substitute_off", "Nghỉ tránh bão")
        assert await due_of(office, dossier) == at(30), "a draft moves nothing"
        report = await signed(office, at(10))
        assert await due_of(office, dossier) == at(31)
        page = await get(office, report)
        (row,) = await office.rows("SELECT code, due_original FROM dossier")
        for said in (row["code"], "09:00 30/03/2026", "09:00 31/03/2026", "Nghỉ tránh bão", "45/TB-UBND"):
            assert said in page
        assert row["due_original"] == at(30)
        (line,) = await office.rows("SELECT note FROM hand_over WHERE action = 'due-recounted'")
        assert line["note"] == "09:00 30/03/2026 → 09:00 31/03/2026"
        moved = await office.rows("SELECT data::text FROM outbox WHERE type = 'one-stop.dossier-moved.v1'")
        assert json.loads(moved[-1]["data"])["due_at"] == "2026-03-31T09:00:00+07:00"
        (kept,) = await office.rows("SELECT actor FROM evidence WHERE kind = 'due-recounted'")
        assert kept["actor"] == "calendar:2026"
        (job,) = await office.rows("SELECT due_at FROM job WHERE name = $1", TERM_USED.name)
        assert job["due_at"] == at(25), "the warning goes with the term"

    play(one_stop, act)


def test_a_saturday_that_is_made_up_in_a_decided_year_brings_the_date_forward_and_back(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        await put(office, "21/03/2026", "makeup_work", "Làm bù")
        await signed(office, at(10))
        assert await due_of(office, dossier) == at(27)
        answer = await post(office, "2026/bo-ngay", on="21/03/2026", version="0")
        assert answer.status_code == 303, answer.text
        await signed(office, at(11))
        assert await due_of(office, dossier) == at(30)

    play(one_stop, act)


def test_who_does_not_go_over_the_day_is_left_alone(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        before = await office.rows("SELECT version FROM dossier")
        await put(office, "06/04/2026", "substitute_off", "Nghỉ")
        report = await signed(office, at(10))
        assert await due_of(office, dossier) == at(30)
        assert await office.rows("SELECT version FROM dossier") == before
        assert "Không có hồ sơ nào đổi ngày hẹn trả" in await get(office, report)

    play(one_stop, act)


def test_what_it_waited_and_its_step_are_counted_by_the_new_calendar_too(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await office.rows("UPDATE procedure_step SET hours = 40 WHERE role = 'specialist' RETURNING 1")
        dossier, _ = await in_work(office)  # its step until Mon 09/03 9:00
        paper = office.procedures["hop-bao"]["papers"][0]["code"]
        asked = {"reason": "Thiếu", "items": [{"paper_code": paper, "note": "Bản rõ"}]}
        with clock.stopped_at(at(3)):
            assert (await office.act(dossier, "request-supplement", SPECIALIST, asked)).status_code == 200
        with clock.stopped_at(at(5)):  # two working days later
            taken = await office.act(dossier, "take-supplement", COUNTER, {"papers": [paper]})
            assert taken.status_code == 200, taken.text
        assert await due_of(office, dossier) == at(1, month=4)
        (row,) = await office.rows("SELECT step_due_at FROM dossier")
        assert row["step_due_at"] == at(11)
        await put(office, "06/03/2026", "substitute_off", "Nghỉ")
        await signed(office, at(5, 10))
        assert await due_of(office, dossier) == at(2, month=4)
        (row,) = await office.rows("SELECT step_due_at, work_due_at FROM dossier")
        assert row["step_due_at"] == row["work_due_at"] == at(12)

    play(one_stop, act)


def test_what_waits_to_be_received_is_due_by_the_new_calendar(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        with clock.stopped_at(at(19)):
            await office.file("hop-bao", filed_at=at(19))
        (row,) = await office.rows("SELECT intake_due_at FROM dossier")
        assert row["intake_due_at"] == at(20)
        await put(office, "20/03/2026", "substitute_off", "Nghỉ")
        await signed(office, at(19, 10))
        (row,) = await office.rows("SELECT intake_due_at, work_due_at FROM dossier")
        assert row["intake_due_at"] == row["work_due_at"] == at(23)

    play(one_stop, act)


def test_an_officer_sees_the_moved_dossiers_of_his_own_agency_alone(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await in_work(office)
        await put(office, "20/03/2026", "substitute_off", "Nghỉ")
        report = await signed(office, at(10))
        (row,) = await office.rows("SELECT code FROM dossier")
        assert row["code"] in await get(office, report, COUNTER)
        elsewhere = office.headers(COUNTER, agency=OTHER)
        page = await office.client.get(f"{PLACE}{report}", headers=elsewhere)
        assert page.status_code == 200
        assert row["code"] not in page.text

    play(one_stop, act)


def test_other_hours_of_an_agency_move_its_dossiers(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        hours = {"morning_from": "7h30", "morning_to": "11:30", "afternoon_from": "13:30", "afternoon_to": "17:30"}
        document = {"document_number": "12/QĐ-SXD", "document_date": "09/03/2026"}
        with clock.stopped_at(at(10)):
            answer = await post(office, "gio-lam-viec", agency_code=office.agency, saturday="1", **hours, **document)
            assert answer.status_code == 303, answer.text
        await counted_again(office, at(10))
        # Three Saturday mornings of four hours (07/03, 14/03, 21/03) are a day and a half, the fourth brings it to Thursday.
        assert await due_of(office, dossier) == at(26, 15)
        report = answer.headers["location"].removeprefix(PLACE)
        assert "07:30–11:30, 13:30–17:30; sáng thứ bảy" in await get(office, report)
        with clock.stopped_at(at(11)):
            back = await post(office, "gio-lam-viec", agency_code=office.agency, usual="1", **hours, **document)
            assert back.status_code == 303, back.text
        await counted_again(office, at(11))
        assert await due_of(office, dossier) == at(30)

    play(one_stop, act)


def test_hours_that_make_no_day_or_name_no_place_are_refused(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        hours = {"morning_from": "07:30", "morning_to": "11:30", "afternoon_from": "13:30", "afternoon_to": "17:30"}
        document = {"document_number": "12/QĐ-UBND", "document_date": "02/03/2026"}
        for changed, said in (
            ({"agency_code": ""}, "Hãy chọn cơ quan trong danh sách, hoặc toàn tỉnh."),
            ({"agency_code": "000.00.99.H08"}, "Hãy chọn cơ quan trong danh sách, hoặc toàn tỉnh."),
            ({"agency_code": "all", "usual": "1"}, "Giờ chung của tỉnh phải được ghi ra."),
            ({"agency_code": "all", "afternoon_from": "11h00"}, "Giờ phải nối tiếp nhau"),
            ({"agency_code": "all", "morning_to": "25:00"}, "Giờ"),
            ({"agency_code": "all"}, "giống hệt giờ đang áp dụng"),
        ):
            answer = await post(office, "gio-lam-viec", **{**hours, **document, **changed})
            assert answer.status_code in (409, 422), changed
            assert said in answer.text
        assert await office.rows("SELECT 1 FROM calendar_decision") == []

    play(one_stop, act)


def test_nobody_but_the_office_changes_the_calendar(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        for role in (COUNTER, SPECIALIST, LEADER):
            answer = await office.client.post(
                f"{PLACE}/2026/ngay", headers=office.headers(role), data={"csrf_token": "csrf-token", "version": "0"}
            )
            assert answer.status_code == 403
            assert "Ghi vào dự thảo" not in await get(office, "?nam=2026", role)
        assert "Ghi vào dự thảo" in await get(office, "?nam=2026", OPERATOR)

    play(one_stop, act)
