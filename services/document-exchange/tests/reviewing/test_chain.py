"""Kiểm tra trước khi ký: level by level, beside each other, put right, sent back, returned, taken back, handed on, left out."""

import asyncio
from typing import Any

from shared.access.rights import Role

from ..test_pages import follow, post
from ..test_units import told
from .review_kit import (
    BACK,
    BESIDE,
    DEPUTY,
    DRAFTER,
    HEAD,
    OTHER_HEAD,
    OTHER_ONE,
    act,
    attach,
    draft,
    flow,
    run,
    staffed,
    state,
    states,
    step,
    submitted,
    turns,
    waiting,
)


def test_a_draft_goes_up_level_by_level_and_is_signed_in_the_end(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house)
        clerk, leader = house.person(Role.RECORDS_CLERK), house.person(Role.LEADER)
        assert await state(house, document_id) == "reviewing"
        assert await states(house, document_id) == [(1, "asked"), (2, "coming")]
        (asked,) = await told(house, "draft-to-review")
        assert [one["person_id"] for one in asked] == ["truong"]
        assert await waiting(house, HEAD) == [document_id]
        assert await waiting(house, clerk) == []
        assert (await house.call(clerk, "GET", f"/documents/{document_id}")).status_code == 404
        early = await act(house, leader, document_id, "sign", 409)
        assert early["code"] == "document_step_not_allowed"
        for nobody in (DRAFTER, leader):
            assert (await act(house, nobody, document_id, "agree", 403))["code"] == "not_reviewer"
        await act(house, HEAD, document_id, "agree", opinion="Nội dung đúng")
        assert await waiting(house, HEAD) == []
        mine = await house.call(HEAD, "GET", "/documents", params={"scope": "reviewed"})
        assert [item["id"] for item in mine.json()["items"]] == [document_id], "what he agreed to he finds again"
        assert (await house.call(DEPUTY, "GET", "/documents", params={"scope": "reviewed"})).json()["items"] == []
        assert await waiting(house, clerk) == [document_id]
        assert (await house.call(HEAD, "GET", f"/documents/{document_id}")).status_code == 200
        await act(house, clerk, document_id, "agree")
        assert await state(house, document_id) == "submitted"
        (to_sign,) = await told(house, "draft-submitted")
        assert [one["person_id"] for one in to_sign] == [leader.subject]
        head, office = await turns(house, document_id)
        assert (head["by_name"], head["by_title"], head["words"]) == (HEAD.name, "Trưởng phòng", "Nội dung đúng")
        main = (await house.call(leader, "GET", f"/documents/{document_id}")).json()["files"][0]["sha256"]
        assert {head["sha256"], office["sha256"]} == {main}
        page = (await house.call(leader, "GET", f"/van-ban/di/{document_id}")).text
        assert "Đã ký nháy" in page
        assert HEAD.name in page
        signed = await act(house, leader, document_id, "sign")
        assert signed["status"] == "signed"

    run(open_house, play)


