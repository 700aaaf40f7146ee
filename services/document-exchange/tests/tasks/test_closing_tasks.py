"""Hoàn thành, gia hạn, đổi chủ trì, hủy, mở lại: the lead reports, the giver alone decides, and every agency reads the same."""

import asyncio
from typing import Any

from shared.access.identity import Identity
from shared.access.rights import Role

from .task_kit import (
    HELP,
    LEAD,
    OTHER,
    PROVINCE,
    RECEIVER,
    act,
    chairman,
    clerk,
    copy_at,
    day,
    director,
    done,
    give,
    lines,
    listed,
    part,
    refused,
    run,
    seen,
    told,
)


async def states(house: Any) -> list[str]:
    """At the giver, at who leads, at who helps."""
    (own,) = await listed(house, chairman(house))
    return [own["state"], *[(await copy_at(house, agency))["state"] for agency in (RECEIVER, OTHER)]]


def deputy(house: Any) -> Identity:
    changed: Identity = chairman(house).model_copy(update={"subject": "pho-chu-tich", "name": "Phó Chủ tịch"})
    return changed


def test_the_lead_reports_and_only_the_giver_closes(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        await done(house, director(house), copy, "progress", words="Đã họp", percent=30)
        assert await states(house) == ["working", "working", "working"]
        await refused(house, director(house), copy, "complete", 422, "words_required")
        await done(house, director(house), copy, "complete", words="Báo cáo 12/BC-SNV")
        assert await states(house) == ["reported"] * 3
        await refused(house, director(house), copy, "confirm", 403, "not_task_giver")
        await refused(house, deputy(house), task, "confirm", 403, "not_task_giver")
        await refused(house, chairman(house), task, "send-back", 422, "words_required")
        await done(house, chairman(house), task, "send-back", words="Thiếu số liệu xã")
        assert await states(house) == ["working"] * 3
        assert [act_ for act_, _ in await lines(house, director(house), copy)][-1] == "send-back"
        await done(house, director(house), copy, "complete", words="Đã bổ sung")
        both = await asyncio.gather(*(act(house, chairman(house), task, "confirm") for _ in range(2)))
        assert sorted(one.status_code for one in both) == [200, 409]
        await house.exchange()
        assert await states(house) == ["done"] * 3
        assert (await seen(house, chairman(house), task))["standing"] == "on-time"
        await refused(house, director(house), copy, "progress", 409, "task_step_not_allowed", words="x")

    run(open_house, play)


def test_a_report_that_comes_too_late_changes_nothing_and_the_copy_hears_how_it_stands(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        assert (await act(house, director(house), copy, "complete", words="Xong")).status_code == 200
        assert (await act(house, chairman(house), task, "cancel", words="Trùng việc")).status_code == 200
        await house.exchange()
        assert await states(house) == ["cancelled"] * 3
        assert [one for one, _ in await lines(house, chairman(house), task)] == ["give", "cancel"]

    run(open_house, play)


def test_a_longer_term_is_asked_and_the_giver_decides(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        who = director(house)
        for ahead in (-1, 5, 10):
            wrong = await act(house, who, copy, "ask-extension", words="Chờ", due_on=day(ahead).isoformat())
            assert wrong.json()["errors"][0]["pointer"] == "/due_on"
        helper = await copy_at(house, OTHER)
        await refused(
            house,
            director(house, OTHER),
            helper,
            "ask-extension",
            403,
            "not_task_lead",
            words="x",
            due_on=day(20).isoformat(),
        )
        await done(house, who, copy, "ask-extension", words="Chờ Bộ", due_on=day(20).isoformat())
        await refused(house, chairman(house), task, "refuse-extension", 422, "words_required")
        await done(house, chairman(house), task, "refuse-extension", words="Giữ hạn")
        assert (await seen(house, who, copy))["extensions"][0]["standing"] == "refused"
        await done(house, who, copy, "ask-extension", words="Bộ chưa trả lời", due_on=day(15).isoformat())
        await done(house, chairman(house), task, "extend", words="Lần cuối")
        after = await seen(house, who, copy)
        assert (after["due_on"], after["extensions"][0]["decision"]) == (day(15).isoformat(), "Lần cuối")
        await refused(house, chairman(house), task, "extend", 409, "task_extension_gone")
        assert len(await told(house, "directive-extension-asked")) == 2

    run(open_house, play)


def test_another_lead_takes_over_and_the_former_has_it_no_longer(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        await done(house, director(house), copy, "progress", words="Đã họp", percent=30)
        await refused(house, director(house), copy, "change-lead", 403, "not_task_giver", whose=HELP)
        await refused(house, chairman(house), task, "change-lead", 422, "lead_missing", whose=LEAD)
        await done(house, chairman(house), task, "change-lead", whose=HELP, words="Đúng chức năng")
        assert await states(house) == ["given", "taken-off", "given"]
        assert (await copy_at(house, OTHER))["part"] == "lead"
        await refused(house, director(house), copy, "complete", 409, "task_step_not_allowed", words="Xong")
        await done(house, chairman(house), task, "share", parts=[part(LEAD, "cooperate")])
        assert (await copy_at(house, RECEIVER))["part"] == "cooperate"
        await refused(house, chairman(house), task, "share", 422, "works_on_task", parts=[part(LEAD, "cooperate")])
        await done(house, chairman(house), task, "take-off", whose=LEAD)
        assert (await copy_at(house, RECEIVER))["state"] == "taken-off"
        await refused(house, chairman(house), task, "take-off", 422, "task_party_unknown", whose=HELP)

    run(open_house, play)


def test_what_is_given_back_waits_to_be_given_again(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        await refused(house, director(house), copy, "give-back", 422, "words_required")
        await done(house, director(house), copy, "give-back", words="Không thuộc chức năng")
        assert await states(house) == ["returned", "taken-off", "returned"]
        await done(house, chairman(house), task, "change-lead", whose=LEAD, words="Vẫn giao")
        assert await states(house) == ["given", "given", "given"]

    run(open_house, play)


def test_a_task_is_cancelled_with_its_parts_and_a_wrong_closing_is_undone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        child = await give(house, director(house), parent_id=copy["id"], parts=[part(HELP)])
        await done(house, director(house), copy, "complete", words="Xong", anyway=True)
        await done(house, chairman(house), task, "confirm")
        await refused(house, chairman(house), task, "reopen", 422, "words_required")
        await refused(house, chairman(house), task, "cancel", 409, "task_step_not_allowed", words="x")
        await done(house, chairman(house), task, "reopen", words="Đóng nhầm")
        assert (await copy_at(house, RECEIVER))["state"] == "working"
        await refused(house, chairman(house), task, "cancel", 422, "words_required")
        await done(house, chairman(house), task, "cancel", words="Không còn cần")
        assert (await seen(house, director(house), child))["state"] == "cancelled"
        of_child = [
            one
            for one in await listed(house, director(house, OTHER), scope="came")
            if one["code"] != task["code"] or one["giver_code"] == RECEIVER
        ]
        assert {one["state"] for one in of_child} == {"cancelled"}

    run(open_house, play)


def test_the_giver_changes_what_he_gave_and_who_watches_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        path, new = f"/tasks/{task['id']}", {"subject": "Rà soát lần hai", "due_on": day(30).isoformat()}
        for who, status in ((clerk(house), 403), (director(house), 404)):
            assert (await house.call(who, "PUT", path, json=new)).status_code == status
        stale = await house.call(chairman(house), "PUT", path, json=new | {"version": 9})
        assert stale.status_code == 412
        assert (await house.call(chairman(house), "PUT", path, json=new)).status_code == 200
        await house.exchange()
        copy = await copy_at(house, RECEIVER)
        assert (copy["subject"], copy["due_on"]) == ("Rà soát lần hai", day(30).isoformat())
        watcher = house.person(Role.SPECIALIST, PROVINCE)
        assert (await house.call(watcher, "GET", path)).status_code == 404
        await done(house, chairman(house), task, "name-monitor", monitor_id=watcher.subject)
        assert (await seen(house, watcher, task))["monitor_name"] == watcher.name
        await refused(house, watcher, task, "confirm", 403, "not_allowed")

    run(open_house, play)
