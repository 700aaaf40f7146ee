"""Before an answer is due, and when it is late, both agencies are told: who has it, who leads, who asked."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from one_stop.asked_parts.watching import PART_DEADLINE as ASKED
from one_stop.parts.watching import PART_DEADLINE as ASKER
from shared.core import clock
from shared.work.jobs import Jobs

from .kit import COUNTER, LEADER, SPECIALIST, THERE, answered, ask, asked_id, carry, do, held, parts_of, staff, there


async def _look_until(office: Any, moment: Any) -> list[tuple[str, set[str]]]:
    before = len(await office.rows("SELECT 1 FROM outbox WHERE kind = 'notification'"))
    with clock.stopped_at(moment):
        jobs = Jobs(office.database, [ASKED, ASKER])
        while await jobs.do_next():
            pass
    rows = await office.rows("SELECT data::text AS data FROM outbox WHERE kind = 'notification' ORDER BY position")
    told = [json.loads(row["data"]) for row in rows[before:]]
    return [(one["notification"], {to["person_id"] or to["role"] for to in one["to"]}) for one in told]


def test_both_sides_are_told_before_and_when_it_is_late(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            await office.rows("UPDATE dossier SET due_at = due_at + interval '60 days' RETURNING id")
            await ask(office, dossier, hours=40)
            await carry(office)
            part = await asked_id(office)
            await do(office, part, "take-in", there(office, COUNTER))
            await do(office, part, "claim", there(office, SPECIALIST))
            (row,) = await office.rows("SELECT due_at FROM asked_part")
            due = row["due_at"]
            soon = await _look_until(office, due - timedelta(minutes=1))
            holder, asker = f"{SPECIALIST}.{THERE}", f"{SPECIALIST}.{office.agency}"
            assert sorted(soon) == [("part-answer-due-soon", {asker}), ("part-due-soon", {holder, LEADER})]
            late = await _look_until(office, due + timedelta(minutes=1))
            assert sorted(late) == [("part-answer-late", {asker}), ("part-late", {holder, LEADER})]
            assert await _look_until(office, due + timedelta(days=3)) == [], "told once"
            with clock.stopped_at(due + timedelta(minutes=1)):
                await carry(office)
                assert (await parts_of(office, dossier))[0]["late"]

    asyncio.run(run())


def test_what_is_answered_in_time_worries_nobody(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            await ask(office, await held(office))
            await carry(office)
            await answered(office, await asked_id(office))
            await carry(office)
            assert await _look_until(office, clock.now() + timedelta(days=60)) == []

    asyncio.run(run())