def test_a_draft_goes_up_by_the_forms_of_its_page(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        await flow(
            house, [step("unit-head", 1), step("person:hoach", 2, "agree", optional=True), step("clerk", 3, "form")]
        )
        document_id = await draft(house)
        where, clerk = f"/van-ban/di/{document_id}", house.person(Role.RECORDS_CLERK)
        page = (await house.call(DRAFTER, "GET", where)).text
        assert "Khi trình, dự thảo đi qua" in page
        assert "Trưởng đơn vị: Phòng Công nghệ (Cán bộ truong)" in page
        wrong = await post(house, DRAFTER, f"{where}/trinh-ky", {"skip": "1"})
        assert wrong.status_code == 422
        assert "không bắt buộc" in wrong.text
        huge = await post(house, DRAFTER, f"{where}/trinh-ky", {"skip": "9" * 5000})
        assert huge.status_code == 422
        await follow(house, DRAFTER, await post(house, DRAFTER, f"{where}/trinh-ky", {"skip": "2"}))
        assert await states(house, document_id) == [(1, "asked"), (3, "coming")]
        front = (await house.call(HEAD, "GET", "/van-ban/di?pham_vi=review")).text
        assert where in front
        assert "Chờ tôi kiểm tra" in front
        amount = await house.call(HEAD, "GET", "/van-ban/di/so-viec", headers={"hx-request": "true"})
        assert "chờ tôi kiểm tra" in amount.text
        await follow(house, HEAD, await post(house, HEAD, f"{where}/dong-y", {"opinion": "Đồng ý"}))
        await follow(house, clerk, await post(house, clerk, f"{where}/dong-y", {}))
        assert await state(house, document_id) == "submitted"

    run(open_house, play)


def test_turns_are_sent_back_handed_on_and_let_go_by_the_forms_of_the_page(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house, [step("unit-head", 1), step("clerk", 3, "form")])
        where, clerk = f"/van-ban/di/{document_id}", house.person(Role.RECORDS_CLERK)
        await follow(house, HEAD, await post(house, HEAD, f"{where}/dong-y", {"opinion": "Đồng ý"}))
        silent = await post(house, clerk, f"{where}/tra-ve-cap", {"level": "1", "opinion": ""})
        assert silent.status_code == 422
        assert "Hãy ghi lý do trả về" in silent.text
        await post(house, clerk, f"{where}/tra-ve-cap", {"level": "1", "opinion": "Xem lại mục 2"})
        assert await states(house, document_id) == [(1, "asked"), (3, "coming")]
        nobody = await post(house, HEAD, f"{where}/chuyen-kiem-tra", {"person_id": "soan"})
        assert nobody.status_code == 422
        await post(house, HEAD, f"{where}/chuyen-kiem-tra", {"person_id": "pho"})
        assert await waiting(house, DEPUTY) == [document_id]
        assert await waiting(house, HEAD) == []
        leader = house.person(Role.LEADER)
        (turn, _) = await turns(house, document_id)
        mute = await post(house, leader, f"{where}/bo-qua", {"review_id": turn["id"], "opinion": ""})
        assert mute.status_code == 422
        await follow(
            house, leader, await post(house, leader, f"{where}/bo-qua", {"review_id": turn["id"], "opinion": "Gấp"})
        )
        assert await states(house, document_id) == [(1, "skipped"), (3, "asked")]
        await follow(house, clerk, await post(house, clerk, f"{where}/dong-y", {}))
        assert await state(house, document_id) == "submitted"

    run(open_house, play)


def test_those_of_one_level_are_asked_at_once_and_do_not_disturb_each_other(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house, BESIDE)
        seen = (await house.call(HEAD, "GET", f"/documents/{document_id}")).json()["version"]
        both = await asyncio.gather(
            *(
                house.call(who, "POST", f"/documents/{document_id}/agree", json={"version": seen})
                for who in (HEAD, OTHER_HEAD)
            )
        )
        assert [answer.status_code for answer in both] == [200, 200]
        assert await states(house, document_id) == [(1, "agreed"), (1, "agreed"), (2, "asked")]
        assert len(await told(house, "draft-to-review")) == 2, "the clerk is asked once, when both have agreed"
        again = await act(house, HEAD, document_id, "agree", 403)
        assert again["code"] == "not_reviewer"

    run(open_house, play)


def test_who_looks_at_it_puts_it_right_and_what_was_agreed_says_to_what(open_house: Any, letter: bytes) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house, BESIDE)
        seen = (await house.call(OTHER_HEAD, "GET", f"/documents/{document_id}")).json()
        await act(house, HEAD, document_id, "agree")
        body = {
            "type_code": "CV",
            "subject": "V/v đã sửa khi kiểm tra",
            "all_agencies": True,
            "leader_id": OTHER_ONE.subject,
        }
        mended = await house.call(OTHER_HEAD, "PUT", f"/documents/{document_id}", json=body)
        assert mended.status_code == 200, mended.text
        assert mended.json()["leader_id"] == seen["leader_id"], "who signs is not his to say"
        assert mended.json()["status"] == "reviewing"
        assert await states(house, document_id) == [(1, "asked"), (1, "asked"), (2, "coming")]
        (corrected,) = await told(house, "draft-corrected")
        assert [one["person_id"] for one in corrected] == ["soan"]
        stale = await act(house, HEAD, document_id, "agree", 412, version=seen["version"])
        assert stale["code"] == "changed_meanwhile"
        await act(house, HEAD, document_id, "agree")
        await act(house, OTHER_HEAD, document_id, "agree")
        clerk, leader = house.person(Role.RECORDS_CLERK), house.person(Role.LEADER)
        await attach(house, clerk, document_id, letter + b"\n")
        assert [turn["outdated"] for turn in await turns(house, document_id)] == [True, True, False]
        await act(house, clerk, document_id, "agree")
        await attach(house, leader, document_id)
        assert [turn["outdated"] for turn in await turns(house, document_id)] == [True, True, True]
        assert await state(house, document_id) == "submitted", "the leader may sign what he put right himself"
        for who in (DRAFTER, HEAD, clerk):
            answer = await house.call(who, "PUT", f"/documents/{document_id}", json=body)
            assert answer.status_code == 409, answer.text
        assert "bản trước khi sửa" in (await house.call(leader, "GET", f"/van-ban/di/{document_id}")).text

    run(open_house, play)


