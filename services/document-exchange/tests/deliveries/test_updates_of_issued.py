"""An agency updates (2) what it issued, its data or its receivers: asked over the axis, and by a packet of type 2 outside."""

from datetime import timedelta
from typing import Any

import pytest

from document_exchange.packets.packet import BusinessType
from shared.access.rights import Role
from shared.core import clock

from .issued_kit import PROVINCE, answer_wish, answered, issued, packet_of, states, update, wish_at, words_in
from .test_packets_api import OUTSIDE, RECEIVER, run

OTHER = "000.00.05.H08"


def ahead(days: int) -> str:
    return (clock.local_now().date() + timedelta(days=days)).isoformat()


def test_an_update_is_a_wish_at_receivers_of_the_platform_and_a_packet_of_type_2_outside(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house, due_on=ahead(5))
        (arrival,) = await house.inbox(RECEIVER)
        await house.report(RECEIVER, arrival["id"], "03", Role.RECORDS_CLERK)
        after = await update(house, document["id"], subject="V/v số liệu đã sửa", due_on=ahead(9))
        assert (after["subject"], after["status"]) == ("V/v số liệu đã sửa", "sent")
        (change,) = after["changes"]
        assert change["before"]["due_on"] == ahead(5)
        packet, root = await packet_of(house, document["id"], change["id"])
        assert packet.business.kind is BusinessType.UPDATE
        assert (packet.business.document_changed, packet.business.receivers) == (True, ())
        assert (packet.subject, str(packet.due_on)) == ("V/v số liệu đã sửa", ahead(9))
        assert {one.organ_id for one in packet.receivers} == {RECEIVER, OUTSIDE}
        assert words_in(root, "DocumentInfo") == ["1"]
        assert len(packet.attachments) == 1
        # Over the platform it is the same task as a packet brought by file: before, after, and nothing changed by itself.
        wish = await wish_at(house)
        shown = [(one["title"], one["after"]) for one in wish["changes"]]
        assert [title for title, _ in shown] == ["Trích yếu", "Hạn xử lý"]
        assert (wish["kind"], wish["state"], wish["incoming_id"]) == (2, "waiting", arrival["id"])
        await answer_wish(house, wish, "agree")
        got = await house.call(house.person(Role.RECORDS_CLERK, RECEIVER), "GET", f"/incoming/{arrival['id']}")
        assert (got.json()["subject"], got.json()["arrival_number"]) == ("V/v số liệu đã sửa", 1)
        await answered(house, document, "16")
        assert await states(house, document["id"]) == [(2, [(RECEIVER, "agreed"), (OUTSIDE, "refused")])]
        # An agreed update is no agreed recall.
        (delivery,) = (await house.document(document["id"]))["deliveries"]
        assert (delivery["recall"], delivery["history"][-1]["code"]) == ("", "15")
        answers = [one["code"] for one in delivery["history"]]
        await house.exchange()
        assert [one["code"] for one in (await house.document(document["id"]))["deliveries"][0]["history"]] == answers

    run(open_house, play)


def test_a_term_that_is_set_back_to_what_it_first_was_is_set_back_where_it_was_agreed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house, due_on=ahead(5), outside=False)
        (arrival,) = await house.inbox(RECEIVER)
        await house.report(RECEIVER, arrival["id"], "03", Role.RECORDS_CLERK)
        for day in (ahead(9), ahead(5)):
            await update(house, document["id"], due_on=day)
            wish = await wish_at(house)
            assert [one["title"] for one in wish["changes"]] == ["Hạn xử lý"]
            await answer_wish(house, wish, "agree")
            got = await house.call(house.person(Role.RECORDS_CLERK, RECEIVER), "GET", f"/incoming/{arrival['id']}")
            assert got.json()["due_on"] == day

    run(open_house, play)


def test_receivers_are_added_and_struck_after_the_issue(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house)
        ministry = {"name": "Bộ Nội vụ", "organ_code": "G09"}
        body: dict[str, Any] = {"add": [OTHER], "add_outside": [ministry], "remove": [RECEIVER, OUTSIDE]}
        after = await update(house, document["id"], **body)
        assert [(one["addressee_code"], one["recall"]) for one in after["deliveries"]] == [
            (RECEIVER, "requested"),
            (OTHER, ""),
        ]
        (change,) = after["changes"]
        packet, root = await packet_of(house, document["id"], change["id"])
        assert {(one.organ_id, one.added) for one in packet.business.receivers} == {
            (OTHER, True),
            ("G09", True),
            (RECEIVER, False),
            (OUTSIDE, False),
        }
        assert ({one.organ_id for one in packet.receivers}, packet.promulgation_amount) == ({OTHER, "G09"}, 4)
        assert sorted(words_in(root, "ReceiverType")) == ["0", "0", "1", "1"]
        (new,) = await house.inbox(OTHER)
        assert (new["document_code"], new["warnings"]) == (document["document_code"], [])
        assert (await house.inbox(RECEIVER))[0]["recall"] == "requested"
        assert await states(house, document["id"]) == [(2, [(OUTSIDE, "waiting")])]
        await answered(house, document, "15")
        assert (await update(house, document["id"], 422, add=[OTHER]))["code"] == "already_receives"

    run(open_house, play)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"subject": "MẬT: V/v số liệu"}, "secret_document_stays"),
        ({"subject": "  "}, "invalid_input"),
        ({"due_on": "2020-01-01"}, "invalid_input"),
        ({"reason": "", "subject": "V/v khác"}, "reason_required"),
        ({}, "update_says_nothing"),
        ({"add": ["khong-co"]}, "addressee_unknown"),
        ({"remove": [OTHER]}, "receiver_not_held"),
        ({"remove": [RECEIVER, OUTSIDE]}, "removes_everybody"),
        ({"add_outside": [{"name": "Sở Nội vụ", "organ_code": RECEIVER}]}, "on_platform"),
        ({"add_outside": [PROVINCE]}, "already_receives"),
    ],
)
def test_what_cannot_be_updated_is_refused_and_changes_nothing(
    open_house: Any, body: dict[str, Any], code: str
) -> None:
    async def play(house: Any) -> None:
        document = await issued(house)
        refused = await update(house, document["id"], 422, **body)
        assert code in (refused["code"], *(error["code"] for error in refused.get("errors", [])))
        after = await house.document(document["id"])
        assert (after["version"], after["changes"]) == (document["version"], [])

    run(open_house, play)
