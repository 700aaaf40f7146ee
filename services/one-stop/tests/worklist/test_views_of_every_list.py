"""Every list of the counter keeps views alike: by its page and by its call."""

import asyncio
from typing import Any

import pytest

from one_stop.catalogue_desk.listing import CATALOGUE
from one_stop.part_desk.listing import PARTS
from one_stop.post_lists.listing import POST_LISTS
from one_stop.register.listing import DOSSIER_REGISTER
from one_stop.reports.listing import REPORTED
from one_stop.task_desk.listing import TASKS
from one_stop.uncollected.listing import UNCOLLECTED
from one_stop.unit_list_desk.listing import UNIT_LISTS
from one_stop.walk_ins.listing import WALK_INS
from shared.work.listing import Listing

LISTS = [PARTS, DOSSIER_REGISTER, WALK_INS, REPORTED, POST_LISTS, UNCOLLECTED, TASKS, CATALOGUE, UNIT_LISTS]
WHO = {REPORTED.name: "leader", CATALOGUE.name: "leader"}


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
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
