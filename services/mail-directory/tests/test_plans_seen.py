"""Who sees a plan to merge agencies, and its buttons."""

from typing import Any

from .conftest import ELSEWHERE, HERE, Directory, an_officer
from .test_reorganising import PLANS, SECOND, decide, draw_up


def test_a_plan_that_nobody_confirmed_is_seen_by_who_answers_for_its_agencies_alone(run: Any) -> None:
    async def act(directory: Directory) -> None:
        plan = await draw_up(directory)
        stranger, concerned = an_officer("leader", "000.00.18.H08"), an_officer("leader", HERE)

        async def seen(who: Any) -> tuple[int, int, int]:
            one = await directory.call("GET", f"{PLANS}/{plan['id']}", who)
            page = await directory.call("GET", f"/danh-ba/sap-xep/{plan['id']}", who)
            listed = (await directory.call("GET", PLANS, who)).json()["items"]
            return one.status_code, page.status_code, len(listed)

        assert await seen(stranger) == (404, 404, 0)
        assert await seen(concerned) == await seen(SECOND) == (200, 200, 1)
        await decide(directory, plan)
        assert await seen(stranger) == (200, 200, 1), "what is decided is told to everybody who may ask"

    run(act)


def test_the_button_of_a_plan_is_shown_to_who_may_press_it(run: Any) -> None:
    async def act(directory: Directory) -> None:
        into: dict[str, Any] = {"ending_codes": [HERE], "successor_code": ELSEWHERE, "new_code": "", "code_2020": ""}
        plan = await draw_up(directory, **into)
        for who, offered in ((an_officer("leader", HERE), False), (SECOND, True)):
            page = await directory.call("GET", f"/danh-ba/sap-xep/{plan['id']}", who)
            assert ("/xac-nhan" in page.text) is offered
        await decide(directory, plan, who=an_officer("leader", HERE), status=403)

    run(act)
