"""Mở lại: a completion that was a mistake is undone within its year, inside alone; the sender reads "hoàn thành" for good."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from shared.core import clock

from ..test_completing import done as completed
from ..test_incoming import run
from ..test_units import officer, told
from .work_kit import day, deputy, done, leader, open_agency, part, refused, standing

BINH, SAU = officer("binh"), officer("sau")


async def ended(house: Any) -> str:
    incoming_id = await open_agency(house)
    parts = [part("person:binh", "lead", 9), part("person:sau", "cooperate")]
    await done(house, leader(house), incoming_id, "instruct", parts=parts)
    assert (await completed(house, BINH, incoming_id, description="Đã trả lời")).status_code == 200
    await house.exchange()
    return incoming_id


async def at_the_sender(house: Any) -> list[tuple[str, bool]]:
    """The delivery's history there."""
    async with house.database.sessions() as session:
        rows = await session.execute(text("SELECT code, applied FROM delivery_status ORDER BY id"))
        return [(row.code, row.applied) for row in rows]


def test_who_completed_it_or_a_leader_reopens_it_with_a_reason(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await ended(house)
        await refused(house, SAU, incoming_id, "reopen", 403, "not_completer", words="x")
        await refused(house, BINH, incoming_id, "reopen", 422, "words_required")
        after = await done(house, BINH, incoming_id, "reopen", words="Bấm nhầm")
        assert after["status"] == "05"
        assert {to["person_id"] for one in await told(house, "document-reopened") for to in one} == {"sau"}
        await done(house, SAU, incoming_id, "report", words="Phần tôi xong")
        assert (await completed(house, leader(house), incoming_id)).status_code == 200
        await done(house, deputy(), incoming_id, "reopen", words="Chưa đủ")
        assert (await standing(house, incoming_id))["status"] == "05"

    run(open_house, play)


def test_the_sender_keeps_what_it_was_told_and_hears_it_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await ended(house)
        before = await at_the_sender(house)
        assert before[-1] == ("06", True)
        await done(house, BINH, incoming_id, "reopen", words="Bấm nhầm")
        assert (await completed(house, leader(house), incoming_id, description="Lần này xong")).status_code == 200
        await house.exchange()
        assert await at_the_sender(house) == before

    run(open_house, play)


def test_deadline_and_figures_follow_and_last_years_stays_done(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await ended(house)
        query = text("SELECT count(*) FROM job WHERE name = 'incoming-deadline' AND key = :key AND done_at IS NULL")
        counted = text("SELECT count(*) FROM incoming_document WHERE status = '06' AND due_on IS NOT NULL")
        async with house.database.sessions() as session:
            assert (await session.scalar(query, {"key": incoming_id}), await session.scalar(counted)) == (0, 1)
        next_year = datetime(day(0).year + 1, 1, 5, 9, tzinfo=clock.VIETNAM)
        with clock.stopped_at(next_year):
            await refused(house, leader(house), incoming_id, "reopen", 409, "year_is_over", words="Muộn")
        await done(house, leader(house), incoming_id, "reopen", words="Bấm nhầm")
        async with house.database.sessions() as session:
            assert (await session.scalar(query, {"key": incoming_id}), await session.scalar(counted)) == (1, 0)

    run(open_house, play)
