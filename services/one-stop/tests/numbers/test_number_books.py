"""Sổ và số of one-stop: what slips and dossiers bear is no gap."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

from one_stop.features import MEMBER
from shared.core import clock
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
            by_hand = await office.client.post(
                f"{url}/reserve", headers=clerk, json={"kind": "dossier", "year": year, "reason": "Mã viết tay"}
            )
            assert by_hand.status_code == 422, "a dossier's code comes with its acceptance alone"
            async with office.database.sessions.begin() as session:
                connection = await session.connection()
                await connection.exec_driver_sql("DELETE FROM printed_form WHERE form_no = '03'")
            assert [gap["number"] for gap in (await office.client.get(url, headers=clerk)).json()["gaps"]] == [2]
            page = await office.client.get("/mot-cua/so-va-so", headers=clerk)
            assert "Số trống chưa giải trình" in page.text
            form = {
                "csrf_token": "csrf-token",
                "kind": "form/03",
                "year": str(year),
                "number": "2",
                "reason": "Mất phiếu",
            }
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
