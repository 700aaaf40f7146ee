"""Documents are given to units: the head sees them, gives them out inside, and gets back what a leaver held."""

from datetime import date
from typing import Any

from sqlalchemy import text

from document_exchange.incoming.rules import Act
from shared.access.identity import Identity
from shared.access.rights import Power, Role
from shared.contracts.mail_directory import UnitRecorded
from testing.delegates import acting_for
from testing.factories import a_person, a_post

from .test_incoming import RECEIVER, arrived, post, run

ONE, TWO = "u-mot", "u-hai"
NAMES = {ONE: "Phòng Tổ chức", TWO: "Phòng Cải cách"}
STAFF = {"truong": ("Ngô Thị Trưởng", ONE), "binh": ("Trần Văn Bình", ONE), "sau": ("Võ Thị Sáu", ONE)} | {
    "khac": ("Lê Văn Khác", TWO),
    "nam": ("Đỗ Thị Năm", TWO),
}
AGENCY = {"agency_code": RECEIVER, "agency_name": "Sở Nội vụ", "csrf": "form-token"}


async def unit(house: Any, unit_id: str, head: str = "", **changed: Any) -> None:
    known = {
        "unit_id": unit_id,
        "agency_code": RECEIVER,
        "code": unit_id,
        "name": NAMES.get(unit_id, ""),
        "unit_kind": "division",
    }
    began = {"head_post_id": f"p-{head}" if head else "", "valid_from": date(2016, 1, 1)}
    await house.tell(UnitRecorded(**(known | began | changed)), "mail-directory")


async def works(house: Any, person: str, *units: str, role: str = Role.SPECIALIST, active: bool = True) -> None:
    posts = [a_post(RECEIVER, role, unit=NAMES.get(one, ""), unit_id=one, post_id=f"p-{person}") for one in units]
    await house.tell(a_person(person, *posts, full_name=STAFF[person][0], active=active), "mail-directory")


async def staffed(house: Any) -> None:
    """Two rooms; the second is led by nobody."""
    await unit(house, ONE, "truong")
    await unit(house, TWO)
    for person, (_, where) in STAFF.items():
        await works(house, person, where)


def officer(person: str, unit_id: str = ONE, *, leads: bool = False) -> Identity:
    named = {"subject": person, "name": STAFF[person][0], "title": "Chuyên viên", "roles": frozenset({Role.SPECIALIST})}
    return Identity(kind="officer", unit=unit_id, leads_unit=leads, **named, **AGENCY)


HEAD = officer("truong", leads=True)


async def registered(house: Any) -> str:
    incoming = await arrived(house)
    accepted = await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
    assert accepted.status_code == 200, accepted.text
    return str(incoming["id"])


async def give(house: Any, who: Identity, incoming_id: str, **body: object) -> Any:
    return await house.call(who, "POST", f"/incoming/{incoming_id}/status", json={"code": "04", **body})


async def given_to_unit(house: Any) -> str:
    incoming_id = await registered(house)
    given = await give(house, house.person(Role.LEADER, RECEIVER), incoming_id, unit_id=ONE)
    assert given.status_code == 200, given.text
    return incoming_id


async def sees(house: Any, who: Identity, incoming_id: str, scope: str = "unit") -> bool:
    page = await house.call(who, "GET", f"/van-ban/den?pham_vi={scope}")
    assert page.status_code == 200, page.text
    one = await house.call(who, "GET", f"/incoming/{incoming_id}")
    assert (one.status_code == 200) or incoming_id not in page.text
    return incoming_id in page.text


async def told(house: Any, kind: str) -> list[Any]:
    async with house.database.sessions() as session:
        query = "SELECT data->'to' FROM outbox WHERE data->>'notification' = :kind ORDER BY position"
        return [row[0] for row in await session.execute(text(query), {"kind": kind})]


