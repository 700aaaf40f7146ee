"""Giao soạn thảo: a leader gives the drafting of a document with a term; whoever was given it drafts from there (NĐ 30/2020 Điều 10.1)."""

import re
from typing import Any

from shared.access.rights import Role

from .task_kit import LEAD, body, copy_at, day, director, done, everything, give, lines, part, run, seen
from .test_task_pages import TOKEN, filled, issue

FORM = "/van-ban/di/soan-thao"
SENDER = "000.00.11.H08"


def drafter(house: Any) -> Any:
    return house.person(Role.SPECIALIST)


async def given(house: Any, **changes: Any) -> dict[str, Any]:
    """The department's own leader gives a report to one of its specialists, and another helps."""
    who = house.person(Role.LEADER)
    parts = [part(f"person:{drafter(house).subject}")]
    return await give(house, who, **{"drafts": "BC", "parts": parts} | changes)


async def documents(house: Any) -> int:
    found = await house.call(house.person(Role.SPECIALIST), "GET", "/documents?count=true")
    return int(found.json()["count"])


def form_of(task: Any, **changes: str) -> dict[str, str]:
    whole = {"type_code": "BC", "subject": "Báo cáo rà soát", "priority": "0", "all_agencies": "true"}
    return TOKEN | whole | {"answers_task_id": task["id"]} | changes


