"""A room that is closed or booked at the same moment; what a link of one's own reaches back to."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from document_exchange.schedule.actions import add_entry, close_room
from document_exchange.schedule.schemas import EntryIn
from shared.core import clock
from shared.core.errors import Invalid

from ..tasks.task_kit import director, run
from .test_schedule import add, body, call, office, parsed, publish, refused, room, worker


def test_nothing_new_takes_place_in_a_room_that_is_closed_meanwhile(open_house: Any) -> None:
    async def play(house: Any) -> None:
        room_id = await room(house)

        async def book() -> None:
            async with house.database.sessions.begin() as session:
                await add_entry(session, worker(house), EntryIn.model_validate(body(room_id=room_id)))

        async with house.database.sessions.begin() as session:
            await close_room(session, office(house), UUID(room_id))
            await session.flush()
            booking = asyncio.create_task(book())
            await asyncio.sleep(0.5)
            assert not booking.done(), "it waits for whoever closes the room"
        with pytest.raises(Invalid, match="room_unknown"):
            await booking

    run(open_house, play)


def test_what_is_planned_by_others_is_not_told_by_its_title(open_house: Any) -> None:
    async def play(house: Any) -> None:
        room_id = await room(house)
        entry = await add(house, office(house), title="Họp kín", room_id=room_id)
        answer = await house.call(worker(house), "POST", "/schedule", json=body(room_id=room_id))
        assert answer.json()["code"] == "room_taken"
        assert "Họp kín" not in answer.text
        await publish(house, entry)
        assert "Họp kín" in (await house.call(worker(house), "POST", "/schedule", json=body(room_id=room_id))).text
        await refused(house, worker(house), "/room_id", room_id=room_id)

    run(open_house, play)


def test_a_link_has_what_lasts_into_the_four_weeks_before_now(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = director(house)
        entry = await publish(house, await add(house, office(house), chair_id=who.subject))
        path = (await call(house, who, "POST", "/schedule-feed", 201))["path"]
        for began, ended, shown in ((30, 27, 1), (40, 30, 0), (50, 20, 1)):
            async with house.database.sessions.begin() as session:
                moments = {"began": clock.now() - timedelta(days=began), "ended": clock.now() - timedelta(days=ended)}
                moved = text(
                    "UPDATE schedule_entry SET starts_at = :began, ends_at = :ended WHERE id = CAST(:id AS uuid)"
                )
                await session.execute(moved, moments | {"id": entry["id"]})
            assert len(parsed((await house.call(None, "GET", path)).content)) == shown, (began, ended)

    run(open_house, play)
