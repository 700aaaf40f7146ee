"""An agency recalls (1) what it issued, one change at a time, and every answer is of whom it was asked."""

from typing import Any

import pytest

from document_exchange.packets.packet import BusinessType
from shared.access.rights import Role

from ..continuing_kit import hire, of, of_receiver, rows
from ..test_continuing import AGAIN, HEIR, tell_merged
from ..test_incoming import post
from .issued_kit import (
    REASON,
    answer_wish,
    answered,
    issued,
    packet_of,
    recall,
    settle,
    states,
    update,
    wish_at,
    words_in,
)
from .test_packets_api import OUTSIDE, RECEIVER, SENDER, run

OTHER = "000.00.05.H08"


def test_a_recall_goes_outside_as_a_packet_of_type_1_and_the_document_ends_with_the_last_answer(
    open_house: Any,
) -> None:
    async def play(house: Any) -> None:
        document = await issued(house)
        assert (await recall(house, document["id"]))["status"] == "sent"
        (change,) = (await house.document(document["id"]))["changes"]
        packet, root = await packet_of(house, document["id"], change["id"])
        assert (packet.business.kind, packet.business.reason) == (BusinessType.RECALL, REASON)
        assert packet.business.document_id == packet.document_id == document["document_code"]
        assert [one.organ_id for one in packet.receivers] == [OUTSIDE]
        assert packet.attachments == ()
        assert words_in(root, "BussinessDocType") == ["1"]
        assert words_in(root, "Staff") == [house.person(Role.RECORDS_CLERK).name]
        (arrival,) = await house.inbox(RECEIVER)
        assert (await house.report(RECEIVER, arrival["id"], "15", Role.RECORDS_CLERK)).status_code == 200
        await settle(house)
        assert (await house.document(document["id"]))["status"] == "sent", "who is outside still has it"
        taken = await answered(house, document, "15")
        assert (taken["kind"], taken["change_id"]) == ("answer", change["id"])
        assert (await house.document(document["id"]))["status"] == "recalled"
        assert await states(house, document["id"]) == [(1, [(OUTSIDE, "agreed")])]
        assert (await recall(house, document["id"], 409))["code"] == "document_step_not_allowed"

    run(open_house, play)


def test_a_document_that_went_outside_alone_is_recalled_by_its_answer(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house, here=False)
        assert (await recall(house, document["id"]))["status"] == "sent"
        assert (await recall(house, document["id"], 409))["code"] == "nothing_to_recall", "asked once"
        await answered(house, document, "16")
        assert (await house.document(document["id"]))["status"] == "sent"
        await recall(house, document["id"])
        await answered(house, document, "15")
        assert (await house.document(document["id"]))["status"] == "recalled"
        assert await states(house, document["id"]) == [(1, [(OUTSIDE, "agreed")]), (1, [(OUTSIDE, "refused")])]

    run(open_house, play)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"organ": "000.00.00.H41"}, 404, "reported_document_unknown"),
        ({"document_id": f"{SENDER},2020/01/01,99/STTTT"}, 404, "reported_document_unknown"),
        ({"organ_id": RECEIVER}, 422, "packet_not_addressed"),
        ({"organ": RECEIVER}, 409, "sender_on_platform"),
        ({"ago": 60}, 422, "answer_before_asked"),
    ],
)
def test_an_answer_counts_from_whom_it_was_asked_about_that_document(
    open_house: Any, changes: dict[str, Any], status: int, code: str
) -> None:
    async def play(house: Any) -> None:
        document = await issued(house, here=False)
        await recall(house, document["id"])
        assert (await answered(house, document, "15", status, **changes))["code"] == code
        assert await states(house, document["id"]) == [(1, [(OUTSIDE, "waiting")])]

    run(open_house, play)


