"""The people of the agency that does a step: given out by its head, released when they leave, and what becomes of it when the agency goes."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shared.core import clock
from testing.factories import a_person, a_post

from ..continuing.kit import HEIR, tell_heir, tell_merged
from ..continuing.kit import work as worker_does
from ..continuing.test_splitting import OTHER, split
from ..continuing.test_splitting import _tell_heirs as tell_heirs
from ..parts.kit import NAMES, THERE, THERE_NAME, there
from .kit import (
    COUNTER,
    DRAFT,
    LEADER,
    SPECIALIST,
    act,
    at_department,
    chain,
    chained,
    committee,
    department,
    done,
    standing,
    work,
)

SECOND = "second"
HERS = f"{SPECIALIST}.{THERE}"


async def _second(office: Any, agency: str = THERE) -> None:
    person = a_person(SECOND, a_post(agency, SPECIALIST, "Chuyên viên"), full_name="Võ Thị Sáu", user_name="sau")
    await office.tell(person, "mail-directory")


async def _leaves(office: Any, **changed: Any) -> None:
    known = {"full_name": NAMES[SPECIALIST], "user_name": f"{SPECIALIST}-{THERE}"}
    await office.tell(a_person(HERS, **(known | changed)), "mail-directory")


def test_the_head_there_gives_it_out_and_takes_it_back(one_stop: Any, tmp_path: Path, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            await _second(office)
            dossier, head = await at_department(office), department(office, LEADER)
            here = {"holder_id": f"{SPECIALIST}.{office.agency}", "reason": "Chia việc"}
            refused = await act(office, head, dossier, "reassign", here)
            assert refused.status_code == 422, "nobody of another agency"
            await done(office, head, dossier, "reassign", {"holder_id": SECOND, "reason": "Chia việc"})
            assert await standing(office) == ("examine", THERE, SECOND, "Võ Thị Sáu")
            taken = await act(office, department(office), dossier, "claim")
            assert (taken.status_code, taken.json()["code"]) == (409, "dossier_held_by_another")
            refused = await act(office, office.identity(LEADER), dossier, "reassign", {"reason": "Rút về"})
            assert refused.status_code == 409, "who has the dossier does not give out the other's work"
            await done(office, head, dossier, "reassign", {"holder_id": "", "reason": "Rút về"})
            assert await standing(office) == ("examine", THERE, f"agency:{THERE}", THERE_NAME)
            again = await act(office, head, dossier, "reassign", {"holder_id": "", "reason": "Rút về"})
            assert (again.status_code, again.json()["code"]) == (409, "holder_unchanged")
            await done(office, department(office), dossier, "claim")

    asyncio.run(run())


def test_who_leaves_there_gives_it_back_to_the_people_there(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            await _second(office)
            dossier = await at_department(office)
            await done(office, department(office), dossier, "claim")
            await _leaves(office, posts=(a_post(office.agency, SPECIALIST, "Chuyên viên"),))
            assert await standing(office) == ("examine", THERE, f"agency:{THERE}", THERE_NAME)
            moved = office.identity(SPECIALIST, office.agency, HERS)
            refused = await act(office, moved, dossier, "claim")
            assert refused.status_code == 409, "who went to the agency that has it has no part in the other's step"
            (line,) = await office.rows("SELECT agency_code, to_agency_code FROM hand_over WHERE action = 'release'")
            assert tuple(line) == (THERE, THERE)
            second = department(office, subject=SECOND, name="Võ Thị Sáu")
            assert await work(office, second) == [dossier]
            await done(office, second, dossier, "claim")
            await done(office, second, dossier, "finish", DRAFT)
            await _second(office, office.agency)
            await done(office, committee(office), dossier, "return", {"reason": "Xem lại căn cứ"})
            back = await standing(office)
            assert back == ("examine", THERE, f"agency:{THERE}", THERE_NAME), "nobody is there any more who had it"

    asyncio.run(run())


def test_what_a_merged_department_had_goes_on_at_its_heir(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            waiting, taken = await at_department(office), await at_department(office)
            await done(office, department(office), taken, "claim")
            await tell_heir(office)
            post = a_post(HEIR, SPECIALIST, merged_agencies=(THERE,))
            await _leaves(office, posts=(post,))
            await tell_merged(office, THERE)
            await worker_does(office)
            rows = await office.rows("SELECT step_agency_code, holder_id FROM dossier ORDER BY opened_at, id")
            assert [row["step_agency_code"] for row in rows] == [HEIR, HEIR]
            assert {row["holder_id"] for row in rows} == {f"agency:{HEIR}", HERS}, "and it stays in its hands"
            expert = there(office, SPECIALIST, HEIR, agency_name="Sở Mới", subject=HERS)
            assert sorted(await work(office, expert)) == sorted([waiting, taken])
            assert await work(office, department(office)) == []
            await done(office, expert, waiting, "claim")
            await done(office, expert, taken, "finish", DRAFT)
            third = await at_department(office)
            (row,) = await office.rows("SELECT step_agency_code FROM dossier WHERE id = $1", third)
            assert row["step_agency_code"] == HEIR, "what comes later goes there at once"

    asyncio.run(run())


def test_who_does_not_come_along_with_what_a_divided_department_had_leaves_it_to_the_people_there(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            taken = await at_department(office)
            await done(office, department(office), taken, "claim")
            (before,) = await office.rows("SELECT procedure_code, version FROM dossier")
            await tell_heirs(office)
            await office.tell(split(THERE, before["procedure_code"]), "mail-directory")
            await worker_does(office)
            (row,) = await office.rows("SELECT step_agency_code, holder_id, unit_id, version FROM dossier")
            assert (row["step_agency_code"], row["holder_id"], row["unit_id"]) == (OTHER, f"agency:{OTHER}", "")
            assert row["version"] > before["version"], "whoever read it before is told that it changed"
            expert = there(office, SPECIALIST, OTHER, agency_name="Sở Khác", subject="specialist.other")
            assert await work(office, expert) == [taken]

    asyncio.run(run())


def test_to_an_agency_that_is_no_more_nothing_goes(one_stop: Any, tmp_path: Path, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier = await office.file("hop-bao")
            yesterday = clock.local_now().date() - timedelta(days=1)
            await office.rows("UPDATE agency SET valid_to = $1 WHERE code = $2", yesterday, THERE)
            own = office.identity(COUNTER)
            await done(office, own, dossier, "accept")
            refused = await act(office, own, dossier, "transfer", {})
            assert (refused.status_code, refused.json()["code"]) == (409, "step_agency_gone")
            assert "đã ngừng hoạt động" in refused.text
            assert await standing(office) == ("receive", "", None, "")
            page = await office.client.post(
                f"/mot-cua/ho-so/{dossier}/chuyen", headers=office.headers(own), data={"csrf_token": "csrf-token"}
            )
            assert page.status_code == 409
            assert "đã ngừng hoạt động" in page.text

    asyncio.run(run())


def test_the_step_is_due_by_the_hours_of_the_agency_that_does_it(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    """The department works afternoons alone: 8 hours from Monday morning end on Tuesday evening, not on Monday."""

    def longer(row: dict[str, Any]) -> None:
        chained(row)
        row["term"] = {"amount": 5, "unit": "working_days"}

    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder, longer)
            await office.rows(
                "INSERT INTO working_slot (agency_code, position, opens, closes, weekdays)"
                " VALUES ($1, 0, '13:00', '17:00', ARRAY[1, 2, 3, 4, 5])",
                THERE,
            )
            with clock.stopped_at(datetime(2026, 3, 2, 1, 0, tzinfo=UTC)):  # Monday, 8 o'clock
                await at_department(office)
            (row,) = await office.rows("SELECT step_due_at, work_due_at FROM dossier")
            assert row["step_due_at"] == row["work_due_at"] == datetime(2026, 3, 3, 10, 0, tzinfo=UTC)

    asyncio.run(run())
