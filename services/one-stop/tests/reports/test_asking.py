"""Asking for a report: which days are a period, and who is in the way of whom."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from one_stop.reports.actions import COUNT_REPORT
from shared.core import clock

from .month import LAST_MONTH
from .test_report import ASKED, LEADER, _ask, _close, _report


def test_a_report_that_the_workers_gave_up_stops_nobody(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            assert (await _ask(office)).status_code == 202
            assert (await _ask(office)).json()["code"] == "report_counting"
            await office.rows("UPDATE report SET asked_at = asked_at - interval '2 hours' RETURNING id")
            assert (await _ask(office)).status_code == 202

    asyncio.run(run())


def test_a_day_that_still_runs_is_shown_and_not_closed(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            today = clock.local_now().date()
            report = await _report(office, first_day=today.isoformat(), last_day=today.isoformat())
            assert (await _close(office, report["id"])).json()["code"] == "report_day_was_running"
            page = await office.client.get(f"/mot-cua/bao-cao/{report['id']}", headers=office.headers(LEADER))
            assert "chưa chốt được. Hãy lập lại sau khi hết ngày" in page.text

    asyncio.run(run())


def _bad_days() -> list[tuple[dict[str, str], str]]:
    today = clock.local_now().date()
    ahead, long_ago = (today + timedelta(days=1)).isoformat(), (today - timedelta(days=400)).isoformat()
    return [
        ({"first_day": LAST_MONTH.last.isoformat(), "last_day": LAST_MONTH.first.isoformat()}, "từ ngày đầu kỳ trở đi"),
        ({"last_day": ahead}, "Ngày cuối kỳ chưa tới"),
        ({"first_day": long_ago, "last_day": today.isoformat()}, "dài nhất một năm"),
        ({"first_day": "31/02/2026"}, "first_day"),
    ]


@pytest.mark.parametrize(("days", "said"), _bad_days())
def test_days_that_are_no_period_are_refused_and_change_nothing(one_stop: Any, days: dict[str, str], said: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            refused = await _ask(office, **days)
            assert refused.status_code == 422
            assert said in refused.text
            form = {"csrf_token": "csrf-token"} | ASKED | days
            page = await office.client.post("/mot-cua/bao-cao", headers=office.headers(LEADER), data=form)
            assert page.status_code == 422
            assert days.get("first_day", ASKED["first_day"]) in page.text
            assert not await office.rows("SELECT id FROM report")
            assert not await office.rows("SELECT key FROM job WHERE name = $1", COUNT_REPORT.name)

    asyncio.run(run())
