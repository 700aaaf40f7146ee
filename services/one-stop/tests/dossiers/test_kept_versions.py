"""A version of a procedure that a process keeps: read once, owned by no session, and not asked whether it is in force."""

import asyncio
from typing import Any

from one_stop.procedures import queries
from one_stop.procedures.queries import find_current, find_standing, get_version

COUNTER = "counter-officer"


def test_what_a_process_keeps_of_a_procedure_is_written_by_nobody_and_does_not_hide_that_it_is_suspended(
    one_stop: Any,
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["hop-bao"]["code"]
            async with office.database.sessions.begin() as session:
                current = await find_current(session, code)
                assert current is not None
                kept = await get_version(session, current.id)
                assert kept is not current
                assert kept.row() == current.row()
                assert [step.value() for step in kept.steps] == current.workflow()
                kept.name = "Tên ghi nhầm"
            queries._KNOWN.clear()
            async with office.database.sessions.begin() as session:
                again = await get_version(session, current.id)
                assert again.name == current.name
                assert await find_standing(session, code) == (again, None)
                await office.rows(
                    "UPDATE procedure_version SET suspended_at = now(), suspended_why = 'Chờ mẫu mới' WHERE id = $1 RETURNING id",
                    current.id,
                )
                _, suspended = await find_standing(session, code)
                assert suspended is not None
                assert suspended[1] == "Chờ mẫu mới"
            new = {"procedure_code": code, "full_name": "Lê Văn Giấy", "address": "12 Lê Lợi", "papers": []}
            refused = await office.client.post("/api/one-stop/v1/dossiers", headers=office.headers(COUNTER), json=new)
            assert refused.status_code == 409, refused.text
            assert refused.json()["code"] == "procedure_suspended"

    asyncio.run(run())


def test_a_process_keeps_a_bounded_number_and_forgets_the_oldest(one_stop: Any, monkeypatch: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            monkeypatch.setattr(queries, "_KEPT", 2)
            queries._KNOWN.clear()
            async with office.database.sessions.begin() as session:
                ids = [row["id"] for row in await office.rows("SELECT id FROM procedure_version LIMIT 3")]
                for version_id in ids:
                    await get_version(session, version_id)
                assert list(queries._KNOWN[session.get_bind()]) == ids[-2:]

    asyncio.run(run())
