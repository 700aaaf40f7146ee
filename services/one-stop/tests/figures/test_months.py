"""Months of procedures: told where they have changed, what the daily figures of their agency add up to; the months before, once."""

import asyncio
from datetime import date, datetime, time
from typing import Any

import orjson

from one_stop.figures.counting import FIGURES
from one_stop.figures.months import BEGIN, TELL_BEFORE, month_before, next_month, tell_month
from shared.contracts.one_stop import DossierFigureRecorded
from shared.contracts.one_stop_figures import ProcedureMonthRecorded
from shared.core import clock
from shared.messaging.figures import tell_figure
from shared.work.jobs import Jobs

_TOLD = "SELECT data::text AS data FROM outbox WHERE type = $1 ORDER BY position"
_BACK = "UPDATE dossier SET received_at = $2 WHERE id = $1 RETURNING id"
_DONE = "UPDATE dossier SET finished_at = received_at, due_at = received_at + $2 * interval '1 hour' WHERE id = $1 RETURNING id"
DAYS = [clock.local_now().replace(hour=9, minute=0, second=0, microsecond=0, day=day) for day in (3, 4)]
THIS_MONTH = clock.local_now().date().replace(day=1)
LATER = next_month(THIS_MONTH)


async def _received(office: Any, form: str, at: Any, due: int | None = None) -> None:
    dossier = await office.file(form)
    assert (await office.act(dossier, "accept", "counter-officer")).status_code == 200
    await office.rows(_BACK, dossier, at)
    if due is not None:
        await office.rows(_DONE, dossier, due)


async def _month(office: Any, month: date, today: date = LATER) -> int:
    async with office.database.sessions.begin() as session:
        return await tell_month(session, month, today)


async def _months(office: Any) -> list[ProcedureMonthRecorded]:
    rows = await office.rows(_TOLD, ProcedureMonthRecorded.type)
    return [ProcedureMonthRecorded.model_validate(orjson.loads(row["data"])) for row in rows]


async def _daily_sum(office: Any, name: str) -> int:
    async with office.database.sessions.begin() as session:
        for figure in FIGURES:
            await tell_figure(session, figure, LATER)
    rows = await office.rows(_TOLD, DossierFigureRecorded.type)
    told = [DossierFigureRecorded.model_validate(orjson.loads(row["data"])) for row in rows]
    return sum(one.numerator for one in told if one.name == name)


def test_a_month_is_told_by_procedure_once_and_again_where_it_changed(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _received(office, "hop-bao", DAYS[0], due=1)
            await _received(office, "hop-bao", DAYS[1], due=-1)
            assert (await _month(office, THIS_MONTH), await _month(office, THIS_MONTH)) == (1, 0)
            await _received(office, "hop-bao", DAYS[1])
            assert await _month(office, THIS_MONTH) == 1
            said = [
                (one.revision, one.received, one.online, one.finished, one.on_time) for one in await _months(office)
            ]
            assert said == [(1, 2, 2, 2, 1), (2, 3, 3, 2, 1)]
            last = (await _months(office))[-1]
            assert (last.month, last.procedure_code) == (THIS_MONTH, office.procedures["hop-bao"]["code"])
            for name, counted in (("dossiers-received", 3), ("dossiers-finished", 2), ("dossiers-on-time", 1)):
                assert await _daily_sum(office, name) == counted, name

    asyncio.run(run())


def test_what_is_no_more_is_told_as_nothing(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _received(office, "hop-bao", DAYS[0])
            await _month(office, THIS_MONTH)
            await office.rows("UPDATE dossier SET received_at = NULL RETURNING id")
            assert await _month(office, THIS_MONTH) == 1
            assert [(one.revision, one.received) for one in await _months(office)] == [(1, 1), (2, 0)]

    asyncio.run(run())


def test_the_months_before_are_told_once_each_in_its_turn(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            month = month_before(month_before(month_before(THIS_MONTH)))
            long_ago = datetime.combine(month.replace(day=15), time(9), clock.VIETNAM)
            await _received(office, "hop-bao", long_ago)
            worker = Jobs(office.database, [BEGIN, TELL_BEFORE])
            await worker.begin()
            turns = 0
            while await worker.do_next():
                turns += 1
                later = "UPDATE job SET due_at = $1 WHERE name = 'tell-months-before' AND done_at IS NULL RETURNING 1"
                await office.rows(later, clock.now())
            assert turns == 26, "the beginning, this month and the twenty-four before"
            [told] = await _months(office)
            assert (told.month, told.received) == (month, 1)

    asyncio.run(run())
