"""A step runs by the hours of the agency that does it, the term by those of the agency that has the dossier."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from one_stop.dossiers.turns import time_of_each
from shared.core import clock
from shared.standards.calendar_days import CalendarDays
from shared.standards.working_time import WorkingTime

from ..parts.kit import THERE, THERE_NAME
from ..working_calendar.keeping import counted_again, post
from .kit import ABOVE, COUNTER, DRAFT, LEADER, act, at_department, chain, chained, committee, department, done

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""8 o'clock."""
AFTERNOONS = (
    "INSERT INTO working_slot (agency_code, position, opens, closes, weekdays)"
    " VALUES ($1, 0, '13:00', '17:00', ARRAY[1, 2, 3, 4, 5])"
)
DOCUMENT = {"document_number": "45/TB-UBND", "document_date": "02/03/2026"}


def _longer(row: dict[str, Any]) -> None:
    chained(row)
    row["term"] = {"amount": 5, "unit": "working_days"}
    row["extension"] = {"times": 1, "amount": 5, "basis": "Điều 1"}


async def _dues(office: Any) -> tuple[datetime, datetime]:
    (row,) = await office.rows("SELECT step_due_at, due_at FROM dossier")
    return row["step_due_at"], row["due_at"]


def test_other_hours_of_the_agency_that_does_it_move_the_step_and_not_the_term(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder, _longer)
            with clock.stopped_at(MONDAY):
                await at_department(office)
            before, term = await _dues(office)
            assert before == datetime(2026, 3, 3, 1, 0, tzinfo=UTC), "8 hours of days that begin at half past 7"
            changed = {"morning_from": "10h", "morning_to": "11h", "afternoon_from": "13h", "afternoon_to": "16h"}
            later = MONDAY + timedelta(minutes=5)
            with clock.stopped_at(later):
                answer = await post(office, "gio-lam-viec", agency_code=THERE, **changed, **DOCUMENT)
                assert answer.status_code == 303, answer.text
            await counted_again(office, later)
            after, kept = await _dues(office)
            assert after == datetime(2026, 3, 3, 9, 0, tzinfo=UTC), "8 hours of days of four"
            assert kept == term, "the applicant's date is counted where the dossier is kept"
            moved = await office.rows("SELECT 1 FROM hand_over WHERE action = 'due-recounted'")
            assert not moved, "nobody who waits is told of what is not theirs"

    asyncio.run(run())


def test_an_extension_and_a_pause_give_the_step_its_time_by_those_hours(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder, _longer)
            await office.rows(AFTERNOONS, THERE)
            with clock.stopped_at(MONDAY):
                dossier = await at_department(office)
            leader = office.identity(LEADER)
            pause = {
                "ground": "field-check", "reason": "Chờ kiểm tra", "expected_on": "20/03/2026", **DOCUMENT,
            }  # fmt: skip
            with clock.stopped_at(MONDAY + timedelta(hours=1)):
                await done(office, leader, dossier, "pause", pause)
            with clock.stopped_at(MONDAY + timedelta(hours=3)):
                await done(office, leader, dossier, "resume")
            step, _ = await _dues(office)
            assert step == datetime(2026, 3, 3, 10, 0, tzinfo=UTC), "a morning is none of its hours"
            with clock.stopped_at(datetime(2026, 3, 5, 1, 0, tzinfo=UTC)):
                longer = {"amount": 5, "reason": "Chờ kết quả kiểm tra", **DOCUMENT}
                await done(office, leader, dossier, "extend", longer)
            step, _ = await _dues(office)
            assert step == datetime(2026, 3, 6, 10, 0, tzinfo=UTC), "two afternoons from then"

    asyncio.run(run())


def test_what_the_committee_signed_waits_at_the_counter_by_the_counters_hours(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder, _longer)
            await office.rows(AFTERNOONS, ABOVE)
            with clock.stopped_at(MONDAY):
                dossier = await at_department(office)
                await done(office, department(office), dossier, "claim")
                await done(office, department(office), dossier, "finish", DRAFT)
                await done(office, committee(office), dossier, "sign")
            step, _ = await _dues(office)
            (row,) = await office.rows(
                "SELECT s.hours FROM procedure_step s JOIN dossier d USING (procedure_version_id) WHERE s.position = 3"
            )
            assert step == WorkingTime(CalendarDays()).after(MONDAY, timedelta(hours=row["hours"]))

    asyncio.run(run())


def test_the_table_of_times_counts_each_agency_by_its_own_hours(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder, _longer)
            await office.rows(AFTERNOONS, THERE)
            with clock.stopped_at(MONDAY):
                dossier = await at_department(office)
            with clock.stopped_at(MONDAY + timedelta(hours=9)):  # 17 o'clock
                own = office.identity(COUNTER)
                page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(own))).text
            table = page[page.index("Thời gian ở từng cơ quan") :]
            told = table[table.index(THERE_NAME) :][:300]
            assert "4 giờ" in told, told
            assert (await act(office, own, dossier, "claim")).status_code == 403

    asyncio.run(run())


def test_each_has_its_own_clock() -> None:
    class Half:
        def between(self, since: datetime, until: datetime) -> timedelta:
            return (until - since) / 2

    turns = [("A", MONDAY, MONDAY + timedelta(hours=2)), ("B", MONDAY, MONDAY + timedelta(hours=2))]
    spent = time_of_each(turns, {"A": WorkingTime(CalendarDays()), "B": Half()})  # type: ignore[dict-item]
    assert spent == {"A": timedelta(hours=2), "B": timedelta(hours=1)}
