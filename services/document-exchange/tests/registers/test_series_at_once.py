"""Hệ thống số changed while others number in it: every number once, by rules that are there."""

import asyncio
from typing import Any

from document_exchange.registers.books import take_turns
from shared.access.rights import Role
from shared.core import clock

from .series_kit import HERE, changed, opened, signed
from .test_kept_numbers import play


def test_many_who_number_while_the_series_is_changed_get_every_number_once(open_house: Any) -> None:
    async def story(house: Any) -> None:
        board = await opened(house, document_types=["CV"])
        waiting = [await signed(house, series_id=board["id"]) for _ in range(6)]
        body = {name: value for name, value in board.items() if name not in ("id", "kind", "has_numbers")}
        clerk = house.person(Role.RECORDS_CLERK)

        async def number(document_id: str) -> str:
            answer = await house.call(clerk, "POST", f"/documents/{document_id}/number", json={})
            assert answer.status_code == 200, answer.text
            return str(answer.json()["reference"])

        async def change() -> None:
            path = f"/number-series/{board['id']}"
            await house.call(clerk, "PUT", path, json=body | {"first_number": 50, "symbol": "BCĐM"})

        found, _ = await asyncio.gather(asyncio.gather(*(number(one) for one in waiting)), change())
        numbers = sorted(int(one.split("/")[0]) for one in found)
        assert numbers in (
            list(range(1, 7)),
            list(range(50, 56)),
        ), "the change comes before every number, or is refused"
        assert {one.split("/")[1] for one in found} == {"BCĐ-CNTT" if numbers[0] == 1 else "BCĐM-CNTT"}
        book = (await house.call(clerk, "GET", "/numbers")).json()
        assert book["gaps"] == []

    play(open_house, story)


def test_a_change_waits_for_who_numbers_in_the_agencys_year(open_house: Any) -> None:
    async def story(house: Any) -> None:
        board = await opened(house)
        async with house.database.sessions.begin() as session:
            await take_turns(session, HERE, clock.local_now().year)
            change = asyncio.create_task(changed(house, board, symbol="BCĐM"))
            done, _ = await asyncio.wait([change], timeout=0.5)
            assert not done
        assert (await change)["symbol"] == "BCĐM"

    play(open_house, story)