def test_what_is_put_right_on_the_way_must_still_be_complete(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house)
        before = (await house.call(HEAD, "GET", f"/documents/{document_id}")).json()
        for body in ({"subject": "V/v không nơi nhận"}, {"subject": "MẬT: V/v diễn tập", "all_agencies": True}):
            answer = await house.call(HEAD, "PUT", f"/documents/{document_id}", json={"type_code": "CV"} | body)
            assert answer.status_code == 422, answer.text
        (file,) = before["files"]
        gone = await house.call(HEAD, "DELETE", f"/documents/{document_id}/files/{file['id']}")
        assert gone.status_code == 422, gone.text
        assert (await house.call(HEAD, "GET", f"/documents/{document_id}")).json() == before

    run(open_house, play)


def test_it_is_sent_back_to_a_level_returned_and_taken_back(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house, BESIDE)
        clerk, leader = house.person(Role.RECORDS_CLERK), house.person(Role.LEADER)
        assert (await act(house, HEAD, document_id, "send-back", 409, level=1, **BACK))["code"] == "nothing_reviewed"
        for who in (HEAD, OTHER_HEAD, clerk):
            await act(house, who, document_id, "agree")
        for level in (3, 9):
            wrong = await act(house, leader, document_id, "send-back", 422, level=level, **BACK)
            assert wrong["code"] == "level_not_reviewed"
        mute = await act(house, leader, document_id, "send-back", 422, level=1)
        assert mute["errors"][0]["pointer"] == "/opinion"
        assert await state(house, document_id) == "submitted"
        await act(house, leader, document_id, "send-back", level=2, **BACK)
        assert await states(house, document_id) == [(1, "agreed"), (1, "agreed"), (2, "asked")]
        await act(house, clerk, document_id, "send-back", level=1, **BACK)
        seen = await house.call(clerk, "GET", f"/documents/{document_id}")
        assert seen.status_code == 200, "who sent it back still sees what becomes of it"
        assert await states(house, document_id) == [(1, "asked"), (1, "asked"), (2, "coming")]
        assert (await act(house, HEAD, document_id, "return", 422))["code"] == "reason_required"
        returned = await act(house, HEAD, document_id, "return", opinion="Viết lại")
        assert returned["status"] == "returned"
        assert await waiting(house, OTHER_HEAD) == []
        await act(house, DRAFTER, document_id, "submit")
        assert [turn["round"] for turn in await turns(house, document_id)] == [2, 2, 2]
        await act(house, HEAD, document_id, "agree")
        back = await act(house, DRAFTER, document_id, "take-back")
        assert back["status"] == "draft"
        for who in (OTHER_HEAD, clerk):
            assert await waiting(house, who) == []
        late = await act(house, OTHER_HEAD, document_id, "agree", 409)
        assert late["code"] == "document_step_not_allowed"

    run(open_house, play)


