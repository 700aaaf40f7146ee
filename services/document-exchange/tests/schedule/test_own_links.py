"""Đường dẫn lịch riêng is a person's own: nobody makes or ends one for another."""

from typing import Any

from shared.access.rights import Power
from testing.delegates import acting_for

from ..tasks.task_kit import RECEIVER, director, run
from .test_schedule import TOKEN, call


def test_a_delegate_and_a_system_neither_make_nor_end_a_link(open_house: Any) -> None:
    async def play(house: Any) -> None:
        giver = director(house)
        path = (await call(house, giver, "POST", "/schedule-feed", 201))["path"]
        delegate = acting_for(giver, Power.DOCUMENTS, Power.SIGNING, Power.DOSSIERS)
        for who in (delegate, house.system(RECEIVER)):
            for method in ("POST", "DELETE"):
                answer = await house.call(who, method, "/schedule-feed")
                assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), (who.kind, method)
        for method, page in (("GET", ""), ("POST", ""), ("POST", "/thu-hoi")):
            answer = await house.call(delegate, method, f"/lich-cong-tac/duong-dan{page}", data=TOKEN)
            assert answer.status_code == 403, (method, page)
        assert (await house.call(None, "GET", path)).status_code == 200, "the giver's own link is as it was"
        for who, offered in ((giver, True), (delegate, False)):
            week = await house.call(who, "GET", "/lich-cong-tac")
            assert week.status_code == 200, "a delegate sees the week"
            assert ("/lich-cong-tac/duong-dan" in week.text) is offered

    run(open_house, play)
