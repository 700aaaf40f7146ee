"""Units co-operate beside the one that leads: their heads see the document, name who does so, and get back what a leaver had."""

from datetime import date, timedelta
from typing import Any

import pytest

from document_exchange.incoming import deadlines
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import count_open
from document_exchange.incoming.rules import Act
from shared.access.rights import Role
from shared.core import clock
from testing.factories import a_person, a_post

from .test_incoming import RECEIVER, arrived, post, run
from .test_units import (
    HEAD,
    NAMES,
    ONE,
    STAFF,
    TWO,
    give,
    officer,
    registered,
    sees,
    staffed,
    told,
    unit,
    works,
)

SECOND_HEAD = officer("khac", TWO, leads=True)


async def given_to_both(house: Any, **more: object) -> str:
    """One unit leads, the other co-operates."""
    await staffed(house)
    await unit(house, TWO, "khac")
    incoming_id, leader = await registered(house), house.person(Role.LEADER, RECEIVER)
    given = await give(house, leader, incoming_id, unit_id=ONE, cooperating_unit_ids=[TWO, ONE], **more)
    assert given.status_code == 200, given.text
    assert given.json()["cooperating_units"] == [{"unit_id": TWO, "unit_name": NAMES[TWO]}], "who leads is none of them"
    return incoming_id


async def history(house: Any, incoming_id: str) -> list[Any]:
    answer = await house.call(house.person(Role.LEADER, RECEIVER), "GET", f"/incoming/{incoming_id}/timeline")
    return list(answer.json()["items"])


async def hands(house: Any, incoming_id: str) -> set[str]:
    """Ids of those of the staff who see the document as their own work."""
    found = set()
    for person, place in (("binh", ONE), ("sau", ONE), ("nam", TWO)):
        if (await house.call(officer(person, place), "GET", f"/incoming/{incoming_id}")).status_code == 200:
            found.add(person)
    return found


def test_the_head_of_a_unit_that_cooperates_names_who_does_so(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given_to_both(house)
        assert (await history(house, incoming_id))[-1]["note"] == (
            f"Đơn vị chủ trì: {NAMES[ONE]}; đơn vị phối hợp: {NAMES[TWO]}"
        )
        assert {one["person_id"] for to in await told(house, "document-assigned") for one in to} == {"truong", "khac"}
        assert await sees(house, SECOND_HEAD, incoming_id)
        assert await sees(house, HEAD, incoming_id)
        for body, pointer in (
            ({"lead_id": "nam"}, "/lead_id"),
            ({}, "/cooperating_ids"),
            ({"cooperating_ids": ["binh"]}, "/cooperating_ids"),
            ({"cooperating_ids": ["nam"], "due_on": str(date.max)}, "/due_on"),
        ):
            refused = await give(house, SECOND_HEAD, incoming_id, **body)
            assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer), refused.text
        given = await give(house, SECOND_HEAD, incoming_id, cooperating_ids=["nam"], description="Cho ý kiến")
        assert (given.status_code, given.json()["status"]) == (200, "04"), given.text
        line = (await history(house, incoming_id))[-1]
        assert (line["actor"], line["note"]) == ("Lê Văn Khác", f"{NAMES[TWO]} phối hợp: Đỗ Thị Năm. Cho ý kiến")
        assert await hands(house, incoming_id) == {"nam"}
        assert (await give(house, HEAD, incoming_id, lead_id="binh", cooperating_ids=["sau"])).status_code == 200
        assert await hands(house, incoming_id) == {"nam", "binh", "sau"}, "each head gives out in his own unit alone"
        refused = await give(house, HEAD, incoming_id, lead_id="binh", cooperating_unit_ids=[TWO])
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/cooperating_unit_ids")

    run(open_house, play)


