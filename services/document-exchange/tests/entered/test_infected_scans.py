"""A scan with malware reaches nobody, is not stamped, and the clerks are told; the line of the register stands."""

from typing import Any

import pytest
from sqlalchemy import text

from shared.access.rights import Role
from testing.clamd import MARKER, PrivateClamd

from ..test_scanning import play, scan, told
from .kit import HERE, clerk_of, enter, page
from .test_stamps import put, work


async def open_to_agency(house: Any) -> None:
    """As it was opened before anything was found."""
    async with house.database.sessions.begin() as session:
        await session.execute(text("UPDATE incoming_document SET readable_by = 'agency'"))


@pytest.mark.clamd
def test_an_infected_scan_is_kept_apart_and_its_clerks_are_told(
    open_house: Any, letter: bytes, clamd: PrivateClamd
) -> None:
    clamd.start()

    async def check(house: Any) -> None:
        paper = await enter(house)
        here = f"/van-ban/den/{paper['id']}"
        assert (await put(house, paper, ("quet.pdf", letter + b"\n% " + MARKER))).status_code == 200
        assert "Đang quét mã độc" in await page(house, here)
        reading = f"/incoming/{paper['id']}/reading"
        await open_to_agency(house)
        await scan(house)
        await work(house)
        shown = await page(house, here)
        assert "Có mã độc, đã cách ly" in shown
        assert "ban-dau-den" not in shown
        assert (await house.call(clerk_of(house), "GET", f"{here}/ban-quet")).status_code == 409
        assert (await house.call(clerk_of(house), "GET", reading)).json()["scope"] == "", "shut for the agency"
        refused = await house.call(clerk_of(house), "PUT", reading, json={"scope": "agency"})
        assert (refused.status_code, refused.json()["code"]) == (422, "reading_unclean")
        [news] = await told(house, "arrival-scan-infected")
        assert news["to"] == [{"person_id": "", "agency_code": HERE, "role": Role.RECORDS_CLERK}]
        assert (await put(house, paper, ("sach.pdf", letter))).status_code == 200
        await scan(house)
        await work(house)
        assert f"{here}/ban-dau-den" in await page(house, here)

    play(open_house, clamd.url, check)
