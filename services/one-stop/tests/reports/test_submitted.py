"""A month's report is drawn up by schedule, signed by a leader, sent up by event and seen there; who is late is reminded."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

from one_stop.reports.actions import COUNT_REPORT
from one_stop.reports.scheduled import DRAW_UP_REPORTS, last_month
from shared.contracts.one_stop_reports import ReportSubmitted
from shared.core import clock
from shared.work.jobs import Jobs

from ..conftest import ELSEWHERE
from .month import LAST_MONTH, MONTH, live

ABOVE, LEADER, PAGE = "000.00.00.H08", "leader", "/mot-cua/bao-cao"


async def _draw_up(office: Any, day: int) -> None:
    """As on a day of the month behind the period."""
    first = LAST_MONTH.last + timedelta(days=day)
    with clock.stopped_at(datetime(first.year, first.month, first.day, 7, tzinfo=clock.VIETNAM)):
        async with office.database.sessions.begin() as session:
            await DRAW_UP_REPORTS.do(session, "")


async def _count(office: Any) -> None:
    jobs = Jobs(office.database, [COUNT_REPORT])
    while await jobs.do_next():
        pass


async def _told(office: Any, kind: str) -> list[dict[str, Any]]:
    rows = await office.rows("SELECT data FROM outbox WHERE type = $1 ORDER BY position", f"one-stop.{kind}.v1")
    return [json.loads(row["data"]) for row in rows]


async def _reminded(office: Any) -> int:
    return sum(told["notification"] == "report-unsigned" for told in await _told(office, "officers-notified"))


def test_a_month_is_drawn_up_once_as_it_ended_and_who_has_not_signed_is_reminded(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            for lived in MONTH.values():
                await live(office, lived)
            assert last_month(LAST_MONTH.last + timedelta(days=1)) == LAST_MONTH
            for day in (1, 2, 5):
                await _draw_up(office, day)
            await _count(office)
            [report] = await office.rows("SELECT * FROM report")
            assert (report["agency_code"], report["asked_by_name"]) == (office.agency, "Lập theo lịch")
            assert report["until"] == LAST_MONTH.until(clock.now())
            asked = {"first_day": str(LAST_MONTH.first), "last_day": str(LAST_MONTH.last)}
            headers = office.headers(LEADER)
            by_hand = await office.client.post("/api/one-stop/v1/reports", headers=headers, json=asked)
            await _count(office)
            lines = await office.rows("SELECT lines FROM report")
            assert lines[0] == lines[1], "as a leader's own of the same days"
            assert by_hand.status_code == 202
            assert await _reminded(office) == 1, "on the fifth, not on the first and second"
            answer = await office.client.post(
                f"/api/one-stop/v1/reports/{report['id']}/close", headers=headers, json={}
            )
            assert answer.status_code == 200, answer.text
            await _draw_up(office, 10)
            assert await _reminded(office) == 1, "signed is signed"

    asyncio.run(run())


def test_a_signed_report_goes_up_and_is_seen_there_with_day_and_signature_and_nowhere_else(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await live(office, MONTH["early"])
            await _draw_up(office, 1)
            await _count(office)
            [report] = await office.rows("SELECT id FROM report")
            url = f"/api/one-stop/v1/reports/{report['id']}/close"
            assert (await office.client.post(url, headers=office.headers(LEADER), json={})).status_code == 200
            [sent] = await _told(office, "report-submitted")
            assert (sent["to_agency_code"], sent["signed_by"]) == (ABOVE, "Lê Quang Minh")
            for _ in range(2):
                await office.tell(ReportSubmitted(**sent), "one-stop")
            [kept] = await office.rows("SELECT * FROM received_report")
            assert kept["sha256"] == sent["file"]["sha256"]
            page = await office.client.get(PAGE, headers=office.headers(LEADER, ABOVE))
            assert "Báo cáo nhận từ cơ quan trực thuộc" in page.text
            assert "Lê Quang Minh" in page.text
            opened = f"{PAGE}/nhan/{report['id']}"
            pdf = await office.client.get(opened, headers=office.headers(LEADER, ABOVE))
            assert b"/ByteRange" in pdf.content
            for who in (office.headers(LEADER), office.headers(LEADER, ELSEWHERE)):
                assert (await office.client.get(opened, headers=who)).status_code == 404
            assert (await office.client.get(opened, headers=office.headers("specialist", ABOVE))).status_code == 403
            own = await office.client.get(PAGE, headers=office.headers(LEADER))
            assert "Báo cáo nhận từ cơ quan trực thuộc" not in own.text

    asyncio.run(run())
