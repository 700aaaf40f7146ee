"""Sổ và số of one-stop: what slips and dossiers bear is no gap."""

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.features import MEMBER
from shared.core import clock
from shared.core.errors import Conflict
from shared.work.jobs import Jobs
from shared.work.number_year import NAME

HERE = "000.00.13.H08"


def test_numbers_of_slips_and_codes_of_dossiers_are_no_gaps(
    one_stop: Callable[[], AbstractAsyncContextManager[Any]],
) -> None:
    async def play() -> None:
        async with one_stop() as office:
            clerk = office.headers("records-clerk")
            url = "/api/one-stop/v1/numbers"
            year = clock.local_now().year
            slip = {"kind": "form/03", "year": year}
            kept = await office.client.post(f"{url}/reserve", headers=clerk, json={**slip, "reason": "Phiếu viết tay"})
            assert kept.json()["number"] == 1
            refused, accepted = await office.file(), await office.file()
            done = await office.act(refused, "refuse", "counter-officer", {"reason": "Không thuộc thẩm quyền"})
            assert done.status_code == 200, done.text
            assert (await office.act(accepted, "accept", "counter-officer", {})).status_code == 200
            book = (await office.client.get(url, headers=clerk)).json()
            last = {line["kind"]: line["last"] for line in book["series"]}
            assert (last["form/03"], last["dossier"]) == (2, 1)
            assert book["gaps"] == []
            assert [(row["kind"], row["number"]) for row in book["held"]] == [("form/03", 1)]
            code = {"kind": "dossier", "year": year, "reason": "Mã viết tay"}
            by_hand = await office.client.post(f"{url}/reserve", headers=clerk, json=code)
            assert by_hand.status_code == 422, "a dossier's code comes with its acceptance alone"
            async with office.database.sessions.begin() as session:
                connection = await session.connection()
                await connection.exec_driver_sql("DELETE FROM printed_form WHERE form_no = '03'")
            assert [gap["number"] for gap in (await office.client.get(url, headers=clerk)).json()["gaps"]] == [2]
            page = await office.client.get("/mot-cua/so-va-so", headers=clerk)
            assert "Số trống chưa giải trình" in page.text
            form = {"csrf_token": "csrf-token", **slip, "number": "2", "reason": "Mất phiếu"}
            done = await office.client.post("/mot-cua/so-va-so/bo", headers=clerk, data=form)
            assert done.headers["location"] == f"/mot-cua/so-va-so?nam={year}&xong=bo&so=2"
            for role, status in (("leader", 200), ("specialist", 403)):
                seen = await office.client.get("/mot-cua/so-va-so", headers=office.headers(role))
                assert seen.status_code == status

    asyncio.run(play())


def test_the_books_of_the_year_that_has_ended_are_closed_by_themselves(
    one_stop: Callable[[], AbstractAsyncContextManager[Any]],
) -> None:
    async def play() -> None:
        async with one_stop() as office:
            (job,) = [job for job in MEMBER.work(office.settings).jobs if job.name == NAME]
            year = clock.local_now().year
            new_year = datetime(year + 1, 1, 1, 0, 30, tzinfo=clock.VIETNAM)
            await Jobs(office.database, [job]).begin()
            refused, accepted = await office.file(), await office.file()
            await office.act(refused, "refuse", "counter-officer", {"reason": "Không thuộc thẩm quyền"})
            await office.act(accepted, "accept", "counter-officer", {})
            for moment, closed in ((new_year - timedelta(seconds=1), False), (new_year, True)):
                with clock.stopped_at(moment):
                    assert await Jobs(office.database, [job]).do_next() is closed
                    rows = await office.rows("SELECT kind, closed_at IS NOT NULL AS closed FROM number_counter")
                assert {row["kind"]: row["closed"] for row in rows} == {"form/03": closed, "dossier": closed}

    asyncio.run(play())


def test_nobody_waits_for_a_number_while_anothers_slip_is_printed(
    one_stop: Callable[[], AbstractAsyncContextManager[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        async with one_stop() as office:
            slow, quick, last = await office.file(), await office.file(), await office.file()
            at_the_printer, go_on = asyncio.Event(), asyncio.Event()
            really, first = PrintShop.print_form, True

            async def print_form(*asked: Any) -> Printed:
                nonlocal first
                if first:
                    first = False
                    at_the_printer.set()
                    await go_on.wait()
                return await really(*asked)

            monkeypatch.setattr(PrintShop, "print_form", print_form)

            async def refuse(dossier: str) -> httpx.Response:
                return await office.act(dossier, "refuse", "counter-officer", {"reason": "Không thuộc thẩm quyền"})

            waiting = asyncio.create_task(refuse(slow))
            await at_the_printer.wait()
            overtakes = await refuse(quick)
            go_on.set()
            assert (overtakes.status_code, (await waiting).status_code) == (200, 200), overtakes.text
            assert (await refuse(last)).status_code == 200
            assert await _slips(office) == {slow: "01/TC", quick: "02/TC", last: "03/TC"}
            assert await office.rows("SELECT 1 FROM held_number") == []

    asyncio.run(play())


def test_the_number_of_a_slip_that_is_not_made_goes_to_the_next_or_stays_for_its_dossier(
    one_stop: Callable[[], AbstractAsyncContextManager[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        async with one_stop() as office:
            other, dossier, broken = await office.file(), await office.file(), await office.file()
            really, fail = PrintShop.print_form, [Conflict("dossier_taken_meanwhile"), RuntimeError("no printer")]

            async def print_form(*asked: Any) -> Printed:
                if fail:
                    raise fail.pop(0)
                return await really(*asked)

            async def refuse(dossier: str) -> int:
                body = {"reason": "Không thuộc thẩm quyền"}
                return (await office.act(dossier, "refuse", "counter-officer", body)).status_code

            # Once before, so that what is probed of the route does not print here.
            assert await refuse(other) == 200
            monkeypatch.setattr(PrintShop, "print_form", print_form)
            assert await refuse(dossier) == 409
            assert await office.rows("SELECT 1 FROM held_number") == [], "put back"
            with contextlib.suppress(RuntimeError):
                assert await refuse(broken) == 500
            (held,) = await office.rows("SELECT number, holder, void FROM held_number")
            assert (held["number"], held["holder"], held["void"]) == (2, f"dossier/{broken}", False)
            assert await refuse(dossier) == 200
            assert await refuse(broken) == 200
            assert await _slips(office) == {other: "01/TC", broken: "02/TC", dossier: "03/TC"}
            assert await office.rows("SELECT 1 FROM held_number") == []

    asyncio.run(play())


async def _slips(office: Any) -> dict[str, str]:
    made = await office.rows("SELECT dossier_id, snapshot ->> 'number' AS number FROM printed_form")
    return {str(row["dossier_id"]): row["number"] for row in made}
