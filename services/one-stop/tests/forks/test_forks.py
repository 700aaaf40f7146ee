"""Bước song song: branches begin at once, each at its own agency, and the dossier goes on when all of them are done."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from one_stop.parts.following import note_progress
from shared.contracts.one_stop_parts import PartProgressed
from testing.factories import a_person, a_post

from ..parts.kit import (
    COUNTER,
    FOURTH,
    LEADER,
    OFFICES,
    SPECIALIST,
    THERE,
    THIRD,
    URL,
    answered,
    asked_id,
    carry,
    do,
    parts_of,
    there,
)  # fmt: skip
from .kit import into_the_fork, joins, ready, where


def test_branches_begin_at_once_and_the_last_answer_takes_the_dossier_on(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await ready(office, tmp_path, authority_folder)
            moved = (await into_the_fork(office, dossier)).json()
            (row,) = await office.rows("SELECT version FROM dossier")
            assert (moved["step_code"], moved["version"]) == ("fork", row["version"])
            await carry(office)
            parts = await parts_of(office, dossier)
            assert [(part["kind"], part["agency_code"], part["branch"]) for part in parts] == [
                ("branch", code, f"fork#{number}") for number, code in enumerate(OFFICES, 1)
            ]
            assert len({part["due_at"] for part in parts}) == 3, "each has its own term"
            early = await office.act(dossier, "transfer", SPECIALIST, {})
            assert (early.status_code, early.json()["code"]) == (409, "dossier_awaits_part")
            for agency in OFFICES:
                headers = office.headers(there(office, SPECIALIST, agency))
                mine = (await office.client.get("/mot-cua/phan-viec", headers=headers)).text
                assert "Việc song song" in mine or moved["code"] in mine
                await answered(office, await asked_id(office, agency), agency)
                assert (await where(office, dossier))[0] == "fork"
                await carry(office)
            assert await where(office, dossier) == ("sum", f"{SPECIALIST}.{office.agency}", "")
            assert await joins(office) == 1
            assert all(part["worked_minutes"] is not None for part in await parts_of(office, dossier))
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))
            assert "Các nhánh song song đã xong" in page.text
            headers = office.headers(COUNTER)
            sheet = await office.client.get(f"/mot-cua/ho-so/{dossier}/phieu-kiem-soat", headers=headers)
            assert sheet.status_code == 200

    asyncio.run(run())


def test_an_answer_that_comes_twice_takes_the_dossier_on_once(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await ready(office, tmp_path, authority_folder)
            await into_the_fork(office, dossier)
            await carry(office)
            for agency in OFFICES:
                await answered(office, await asked_id(office, agency), agency)
            await carry(office)
            await carry(office, again=True)
            assert (await joins(office), (await where(office, dossier))[0]) == (1, "sum")

    asyncio.run(run())


def test_two_last_answers_at_the_same_moment_join_once(one_stop: Any, tmp_path: Path, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await ready(office, tmp_path, authority_folder)
            await into_the_fork(office, dossier)
            await carry(office)
            await answered(office, await asked_id(office, THERE), THERE)
            await carry(office)
            for agency in (THIRD, FOURTH):
                await answered(office, await asked_id(office, agency), agency)
            last = await office.rows(
                "SELECT data::text AS data FROM outbox o WHERE type = 'one-stop.part-progressed.v1'"
                " AND data ->> 'state' = 'answered' AND NOT EXISTS (SELECT FROM inbox i WHERE i.event_id = o.event_id)"
            )
            events = [PartProgressed.model_validate_json(row["data"]) for row in last]
            assert len(events) == 2

            async def take(event: PartProgressed) -> None:
                async with office.database.sessions.begin() as session:
                    await note_progress(session, event)

            async with office.database.sessions.begin() as other:
                await other.execute(text("SELECT FROM dossier FOR UPDATE"))
                both = [asyncio.create_task(take(event)) for event in events]
                await _until_both_wait(office)
            await asyncio.gather(*both)
            assert (await joins(office), (await where(office, dossier))[0]) == (1, "sum")

    asyncio.run(run())


def test_a_branch_whose_officer_has_left_is_done_by_another(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await ready(office, tmp_path, authority_folder)
            await into_the_fork(office, dossier)
            await carry(office)
            for agency in (THIRD, FOURTH):
                await answered(office, await asked_id(office, agency), agency)
            part = await asked_id(office, THERE)
            for act, role in (("take-in", COUNTER), ("claim", SPECIALIST)):
                assert (await do(office, part, act, there(office, role))).status_code == 200
            await office.tell(a_person(f"{SPECIALIST}.{THERE}", user_name="da-nghi"), "mail-directory")
            (row,) = await office.rows("SELECT holder_id, state FROM asked_part WHERE id = $1::uuid", part)
            assert tuple(row) == (None, "received"), "it lies on the list of its agency again"
            await office.tell(_specialist_of(THERE), "mail-directory")
            heir = there(office, SPECIALIST, subject=f"nguoi-moi.{THERE}")
            assert (await do(office, part, "claim", heir)).status_code == 200
            assert (await do(office, part, "draft", heir, {"conclusion": "agree"})).status_code == 200
            assert (await do(office, part, "sign", there(office, LEADER))).status_code == 200
            await carry(office)
            assert (await where(office, dossier))[0] == "sum"

    asyncio.run(run())


async def _until_both_wait(office: Any) -> None:
    """For the dossier's row, which somebody else holds."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with asyncio.timeout(20):
        while len(await office.rows(waiting)) < 2:  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.01)


