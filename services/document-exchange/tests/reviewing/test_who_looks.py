"""Whose turn it is looks at it, and who stands in for him with the power over documents; nobody else."""

from typing import Any

import pytest

from shared.access.rights import Power, Role
from testing.delegates import acting_for

from .review_kit import (
    BACK,
    BESIDE,
    DRAFTER,
    HEAD,
    OTHER_HEAD,
    OTHER_ONE,
    act,
    officer,
    run,
    states,
    step,
    submitted,
    turns,
    waiting,
    works,
)


@pytest.mark.parametrize("who", [OTHER_ONE, officer("pho"), officer("ke", leads_unit=False)])
def test_nobody_else_looks_at_it(open_house: Any, who: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house)
        assert (await house.call(who, "GET", f"/documents/{document_id}/reviews")).status_code == 404
        for what, body in (("agree", {}), ("send-back", {"level": 1}), ("hand-on", {"person_id": "pho"})):
            await act(house, who, document_id, what, 404, **body)
        abroad = house.person(Role.LEADER, "000.00.02.H08")
        await act(house, abroad, document_id, "agree", 404)
        assert await waiting(house, abroad) == []

    run(open_house, play)


def test_a_delegate_looks_only_with_the_power_over_documents(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house)
        without = acting_for(HEAD, Power.SIGNING)
        assert (await house.call(without, "POST", f"/documents/{document_id}/agree", json={})).status_code in (403, 404)
        stands_in = acting_for(HEAD, Power.DOCUMENTS)
        await act(house, stands_in, document_id, "agree")
        (turn, _) = await turns(house, document_id)
        assert "Trần Thị Bình" in turn["by_name"]

    run(open_house, play)


@pytest.mark.parametrize("way", ["take-back", "return", "cancel"])
def test_whose_turn_never_came_sees_nothing_of_a_draft_that_left_its_flow(open_house: Any, way: str) -> None:
    async def play(house: Any) -> None:
        steps = [step("unit-head", 1), step("person:hoach", 2), step("clerk", 3, "form")]
        document_id = await submitted(house, steps)
        await act(house, HEAD if way == "return" else DRAFTER, document_id, way, opinion="Viết lại")
        # Every cancelled document is the clerk's to see.
        for who in (OTHER_ONE, *([] if way == "cancel" else [house.person(Role.RECORDS_CLERK)])):
            for what in ("", "/reviews", "/versions"):
                seen = await house.call(who, "GET", f"/documents/{document_id}{what}")
                assert (what, seen.status_code) == (what, 404)
            await act(house, who, document_id, "cancel", 404, opinion="Không cần")
        assert (await house.call(HEAD, "GET", f"/documents/{document_id}")).status_code == 200

    run(open_house, play)


def test_a_clerk_who_looks_at_the_form_does_not_end_what_others_have(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house, [step("clerk", 1, "form")])
        clerk = house.person(Role.RECORDS_CLERK)
        for _ in range(2):
            refused = await act(house, clerk, document_id, "cancel", 403, opinion="Sai thể thức")
            assert refused["code"] == "draft_has_people"
            assert "Hủy văn bản" not in (await house.call(clerk, "GET", f"/van-ban/di/{document_id}")).text
            await house.call(clerk, "POST", f"/documents/{document_id}/agree", json={})
        await works(house, "soan", active=False)
        ended = await act(house, clerk, document_id, "cancel", opinion="Người soạn thảo đã nghỉ")
        assert ended["status"] == "cancelled"

    run(open_house, play)


def test_a_form_from_before_it_was_sent_back_answers_nothing(open_house: Any) -> None:
    """Two windows: in the one he agreed, it was sent back to him unchanged, and the other still shows the first question."""

    async def play(house: Any) -> None:
        document_id = await submitted(house, BESIDE)
        clerk, leader = house.person(Role.RECORDS_CLERK), house.person(Role.LEADER)
        first = (await house.call(HEAD, "GET", f"/documents/{document_id}")).json()["version"]
        for who in (HEAD, OTHER_HEAD, clerk):
            await act(house, who, document_id, "agree")
        await act(house, leader, document_id, "send-back", level=1, **BACK)
        late = await house.call(HEAD, "POST", f"/documents/{document_id}/agree", json={"version": first})
        assert late.status_code == 412
        assert await states(house, document_id) == [(1, "asked"), (1, "asked"), (2, "coming")]
        now = (await house.call(HEAD, "GET", f"/documents/{document_id}")).json()["version"]
        for who in (HEAD, OTHER_HEAD):
            answer = await house.call(who, "POST", f"/documents/{document_id}/agree", json={"version": now})
            assert answer.status_code == 200, "side by side they still do not disturb each other"

    run(open_house, play)
