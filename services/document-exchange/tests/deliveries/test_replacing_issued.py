"""A document replaces, amends or corrects what its agency issued before (NĐ 30/2020 Điều 18.3): linked, and asked where it is held."""

import unicodedata
from typing import Any

import pytest

from document_exchange.packets.packet import BusinessType
from shared.access.rights import Role

from ..continuing_kit import do
from ..receivers.test_inside import ALONE, STRANGER, staffed
from ..test_incoming import post
from .issued_kit import (
    PROVINCE,
    answer_wish,
    answered,
    issued,
    names,
    packet_of,
    recall,
    replacing,
    settle,
    states,
    update,
    wish_at,
    words_in,
)
from .test_packets_api import OUTSIDE, RECEIVER, SENDER, a_packet, run, send

OTHER = "000.00.05.H08"


async def drafted(house: Any, status: int, **changes: Any) -> dict[str, Any]:
    body = {"type_code": "CV", "subject": "V/v thay thế", "all_agencies": True} | changes
    made = await house.call(house.person(Role.SPECIALIST), "POST", "/documents", json=body)
    assert made.status_code == status, made.text
    return dict(made.json())


def test_a_replacement_is_asked_of_who_holds_the_old_one_and_gets_the_new_one(open_house: Any) -> None:
    async def play(house: Any) -> None:
        old = await issued(house)
        new = await replacing(house, old, addressees=[RECEIVER, OTHER])
        (change,) = (await house.document(old["id"]))["changes"]
        assert (change["kind"], change["new_document_id"]) == (3, new["id"])
        packet, root = await packet_of(house, old["id"], change["id"])
        assert packet.business.kind is BusinessType.REPLACE
        ((replaced,),) = (packet.business.replacements,)
        assert (replaced.document_id, set(replaced.organ_ids)) == (old["document_code"], {RECEIVER, OUTSIDE})
        assert packet.document_id == new["document_code"]
        assert words_in(root, "BussinessDocType") == ["3"]
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        wish = await wish_at(house)
        assert (wish["kind"], wish["state"], wish["new_code"]) == (3, "waiting", new["document_code"])
        await answer_wish(house, wish, "agree")
        await answered(house, old, "15")
        assert await states(house, old["id"]) == [(3, [(RECEIVER, "agreed"), (OUTSIDE, "agreed")])]
        arrivals = {one["document_code"]: one for one in await house.inbox(RECEIVER)}
        page = (await house.call(clerk, "GET", f"/van-ban/den/{arrivals[old['document_code']]['id']}")).text
        assert f"/van-ban/den/{arrivals[new['document_code']]['id']}" in page
        mine = house.person(Role.RECORDS_CLERK)
        assert "Được thay thế bằng" in (await house.call(mine, "GET", f"/van-ban/di/{old['id']}")).text
        assert f'href="/van-ban/di/{old["id"]}"' in (await house.call(mine, "GET", f"/van-ban/di/{new['id']}")).text
        # What stands replaced everywhere is not recalled by itself, and is replaced by no third one.
        assert (await recall(house, old["id"], 409))["code"] == "recall_the_replacing"
        again = await drafted(house, 409, change_kind="replace", changed=[names(old)])
        assert again["code"] == "issued_replaced"
        # Its replacement is taken back: then it may be replaced anew.
        await recall(house, new["id"])
        for agency in (RECEIVER, OTHER):
            (arrival,) = [one for one in await house.inbox(agency) if one["document_code"] == new["document_code"]]
            assert (await house.report(agency, arrival["id"], "15", Role.RECORDS_CLERK)).status_code == 200
        await settle(house)
        await answered(house, new, "15")
        assert (await house.document(new["id"]))["status"] == "recalled"
        assert "(đã lấy lại)" in (await house.call(mine, "GET", f"/van-ban/di/{old['id']}")).text
        await drafted(house, 201, change_kind="replace", changed=[names(old)])

    run(open_house, play)


def test_a_replacement_takes_the_place_of_an_update_that_nobody_answered(open_house: Any) -> None:
    async def play(house: Any) -> None:
        old = await issued(house)
        await update(house, old["id"], subject="V/v số liệu đã sửa")
        early = await wish_at(house)
        new = await replacing(house, old)
        assert await states(house, old["id"]) == [
            (3, [(RECEIVER, "waiting"), (OUTSIDE, "waiting")]),
            (2, [(RECEIVER, "withdrawn"), (OUTSIDE, "withdrawn")]),
        ]
        # What comes late about the update is kept, and agrees to nothing.
        await answer_wish(house, early, "agree")
        assert (await states(house, old["id"]))[0] == (3, [(RECEIVER, "waiting"), (OUTSIDE, "waiting")])
        await answered(house, old, "15")
        assert (await states(house, old["id"]))[0] == (3, [(RECEIVER, "waiting"), (OUTSIDE, "agreed")])
        await answered(house, old, "16")
        assert (await states(house, old["id"]))[1] == (2, [(RECEIVER, "withdrawn"), (OUTSIDE, "withdrawn")])
        assert (await house.document(old["id"]))["linked"][0]["document_id"] == new["id"]

    run(open_house, play)


