"""Nothing is late without having been warned of: shares of a term, the hand-over of the day, a supplement that does not come."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from one_stop.deadlines.actions import BEGIN, TERM_USED
from one_stop.deadlines.handing_over import HAND_OVER
from one_stop.deadlines.rules import shares_at
from one_stop.due_dates.rules import Cause, Move
from one_stop.supplements.watching import SUPPLEMENT_DEADLINE
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.contracts.online_services import SupplementFiled
from shared.contracts.values import Post
from shared.core import clock
from shared.standards.calendar_days import CalendarDays
from shared.standards.working_time import WorkingTime
from shared.work.jobs import Job, Jobs

from .playing import COUNTER, LEADER, NOTIFIED, SPECIALIST, at, change_versions, in_work, play

OFFICE = WorkingTime(CalendarDays())
HEAD = "truong-phong"


async def look(office: Any, job: Job, *moments: datetime) -> None:
    for moment in moments:
        with clock.stopped_at(moment):
            jobs = Jobs(office.database, [job])
            while await jobs.do_next():
                pass


async def told(office: Any, kind: str) -> list[dict[str, Any]]:
    found = [json.loads(row["data"]) for row in await office.rows(NOTIFIED)]
    return [event for event in found if event["notification"] == kind]


async def headed(office: Any) -> None:
    """The specialist works in a unit that somebody leads."""
    code = office.agency
    named = {"code": "P1", "name": "Phòng Một", "unit_kind": "division", "head_post_id": "p1"}
    unit = UnitRecorded(unit_id="u1", agency_code=code, valid_from=date(2025, 1, 1), **named)
    await office.tell(unit, "mail-directory")
    for person, post in ((HEAD, "p1"), (f"{SPECIALIST}.{code}", "p2")):
        own = Post(agency_code=code, role=SPECIALIST, title="Chuyên viên", unit_id="u1", post_id=post)
        news = PersonRecorded(person_id=person, full_name="Trần Văn Bình", user_name=person, posts=(own,))
        await office.tell(news, "mail-directory")


def test_whoever_answers_for_a_dossier_is_told_once_when_four_fifths_of_its_term_are_used(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await headed(office)
        await in_work(office)  # 20 working days from Mon 02/03 9:00
        await look(office, TERM_USED, at(24, 8, 59))
        assert await told(office, "dossier-term-used") == []
        await look(office, TERM_USED, at(24), at(24, 10), at(27))
        (event,) = await told(office, "dossier-term-used")
        assert {(to["person_id"], to["role"]) for to in event["to"]} == {
            (f"{SPECIALIST}.{office.agency}", SPECIALIST),
            (HEAD, ""),
            ("", LEADER),
            ("", COUNTER),
        }
        assert (event["facts"]["share"], event["facts"]["due"]) == ("80 %", "09:00 30/03/2026")

    play(one_stop, act)


def test_a_pause_moves_the_warning_and_nobody_is_told_while_the_clock_stands(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        await paused_at(office, dossier, at(20))
        await look(office, TERM_USED, at(24), at(26))
        assert await told(office, "dossier-term-used") == []
        with clock.stopped_at(at(27)):  # five working days later
            resumed = await office.act(dossier, "resume", LEADER, {"note": "Đã kiểm tra xong"})
            assert resumed.status_code == 200, resumed.text
        await look(office, TERM_USED, at(31, 8, 59))
        assert await told(office, "dossier-term-used") == []
        await look(office, TERM_USED, at(31), at(31, 10))
        assert [event["facts"]["due"] for event in await told(office, "dossier-term-used")] == ["09:00 06/04/2026"]

    play(one_stop, act)


async def paused_at(office: Any, dossier: str, moment: datetime) -> None:
    ground = {"ground": "field-check", "reason": "Kiểm tra thực địa", "expected_on": "2026-03-27"}
    document = {"document_number": "12/TB-SXD", "document_date": moment.date().isoformat()}
    with clock.stopped_at(moment):
        paused = await office.act(dossier, "pause", LEADER, ground | document)
        assert paused.status_code == 200, paused.text


def test_shares_are_counted_of_the_term_without_what_it_waited() -> None:
    begins, due = at(2), at(30)
    assert shares_at(begins, due, [], [80, 50], OFFICE) == {50: at(16), 80: at(24)}
    assert shares_at(begins, due, [], [], OFFICE) == {}
    wait = Move(Cause.PAUSE, since=at(3), until=at(10))  # five working days
    assert shares_at(begins, at(6, month=4), [wait], [50, 80], OFFICE) == {50: at(23), 80: at(31)}
    waited_for_ever = Move(Cause.SUPPLEMENT, since=at(2), until=at(30))
    assert shares_at(begins, at(30), [waited_for_ever], [80], OFFICE) == {80: at(30)}


def test_dossiers_from_before_are_watched_too(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await in_work(office)
        await office.rows("DELETE FROM job RETURNING 1")
        await office.rows(
            "INSERT INTO job (name, title, key, due_at) VALUES ('watch-terms', '', '', '2026-03-03') RETURNING 1"
        )
        await look(office, BEGIN, at(3))
        await look(office, TERM_USED, at(24))
        assert len(await told(office, "dossier-term-used")) == 1

    play(one_stop, act)


@pytest.mark.parametrize(
    ("received", "due", "soon"),
    [
        (at(5, 8), at(5, 17, 30), at(5, 16, 30)),
        (at(5, 15), at(5, 17, 30), at(5, 16, 30)),
        (at(5, 15, 1), at(6, 11, 30), at(6, 10, 30)),
        (at(6, 16), at(9, 11, 30), at(9, 10, 30)),  # Friday
        (at(7, 9), at(9, 11, 30), at(9, 10, 30)),  # Saturday
    ],
)
def test_what_the_counter_received_goes_on_the_same_day_or_the_next_morning_and_is_warned_of(
    one_stop: Any, received: datetime, due: datetime, soon: datetime
) -> None:
    async def act(office: Any) -> None:
        dossier = await received_at(office, received)
        (row,) = await office.rows("SELECT step_due_at, work_due_at FROM dossier")
        assert row["step_due_at"] == row["work_due_at"] == due
        page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))
        assert f"Phải chuyển đơn vị giải quyết trước {due:%H:%M %d/%m/%Y}" in page.text
        await look(office, HAND_OVER, soon - timedelta(minutes=1))
        assert await told(office, "hand-over-due-soon") == []
        await look(office, HAND_OVER, soon, due - timedelta(minutes=1), due, due + timedelta(hours=1))
        (event,) = await told(office, "hand-over-due-soon")
        assert [to["role"] for to in event["to"]] == [COUNTER]
        (event,) = await told(office, "hand-over-late")
        assert {to["role"] for to in event["to"]} == {COUNTER, LEADER}

    play(one_stop, act)


async def received_at(office: Any, moment: datetime) -> str:
    """Its own step has more hours than the law leaves it."""
    await office.rows("UPDATE procedure_step SET hours = 40 WHERE position = 0 RETURNING 1")
    with clock.stopped_at(moment):
        dossier: str = await office.file("hop-bao", filed_at=moment)
        answer = await office.act(dossier, "accept", COUNTER)
        assert answer.status_code == 200, answer.text
    return dossier


def test_of_what_was_handed_over_in_time_nobody_is_told(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await received_at(office, at(5, 16))
        with clock.stopped_at(at(6, 9)):
            moved = await office.act(dossier, "transfer", COUNTER, {})
            assert moved.status_code == 200, moved.text
        await look(office, HAND_OVER, at(6, 10, 30), at(6, 11, 30), at(9))
        assert await told(office, "hand-over-due-soon") == await told(office, "hand-over-late") == []
        (line,) = await office.rows("SELECT outcome FROM hand_over WHERE action = 'transfer'")
        assert line["outcome"] == "early"
        page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))
        assert "Phải chuyển đơn vị giải quyết" not in page.text

    play(one_stop, act)


async def asked(office: Any) -> str:
    """Asked on Tue 03/03 with ten working days: until Tue 17/03 17:30."""
    await change_versions(office, "supplement_days = 10")
    dossier, _ = await in_work(office)
    paper = office.procedures["hop-bao"]["papers"][0]["code"]
    with clock.stopped_at(at(3)):
        body = {"reason": "Thiếu", "items": [{"paper_code": paper, "note": "Bản rõ"}]}
        answer = await office.act(dossier, "request-supplement", SPECIALIST, body)
        assert answer.status_code == 200, answer.text
    return dossier


REMINDERS = "SELECT data::text FROM outbox WHERE type = 'one-stop.supplement-reminded.v1'"


def test_the_applicant_is_reminded_three_working_days_before_and_the_holder_told_when_it_lapsed(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await asked(office)
        await look(office, SUPPLEMENT_DEADLINE, at(12, 7, 29))
        assert await office.rows(REMINDERS) == []
        await look(office, SUPPLEMENT_DEADLINE, at(12, 7, 30), at(13), at(17, 17, 31))
        (row,) = await office.rows(REMINDERS)
        assert json.loads(row["data"])["dossier_id"] == dossier
        (kept,) = await office.rows("SELECT subject FROM evidence WHERE kind = 'supplement-reminded'")
        assert kept["subject"] == f"dossier/{dossier}"
        assert await told(office, "supplement-lapsed") == []
        await look(office, SUPPLEMENT_DEADLINE, at(18, 7, 30), at(19))
        (event,) = await told(office, "supplement-lapsed")
        assert [to["person_id"] for to in event["to"]] == [f"{SPECIALIST}.{office.agency}"]
        with clock.stopped_at(at(18)):
            page = await office.client.get(event["link"], headers=office.headers(SPECIALIST))
            assert f'action="/mot-cua/ho-so/{dossier}/de-xuat-dung"' in page.text
            page = await office.client.get(event["link"], headers=office.headers(LEADER))
            assert f'action="/mot-cua/ho-so/{dossier}/dung-giai-quyet"' in page.text

    play(one_stop, act)


def test_who_brought_it_to_the_counter_is_called_by_the_counter(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        await asked(office)
        await office.rows("UPDATE dossier SET channel = '1' RETURNING 1")
        await look(office, SUPPLEMENT_DEADLINE, at(12, 7, 30))
        assert await office.rows(REMINDERS) == []
        (event,) = await told(office, "supplement-to-call")
        assert [(to["person_id"], to["role"]) for to in event["to"]] == [("", COUNTER)]

    play(one_stop, act)


def test_who_has_answered_is_neither_reminded_nor_told_of(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await asked(office)
        papers = (office.a_submission("hop-bao").papers[0],)
        filed = SupplementFiled(submission_id=dossier, answers={}, papers=papers, filed_at=at(5))
        with clock.stopped_at(at(5)):
            await office.tell(filed, "online-services")
        await paused_at(office, dossier, at(6))  # it waits again, but not for a supplement
        await look(office, SUPPLEMENT_DEADLINE, at(12, 7, 30), at(18, 7, 30))
        assert await office.rows(REMINDERS) == await told(office, "supplement-lapsed") == []

    play(one_stop, act)
