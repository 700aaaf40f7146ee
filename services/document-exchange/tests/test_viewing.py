"""Tệp của văn bản đi, văn bản đến xem được ngay trên trang, with the rights of reading them."""

import asyncio
from collections.abc import Callable
from typing import Any

from shared.access.rights import Role

RECEIVER = "000.00.02.H08"


def test_both_sides_look_at_the_letter_on_the_page_and_nobody_else(open_house: Callable[[], Any]) -> None:
    async def run() -> None:
        async with open_house() as house:
            document = await house.sent()
            clerk, theirs = house.person(Role.RECORDS_CLERK), house.person(Role.RECORDS_CLERK, RECEIVER)
            here = f"/van-ban/di/{document['id']}"
            (file, *_) = document["files"]
            address = f"{here}/tep/{file['id']}"
            page = (await house.call(clerk, "GET", here)).text
            assert f'href="{address}?xem=1"' in page
            assert f'href="{address}" download' in page
            assert "/ban/" in page
            assert "?xem=1" in page.partition("/ban/")[2][:300]  # as it was at a step
            shown = await house.call(clerk, "GET", f"{address}?xem=1")
            assert shown.status_code == 200
            assert "Trang 1/" in shown.text
            assert f'href="{here}"' in shown.text
            assert (await house.call(clerk, "GET", f"{address}?xem=1&anh=1")).headers["content-type"] == "image/jpeg"
            assert (await house.call(theirs, "GET", f"{address}?xem=1")).status_code == 404

            await house.exchange()
            await house.read()
            (incoming,) = await house.inbox(RECEIVER)
            there = f"/van-ban/den/{incoming['id']}"
            assert f'href="{there}/tep/0?xem=1"' in (await house.call(theirs, "GET", there)).text
            shown = await house.call(theirs, "GET", f"{there}/tep/0?xem=1")
            assert "Trang 1/" in shown.text
            assert f'href="{there}"' in shown.text
            for part in ("?xem=1", "?xem=1&anh=1"):
                assert (await house.call(clerk, "GET", f"{there}/tep/0{part}")).status_code == 404
            kinds = "SELECT kind, count(*) FROM evidence WHERE kind LIKE '%file-read' GROUP BY kind"
            assert {row["kind"]: row["count"] for row in await house.rows(kinds)} == {
                "document-file-read": 2,
                "incoming-file-read": 1,
            }

    asyncio.run(run())
