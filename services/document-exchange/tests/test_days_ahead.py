"""Hạn trả lời, hạn xử lý: a day that is over asks nothing of anybody; the day is Vietnam's, not the machine's."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.access.rights import Role
from shared.core import clock

from .test_journey import run
from .test_pages import post

RECEIVER = "000.00.02.H08"
EARLY = datetime(2026, 11, 26, 1, 0, tzinfo=clock.VIETNAM)
"""Still the 25th in UTC."""


def test_a_document_does_not_ask_for_an_answer_by_a_day_that_is_over(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        body = {"type_code": "CV", "subject": "V/v thử", "all_agencies": True}
        typed = body | {"all_agencies": "true", "due_on-day": "25", "due_on-month": "11", "due_on-year": "2026"}
        sentence = "Hạn trả lời 25/11/2026 đã qua, hôm nay là 26/11/2026"
        with clock.stopped_at(EARLY):
            page = await post(house, specialist, "/van-ban/di/soan-thao", typed)
            assert page.status_code == 422
            assert sentence in page.text
            answer = await house.call(specialist, "POST", "/documents", json=body | {"due_on": "2026-11-25"})
            assert answer.status_code == 422
            (error,) = answer.json()["errors"]
            assert error["pointer"] == "/due_on"
            assert sentence in error["detail"]
            made = await house.call(specialist, "POST", "/documents", json=body | {"due_on": "2026-11-26"})
            assert made.status_code == 201, made.text

    run(open_house, play)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-30", "30/02/2026 không có trong lịch"),
        ("9999-12-31", "Năm “9999” chưa đúng"),
        ("hôm kia", "Không đọc được ngày “hôm kia”"),
    ],
)
def test_a_day_that_is_none_is_said_by_both_doors(open_house: Any, day: str, said: str) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        body = {"type_code": "CV", "subject": "V/v thử"}
        answer = await house.call(specialist, "POST", "/documents", json=body | {"due_on": day})
        assert answer.status_code == 422
        assert said in answer.json()["errors"][0]["detail"]
        year, month, number = day.split("-") if "-" in day else ("", "", day)
        boxes = {"due_on-day": number, "due_on-month": month, "due_on-year": year}
        page = await post(house, specialist, "/van-ban/di/soan-thao", body | boxes)
        assert page.status_code == 422
        assert said in page.text

    run(open_house, play)


def test_a_draft_whose_day_went_by_is_mended_before_it_is_submitted(open_house: Any) -> None:
    async def play(house: Any) -> None:
        with clock.stopped_at(EARLY - timedelta(days=2)):
            document_id = await house.draft(due_on="2026-11-25")
        with clock.stopped_at(EARLY):
            answer = await house.step(document_id, "submit", Role.SPECIALIST, 422)
            assert answer["errors"][0]["pointer"] == "/due_on"

    run(open_house, play)


def test_nobody_is_given_work_by_a_day_that_is_over(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await house.sent()
        await house.exchange()
        await house.read()
        (incoming,) = await house.inbox(RECEIVER)
        await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
        leader, worker = house.person(Role.LEADER, RECEIVER), house.person(Role.SPECIALIST, RECEIVER)
        fields = {"lead_id": worker.subject, "words": "Làm sớm", "due_on-day": "25", "due_on-month": "11"}
        fields |= {"due_on-year": "2026"}
        sentence = "Hạn xử lý 25/11/2026 đã qua, hôm nay là 26/11/2026"
        with clock.stopped_at(EARLY):
            page = await post(house, leader, f"/van-ban/den/{incoming['id']}/phan-cong", fields)
            assert page.status_code == 422
            assert sentence in page.text
            assert "Làm sớm" in page.text, "what was typed is not lost"
            work = {"lead_id": worker.subject, "due_on": "2026-11-25"}
            answer = await house.report(RECEIVER, incoming["id"], "04", Role.LEADER, **work)
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/due_on")
            done = await house.report(RECEIVER, incoming["id"], "04", Role.LEADER, **work | {"due_on": "2026-11-26"})
            assert done.status_code == 200, done.text

    run(open_house, play)
