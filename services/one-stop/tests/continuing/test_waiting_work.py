"""What waited at an agency that was merged besides its dossiers waits at the successor: parts, tasks, lists on their way."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from ..catalogue.kit import EDITOR, begin
from ..moves.test_holders import SPECIALIST, _second_specialist
from ..parts.kit import THERE, THERE_NAME, ask, carry, held, staff
from ..unit_lists.kit import at_counter, hand, staffed
from .kit import HEIR, merged, tell_heir, tell_merged, today, work


def test_what_another_asked_it_waits_at_the_successor_and_whoever_asked_knows(
    one_stop: Any, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            assert (await ask(office, dossier)).status_code == 200
            await carry(office)
            await tell_heir(office)
            await office.tell(merged(THERE, agency_name=THERE_NAME), "mail-directory")
            await work(office)
            (part,) = await office.rows("SELECT agency_code, state FROM asked_part")
            assert tuple(part) == (HEIR, "sent")
            (mine,) = await office.rows("SELECT agency_code, agency_name FROM dossier_part")
            assert tuple(mine) == (HEIR, "Sở Mới")
            (waits,) = await office.rows("SELECT awaits FROM dossier")
            assert waits["awaits"].startswith("Sở Mới (hạn ")
            (line,) = await office.rows("SELECT action, to_name FROM part_entry WHERE action = 'agency-continued'")
            assert line["to_name"] == "Sở Mới"

    asyncio.run(run())


def test_a_part_that_is_asked_of_it_afterwards_arrives_at_the_successor(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            assert (await ask(office, dossier)).status_code == 200
            await tell_heir(office)
            await office.tell(merged(THERE, agency_name=THERE_NAME), "mail-directory")
            await work(office)
            await carry(office)  # it was under way
            (part,) = await office.rows("SELECT agency_code FROM asked_part")
            assert part["agency_code"] == HEIR

    asyncio.run(run())


def test_tasks_go_with_their_dossiers(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, second = await held(office), await _second_specialist(office)
            due = str(today() + timedelta(days=2))
            given = await office.act(
                dossier, "tasks", SPECIALIST, {"to_id": second, "what": "Xem hiện trạng", "due_on": due}
            )
            assert given.status_code in (200, 201), given.text
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            (task,) = await office.rows("SELECT agency_code, to_id, state FROM dossier_task")
            assert tuple(task) == (HEIR, second, "given")

    asyncio.run(run())


def test_a_list_that_no_unit_has_signed_for_is_cancelled_and_its_dossiers_stand_at_the_successors_counter(
    one_stop: Any,
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            dossier = await at_counter(office)
            assert (await hand(office, dossier)).status_code in (200, 201)
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            (made,) = await office.rows("SELECT state, note FROM unit_list")
            assert (made["state"], made["note"][:8]) == ("cancelled", "Sáp nhập")
            (item,) = await office.rows("SELECT state FROM unit_item")
            assert item["state"] == "cancelled"

    asyncio.run(run())


def test_a_draft_change_of_a_procedure_is_the_successors_to_go_on_with_or_drop(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            where = await begin(office, office.procedures["hop-bao"]["code"])
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            (change,) = await office.rows("SELECT agency_code FROM procedure_change")
            assert change["agency_code"] == HEIR
            theirs = office.headers(office.identity(EDITOR, HEIR))
            assert (await office.client.get(where, headers=theirs)).status_code == 200
            assert (await office.client.get(where, headers=office.headers(EDITOR))).status_code in (403, 404)

    asyncio.run(run())