def test_several_are_replaced_by_one_and_who_holds_none_gets_an_ordinary_packet(open_house: Any) -> None:
    async def play(house: Any) -> None:
        first, second = await issued(house), await issued(house, outside=False)
        new = await replacing(house, first, second, outside=False)
        assert [one["kind"] for one in (await house.document(first["id"]))["changes"]] == [3]
        assert len((await house.document(new["id"]))["links"]) == 2
        other = await issued(house, here=False, addressees=[OTHER], outside=False)
        third = await replacing(house, other, outside=False)
        assert (await house.document(other["id"]))["changes"] == [], "nobody who holds it gets the new one"
        assert [one["document_id"] for one in (await house.document(other["id"]))["linked"]] == [third["id"]]

    run(open_house, play)


def test_of_two_that_would_replace_one_the_second_is_refused_as_it_is_sent(open_house: Any) -> None:
    async def play(house: Any) -> None:
        old = await issued(house)
        late = await house.draft(change_kind="replace", changed=[names(old)])
        for step, role in (("submit", Role.SPECIALIST), ("sign", Role.LEADER)):
            await house.step(late, step, role)
        for step in ("number", "seal"):
            await house.step(late, step, Role.RECORDS_CLERK)
        await replacing(house, old)
        refused = await house.step(late, "send", Role.RECORDS_CLERK, 409)
        assert refused["code"] == "issued_replaced"
        await house.step(late, "cancel", Role.RECORDS_CLERK, opinion="Đã có văn bản khác thay thế")

    run(open_house, play)


def test_what_was_taken_back_meanwhile_is_replaced_in_nobodys_hands(open_house: Any) -> None:
    async def play(house: Any) -> None:
        old = await issued(house, outside=False)
        late = await house.draft(change_kind="replace", changed=[names(old)], all_agencies=False, addressees=[RECEIVER])
        for step, role in (("submit", Role.SPECIALIST), ("sign", Role.LEADER)):
            await house.step(late, step, role)
        await recall(house, old["id"])
        (arrival,) = await house.inbox(RECEIVER)
        await house.report(RECEIVER, arrival["id"], "15", Role.RECORDS_CLERK)
        await settle(house)
        for step in ("number", "seal", "send"):
            await house.step(late, step, Role.RECORDS_CLERK)
        assert (await house.document(old["id"]))["changes"] == []
        assert [one["document_id"] for one in (await house.document(old["id"]))["linked"]] == [late]

    run(open_house, play)


def test_a_receiver_that_keeps_the_old_one_may_still_be_asked_for_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        old = await issued(house, addressees=[RECEIVER, OTHER], outside=False)
        await replacing(house, old, addressees=[RECEIVER, OTHER], outside=False)
        await answer_wish(house, await wish_at(house), "agree")
        keeps = house.person(Role.RECORDS_CLERK, OTHER)
        await answer_wish(house, await wish_at(house, OTHER), "refuse", keeps, words="Đang dùng")
        await recall(house, old["id"])
        after = {one["addressee_code"]: one["recall"] for one in (await house.document(old["id"]))["deliveries"]}
        assert after == {RECEIVER: "", OTHER: "requested"}

    run(open_house, play)


@pytest.mark.parametrize("kind", ["amend", "correct"])
def test_an_amendment_and_a_correction_are_linked_on_both_pages(open_house: Any, kind: str) -> None:
    async def play(house: Any) -> None:
        old = await issued(house)
        new = await replacing(house, old, kind=kind)
        mine = house.person(Role.RECORDS_CLERK)
        words = {
            "amend": ("Được sửa đổi, bổ sung bởi", "Sửa đổi, bổ sung"),
            "correct": ("Được đính chính bởi", "Đính chính"),
        }
        pages = [(await house.call(mine, "GET", f"/van-ban/di/{one}")).text for one in (old["id"], new["id"])]
        assert f'{words[kind][0]} <a class="govuk-link" href="/van-ban/di/{new["id"]}"' in pages[0]
        assert f'{words[kind][1]} <a class="govuk-link" href="/van-ban/di/{old["id"]}"' in pages[1]
        assert (await house.document(old["id"]))["changes"] == [], "it takes nobody's place"
        history = (await house.call(mine, "GET", f"/documents/{old['id']}/timeline")).json()["items"]
        assert history[-1]["note"] == f"{words[kind][0]} {new['reference']}"

    run(open_house, play)