def test_one_change_at_a_time_and_what_is_withdrawn_is_answered_in_vain(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house)
        await update(house, document["id"], subject="V/v số liệu đã sửa")
        assert (await update(house, document["id"], 409, subject="V/v sửa nữa"))["code"] == "change_still_open"
        (change,) = (await house.document(document["id"]))["changes"]
        clerk, path = house.person(Role.RECORDS_CLERK), f"/documents/{document['id']}/changes/{change['id']}"
        body = {"act": "agree", "position": 0}
        mine = await house.call(clerk, "POST", f"{path}/answers", json=body)
        assert mine.json()["code"] == "answer_comes_by_itself"
        bare = await house.call(clerk, "POST", f"{path}/answers", json={"act": "withdraw"})
        assert bare.json()["code"] == "reason_required"
        stale = await house.call(clerk, "POST", f"{path}/answers", json={"act": "withdraw", "words": "x", "version": 9})
        assert stale.status_code == 412
        stopped = await house.call(clerk, "POST", f"{path}/answers", json={"act": "withdraw", "words": "Nhầm số"})
        assert {one["state"] for one in stopped.json()["answers"]} == {"withdrawn"}
        await answer_wish(house, await wish_at(house), "agree")
        await answered(house, document, "15")
        after = (await house.document(document["id"]))["changes"][0]["answers"]
        assert [(one["state"], bool(one["late"])) for one in after] == [("withdrawn", True), ("withdrawn", True)]
        assert (await house.call(clerk, "POST", f"{path}/answers", json=body | {"position": 1})).status_code == 409
        page = (await house.call(clerk, "GET", f"/van-ban/di/{document['id']}/thay-doi/{change['id']}")).text
        assert "không có hiệu lực" in page
        await update(house, document["id"], subject="V/v sửa nữa")

    run(open_house, play)


def test_what_the_clerk_typed_is_shown_when_the_answer_came_first(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house, here=False)
        await recall(house, document["id"])
        (change,) = (await house.document(document["id"]))["changes"]
        await answered(house, document, "16")
        path = f"/van-ban/di/{document['id']}/thay-doi/{change['id']}/tra-loi"
        for act in ("agree", "withdraw"):
            typed = {"act": act, "position": "0", "words": "Công văn giấy số 5"}
            late = await post(house, house.person(Role.RECORDS_CLERK), path, **typed)
            assert late.status_code in (409, 422)
            assert "Nội dung bạn đã nhập: Công văn giấy số 5" in late.text

    run(open_house, play)


def test_a_recall_takes_the_place_of_what_was_asked_before(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house)
        await update(house, document["id"], subject="V/v số liệu đã sửa")
        await recall(house, document["id"])
        assert await states(house, document["id"]) == [
            (1, [(OUTSIDE, "waiting")]),
            (2, [(RECEIVER, "withdrawn"), (OUTSIDE, "withdrawn")]),
        ]
        # An agreed update that comes late ends no recall.
        await answer_wish(house, await wish_at(house), "agree")
        (delivery,) = (await house.document(document["id"]))["deliveries"]
        assert delivery["recall"] == "requested"
        await answered(house, document, "15")
        assert (await states(house, document["id"]))[0] == (1, [(OUTSIDE, "agreed")])

    run(open_house, play)


def test_what_did_not_leave_yet_is_not_taken_out_before_a_word_about_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        values = {"all_agencies": False, "addressees": [RECEIVER]}
        document = await house.sent(**values)
        clerk, path = house.person(Role.RECORDS_CLERK), f"/documents/{document['id']}"
        body = {"reason": REASON, "subject": "V/v số liệu đã sửa"}
        assert (await house.call(clerk, "POST", f"{path}/changes", json=body)).status_code == 200
        await recall(house, str(document["id"]))
        (arrival,) = await house.inbox(RECEIVER)
        assert arrival["recall"] == "requested"

    run(open_house, play)


def test_the_successor_of_a_receiver_answers_in_its_place(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house, outside=False)
        (arrival,) = await house.inbox(RECEIVER)
        await hire(house)
        await tell_merged(house, of_receiver())
        await update(house, document["id"], subject="V/v số liệu đã sửa")
        clerk = of(house, Role.RECORDS_CLERK)
        (newest,) = (await house.call(clerk, "GET", "/sender-changes")).json()["items"]
        assert newest["incoming_id"] == arrival["id"]
        await answer_wish(house, newest, "refuse", clerk, words="Đã giải quyết xong")
        ((_, answers),) = await states(house, document["id"])
        assert [state for _, state in answers] == ["refused"]

    run(open_house, play)


