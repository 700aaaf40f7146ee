"""What an agency would hand on, and what agencies that were merged have handed on, is seen on a page and by programs."""

import asyncio
from typing import Any

from ..moves.test_holders import COUNTER, LEADER, _held
from .kit import HEIR, tell_heir, tell_merged, work

PAGE, API = "/mot-cua/sap-xep-co-quan", "/api/one-stop/v1/agency-mergers"
ADMINISTRATOR = "directory-administrator"


def test_what_would_go_over_is_counted_before_and_listed_afterwards(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _held(office)
            await office.file("hop-bao")
            above = office.headers(ADMINISTRATOR, "000.00.00.H08")
            asked = await office.client.get(f"{API}/preview", params={"agency": office.agency}, headers=above)
            seen = asked.json()
            assert (seen["open"], seen["holders"], seen["procedures"], seen["ended"]) == (2, 1, 2, 0)
            page = await office.client.get(PAGE, params={"co_quan": office.agency}, headers=above)
            assert "2, trong đó 0 quá hạn" in page.text
            assert (await office.client.get(f"{PAGE}/{office.agency}", headers=above)).status_code == 404
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            (one,) = (await office.client.get(API, headers=above)).json()["items"]
            assert (one["successor_code"], one["open"], one["procedures"]) == (HEIR, 2, 2)
            assert one["finished_at"] is not None
            assert "Đã chuyển hết" in (await office.client.get(PAGE, headers=above)).text
            (row,) = await office.rows("SELECT code FROM dossier WHERE code IS NOT NULL")
            counted = (await office.client.get(f"{PAGE}/{office.agency}", headers=above)).text
            assert row["code"] not in counted, "an administrator sees counts alone"
            mine = office.headers(office.identity(LEADER, HEIR))
            assert row["code"] in (await office.client.get(f"{PAGE}/{office.agency}", headers=mine)).text
            other = office.headers(office.identity(COUNTER, "000.00.12.H08"))
            assert row["code"] not in (await office.client.get(f"{PAGE}/{office.agency}", headers=other)).text
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'moved-dossiers-seen'")
            unknown = await office.client.get(f"{API}/preview", params={"agency": "khong-co"}, headers=above)
            assert unknown.status_code == 404

    asyncio.run(run())


MANY = """
INSERT INTO agency_merger SELECT (jsonb_populate_record(m, jsonb_build_object('agency_code', 'X' || n, 'first_day', m.first_day + n))).*
FROM agency_merger m, generate_series(1, 201) n RETURNING 1
"""


def test_the_oldest_of_many_mergers_is_still_shown(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await work(office)
            await office.rows(MANY)
            above = office.headers(ADMINISTRATOR, "000.00.00.H08")
            assert (await office.client.get(f"{PAGE}/{office.agency}", headers=above)).status_code == 200

    asyncio.run(run())


def test_who_works_on_no_dossiers_and_administers_nothing_is_refused(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            for role in ("records-clerk", "operator", "procedure-editor"):
                for path in (PAGE, f"{PAGE}/{office.agency}", API, f"{API}/preview?agency={office.agency}"):
                    answer = await office.client.get(path, headers=office.headers(role))
                    assert answer.status_code == 403, (role, path)

    asyncio.run(run())
