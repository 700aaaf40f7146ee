"""Two who work on a task at one moment, what comes too late, and what of a task is not for everybody who sees a part of it."""

import asyncio
from typing import Any
from uuid import UUID

from document_exchange.tasks.acts import ACTS
from document_exchange.tasks.listing import TASKS
from document_exchange.tasks.rules import TaskAct
from document_exchange.tasks.schemas import TaskActIn

from ..test_units import HEAD
from .task_kit import (
    ONE,
    OTHER,
    RECEIVER,
    act,
    chairman,
    copy_at,
    director,
    done,
    faults,
    give,
    listed,
    officer,
    open_rooms,
    part,
    run,
    seen,
)

NAM = officer("nam", "u-hai")


def test_a_part_that_is_closed_meanwhile_stays_closed_when_the_whole_is_cancelled(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        whole = await give(house, director(house), parts=[part("person:binh")])
        child = await give(house, director(house), parts=[part("person:sau")], parent_id=whole["id"])
        await done(house, officer("sau"), child, "complete", words="Xong")
        async with house.database.sessions.begin() as session:
            confirm = ACTS[TaskAct.CONFIRM]
            await confirm(session, director(house), UUID(child["id"]), TaskActIn(), [])
            await session.flush()
            cancelling = asyncio.create_task(act(house, director(house), whole, "cancel", words="Thôi"))
            await asyncio.sleep(0.5)
            assert not cancelling.done(), "it waits for whoever is at work on the part"
        assert (await cancelling).status_code == 200
        assert (await seen(house, director(house), child))["state"] == "done"

    run(open_house, play)


def test_a_part_reported_after_the_task_was_closed_changes_nothing(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        helper = await copy_at(house, OTHER)
        assert (await act(house, director(house, OTHER), helper, "report-part", words="Muộn")).status_code == 200
        assert (await act(house, chairman(house), task, "cancel", words="Thôi")).status_code == 200
        await house.exchange()
        assert not await faults(house)
        assert [one["outcome_words"] for one in (await seen(house, chairman(house), task))["parts"]] == ["", ""]

    run(open_house, play)


def test_of_the_whole_and_of_other_parts_is_shown_what_a_person_may_see(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        whole = await give(house, director(house), parts=[part("person:binh")], subject="Việc chung kín")
        mine = await give(
            house, director(house), parts=[part("person:nam")], parent_id=whole["id"], subject="Việc của Năm"
        )
        page = await house.call(NAM, "GET", f"/nhiem-vu/{mine['id']}")
        assert page.status_code == 200
        assert "Việc chung kín" not in page.text
        assert "Việc của Năm" not in (await house.call(officer("binh"), "GET", f"/nhiem-vu/{whole['id']}")).text
        assert "Việc của Năm" in (await house.call(director(house), "GET", f"/nhiem-vu/{whole['id']}")).text
        assert "Việc chung kín" in (await house.call(director(house), "GET", f"/nhiem-vu/{mine['id']}")).text
        edit = await house.call(director(house), "GET", f"/nhiem-vu/{mine['id']}/sua")
        assert "Hạn của nhiệm vụ cha" in edit.text

    run(open_house, play)


def test_other_agencies_hear_nothing_of_whom_a_units_head_named(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        parts = [part(f"unit:{ONE}"), part(f"agency:{OTHER}", "cooperate")]
        task = await give(house, director(house), parts=parts)
        await done(house, HEAD, task, "distribute", parts=[part("person:binh")])
        await done(house, officer("binh"), task, "progress", words="Đang làm")
        (copy,) = await listed(house, director(house, OTHER), scope="came")
        page = await house.call(director(house, OTHER), "GET", f"/nhiem-vu/{copy['id']}")
        others = page.text.partition("Các nơi được giao")[2].partition("Thực hiện tại cơ quan")[0]
        assert "Phòng Tổ chức" in others
        assert "Trần Văn Bình" not in others
        assert (await seen(house, director(house), task))["agency_code"] == RECEIVER

    run(open_house, play)


def test_a_filter_by_who_leads_says_the_name_that_the_directory_has(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        known = {"person:binh": "Trần Văn Bình", f"unit:{ONE}": "Phòng Tổ chức", f"agency:{OTHER}": "Sở Tài chính"}
        async with house.database.sessions() as session:
            for whose, name in (known | {"agency:khong-co": None}).items():
                chosen = await TASKS.choose({"chu_tri": whose}).looked_up(session)
                assert chosen.names.get("lead") == name, whose

    run(open_house, play)