def test_a_leader_who_gives_it_again_keeps_or_lets_go_of_units_and_their_people(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id, leader = await given_to_both(house), house.person(Role.LEADER, RECEIVER)
        assert (await give(house, SECOND_HEAD, incoming_id, cooperating_ids=["nam"])).status_code == 200
        again = await give(house, leader, incoming_id, lead_id="binh", cooperating_unit_ids=[TWO])
        assert again.status_code == 200, again.text
        assert await hands(house, incoming_id) == {"nam", "binh"}
        named = await give(house, leader, incoming_id, lead_id="nam", cooperating_unit_ids=[TWO, ONE])
        assert [one["unit_id"] for one in named.json()["cooperating_units"]] == [ONE], "the unit of who leads leads"
        assert await hands(house, incoming_id) == {"nam"}
        assert (await give(house, leader, incoming_id, lead_id="binh")).json()["cooperating_units"] == []
        assert not await sees(house, SECOND_HEAD, incoming_id)
        assert (await give(house, SECOND_HEAD, incoming_id, cooperating_ids=["nam"])).status_code == 404

    run(open_house, play)


def test_only_units_that_stand_and_are_led_cooperate(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        incoming_id, leader = await registered(house), house.person(Role.LEADER, RECEIVER)
        for unit_id, code in ((TWO, "unit_without_head"), ("u-khong-co", "unit_unknown")):
            refused = await give(house, leader, incoming_id, unit_id=ONE, cooperating_unit_ids=[unit_id])
            said = (refused.status_code, refused.json()["code"], refused.json()["errors"][0]["pointer"])
            assert said == (422, code, "/cooperating_unit_ids")
        assert (await house.call(leader, "GET", f"/incoming/{incoming_id}")).json()["status"] == "03"

    run(open_house, play)


def test_a_head_who_works_on_what_his_unit_has_finds_it_once_in_its_state(open_house: Any) -> None:
    """Two ways lead him to it, and each has an index of its own."""

    async def play(house: Any) -> None:
        incoming_id = await given_to_both(house)
        await arrived(house)
        assert (await give(house, SECOND_HEAD, incoming_id, cooperating_ids=["khac", "nam"])).status_code == 200
        assert (await give(house, HEAD, incoming_id, lead_id="truong")).status_code == 200
        started = await house.call(HEAD, "POST", f"/incoming/{incoming_id}/status", json={"code": "05"})
        assert started.status_code == 200, started.text
        for head in (HEAD, SECOND_HEAD):
            for asked in (
                "",
                "status=05",
                "status=04&status=05",
                "q=phoi",
                "sort=newest",
                "sort=oldest",
                "scope=unit&status=05",
            ):
                found = (await house.call(head, "GET", f"/inbox?count=true&{asked}")).json()
                assert [one["id"] for one in found["items"]] == [incoming_id], (head.subject, asked)
                assert found["count"] in (1, None), asked
            assert (await house.call(head, "GET", "/inbox?status=04")).json()["items"] == []
            async with house.database.sessions() as session:
                assert (await count_open(session, head))["05"] == 1

    run(open_house, play)


def test_who_was_named_to_cooperate_and_leaves_is_missed_by_the_head_of_that_unit(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given_to_both(house)
        assert (await give(house, SECOND_HEAD, incoming_id, cooperating_ids=["nam"])).status_code == 200
        await works(house, "nam", TWO)
        assert await hands(house, incoming_id) == {"nam"}
        for _ in range(2):  # told twice it happens once
            await works(house, "nam", ONE)
        assert await hands(house, incoming_id) == set()
        assert [one["person_id"] for (one,) in await told(house, "document-back")] == ["khac"]
        (line,) = [one for one in await history(house, incoming_id) if one["act"] == Act.RELEASE]
        assert ("Đỗ Thị Năm" in line["note"], NAMES[TWO] in line["note"]) == (True, True)
        page = (await house.call(SECOND_HEAD, "GET", f"/van-ban/den/{incoming_id}")).text
        assert "Chưa phân công người" in page

    run(open_house, play)


def test_heads_are_told_of_a_deadline_until_they_named_somebody(open_house: Any) -> None:
    async def play(house: Any) -> None:
        today = clock.local_now().date()
        incoming_id = await given_to_both(house, due_on=str(today + timedelta(days=30)))

        async def late() -> set[str]:
            async with house.database.sessions.begin() as session:
                incoming = await session.get_one(IncomingDocument, incoming_id)
                incoming.due_on = today - timedelta(days=20)
                await session.flush()
                await deadlines.look(session, incoming_id)
            return {one["person_id"] for one in (await told(house, "document-late"))[-1]}

        assert await late() == {"truong", "khac"}
        assert (await give(house, SECOND_HEAD, incoming_id, cooperating_ids=["nam"])).status_code == 200
        assert await late() == {"truong", "nam"}

    run(open_house, play)


def test_pages_offer_units_to_a_leader_and_helpers_to_a_head(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id, leader = await given_to_both(house), house.person(Role.LEADER, RECEIVER)
        here = f"/van-ban/den/{incoming_id}"
        page = (await house.call(leader, "GET", here)).text
        assert 'name="cooperating_unit_ids"' in page
        assert page.count(f'value="{TWO}" checked') == 1, "who co-operates stays ticked"
        page = (await house.call(SECOND_HEAD, "GET", here)).text
        assert ("Đỗ Thị Năm" in page, "Trần Văn Bình" in page, 'name="lead_id"' in page) == (True, False, False)
        nobody = await post(house, SECOND_HEAD, f"{here}/phan-cong")
        assert (nobody.status_code, "Hãy chọn người phối hợp của đơn vị." in nobody.text) == (422, True)
        assert (await post(house, SECOND_HEAD, f"{here}/phan-cong", cooperating_ids="nam")).status_code == 303
        given = await post(house, leader, f"{here}/phan-cong", unit_id=TWO, cooperating_unit_ids=ONE)
        assert given.status_code == 303
        assert await sees(house, SECOND_HEAD, incoming_id)
        page = (await house.call(leader, "GET", "/van-ban/so-van-ban-den")).text
        assert f"{NAMES[TWO]}; {NAMES[ONE]}" in page, "the register says which units have it"

    run(open_house, play)


async def merged(house: Any, unit_id: str, into: str) -> None:
    """The directory tells that one unit went into another, the unit first or its people first."""
    yesterday = clock.local_now().date() - timedelta(days=1)
    await unit(house, unit_id, valid_to=yesterday, successor_id=into, successor_name=NAMES[into])


async def goes_along(house: Any, person: str, unit_id: str, into: str) -> None:
    post_there = a_post(
        RECEIVER, Role.SPECIALIST, unit=NAMES[into], unit_id=into, merged_units=(unit_id,), post_id=f"p-{person}"
    )
    await house.tell(a_person(person, post_there, full_name=STAFF[person][0]), "mail-directory")


@pytest.mark.parametrize("people_first", [True, False])
def test_what_a_unit_leads_goes_with_it_into_another_and_stays_in_the_same_hands(
    open_house: Any, people_first: bool
) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given_to_both(house)
        assert (await give(house, HEAD, incoming_id, lead_id="binh")).status_code == 200
        assert (await give(house, SECOND_HEAD, incoming_id, cooperating_ids=["nam"])).status_code == 200
        if not people_first:
            await merged(house, ONE, TWO)
        await goes_along(house, "binh", ONE, TWO)
        if people_first:
            await merged(house, ONE, TWO)
        await merged(house, ONE, TWO)  # told again nothing happens
        found = (await house.call(SECOND_HEAD, "GET", f"/incoming/{incoming_id}")).json()
        assert (found["unit_id"], found["unit_name"], found["cooperating_units"]) == (TWO, NAMES[TWO], [])
        assert await sees(house, SECOND_HEAD, incoming_id)
        assert await told(house, "document-back") == [], "nobody lost his work"
        for person in ("binh", "nam"):
            worker = await house.call(officer(person, TWO), "GET", f"/incoming/{incoming_id}")
            assert worker.status_code == 200, person
        assert (await give(house, SECOND_HEAD, incoming_id, lead_id="nam")).status_code == 200

    run(open_house, play)


def test_what_a_unit_cooperates_in_goes_with_it_too(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given_to_both(house)
        assert (await give(house, SECOND_HEAD, incoming_id, cooperating_ids=["nam"])).status_code == 200
        third, name = "u-ba", "Phòng Tổng hợp"
        await unit(house, third, "sau", name=name)
        there = a_post(RECEIVER, Role.SPECIALIST, unit=name, unit_id=third, post_id="p-sau")
        await house.tell(a_person("sau", there, full_name=STAFF["sau"][0]), "mail-directory")
        yesterday = clock.local_now().date() - timedelta(days=1)
        await unit(house, TWO, valid_to=yesterday, successor_id=third, successor_name=name)
        found = (await house.call(HEAD, "GET", f"/incoming/{incoming_id}")).json()
        assert found["cooperating_units"] == [{"unit_id": third, "unit_name": name}]
        assert await sees(house, officer("sau", third, leads=True), incoming_id)
        assert not await sees(house, SECOND_HEAD, incoming_id)
        assert (await house.call(officer("nam", TWO), "GET", f"/incoming/{incoming_id}")).status_code == 200

    run(open_house, play)


def test_a_unit_that_nobody_leads_is_offered_with_that_word(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        incoming_id = await registered(house)
        page = await house.call(house.person(Role.LEADER, RECEIVER), "GET", f"/van-ban/den/{incoming_id}")
        assert ">Phòng Tổ chức</option>" in page.text
        assert ">Phòng Cải cách (chưa có người đứng đầu)</option>" in page.text

    run(open_house, play)