def _specialist_of(agency: str) -> Any:
    return a_person(f"nguoi-moi.{agency}", a_post(agency, SPECIALIST, "Chuyên viên"), user_name="nguoi-moi")


def test_a_dossier_given_back_from_the_fork_takes_its_branches_along_and_opens_them_anew(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await ready(office, tmp_path, authority_folder)
            await into_the_fork(office, dossier)
            await carry(office)
            await answered(office, await asked_id(office, THERE), THERE)
            await carry(office)
            back = await office.act(dossier, "return", SPECIALIST, {"reason": "Thiếu bản vẽ, xem lại từ đầu"})
            assert back.status_code == 200, back.text
            await carry(office)
            assert (await where(office, dossier))[2] == ""
            assert [part["state"] for part in await parts_of(office, dossier)] == ["answered", "recalled", "recalled"]
            theirs = await office.rows("SELECT state FROM asked_part ORDER BY number")
            assert [row["state"] for row in theirs] == ["answered", "recalled", "recalled"]
            await into_the_fork(office, dossier)
            parts = await parts_of(office, dossier)
            assert [part["state"] for part in parts[3:]] == ["sent"] * 3, "what was answered before is asked anew too"
            replaced = await office.rows("SELECT replaced_by FROM dossier_part ORDER BY number")
            assert [row["replaced_by"] for row in replaced] == [4, 5, 6, None, None, None]

    asyncio.run(run())


def test_another_agency_a_citizen_and_nobody_give_no_branch_again(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await ready(office, tmp_path, authority_folder)
            await into_the_fork(office, dossier)
            body = {"to": {"agency_code": THERE}, "question": "Xem lại phần đất đai"}
            url = f"{URL}/dossiers/{dossier}/parts/1/ask-again"
            for who, expected in ((there(office, SPECIALIST), 404), (office.identity(COUNTER), 403)):
                refused = await office.client.post(url, headers=office.headers(who), json=body)
                assert refused.status_code == expected, refused.text
            assert (await office.client.post(url, json=body)).status_code == 401
            out = await office.client.post(url, headers=office.headers(SPECIALIST), json=body)
            assert out.status_code == 409, "it is still out"
            count = await office.rows("SELECT 1 FROM dossier_part WHERE dossier_id = $1", UUID(dossier))
            assert len(count) == 3

    asyncio.run(run())