def test_a_draft_begins_at_the_task_and_shows_its_term(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await given(house)
        page = await house.call(drafter(house), "GET", f"/nhiem-vu/{task['id']}")
        assert "Soạn thảo báo cáo" in page.text
        form = await house.call(drafter(house), "GET", f"{FORM}?nhiem_vu={task['id']}")
        assert re.search(r'<option value="BC" selected', form.text)
        assert task["subject"] in form.text
        assert f'href="/nhiem-vu/{task["id"]}">Thôi, quay lại' in form.text
        assert f'data-keep="du-thao-{task["id"]}"' in form.text, (
            "what was typed for one task is not offered for another"
        )
        assert f"{task['code']}:" in form.text
        wrong = await house.call(drafter(house), "POST", FORM, data=form_of(task, subject=""))
        assert wrong.status_code == 422
        assert f'name="answers_task_id" value="{task["id"]}"' in wrong.text, "a refusal loses no link"
        saved = await house.call(drafter(house), "POST", FORM, data=form_of(task))
        assert saved.status_code == 303, saved.text[:800]
        draft = await house.call(drafter(house), "GET", saved.headers["location"])
        assert f'href="/nhiem-vu/{task["id"]}"' in draft.text
        assert "Soạn theo nhiệm vụ" in draft.text
        assert "lt-due" in draft.text, "how near the term is"
        assert "giao soạn thảo" in (await house.call(drafter(house), "GET", f"/nhiem-vu/{task['id']}")).text.lower()
        (line,) = [words for act, words in await lines(house, drafter(house), task) if act == "answer"]
        assert "(chưa phát hành)" in line

    run(open_house, play)


def test_what_was_given_inside_the_agency_is_not_told_to_receivers(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await given(house)
        new = {"answers_task_id": task["id"], "directs": True, "printed_receivers": "Lưu: VT", "paper": "with"}
        document = await house.draft(type_code="BC", **new)
        page = await house.call(drafter(house), "GET", f"/van-ban/di/{document}")
        assert "Giao nhiệm vụ cho nơi nhận" in page.text
        assert "Nơi nhận ghi trên văn bản" in page.text
        assert "Gửi kèm bản giấy" in page.text, "who signs and issues sees what was chosen"
        await issue(house, document)
        packet = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/di/{document}/goi-tin")
        assert "<edXML:SteeringType>1<" in packet.text
        assert task["code"] not in packet.text

    run(open_house, play)


def test_it_is_completed_with_what_was_issued_or_knowingly_without(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await given(house)
        before = await everything(house)
        early = await house.call(drafter(house), "POST", f"/tasks/{task['id']}/complete", json={"words": "Xong"})
        assert (early.status_code, early.json()["code"]) == (422, "task_not_drafted")
        assert "báo cáo" in early.json()["errors"][0]["detail"]
        assert await everything(house) == before
        page = await house.call(
            drafter(house), "POST", f"/nhiem-vu/{task['id']}/bao-hoan-thanh", data=TOKEN | {"words": "Xong"}
        )
        assert "Vẫn báo hoàn thành" in page.text
        document = await house.draft(type_code="BC", answers_task_id=task["id"])
        await issue(house, document)
        page = await house.call(drafter(house), "GET", f"/nhiem-vu/{task['id']}")
        assert re.search(r"Đã ban hành Báo cáo \d+/BC-\w+ ngày", page.text), "said for him"
        await done(house, drafter(house), task, "complete", words="Xong")
        other = await given(house)
        pool = await house.database.hot()
        await pool.execute("UPDATE task SET drafts = 'LA' WHERE id = $1::uuid", other["id"])
        early = await house.call(drafter(house), "POST", f"/tasks/{other['id']}/complete", json={"words": "Xong"})
        assert early.json()["code"] == "task_not_drafted", (
            "a kind that only another release knows stands in nobody's way"
        )
        await done(house, drafter(house), other, "complete", words="Giao nhầm", anyway=True)

    run(open_house, play)


def test_nobody_drafts_for_a_task_that_was_not_given_to_him(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await given(house, parts=[part(LEAD)])
        amount, before = await documents(house), await everything(house)
        new = {"type_code": "BC", "subject": "Báo cáo", "all_agencies": True, "answers_task_id": task["id"]}
        for who in (drafter(house), house.person(Role.SPECIALIST, "000.00.02.H08")):
            called = await house.call(who, "POST", "/documents", json=new)
            assert (called.status_code, called.json()["code"]) == (422, "task_unknown"), called.text
            page = await house.call(who, "POST", FORM, data=form_of(task))
            assert page.status_code == 422
            assert task["subject"] not in page.text
            form = await house.call(who, "GET", f"{FORM}?nhiem_vu={task['id']}")
            assert form.status_code == 404
        assert (await documents(house), await everything(house)) == (amount, before)
        leader = house.person(Role.LEADER)
        seen_by_all = await house.call(leader, "POST", "/documents", json=new)
        assert seen_by_all.status_code == 403, "he sees it, and has no part in it"

    run(open_house, play)


def test_another_agency_is_told_what_it_is_to_draw_up(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await give(house, director(house), drafts="TTr", parts=[part(f"agency:{SENDER}")])
        copy = await copy_at(house, SENDER)
        assert copy["drafts"] == "TTr"
        leader = house.person(Role.LEADER)
        await done(house, leader, copy, "distribute", parts=[part(f"person:{drafter(house).subject}")])
        form = await house.call(drafter(house), "GET", f"{FORM}?nhiem_vu={copy['id']}")
        assert re.search(r'<option value="TTr" selected', form.text)
        assert re.search(rf'value="{copy["giver_code"]}"[^>]*checked', form.text), "to whoever gave it"
        await done(house, drafter(house), copy, "ask-extension", words="Chờ số liệu", due_on=day(20).isoformat())

    run(open_house, play)


def test_the_giver_changes_what_is_to_be_drafted(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = house.person(Role.LEADER)
        task = await given(house)
        form = await house.call(who, "GET", f"/nhiem-vu/{task['id']}/sua")
        assert re.search(r'<option value="BC" selected', form.text)
        new = body(drafts="TTr", version=task["version"])
        changed = await house.call(who, "PUT", f"/tasks/{task['id']}", json=new)
        assert changed.json()["drafts"] == "TTr", changed.text
        assert "văn bản phải soạn" in (await lines(house, who, task))[-1][1]
        for wrong in ("XX", "GP", "QĐ' OR 1"):
            refused = await house.call(who, "POST", "/tasks", json=body(drafts=wrong))
            assert refused.status_code == 422
        page = await house.call(who, "POST", "/nhiem-vu/giao", data=filled(drafts="XX"))
        assert page.status_code == 422
        assert 'href="#drafts"' in page.text
        assert (await seen(house, who, task))["drafts"] == "TTr"

    run(open_house, play)
