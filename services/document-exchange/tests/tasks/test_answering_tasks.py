"""Văn bản trả lời nhiệm vụ: of the very task, whoever else uses its code; its title is for those who may read it."""

from typing import Any

from shared.access.rights import Role

from .task_kit import OTHER, PROVINCE, RECEIVER, act, chairman, copy_at, director, done, give, lines, part, run
from .test_task_pages import issue

SENDER = "000.00.11.H08"
TITLE = "V/v phối hợp thử nghiệm liên thông văn bản điện tử"


def test_a_task_of_another_giver_with_the_same_code_is_not_answered(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader = house.person(Role.LEADER)
        one = await give(house, chairman(house), parts=[part(f"agency:{SENDER}")])
        answered = await copy_at(house, SENDER)
        two = await give(house, director(house), parts=[part(f"agency:{OTHER}")])
        three = await give(house, director(house, OTHER), parts=[part(f"agency:{SENDER}")])
        assert one["code"] == two["code"] == three["code"]
        copies = (await house.call(leader, "GET", "/tasks", params={"scope": "came"})).json()["items"]
        (same,) = [found for found in copies if found["giver_code"] == OTHER]
        answer_id = await house.draft(all_agencies=False, addressees=[PROVINCE, RECEIVER])
        await issue(house, answer_id)
        clerk = house.person(Role.RECORDS_CLERK)
        await done(
            house, leader, answered, "distribute", parts=[part(f"person:{house.person(Role.SPECIALIST).subject}")]
        )
        await done(house, leader, same, "distribute", parts=[part(f"person:{house.person(Role.SPECIALIST).subject}")])
        await done(house, leader, answered, "answer", document_id=answer_id)
        wrong = await act(house, leader, same, "answer", document_id=answer_id)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "answers_other_task")
        assert f"/van-ban/di/{answer_id}" in (await house.call(clerk, "GET", f"/nhiem-vu/{answered['id']}")).text
        assert f"/van-ban/di/{answer_id}" not in (await house.call(clerk, "GET", f"/nhiem-vu/{same['id']}")).text

    run(open_house, play)


def test_at_the_giver_only_whoever_has_a_part_answers_by_the_code(open_house: Any) -> None:
    async def play(house: Any) -> None:
        one = await give(house, chairman(house), parts=[part(f"agency:{SENDER}")])
        two = await give(house, director(house), parts=[part(f"agency:{OTHER}")])
        answer_id = await house.draft(all_agencies=False, addressees=[PROVINCE, RECEIVER])
        house_leader = house.person(Role.LEADER)
        await house.step(answer_id, "submit", Role.SPECIALIST)
        await done(house, house_leader, await copy_at(house, SENDER), "answer", document_id=answer_id)
        for step, role in (("sign", Role.LEADER), *((one, Role.RECORDS_CLERK) for one in ("number", "seal", "send"))):
            await house.step(answer_id, step, role)
        await house.exchange()
        await house.read()
        for agency, task, shown in ((PROVINCE, one, True), (RECEIVER, two, False)):
            (arrival,) = await house.inbox(agency)
            page = await house.call(house.person(Role.RECORDS_CLERK, agency), "GET", f"/nhiem-vu/{task['id']}")
            assert (f"/van-ban/den/{arrival['id']}" in page.text) is shown, agency

    run(open_house, play)


def test_what_an_answer_is_about_is_told_to_nobody_who_may_not_read_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader, worker = house.person(Role.LEADER), house.person(Role.SPECIALIST)
        task = await give(
            house, chairman(house), parts=[part(f"agency:{SENDER}"), part(f"agency:{OTHER}", "cooperate")]
        )
        copy = await copy_at(house, SENDER)
        await done(house, leader, copy, "distribute", parts=[part(f"person:{worker.subject}")])
        answer_id = await house.draft(all_agencies=False, addressees=[PROVINCE])
        await done(house, worker, copy, "answer", document_id=answer_id, words="Gửi kèm")
        at_helper = await copy_at(house, OTHER)
        for who, where in ((worker, copy), (chairman(house), task), (director(house, OTHER), at_helper)):
            said = [note for what, note in await lines(house, who, where) if what == "answer"]
            assert said == ["Công văn (chưa phát hành). Gửi kèm"], who.agency_code
        mine = await house.call(worker, "GET", f"/nhiem-vu/{copy['id']}")
        assert TITLE in mine.text, "the drafter's own"
        clerk = house.person(Role.RECORDS_CLERK)
        assert TITLE not in (await house.call(clerk, "GET", f"/nhiem-vu/{copy['id']}")).text
        await issue(house, answer_id)
        assert TITLE in (await house.call(clerk, "GET", f"/nhiem-vu/{copy['id']}")).text
        other_id = await house.draft(all_agencies=False, addressees=[PROVINCE])
        await issue(house, other_id)
        await done(house, worker, copy, "answer", document_id=other_id)
        assert TITLE in (await lines(house, worker, copy))[-1][1], "issued, everybody of the agency may read it"
        assert TITLE not in (await lines(house, chairman(house), task))[-1][1]

    run(open_house, play)
