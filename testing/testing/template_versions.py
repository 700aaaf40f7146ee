"""Versions of a province's template on any service's page of printed forms: returned to, and called off before their day."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from shared.core import clock

Get = Callable[[str], Awaitable[Any]]
Post = Callable[[str, dict[str, str]], Awaitable[Any]]


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


async def return_and_call_off(
    get: Get, post: Post, page: str, write: Callable[[str], object], sources: tuple[str, str]
) -> None:
    """With nothing accepted before: the first look, the second, the first again, and the second ahead, which is called off."""

    async def accept(source: str, **typed: str) -> None:
        write(source)
        html = (await get(page)).text
        form = {"sha256": hidden(html, "sha256"), "stamp": hidden(html, "stamp")} | typed
        assert (await post(f"{page}/dung", form)).status_code == 303

    for source in sources:
        await accept(source)
    html = (await get(page)).text
    (again,) = re.findall(rf'action="{page}/phien-ban/([0-9a-f-]+)/dung-lai"', html)
    path = f"{page}/phien-ban/{again}"
    assert (await get(f"{page}/xem-thu/{again}")).headers["content-type"] == "application/pdf"
    assert (await post(f"{path}/dung-lai", {"stamp": "0-0"})).status_code == 409, "decided meanwhile"
    assert (await post(f"{path}/dung-lai", {"stamp": hidden(html, "stamp")})).status_code == 303
    day = clock.local_now().date() + timedelta(days=3)
    ahead = {"begins_on-day": str(day.day), "begins_on-month": str(day.month), "begins_on-year": str(day.year)}
    await accept(sources[1], **ahead)
    html = (await get(page)).text
    (coming,) = re.findall(rf'action="{page}/phien-ban/([0-9a-f-]+)/bo-lich"', html)
    stamp = {"stamp": hidden(html, "stamp")}
    assert (await post(f"{page}/phien-ban/{coming}/bo-lich", stamp)).status_code == 303
    assert "Đã bỏ lịch" in (await get(page)).text
