"""Of days before a merger each figure is of the agency that there was, whoever draws the report up afterwards."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from one_stop.figures.counting import FIGURES
from one_stop.figures.months import tell_month
from one_stop.reports import scheduled
from one_stop.reports.actions import COUNT_REPORT
from one_stop.reports.scheduled import DRAW_UP_REPORTS
from shared.core import clock
from shared.messaging.figures import tell_figure

from ..continuing.kit import DIRECTORY, HEIR, merged, tell_heir, tell_merged, today, work
from ..continuing.test_parting import _sector, part
from .month import LAST_MONTH, MONTH, live
from .test_report import ASKED, LEADER, URL, _close, _expected, _report

BACK = "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e62"


async def _merged_after_a_month(office: Any) -> None:
    for lived in MONTH.values():
        await live(office, lived)
    await tell_heir(office)
    await tell_merged(office, office.agency)
    await work(office)


async def _report_of(office: Any, agency: str, **asked: Any) -> dict[str, Any]:
    headers = office.headers(LEADER, agency)
    answer = await office.client.post(URL, headers=headers, json=ASKED | asked)
    assert answer.status_code == 202, answer.text
    await work(office, COUNT_REPORT)
    read: dict[str, Any] = (await office.client.get(f"{URL}/{answer.json()['id']}", headers=headers)).json()
    return read


async def _by_agency(office: Any) -> dict[str, set[str]]:
    rows = await office.rows(
        "SELECT r.agency_code AS by, d.agency_code AS of FROM reported_dossier d JOIN report r ON r.id = d.report_id"
    )
    return {row["by"]: {one["of"] for one in rows if one["by"] == row["by"]} for row in rows}


def test_the_successor_reports_what_ended_before_for_the_agency_that_there_was(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _merged_after_a_month(office)
            of_then = await _report_of(office, HEIR)
            assert of_then["columns"] == _expected()
            assert await _by_agency(office) == {HEIR: {office.agency}}
            page = (
                await office.client.get(f"/mot-cua/bao-cao/{of_then['id']}", headers=office.headers(LEADER, HEIR))
            ).text
            assert "Cơ quan và các cơ quan đã sáp nhập vào sau kỳ báo cáo" in page
            now = {"first_day": str(LAST_MONTH.first), "last_day": str(today())}
            await _report_of(office, HEIR, **now)
            rows = await office.rows("SELECT DISTINCT agency_code FROM reported_dossier ORDER BY 1")
            assert [row["agency_code"] for row in rows] == sorted({office.agency, HEIR})

    asyncio.run(run())


def test_the_month_is_drawn_up_once_for_the_successor_to_sign(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _merged_after_a_month(office)
            for _ in range(2):
                async with office.database.sessions.begin() as session:
                    await DRAW_UP_REPORTS.do(session, "")
            await work(office, COUNT_REPORT)
            [report] = await office.rows("SELECT id, agency_code, lines FROM report")
            assert report["agency_code"] == HEIR
            assert await _by_agency(office) == {HEIR: {office.agency}}
            [report] = await office.rows("SELECT id, agency_code, agencies FROM report")
            assert len(json.loads(report["agencies"])) == 2, "its own, which had nothing, and the former one"

    asyncio.run(run())


def test_what_was_drawn_up_before_the_merger_and_not_signed_is_reported_by_the_successor(
    one_stop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is left to sign it where it was drawn up, and nobody there to be reminded."""

    async def run() -> None:
        async with one_stop() as office:
            await live(office, MONTH["early"])
            await live(office, MONTH["on its day"])
            await tell_heir(office)
            [row, _] = await office.rows("SELECT id FROM dossier")
            await office.rows("UPDATE dossier SET agency_code = $1 WHERE id = $2", HEIR, row["id"])

            async def draw_up() -> None:
                async with office.database.sessions.begin() as session:
                    await DRAW_UP_REPORTS.do(session, "")
                await work(office, COUNT_REPORT)

            await draw_up()
            assert await _by_agency(office) == {HEIR: {HEIR}, office.agency: {office.agency}}
            await tell_merged(office, office.agency)
            await work(office)
            monkeypatch.setattr(scheduled, "REMINDED_ON", range(1, 32))
            for _ in range(2):
                await draw_up()
            assert (await _by_agency(office))[HEIR] == {HEIR, office.agency}
            [report] = await office.rows("SELECT lines FROM report WHERE agency_code = $1", HEIR)
            assert len(json.loads(report["lines"])) == 2, "once each"
            told = await office.rows("SELECT data FROM outbox WHERE data ->> 'notification' = 'report-unsigned'")
            assert {json.loads(row["data"])["to"][0]["agency_code"] for row in told} == {HEIR}

    asyncio.run(run())


def test_what_the_agency_signed_itself_is_not_reported_again(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await live(office, MONTH["early"])
            own = await _report(office)
            assert (await _close(office, own["id"])).status_code == 200
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            assert sum((await _report_of(office, HEIR))["columns"]) == 0

    asyncio.run(run())


@pytest.mark.parametrize("day_of_parting", [0, -400])
def test_what_left_with_a_part_and_came_back_is_counted_where_it_was(one_stop: Any, day_of_parting: int) -> None:
    """After the period, or long before."""

    async def run() -> None:
        async with one_stop() as office:
            await live(office, MONTH["early"])
            await tell_heir(office)
            matter, day = _sector(office, "hop-bao"), today() + timedelta(days=day_of_parting)
            sector = (await office.rows("SELECT sector_name FROM dossier"))[0]["sector_name"]
            await office.tell(part(office.agency, matter, sector, first_day=day), DIRECTORY)
            await work(office)
            there = HEIR if day_of_parting else office.agency
            for agency in (office.agency, HEIR):
                counted = (await _report_of(office, agency))["columns"][0]
                assert counted == (agency == there), agency
            back = part(
                HEIR, matter, sector, to=office.agency, first_day=today() + timedelta(days=1), reorganisation_id=BACK
            )
            await office.tell(back, DIRECTORY)
            await work(office)
            assert (await office.rows("SELECT agency_code FROM dossier"))[0]["agency_code"] == office.agency
            await office.rows("DELETE FROM report")
            for agency in (office.agency, HEIR):
                assert (await _report_of(office, agency))["columns"][0] == (agency == there), "back again"

    asyncio.run(run())


def test_days_and_months_that_were_told_stay_the_former_agencys(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            day = today() - timedelta(days=1)
            dossier = await office.file()
            await office.act(dossier, "accept", "counter-officer")
            await office.rows(
                "UPDATE dossier SET received_at = now() - interval '1 day', finished_at = now() - interval '1 day'"
            )

            async def told() -> tuple[int, int]:
                async with office.database.sessions.begin() as session:
                    days = [await tell_figure(session, figure, clock.local_now().date()) for figure in FIGURES]
                    return sum(days), await tell_month(session, day.replace(day=1), today())

            assert min(await told()) > 0
            await tell_heir(office)
            await office.tell(merged(office.agency), DIRECTORY)
            await work(office)
            assert (await office.rows("SELECT agency_code FROM dossier"))[0]["agency_code"] == HEIR
            assert await told() == (0, 0), "nothing of those days changes"

    asyncio.run(run())
