"""Dossiers of an agency that was merged go on at its successor, whatever order it is heard in, and none is moved twice or lost."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from one_stop.continuing import actions
from one_stop.continuing.actions import CONTINUE, LOOK_AGAIN
from shared.contracts.mail_directory import PersonRecorded
from shared.core import clock
from testing.factories import a_person, a_post, an_agency

from ..moves.test_holders import COUNTER, LEADER, SPECIALIST, _held
from .kit import DIRECTORY, HEIR, agency_of, merged, tell_heir, tell_merged, work


def _moved(office: Any, role: str, **changed: Any) -> PersonRecorded:
    """Somebody of the agency whose post is the successor's now."""
    post = a_post(HEIR, role, merged_agencies=(office.agency,))
    return a_person(f"{role}.{office.agency}", post, **({"full_name": "Trần Văn Bình"} | changed))


async def _staff(office: Any) -> None:
    for role in (COUNTER, SPECIALIST, LEADER):
        await office.tell(_moved(office, role), DIRECTORY)


def _at_heir(office: Any, role: str) -> Any:
    return office.identity(role, HEIR, f"{role}.{office.agency}")


ORDERS = [("heir", "merged", "people"), ("people", "merged", "heir"), ("merged", "heir", "people")]


@pytest.mark.parametrize("order", ORDERS, ids=["-".join(order) for order in ORDERS])
def test_open_dossiers_go_on_where_they_stood_and_in_the_same_hands(one_stop: Any, order: tuple[str, ...]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            held, new = await _held(office), await office.file("hop-bao")
            before = await office.rows("SELECT id, code, status, step_code, holder_id, due_at FROM dossier ORDER BY id")
            tell = {"heir": tell_heir, "people": _staff, "merged": lambda one: tell_merged(one, one.agency)}
            for what in order:
                await tell[what](office)
                await work(office)
            with clock.stopped_at(clock.now() + timedelta(seconds=10)):  # the successor's own record was waited for
                await work(office)
            assert {await agency_of(office, one) for one in (held, new)} == {HEIR}
            assert (
                await office.rows("SELECT id, code, status, step_code, holder_id, due_at FROM dossier ORDER BY id")
                == before
            )
            lines = await office.rows("SELECT note FROM hand_over WHERE action = 'agency-continued'")
            assert [line["note"].partition(" theo ")[0] for line in lines] == ["Sở Cũ: Sáp nhập"] * 2
            kept = await office.rows("SELECT agency_code, continued_by, open FROM continuation")
            assert [tuple(row) for row in kept] == [(office.agency, HEIR, True)] * 2
            told = await office.rows("SELECT data FROM outbox WHERE data::text LIKE '%\"agency-continued\"%'")
            assert len(told) == 2
            headers = office.headers(_at_heir(office, SPECIALIST))
            seen = await office.client.get(f"/api/one-stop/v1/dossiers/{held}", headers=headers)
            assert seen.status_code == 200, seen.text
            assert "finish" in seen.json()["allowed_actions"], "the holder goes on"
            old = office.headers(SPECIALIST)
            assert (await office.client.get(f"/api/one-stop/v1/dossiers/{held}", headers=old)).status_code == 404

    asyncio.run(run())


def test_heard_twice_nothing_moves_twice(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _held(office)
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            before = await office.rows("SELECT version, (SELECT count(*) FROM outbox) AS told FROM dossier")
            await office.tell(merged(office.agency), DIRECTORY)
            await work(office)
            assert await office.rows("SELECT version, (SELECT count(*) FROM outbox) AS told FROM dossier") == before
            (row,) = await office.rows("SELECT finished_at FROM agency_merger")
            assert row["finished_at"] is not None

    asyncio.run(run())


def test_who_has_no_post_at_the_successor_gives_back_what_he_held(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            held = await _held(office)
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            await office.tell(_moved(office, SPECIALIST, posts=()), DIRECTORY)
            (row,) = await office.rows("SELECT holder_id FROM dossier WHERE id = $1", UUID(held))
            assert row["holder_id"] is None
            other = office.headers(office.identity(SPECIALIST, HEIR, "sau"))
            await office.tell(a_person("sau", a_post(HEIR, SPECIALIST), full_name="Võ Thị Sáu"), DIRECTORY)
            claimed = await office.client.post(f"/api/one-stop/v1/dossiers/{held}/claim", headers=other)
            assert claimed.status_code == 200, claimed.text

    asyncio.run(run())


def test_an_agency_that_is_only_gone_from_the_table_keeps_its_dossiers(one_stop: Any) -> None:
    """Its people finish them (`publish_agencies`)."""

    async def run() -> None:
        async with one_stop() as office:
            held = await _held(office)
            ended = merged(office.agency).first_day
            await office.tell(an_agency(office.agency, valid_to=ended, successor_code=HEIR), DIRECTORY)
            await work(office, CONTINUE, LOOK_AGAIN)
            assert await agency_of(office, held) == office.agency

    asyncio.run(run())


def test_what_is_filed_for_the_agency_that_ended_opens_at_the_successor(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            filed = await office.file("hop-bao")
            assert await agency_of(office, filed) == HEIR

    asyncio.run(run())


def test_a_successor_that_is_merged_in_turn_hands_everything_on(one_stop: Any) -> None:
    """Also where the second merger is heard of before the first."""

    async def run() -> None:
        async with one_stop() as office:
            last = "000.00.56.H08"
            held = await _held(office)
            await tell_heir(office)
            await tell_heir(office, last, "Sở Sau cùng")
            await tell_merged(office, HEIR, last)
            await work(office)
            await tell_merged(office, office.agency)
            await work(office)
            assert await agency_of(office, held) == last

    asyncio.run(run())


def test_what_comes_late_is_found_and_follows(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await tell_heir(office)
            held = await _held(office)
            await tell_merged(office, office.agency)
            await work(office)
            await office.rows("UPDATE dossier SET agency_code = $1", office.agency)  # written at the same moment
            async with office.database.sessions.begin() as session:
                await actions.look_again(session, "")
            await work(office)
            assert await agency_of(office, held) == HEIR

    asyncio.run(run())


def test_what_ended_is_the_successors_to_look_up_by_its_old_code(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            ended = await _held(office)
            (row,) = await office.rows("SELECT code FROM dossier WHERE id = $1", UUID(ended))
            assert row["code"].startswith(office.agency)
            await office.rows("UPDATE dossier SET status = 10")
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            headers = office.headers(office.identity(COUNTER, HEIR))
            page = await office.client.get(f"/mot-cua?trang_thai=ended&q={row['code']}", headers=headers)
            assert ended in page.text
            (kept,) = await office.rows("SELECT open, agency_code FROM continuation")
            assert tuple(kept) == (False, office.agency)

    asyncio.run(run())
