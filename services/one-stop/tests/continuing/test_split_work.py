"""What waited at an agency that was split besides its dossiers: each thing goes with its unit, its dossier or its procedure."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from one_stop.continuing import actions
from testing.factories import an_agency

from ..catalogue.kit import begin
from ..fees.test_receipts import API, _publish, _receive
from ..moves.test_holders import COUNTER, LEADER, SPECIALIST, _second_specialist
from ..parts.kit import THERE, THERE_NAME, URL, ask, carry, held, staff
from ..result_book.kit import booked, change, decision, returned
from .kit import DIRECTORY, HEIR, today, work
from .test_splitting import OTHER, ROOM, _tell_heirs, split

INTO_ROOM = "UPDATE dossier SET unit_id = $2 WHERE id = $1"


async def _split(office: Any, *matters: str, code: str = "") -> None:
    await _tell_heirs(office)
    await office.tell(split(code or office.agency, *matters), DIRECTORY)
    await work(office)


def test_what_another_asked_goes_with_the_unit_that_has_it(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            first, second = await held(office), await held(office)
            for dossier in (first, second):
                assert (await ask(office, dossier)).status_code == 200
            await carry(office)
            await office.rows(
                "UPDATE asked_part SET unit_id = $1 WHERE id = (SELECT id FROM dossier_part WHERE dossier_id = $2)",
                ROOM,
                UUID(first),
            )
            event = split(THERE).model_copy(update={"agency_name": THERE_NAME})
            await _tell_heirs(office)
            await office.tell(event, DIRECTORY)
            await work(office)
            rows = await office.rows(
                "SELECT p.dossier_id::text AS id, p.agency_code AS waits_for, a.agency_code AS at"
                " FROM dossier_part p JOIN asked_part a USING (id)"
            )
            assert {row["id"]: (row["waits_for"], row["at"]) for row in rows} == {
                first: (OTHER, OTHER),
                second: (HEIR, HEIR),
            }
            lines = await office.rows("SELECT to_name FROM part_entry WHERE action = 'agency-continued'")
            assert sorted(line["to_name"] for line in lines) == ["Sở Khác", "Sở Mới"]

    asyncio.run(run())


def test_who_is_asked_knows_which_successor_has_the_dossier(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            assert (await ask(office, dossier)).status_code == 200
            await carry(office)
            await office.rows(INTO_ROOM, UUID(dossier), ROOM)
            await _split(office)
            (part,) = await office.rows("SELECT from_agency_code, from_agency_name, agency_code FROM asked_part")
            assert tuple(part) == (OTHER, "Sở Khác", THERE)

    asyncio.run(run())


def test_tasks_and_draft_changes_go_with_their_dossier_and_their_procedure(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, second = await held(office), await _second_specialist(office)
            task = {"to_id": second, "what": "Xem hiện trạng", "due_on": str(today() + timedelta(days=2))}
            assert (await office.act(dossier, "tasks", SPECIALIST, task)).status_code in (200, 201)
            await office.rows(INTO_ROOM, UUID(dossier), ROOM)
            code = office.procedures["chung"]["code"]
            await begin(office, code)
            await _split(office, code)
            (task_now,) = await office.rows("SELECT agency_code FROM dossier_task")
            (change,) = await office.rows("SELECT agency_code FROM procedure_change")
            assert (task_now["agency_code"], change["agency_code"]) == (OTHER, OTHER)

    asyncio.run(run())


def test_a_receipt_is_ended_by_the_successor_that_has_its_dossier_alone(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _publish(office)
            dossier = (await _receive(office, pays=True))["id"]
            await office.rows(INTO_ROOM, UUID(dossier), ROOM)
            await _split(office)
            (row,) = await office.rows("SELECT id FROM fee_receipt")
            answers = []
            for agency in (HEIR, OTHER):
                headers = office.headers(office.identity(COUNTER, agency))
                said = {"reason": "Thu nhầm hồ sơ", "refund": True}
                answer = await office.client.post(f"{API}/fee-receipts/{row['id']}/end", headers=headers, json=said)
                answers.append(answer.status_code)
            assert answers == [404, 200]

    asyncio.run(run())


def test_an_issued_result_is_changed_by_the_successor_that_has_its_dossier_alone(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            ours, theirs = await returned(office), await returned(office, "44/GP")
            await office.rows(INTO_ROOM, UUID(theirs), ROOM)
            yesterday = today() - timedelta(days=1)
            await _split(office)
            await office.tell(an_agency(office.agency, valid_to=yesterday, successor_code=HEIR), DIRECTORY)
            results = {HEIR: (await booked(office, ours))["id"], OTHER: (await booked(office, theirs))["id"]}
            for agency, result in results.items():
                leader = office.identity(LEADER, agency)
                listed = await office.client.get(f"{URL}/lists/issued-results", headers=office.headers(leader))
                assert [row["id"] for row in listed.json()["items"]] == [str(result)], agency
            revoked = decision("revoked", ground="false-papers")
            refused = await change(office, results[OTHER], revoked, office.identity(LEADER, HEIR))
            done = await change(office, results[OTHER], revoked, office.identity(LEADER, OTHER))
            assert (refused.status_code, done.status_code) == (404, 201)

    asyncio.run(run())


def test_a_question_to_a_unit_on_its_way_arrives_where_the_unit_went(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            assert (await ask(office, dossier)).status_code == 200
            await office.rows("UPDATE dossier_part SET unit_id = $1", ROOM)
            await office.rows(
                "UPDATE outbox SET data = jsonb_set(data::jsonb, '{to_unit_id}', to_jsonb($1::text))::json WHERE kind = 'part'",
                ROOM,
            )
            await _split(office, code=THERE)
            await carry(office)
            for table in ("asked_part", "dossier_part"):
                (part,) = await office.rows(f"SELECT agency_code FROM {table}")
                assert part["agency_code"] == OTHER, table
            await office.rows("UPDATE dossier_part SET agency_code = $1", THERE)  # written at the same moment
            await look_again(office)
            (part,) = await office.rows("SELECT agency_code FROM dossier_part")
            assert part["agency_code"] == OTHER

    asyncio.run(run())


async def look_again(office: Any) -> None:
    async with office.database.sessions.begin() as session:
        await actions.look_again(session, "")
    await work(office)
