"""A clerk with a pile of letters: what is entered, and how it is looked at."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from shared.access.rights import Role
from shared.core import clock

HERE = "000.00.02.H08"
OTHER = "000.00.05.H08"
PLACE = "/van-ban/den/nhap"


def play(open_house: Callable[[], Any], story: Callable[[Any], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await story(house)

    asyncio.run(whole())


def today() -> str:
    return clock.local_now().date().isoformat()


def a_letter(**changes: Any) -> dict[str, Any]:
    return {
        "origin": "post",
        "author": "Công ty Cổ phần Minh Dương",
        "reference": "12/CV-MD",
        "issued_on": today(),
        "type_code": "CV",
        "subject": "V/v đề nghị hỗ trợ <đấu nối>",
    } | changes


def clerk_of(house: Any, agency: str = HERE) -> Any:
    return house.person(Role.RECORDS_CLERK, agency)


async def enter(house: Any, status: int = 201, role: str = Role.RECORDS_CLERK, **changes: Any) -> dict[str, Any]:
    answer = await house.call(house.person(role, HERE), "POST", "/incoming", json=a_letter(**changes))
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def a_form(house: Any, **changes: Any) -> dict[str, str]:
    """The same as the page sends it."""
    letter = a_letter(**changes)
    form = {name: str(value) for name, value in letter.items() if not name.endswith("_on")}
    for name in ("arrived_on", "issued_on", "due_on"):
        year, month, day = str(letter.get(name) or "--").split("-")
        form |= {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}
    return form | {"csrf_token": clerk_of(house).csrf}


async def page(house: Any, path: str, who: Any = None) -> str:
    answer = await house.call(who or clerk_of(house), "GET", path)
    assert answer.status_code == 200, answer.text[:400]
    return str(answer.text)