def test_a_unit_gets_a_document_and_its_head_gives_it_out(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        incoming_id = await given_to_unit(house)
        other = officer("khac", TWO, leads=True)
        assert await sees(house, HEAD, incoming_id)
        assert not await sees(house, other, incoming_id)
        assert not await sees(house, officer("binh"), incoming_id), "who leads no unit has no unit's list"
        assert (await give(house, other, incoming_id, lead_id="khac")).status_code == 404
        assert (await give(house, officer("binh"), incoming_id, lead_id="binh")).status_code in (403, 404)
        assert (await house.report(RECEIVER, incoming_id, "05", Role.SPECIALIST)).status_code == 404
        page = await house.call(HEAD, "GET", f"/van-ban/den/{incoming_id}")
        assert "Võ Thị Sáu" in page.text
        assert "Lê Văn Khác" not in page.text, "only colleagues of the unit are offered"
        for person, pointer in (("khac", "/lead_id"), ("", "/lead_id")):
            refused = await give(house, HEAD, incoming_id, lead_id=person, unit_id="" if person else TWO)
            assert refused.status_code == 422, refused.text
            assert refused.json()["errors"][0]["pointer"] in (pointer, "/unit_id")
        version = (await house.call(HEAD, "GET", f"/incoming/{incoming_id}")).json()["version"]
        given = await give(house, HEAD, incoming_id, lead_id="binh", version=version)
        assert given.status_code == 200, given.text
        assert (given.json()["unit_id"], given.json()["unit_name"]) == (ONE, NAMES[ONE])
        late = await give(house, HEAD, incoming_id, lead_id="sau", version=version)
        assert late.status_code == 412, "whoever comes second sees what the first one did"
        assert await sees(house, HEAD, incoming_id), "given out it stays on the unit's list"
        worker = officer("binh")
        started = await house.call(worker, "POST", f"/incoming/{incoming_id}/status", json={"code": "05"})
        assert started.status_code == 200, started.text
        assert (await give(house, HEAD, incoming_id, lead_id="sau")).json()["status"] == "05"
        assert (await house.call(worker, "GET", f"/incoming/{incoming_id}")).status_code == 404
        done = await house.call(officer("sau"), "POST", f"/incoming/{incoming_id}/status", json={"code": "06"})
        assert done.status_code == 200, done.text
        assert (await give(house, HEAD, incoming_id, lead_id="binh")).status_code == 409

    run(open_house, play)


def test_the_head_is_told_and_the_history_names_the_unit(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        incoming_id = await given_to_unit(house)
        assert [one["person_id"] for (one,) in await told(house, "document-assigned")] == ["truong"]
        history = (await house.call(HEAD, "GET", f"/incoming/{incoming_id}/timeline")).json()["items"]
        assert history[-1]["note"] == f"Đơn vị chủ trì: {NAMES[ONE]}"
        listed = await house.call(HEAD, "GET", "/inbox?scope=unit")
        assert [one["id"] for one in listed.json()["items"]] == [incoming_id]
        nobody = await house.call(officer("binh"), "GET", "/inbox?scope=unit")
        assert nobody.json()["items"] == []

    run(open_house, play)


def test_a_unit_that_nobody_leads_or_that_ended_is_given_nothing(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        incoming_id, leader = await registered(house), house.person(Role.LEADER, RECEIVER)
        for unit_id, code in ((TWO, "unit_without_head"), ("u-khong-co", "unit_unknown")):
            refused = await give(house, leader, incoming_id, unit_id=unit_id)
            assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/unit_id")
            assert refused.json()["code"] == code
        person = await give(house, leader, incoming_id, unit_id=TWO, lead_id="khac")
        assert person.status_code == 200, "a person of it can be named all the same"
        assert (await give(house, leader, incoming_id, unit_id=ONE, lead_id="khac")).status_code == 422
        await unit(house, ONE, "truong", valid_to=date(2020, 1, 1))
        refused = await give(house, leader, incoming_id, unit_id=ONE)
        assert (refused.status_code, refused.json()["code"]) == (422, "unit_unknown")

    run(open_house, play)


def test_a_unit_that_loses_its_head_or_ends_leaves_its_documents_to_the_leaders(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        incoming_id, leader = await given_to_unit(house), house.person(Role.LEADER, RECEIVER)

        async def waits() -> bool:
            return incoming_id in (await house.call(leader, "GET", "/van-ban/den?trang_thai=doi-nguoi")).text

        assert not await waits()
        await unit(house, ONE)
        assert await waits(), "nobody leads it now"
        await unit(house, ONE, "truong")
        assert not await waits()
        await works(house, "truong", ONE, active=False)
        assert await waits(), "its head's account is locked"
        await works(house, "truong", ONE)
        await unit(house, ONE, "truong", valid_to=date(2020, 1, 1))
        assert await waits(), "it was dissolved"
        page = await house.call(leader, "GET", f"/van-ban/den/{incoming_id}")
        assert "chưa có người chủ trì" in page.text
        assert (await give(house, leader, incoming_id, lead_id="khac")).status_code == 200
        assert not await waits()

    run(open_house, play)


def test_a_leader_gives_to_a_unit_on_the_page_and_several_at_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        incoming_id, leader = await registered(house), house.person(Role.LEADER, RECEIVER)
        here = f"/van-ban/den/{incoming_id}"
        page = await house.call(leader, "GET", here)
        assert NAMES[ONE] in page.text
        assert 'name="unit_id"' in page.text
        nothing = await post(house, leader, f"{here}/phan-cong")
        assert (nothing.status_code, "Hãy chọn đơn vị hoặc người chủ trì" in nothing.text) == (422, True)
        assert (await post(house, leader, f"{here}/phan-cong", unit_id=ONE)).status_code == 303
        assert NAMES[ONE] in (await house.call(HEAD, "GET", here)).text
        second = await registered(house)
        version = (await house.call(leader, "GET", f"/incoming/{second}")).json()["version"]
        chosen = {"viec": "phan-cong", "unit_id": ONE, "chon": f"{second}.{version}"}
        answer = await post(house, leader, "/van-ban/den/cung-luc", **chosen)
        assert answer.status_code == 200, answer.text
        assert await sees(house, HEAD, second)

    run(open_house, play)


def test_a_delegate_of_the_head_needs_the_power_over_documents(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        incoming_id = await given_to_unit(house)
        without = acting_for(HEAD, Power.DOSSIERS)
        assert (await house.call(without, "GET", f"/incoming/{incoming_id}")).status_code == 403
        delegate = acting_for(HEAD, Power.DOCUMENTS)
        assert await sees(house, delegate, incoming_id)
        given = await give(house, delegate, incoming_id, lead_id="sau")
        assert given.status_code == 200, given.text
        history = (await house.call(HEAD, "GET", f"/incoming/{incoming_id}/timeline")).json()["items"]
        assert (history[-1]["actor"], history[-1]["on_behalf_of"]) == (
            "Trần Thị Bình (thay mặt Ngô Thị Trưởng)",
            "officer:truong",
        )

    run(open_house, play)


def in_whose_hands(row: Any) -> tuple[str, str, int]:
    return row.unit_id, row.former_lead, row.leads


async def standing(house: Any, incoming_id: str) -> Any:
    query = """SELECT unit_id, former_lead, status, (SELECT count(*) FROM assignment WHERE incoming_id = d.id AND part = 'lead') AS leads
      FROM incoming_document d WHERE id = :id"""
    async with house.database.sessions() as session:
        return (await session.execute(text(query), {"id": incoming_id})).one()


def test_what_a_leaver_leads_comes_back_to_the_units_list(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        incoming_id = await given_to_unit(house)
        await give(house, HEAD, incoming_id, lead_id="binh")
        await works(house, "binh", ONE)
        assert in_whose_hands(await standing(house, incoming_id)) == (ONE, "", 1), "whoever stays keeps his work"
        for _ in range(2):  # told twice it happens once
            await works(house, "binh", TWO)
        assert in_whose_hands(await standing(house, incoming_id)) == (ONE, "Trần Văn Bình", 0)
        assert [one["person_id"] for (one,) in await told(house, "document-back")] == ["truong"]
        history = (await house.call(HEAD, "GET", f"/incoming/{incoming_id}/timeline")).json()["items"]
        (line,) = [one for one in history if one["act"] == Act.RELEASE]
        assert (line["actor"], "Trần Văn Bình" in line["note"]) == ("Danh bạ", True)
        assert line["label"] == "Đưa về đơn vị"
        assert await sees(house, HEAD, incoming_id)
        assert (await house.call(officer("binh", TWO), "GET", f"/incoming/{incoming_id}")).status_code == 404
        assert (await give(house, HEAD, incoming_id, lead_id="sau")).status_code == 200
        assert in_whose_hands(await standing(house, incoming_id)) == (ONE, "", 1)

    run(open_house, play)


def test_without_a_unit_it_comes_back_to_the_leaders_and_a_finished_one_stays(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await works(house, "binh", "")
        leader = house.person(Role.LEADER, RECEIVER)
        finished, open_one = await registered(house), await registered(house)
        for incoming_id in (finished, open_one):
            assert (await give(house, leader, incoming_id, lead_id="binh")).status_code == 200
        done = await house.call(officer("binh", ""), "POST", f"/incoming/{finished}/status", json={"code": "06"})
        assert done.status_code == 200, done.text
        await works(house, "binh")
        assert in_whose_hands(await standing(house, finished)) == ("", "", 1)
        assert in_whose_hands(await standing(house, open_one)) == ("", "Trần Văn Bình", 0)
        assert [one["role"] for (one,) in await told(house, "document-back")] == [Role.LEADER]
        listed = (await house.call(leader, "GET", "/van-ban/den?trang_thai=doi-nguoi")).text
        assert (open_one in listed, finished in listed) == (True, False)

    run(open_house, play)


def test_who_works_in_two_units_keeps_what_lies_in_the_post_that_stays(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        first, second = await given_to_unit(house), await given_to_unit(house)
        in_one = a_post(RECEIVER, Role.SPECIALIST, unit=NAMES[ONE], unit_id=ONE, post_id="p-1")
        in_two = a_post(RECEIVER, Role.LEADER, unit=NAMES[TWO], unit_id=TWO, post_id="p-2")
        await house.tell(a_person("binh", in_one, in_two, full_name="Trần Văn Bình"), "mail-directory")
        leader = house.person(Role.LEADER, RECEIVER)
        assert (await give(house, leader, first, lead_id="binh", unit_id=ONE)).status_code == 200
        assert (await give(house, leader, second, lead_id="binh", unit_id=TWO)).status_code == 200
        await house.tell(a_person("binh", in_two, full_name="Trần Văn Bình"), "mail-directory")
        assert in_whose_hands(await standing(house, first)) == (ONE, "Trần Văn Bình", 0)
        assert in_whose_hands(await standing(house, second)) == (TWO, "", 1)

    run(open_house, play)