def test_only_its_own_issued_documents_are_changed_and_by_the_form_that_the_decree_asks(open_house: Any) -> None:
    async def play(house: Any) -> None:
        old = await issued(house)
        assert (await send(house, a_packet(RECEIVER, (SENDER,)), house.system(RECEIVER))).status_code == 201
        foreign = {"reference": "07/STTTT-CNTT", "issued_on": "2026-11-20"}
        unsent = await house.draft()
        cases: list[tuple[dict[str, Any], str]] = [
            ({"change_kind": "replace", "changed": [foreign]}, "changed_unknown"),
            ({"change_kind": "replace", "changed": [names(old) | {"issued_on": "2020-01-01"}]}, "changed_unknown"),
            ({"change_kind": "replace", "changed": []}, "changed_required"),
            ({"changed": [names(old)]}, "change_kind_required"),
            ({"change_kind": "replace", "changed": [names(old)], "type_code": "QĐ"}, "change_of_other_form"),
            ({"change_kind": "correct", "changed": [names(old)], "type_code": "QĐ"}, "change_of_other_form"),
            ({"change_kind": "bai-bo", "changed": [names(old)]}, "invalid_input"),
        ]
        for changes, code in cases:
            assert (await drafted(house, 422, **changes))["code"] == code, changes
        await do(house, "UPDATE outgoing_document SET status = 'numbered' WHERE id = :id", id=old["id"])
        assert (await drafted(house, 422, change_kind="replace", changed=[names(old)]))["code"] in (
            "changed_not_in_force",
            "changed_unknown",
        )
        assert (await house.document(old["id"]))["linked"] == []
        assert unsent

    run(open_house, play)


def test_a_colleague_who_may_only_read_it_learns_of_no_change_and_of_no_document_among_those_named(
    open_house: Any,
) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        old = await issued(house)
        await update(house, old["id"], subject="V/v số liệu đã sửa")
        openly = await replacing(house, old, kind="correct")
        quietly = await replacing(
            house, old, kind="amend", here=False, outside=False, inside=["person:an"], circulation="named"
        )
        mine, place = house.person(Role.RECORDS_CLERK), f"/van-ban/di/{old['id']}"
        for who, sees in ((mine, True), (STRANGER, False)):
            got = (await house.call(who, "GET", f"/documents/{old['id']}")).json()
            assert bool(got["changes"]) is sees
            linked = [openly["id"], quietly["id"]] if sees else [openly["id"]]
            assert [one["document_id"] for one in got["linked"]] == linked
            page = (await house.call(who, "GET", place)).text
            assert openly["reference"] in page
            assert (quietly["reference"] in page) is sees
            assert "văn bản chỉ nơi nhận được xem" in page
        # From the other side: who gets the quiet one in his hands may read what it amends.
        assert [
            one["document_id"]
            for one in (await house.call(ALONE, "GET", f"/documents/{quietly['id']}")).json()["links"]
        ] == [old["id"]]

    run(open_house, play)


def test_the_form_takes_lines_as_people_write_them(open_house: Any) -> None:
    async def play(house: Any) -> None:
        old = await issued(house, type_code="QĐ")
        drafter = house.person(Role.SPECIALIST)
        day = "/".join(reversed(old["issued_on"].split("-")))
        link = f"/van-ban/di/soan-thao?thay_doi={old['id']}&kieu=replace"
        form = (await house.call(drafter, "GET", link)).text
        assert f"{old['reference']} ngày {day}" in form
        assert f"{PROVINCE['name']}; {OUTSIDE}" in form
        line = unicodedata.normalize("NFD", f"\uf0b7 {old['reference']} ngày {day}")
        typed = {"type_code": "QĐ", "subject": "V/v thay thế", "priority": "0", "change_kind": "replace"}
        wrong = await post(house, drafter, "/van-ban/di/soan-thao", **typed, changed=old["reference"])
        assert (wrong.status_code, 'href="#changed"' in wrong.text) == (422, True)
        done = await post(house, drafter, "/van-ban/di/soan-thao", **typed, changed=line)
        assert done.status_code == 303, done.text
        id_ = done.headers["location"].split("/")[-1].split("?")[0]
        assert [
            one["document_id"] for one in (await house.call(drafter, "GET", f"/documents/{id_}")).json()["links"]
        ] == [old["id"]]
        assert f"{old['reference']} ngày {day}" in (await house.call(drafter, "GET", f"/van-ban/di/{id_}/sua")).text

    run(open_house, play)
