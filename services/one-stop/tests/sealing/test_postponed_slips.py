"""What waits for its agency's certificate costs nothing while it waits, and goes behind what a citizen waits for now."""

import asyncio
from datetime import timedelta
from typing import Any

from shared.core import clock

from .kit import seal_all, sealed_agency, try_postponed

DUE = "SELECT 1 FROM printed_form WHERE seal_at <= now()"
SEALED = "SELECT dossier_id::text FROM printed_form WHERE sealed_at IS NOT NULL ORDER BY sealed_at"
VERSIONS = "SELECT id, xmin::text, seal_at FROM printed_form ORDER BY id"
OTHER = "000.00.99.H08"


async def _accepted(office: Any) -> str:
    dossier: str = await office.file("hop-bao")
    answer = await office.act(dossier, "accept", "counter-officer")
    assert answer.status_code == 200, answer.text
    return dossier


async def _backlog(office: Any, size: int) -> set[str]:
    """Of an agency without a certificate, looked at once."""
    dossiers = {await _accepted(office) for _ in range(size)}
    await office.rows("UPDATE printed_form SET made_at = made_at - interval '2 hours' RETURNING 1")
    await seal_all(office)
    assert not await office.rows(DUE)
    return dossiers


async def _sealed(office: Any) -> list[str]:
    return [row["dossier_id"] for row in await office.rows(SEALED)]


def test_what_waits_for_a_certificate_is_not_written_again_at_each_look_and_given_up_after_a_month(
    one_stop: Any,
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _backlog(office, 2)
            before, began = await office.rows(VERSIONS), clock.now()
            for minutes in (20, 40):
                with clock.stopped_at(began + timedelta(minutes=minutes)):
                    await try_postponed(office)
                    await seal_all(office)
            assert await office.rows(VERSIONS) == before
            with clock.stopped_at(began + timedelta(days=30)):
                await try_postponed(office)
                await seal_all(office)
            assert [row["seal_at"] for row in await office.rows(VERSIONS)] == [None, None]

    asyncio.run(run())


def test_one_is_tried_and_the_others_of_its_agency_follow_behind_the_new_slips_of_all(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            old = await _backlog(office, 3)
            async with sealed_agency(office), sealed_agency(office, OTHER, "Sở Khác"):
                await try_postponed(office)
                assert len(await office.rows(DUE)) == 1
                await seal_all(office, most=1)
                assert set(await _sealed(office)) < old
                assert len(await office.rows(DUE)) == 2
                new = await _accepted(office)
                moved = "UPDATE printed_form SET seal_agency = $2 WHERE dossier_id = $1 RETURNING 1"
                await office.rows(moved, new, OTHER)
                await seal_all(office, most=1)
                assert (await _sealed(office))[1:] == [new], "it goes before a backlog that was due before it"
                await seal_all(office)
                assert set(await _sealed(office)) == old | {new}

    asyncio.run(run())


def test_of_an_agency_whose_certificate_was_revoked_one_is_tried_and_the_others_are_left_alone(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _backlog(office, 2)
            async with sealed_agency(office) as authority:
                authority.revoke(authority.issue_seal(office.agency, "Sở Xây dựng").serial)
                before = {tuple(row) for row in await office.rows(VERSIONS)}
                await try_postponed(office)
                await seal_all(office)
                after = {tuple(row) for row in await office.rows(VERSIONS)}
                assert len(before & after) == 1
                assert not await office.rows(DUE)
                assert not await _sealed(office)

    asyncio.run(run())
