"""Figures of documents: what is told of each day is what the tables hold."""

import re
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import text

from document_exchange.figures.counting import FIGURES
from shared.access.rights import Role
from shared.contracts.document_exchange import DocumentFigureRecorded
from shared.core import clock
from shared.messaging.figures import tell_figure

from .test_journey import run

HERE = "000.00.02.H08"


async def _sent_and_done(house: Any, today: date) -> Any:
    """Sent to everybody; done in time by one agency and late by another."""
    sent = await house.sent()
    await house.exchange()
    await house.read()
    async with house.database.sessions.begin() as session:
        connection = await session.connection()
        for agency, due in ((HERE, today), ("000.00.03.H08", today - timedelta(days=2))):
            await connection.exec_driver_sql(
                "UPDATE incoming_document SET status = '06', status_at = now(), due_on = $1 WHERE addressee_code = $2",
                (due, agency),
            )
    return sent


async def _figures(house: Any) -> Any:
    return (await house.call(house.person(Role.LEADER, HERE), "GET", "/van-ban/so-lieu")).text


def test_documents_sent_electronically_and_done_in_time_are_told_by_agency_and_day(open_house: Any) -> None:
    async def play(house: Any) -> None:
        today = clock.local_now().date()
        sent = await _sent_and_done(house, today)
        for expected in ({2, 3}, {0}):
            async with house.database.sessions.begin() as session:
                told = sum([await tell_figure(session, figure, today + timedelta(days=1)) for figure in FIGURES])
            assert told in expected
        async with house.database.sessions() as session:
            connection = await session.connection()
            rows = (
                await connection.exec_driver_sql(
                    "SELECT data::text FROM outbox WHERE type = $1", (DocumentFigureRecorded.type,)
                )
            ).all()
            held = (
                await connection.exec_driver_sql("SELECT count(*) FROM outgoing_document WHERE sent_at IS NOT NULL")
            ).scalar()
        events = [DocumentFigureRecorded.model_validate(orjson.loads(row[0])) for row in rows]
        electronic = [event for event in events if event.name == "documents-electronic"]
        assert sum(event.numerator for event in electronic) == held == 1, sent
        in_time = {e.agency_code: (e.numerator, e.denominator) for e in events if e.name == "documents-on-time"}
        assert in_time[HERE] == (1, 1)
        assert all(values == (0, 1) for agency, values in in_time.items() if agency != HERE)

    run(open_house, play)


def test_a_leader_reads_the_figures_of_days_that_are_over_of_the_own_agency_and_those_below(open_house: Any) -> None:
    async def play(house: Any) -> None:
        today = clock.local_now().date()
        await _sent_and_done(house, today)
        async with house.database.sessions.begin() as session:
            for figure in FIGURES:
                await tell_figure(session, figure, today + timedelta(days=1))
        page = await _figures(house)
        assert "Chưa có số liệu. Việc làm hôm nay hiện ở đây từ 1 giờ 15 phút ngày" in page, "today is not over"
        assert 'href="/van-ban/den">Văn bản đến</a>' in page.partition("Việc của hôm nay:")[2]
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE figure_told SET day = day - 1"))
        page = await _figures(house)
        shown = " ".join(re.sub("<[^>]+>", " ", page.partition("<tbody")[2].partition("</tbody")[0]).split())
        assert "100,0% 1 trên 1" in shown
        above = house.person(Role.LEADER, HERE).model_copy(update={"agency_code": "000.00.00.H08"})
        beside = above.model_copy(update={"agency_code": "000.00.05.H08"})
        for leader, sees in ((above, True), (beside, False)):
            page = await house.call(leader, "GET", "/van-ban/so-lieu")
            assert ("Sở Nội vụ" in page.text.partition("<tbody")[2].partition("</tbody")[0]) == sees
        refused = await house.call(house.person(Role.RECORDS_CLERK), "GET", "/van-ban/so-lieu")
        assert refused.status_code == 403

    run(open_house, play)