def test_two_receivers_that_went_into_one_have_a_copy_each_and_both_are_answered(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house, outside=False, addressees=[RECEIVER, OTHER])
        await hire(house)
        second = of_receiver().model_copy(update={"agency_code": OTHER, "reorganisation_id": AGAIN})
        await tell_merged(house, of_receiver(), second)
        await update(house, document["id"], subject="V/v số liệu đã sửa")
        clerk = of(house, Role.RECORDS_CLERK)
        wishes = (await house.call(clerk, "GET", "/sender-changes")).json()["items"]
        assert len({one["incoming_id"] for one in wishes}) == 2
        for wish in wishes:
            await answer_wish(house, wish, "agree", clerk)
        ((_, answers),) = await states(house, document["id"])
        assert answers == [(HEIR, "agreed"), (HEIR, "agreed")]
        assert (await update(house, document["id"], 422, add=[HEIR]))["code"] == "already_receives"

    run(open_house, play)


def test_who_may_and_who_may_not(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house)
        body = {"reason": REASON, "subject": "V/v khác"}
        path = f"/documents/{document['id']}/changes"
        for who in (house.person(Role.SPECIALIST), house.person(Role.LEADER), house.person(Role.RECORDS_CLERK, OTHER)):
            assert (await house.call(who, "POST", path, json=body)).status_code in (403, 404)
        after = await update(house, document["id"], subject="V/v khác")
        one = f"{path}/{after['changes'][0]['id']}"
        for who in (house.person(Role.LEADER), house.person(Role.RECORDS_CLERK, OTHER)):
            assert (
                await house.call(who, "POST", f"{one}/answers", json={"act": "withdraw", "words": "x"})
            ).status_code in (
                403,
                404,
            )
        assert (await house.call(house.person(Role.RECORDS_CLERK, OTHER), "GET", f"{one}/packet")).status_code == 404
        kinds = await rows(house, "SELECT kind FROM evidence WHERE kind = 'change-asked'")
        assert len(kinds) == 1

    run(open_house, play)


def test_the_clerk_updates_and_notes_answers_by_forms(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house)
        clerk, place = house.person(Role.RECORDS_CLERK), f"/van-ban/di/{document['id']}"
        typed = {
            "subject": "V/v số liệu đã sửa",
            "add": OTHER,
            "add_outside": "• Bộ Nội vụ; G09",
            "version": document["version"],
        }
        wrong = await post(house, clerk, f"{place}/cap-nhat", **typed, reason="")
        assert wrong.status_code == 422
        assert 'href="#reason"' in wrong.text
        assert 'id="reason"' in wrong.text
        assert "V/v số liệu đã sửa" in wrong.text
        done = await post(house, clerk, f"{place}/cap-nhat", **typed, reason=REASON)
        assert done.status_code == 303, done.text
        await settle(house)
        (change,) = (await house.document(document["id"]))["changes"]
        shown = (await house.call(clerk, "GET", place)).text
        assert f"{place}/thay-doi/{change['id']}" in shown
        one = f"{place}/thay-doi/{change['id']}"
        page = (await house.call(clerk, "GET", one)).text
        assert "Tải gói tin để gửi nơi nhận ngoài hệ thống" in page
        assert (await house.call(clerk, "GET", f"{one}/goi-tin")).headers["content-type"].startswith("application/xml")
        refused = await post(house, clerk, f"{one}/tra-loi", act="refuse", position=1, version=change["version"])
        assert (refused.status_code, 'href="#words"' in refused.text) == (422, True)
        noted = await post(house, clerk, f"{one}/tra-loi", act="agree", position=1, words="Công văn số 5")
        assert noted.status_code == 303, noted.text
        ((_, answers),) = await states(house, document["id"])
        assert answers == [(RECEIVER, "waiting"), (OUTSIDE, "agreed")]

    run(open_house, play)
