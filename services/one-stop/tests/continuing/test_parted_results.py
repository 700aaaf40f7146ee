"""Results that an agency issued before a part left it: who has their matter now decides of them, it reads what it issued."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from ..moves.test_holders import LEADER
from ..result_book.kit import booked, change, decision, press, returned, told
from ..result_book.test_changes import REVOKED
from .kit import DIRECTORY, HEIR, tell_heir, today, work
from .test_parting import BACK, part

PAGE = "/mot-cua/ket-qua"


async def _result(office: Any, *, on_paper: bool) -> Any:
    result = (await booked(office, await returned(office)))["id"]
    if on_paper:
        await office.rows("UPDATE booked_result SET dossier_id = NULL")
    return result


@pytest.mark.parametrize("on_paper", [False, True], ids=["of a dossier", "from paper"])
def test_the_heir_of_the_matter_revokes_and_the_old_agency_reads(one_stop: Any, on_paper: bool) -> None:
    async def run() -> None:
        async with one_stop() as office:
            result = await _result(office, on_paper=on_paper)
            await tell_heir(office)
            [row] = await office.rows("SELECT sector_name FROM dossier")
            away = part(office.agency, row["sector_name"], first_day=today() - timedelta(days=3))
            await office.tell(away, DIRECTORY)
            await work(office)
            body = decision("revoked", **REVOKED)
            refused = await change(office, result, body)
            assert (refused.status_code, refused.json()["code"]) == (403, "result_went_on")
            own = await office.client.get(f"{PAGE}/{result}", headers=office.headers(LEADER))
            assert own.status_code == 200
            assert "cơ quan bạn chỉ xem" in own.text
            assert "/thay-doi" not in own.text
            assert (await press(office, result, kind="revoked")).status_code in (403, 422)
            assert not await told(office)
            heir = office.identity(LEADER, HEIR)
            assert "/thay-doi" in (await office.client.get(f"{PAGE}/{result}", headers=office.headers(heir))).text
            done = await change(office, result, body, heir)
            assert done.status_code == 201, done.text
            await office.tell(part(HEIR, row["sector_name"], to=office.agency, reorganisation_id=BACK), DIRECTORY)
            await work(office)
            restored = await change(office, result, decision("restored"))
            assert restored.status_code == 201, "what comes back is its own again"

    asyncio.run(run())


def test_what_stays_is_its_own(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            result = await _result(office, on_paper=False)
            await tell_heir(office)
            await office.tell(part(office.agency, "Lĩnh vực khác"), DIRECTORY)
            await work(office)
            heir = office.identity(LEADER, HEIR)
            assert (await change(office, result, decision("revoked", **REVOKED), heir)).status_code == 404
            assert (await change(office, result, decision("revoked", **REVOKED))).status_code == 201

    asyncio.run(run())
