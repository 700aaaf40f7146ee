"""Every list of the counter keeps views alike: by its page and by its call."""

import asyncio
import sys
from typing import Any

import pytest

from one_stop.catalogue_desk.listing import CATALOGUE
from one_stop.features import MEMBER
from one_stop.figures.listing import STAGED
from one_stop.reports.listing import REPORTED
from shared.work.listing import Listing


def _lists() -> list[Listing]:
    """All that its features have, so that none is forgotten here."""
    modules = [module for name, module in sys.modules.items() if name.startswith(f"{MEMBER.folder.name}.")]
    found = {one.name: one for module in modules for one in vars(module).values() if isinstance(one, Listing)}
    return [found[name] for name in sorted(found)]


WHO = dict.fromkeys((REPORTED.name, CATALOGUE.name, STAGED.name), "leader")


@pytest.mark.parametrize("listing", _lists(), ids=lambda listing: listing.name)
def test_a_view_is_kept_made_usual_and_dropped_by_page_and_by_call(one_stop: Any, listing: Listing) -> None:
    async def run() -> None:
        async with one_stop() as office:
            headers = office.headers(WHO.get(listing.name, "counter-officer"))
            page, call = f"{listing.path}/dang-xem", f"/api/one-stop/v1/lists/{listing.name.partition('.')[2]}/views"

            async def send(method: str, url: str, **sent: Any) -> Any:
                answer = await office.client.request(method, url, headers=headers, **sent)
                assert answer.status_code in (200, 204, 303), (method, url, answer.text)
                return answer

            [kept] = (await send("POST", call, json={"name": "Ngược lại", "sort": "reverse"})).json()["items"]
            await send("PATCH", f"{call}/{kept['id']}", json={"name": "Ngược", "usual": True})
            assert "Ngược" in (await send("GET", page)).text
            await send("DELETE", f"{call}/{kept['id']}")
            assert not (await send("GET", call)).json()["items"]
            await send("POST", f"{page}?sap_xep=reverse", data={"csrf_token": "csrf-token", "name": "Ngược lại"})
            [again] = (await send("GET", call)).json()["items"]
            await send("POST", f"{page}/{again['id']}", data={"csrf_token": "csrf-token", "what": "drop"})
            assert not (await send("GET", call)).json()["items"]

    asyncio.run(run())
