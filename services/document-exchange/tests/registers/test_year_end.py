"""As a year ends its books are closed by themselves; those in which something is left open wait for the clerk, who is told."""

import json
from datetime import datetime, timedelta
from typing import Any

from document_exchange.features import MEMBER
from shared.core import clock
from shared.work.jobs import Job, Jobs
from shared.work.number_year import NAME

from .test_number_desk import HERE, KIND, OTHER, act, book, play

OCTOBER = datetime(2026, 10, 9, 10, tzinfo=clock.VIETNAM)
BACK = datetime(2027, 1, 5, 8, tzinfo=clock.VIETNAM)
"""The service lay still over New Year."""
ARRIVALS = "arrival"


def the_job(house: Any) -> Job:
    (job,) = [job for job in MEMBER.work(house.settings).jobs if job.name == NAME]
    return job


async def new_year(house: Any, at: datetime = BACK) -> None:
    with clock.stopped_at(at):
        while await Jobs(house.database, [the_job(house)]).do_next():
            pass


async def closed(house: Any, year: int, agency: str = HERE) -> dict[str, bool]:
    found = await book(house, agency, year=year)
    return {line["kind"]: line["closed"] for line in found["series"] if line["last"]}


async def told(house: Any) -> list[dict[str, Any]]:
    rows = await (await house.database.hot()).fetch("SELECT data::text AS data FROM outbox WHERE kind = 'notification'")
    events = [json.loads(row["data"]) for row in rows]
    return [event for event in events if event["notification"] == "book-left-open"]


async def count(house: Any, kind: str, year: int, last: int, agency: str = HERE) -> None:
    connection = await house.database.hot()
    await connection.execute(
        "INSERT INTO number_counter (agency_code, kind, year, part, last) VALUES ($1, $2, $3, '', $4)",
        agency,
        kind,
        year,
        last,
    )
    await connection.execute(
        "INSERT INTO held_number (agency_code, kind, year, part, number, void, reason)"
        " SELECT $1, $2, $3, '', n, true, 'Thử' FROM generate_series(1, $4) AS n",
        agency,
        kind,
        year,
        last,
    )


def test_what_is_settled_is_closed_once_after_an_outage_and_the_rest_is_told_to_the_clerks(open_house: Any) -> None:
    async def story(house: Any) -> None:
        with clock.stopped_at(OCTOBER):
            await Jobs(house.database, [the_job(house)]).begin()
            await act(house, "reserve", reason="Quyết định giấy")
        await count(house, ARRIVALS, 2026, 3)
        await count(house, ARRIVALS, 2027, 2)
        await count(house, ARRIVALS, 2026, 4, OTHER)
        connection = await house.database.hot()
        await connection.execute("DELETE FROM held_number WHERE agency_code = $1 AND number = 2", OTHER)
        await new_year(house, BACK - timedelta(days=5, hours=8))
        assert await closed(house, 2026) == {KIND: False, ARRIVALS: False}, "the year is not over yet"

        await new_year(house)
        with clock.stopped_at(BACK):
            assert await closed(house, 2026) == {KIND: False, ARRIVALS: True}
            assert await closed(house, 2027) == {ARRIVALS: False}
            assert await closed(house, 2026, OTHER) == {ARRIVALS: False}
            (line, *_) = (await book(house, year=2026))["history"]
        assert (line["label"], line["actor"]) == ("Khóa sổ năm", "Việc theo lịch đầu năm")
        kept, gap = sorted(await told(house), key=lambda event: str(event["to"][0]["agency_code"]), reverse=True)
        assert kept["to"] == [{"person_id": "", "agency_code": HERE, "role": "records-clerk"}]
        assert kept["facts"]["why"] == "còn số đang giữ"
        assert kept["link"] == "/van-ban/so-va-so?nam=2026"
        assert gap["to"][0]["agency_code"] == OTHER
        assert gap["facts"] == {"reference": "Sổ năm 2026 (Số đến)", "why": "còn số trống chưa giải trình"}
        notes = await connection.fetch("SELECT actor, agency_code, subject FROM evidence WHERE kind = 'number-close'")
        assert [tuple(note) for note in notes] == [(f"job:{NAME}", HERE, f"numbers/{ARRIVALS}/2026")]

        await new_year(house, BACK + timedelta(days=100))
        assert len(await told(house)) == 2, "once a year"

    play(open_house, story)


def test_what_the_clerk_settles_afterwards_he_closes_and_what_he_reopens_is_closed_a_year_later(
    open_house: Any,
) -> None:
    async def story(house: Any) -> None:
        with clock.stopped_at(OCTOBER):
            await Jobs(house.database, [the_job(house)]).begin()
            number = (await act(house, "reserve", reason="Quyết định giấy"))["number"]
        await new_year(house)
        with clock.stopped_at(BACK):
            await act(house, "void", year=2026, number=number, reason="Không ban hành")
            await act(house, "close", year=2026)
            await act(house, "reopen", year=2026, reason="Bổ sung văn bản giấy")
        await new_year(house, BACK.replace(year=2028))
        with clock.stopped_at(BACK.replace(year=2028)):
            assert await closed(house, 2026) == {KIND: True}

    play(open_house, story)