def test_a_turn_is_handed_on_and_a_leader_lets_one_go(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house, BESIDE)
        leader = house.person(Role.LEADER)
        mine, other, last = await turns(house, document_id)
        theirs = await act(house, HEAD, document_id, "hand-on", 409, person_id="pho", review_id=other["id"])
        assert theirs["code"] == "review_not_yours"
        coming = await act(house, leader, document_id, "skip-review", 409, review_id=last["id"], opinion="Gấp")
        assert coming["code"] == "review_not_asked"
        strange = house.person(Role.SPECIALIST, "000.00.02.H08").subject
        for person in ("soan", strange, "khong-co"):
            await act(house, HEAD, document_id, "hand-on", 422, person_id=person)
        await act(house, leader, document_id, "hand-on", 422, person_id="pho")
        await act(house, HEAD, document_id, "hand-on", person_id="pho")
        assert [one["person_id"] for one in (await told(house, "draft-to-review"))[-1]] == ["pho"]
        twice = await act(house, leader, document_id, "hand-on", 422, person_id="pho", review_id=other["id"])
        assert twice["code"] == "named_twice"
        await act(house, DEPUTY, document_id, "agree")
        assert (await act(house, HEAD, document_id, "skip-review", 403, review_id=other["id"]))["code"] == "not_allowed"
        mute = await act(house, leader, document_id, "skip-review", 422, review_id=other["id"])
        assert mute["code"] == "reason_required"
        await act(house, leader, document_id, "skip-review", review_id=other["id"], opinion="Trưởng phòng đi vắng")
        assert await states(house, document_id) == [(1, "agreed"), (1, "skipped"), (2, "asked")]
        assert mine["whose"] != (await turns(house, document_id))[0]["whose"]

    run(open_house, play)


def test_who_would_look_at_his_own_work_answers_by_submitting_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        leader = house.person(Role.LEADER)
        await flow(house, [step("unit-head", 1), step(f"person:{leader.subject}", 2)])
        document_id = await draft(house, HEAD)
        sent = await act(house, HEAD, document_id, "submit")
        assert sent["status"] == "submitted", "its head wrote it, and its signer is not asked before"
        (own,) = await turns(house, document_id)
        assert (own["state"], own["by_name"]) == ("agreed", HEAD.name)

    run(open_house, play)


def test_several_files_put_right_by_one_form_tell_the_drafter_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house)
        where = f"/van-ban/di/{document_id}"
        version = (await house.call(HEAD, "GET", f"/documents/{document_id}")).json()["version"]
        fields = {"type_code": "CV", "subject": "V/v đã sửa", "all_agencies": "true", "version": str(version)}
        enclosed = [("appendices", (f"phu-luc-{n}.txt", b"Phu luc", "text/plain")) for n in (1, 2)]
        await follow(house, HEAD, await post(house, HEAD, f"{where}/sua", fields, enclosed))
        assert len(await told(house, "draft-corrected")) == 1
        main, first, _ = (await house.call(HEAD, "GET", f"/documents/{document_id}")).json()["files"]
        page = (await house.call(HEAD, "GET", where)).text
        assert f"/tep/{first['id']}/bo" in page
        assert f"/tep/{main['id']}/bo" not in page
        await follow(house, HEAD, await post(house, HEAD, f"{where}/tep/{first['id']}/bo", {}))
        refused = await post(house, HEAD, f"{where}/tep/{main['id']}/bo", {})
        assert refused.status_code == 422
        assert len((await house.call(HEAD, "GET", f"/documents/{document_id}")).json()["files"]) == 2

    run(open_house, play)
