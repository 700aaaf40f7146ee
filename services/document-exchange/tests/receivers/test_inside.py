"""Documents that stay inside the agency: issued to units and people, read by them, sent on, asked back."""

from typing import Any

import pytest

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.mail_directory import UnitRecorded
from testing.factories import a_person, a_post

from ..test_exits import SENDER, run
from ..test_incoming import post
from ..test_units import told

ROOM = "u-room"
AGENCY = {"agency_code": SENDER, "agency_name": "Sở Thông tin và Truyền thông", "csrf": "form-token"}


def colleague(person: str, unit: str = "") -> Identity:
    named = {"subject": person, "name": f"Cán bộ {person}", "title": "Chuyên viên"}
    return Identity(kind="officer", roles=frozenset({Role.SPECIALIST}), unit=unit, **named, **AGENCY)


IN_ROOM, ALONE, STRANGER = colleague("hoa", ROOM), colleague("an"), colleague("la")


async def staffed(house: Any) -> None:
    room = UnitRecorded(
        unit_id=ROOM,
        agency_code=SENDER,
        code="P1",
        name="Phòng Công nghệ",
        unit_kind="division",
        valid_from="2016-01-01",
    )
    await house.tell(room, "mail-directory")
    for who in (IN_ROOM, ALONE, STRANGER):
        held = a_post(SENDER, Role.SPECIALIST, unit_id=who.unit, unit="Phòng Công nghệ" if who.unit else "")
        await house.tell(a_person(who.subject, held, full_name=who.name), "mail-directory")


async def inside(house: Any, **changed: Any) -> dict[str, Any]:
    """A document issued to the room and to one person, to nobody else."""
    given = {"all_agencies": False, "inside": [f"unit:{ROOM}", "person:an"]}
    return dict(await house.sent(**(given | changed)))


async def status(house: Any, who: Identity, path: str) -> int:
    return int((await house.call(who, "GET", path)).status_code)


async def listed(house: Any, who: Identity, **query: str) -> list[str]:
    answer = await house.call(who, "GET", "/documents-inside", params=query)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def test_a_document_is_issued_inside_alone_without_packet_and_read_there(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        sent = await inside(house, circulation="named")
        assert (sent["status"], sent["packet_sha256"], sent["deliveries"]) == ("sent", None, [])
        assert [one["seen_at"] for one in sent["inside"]] == [None, None]
        (people,) = await told(house, "document-circulated")
        assert {one["person_id"] for one in people} == {"hoa", "an"}
        for who in (IN_ROOM, ALONE):
            assert await listed(house, who) == [sent["id"]]
            assert await listed(house, who, seen="no") == [sent["id"]]
            assert await status(house, who, f"/van-ban/di/{sent['id']}") == 200
            assert await listed(house, who, seen="no") == []
        file = sent["files"][0]["id"]
        assert await status(house, ALONE, f"/documents/{sent['id']}/files/{file}") == 200
        for path in (f"/van-ban/di/{sent['id']}", f"/documents/{sent['id']}", f"/documents/{sent['id']}/files/{file}"):
            assert await status(house, STRANGER, path) == 404, path
        seen = await house.document(sent["id"])
        assert {one["whose"]: one["seen_by"] for one in seen["inside"]} == {
            f"unit:{ROOM}": IN_ROOM.name,
            "person:an": ALONE.name,
        }

    run(open_house, play)


def test_colleagues_read_what_their_agency_issued_and_neither_drafts_nor_opinions(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        draft = await house.draft(all_agencies=True)
        assert await status(house, STRANGER, f"/documents/{draft}") == 404
        sent = await house.sent(all_agencies=True)
        assert await status(house, STRANGER, f"/documents/{sent['id']}") == 200
        page = (await house.call(STRANGER, "GET", f"/van-ban/di/{sent['id']}")).text
        assert "Phát hành" in page
        assert "Trình ký" not in page
        assert "/du-thao" not in page
        for path in ("versions", "timeline", "packet"):
            assert await status(house, STRANGER, f"/documents/{sent['id']}/{path}") == 404, path
        for path in ("du-thao", "goi-tin", f"ban/{sent['files'][0]['sha256']}"):
            assert await status(house, STRANGER, f"/van-ban/di/{sent['id']}/{path}") == 404, path
        own = await house.call(STRANGER, "GET", "/documents")
        assert own.json()["items"] == [], "what he has to do is not what he may look up"
        issued = await house.call(STRANGER, "GET", "/documents", params={"scope": "agency"})
        assert [item["id"] for item in issued.json()["items"]] == [sent["id"]]
        assert sent["id"] in (await house.call(STRANGER, "GET", "/van-ban/di?pham_vi=agency")).text
        other = house.person(Role.SPECIALIST, "000.00.02.H08")
        assert await status(house, other, f"/documents/{sent['id']}") == 404

    run(open_house, play)


def test_what_goes_round_inside_does_not_leave_the_agency(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        for more in ({"addressees": ["000.00.02.H08"]}, {"outside": [{"name": "Bộ Nội vụ"}]}, {"all_agencies": True}):
            body = {"type_code": "CV", "subject": "V/v thử", "circulation": "inside", "inside": ["person:an"]} | more
            answer = await house.call(house.person(Role.SPECIALIST), "POST", "/documents", json=body)
            assert answer.status_code == 422, answer.text
            assert answer.json()["errors"][0]["pointer"] == "/circulation"

    run(open_house, play)


@pytest.mark.parametrize("whose", ["unit:khong-co", "person:khong-co", "person:lanh-dao", f"unit:{ROOM} ", "unit:an"])
def test_nobody_of_another_place_is_a_receiver_inside(open_house: Any, whose: str) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        abroad = house.person(Role.LEADER, "000.00.02.H08").subject
        body = {"type_code": "CV", "subject": "V/v thử", "inside": [whose.replace("lanh-dao", abroad)]}
        answer = await house.call(house.person(Role.SPECIALIST), "POST", "/documents", json=body)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["pointer"].startswith("/inside")

    run(open_house, play)


def test_an_issued_document_is_sent_on_inside_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        sent = await inside(house, inside=["person:an"], circulation="named")
        clerk, drafter = house.person(Role.RECORDS_CLERK), house.person(Role.SPECIALIST)
        path = f"/documents/{sent['id']}/circulate"
        assert (await house.call(ALONE, "POST", path, json={"inside": ["person:la"]})).status_code == 404
        await house.step(sent["id"], "circulate", Role.RECORDS_CLERK, 409, inside=["person:an"])
        added = await house.call(
            drafter, "POST", path, json={"inside": [f"unit:{ROOM}", "person:an"], "opinion": "Biết"}
        )
        assert added.status_code == 200, added.text
        assert await listed(house, IN_ROOM) == [sent["id"]]
        assert await listed(house, STRANGER) == []
        page = await post(house, clerk, f"/van-ban/di/{sent['id']}/gui-them", inside="person:la")
        assert page.status_code == 303, page.text
        assert await listed(house, STRANGER) == [sent["id"]]
        again = await post(house, clerk, f"/van-ban/di/{sent['id']}/gui-them", inside="person:la")
        assert again.status_code == 409

    run(open_house, play)


def test_what_stayed_inside_is_taken_back_at_once_and_everybody_there_is_told(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        sent = await inside(house)
        taken = await house.step(sent["id"], "recall", Role.RECORDS_CLERK, reason="Nhầm nơi nhận")
        assert taken["status"] == "recalled"
        (people,) = await told(house, "document-recalled-inside")
        assert {one["person_id"] for one in people} == {"hoa", "an"}
        await house.step(sent["id"], "recall", Role.RECORDS_CLERK, 409, reason="Lần nữa")
        shown = (await house.call(ALONE, "GET", f"/van-ban/di/{sent['id']}")).text
        assert "Đã lấy lại" in shown
        file = sent["files"][0]["id"]
        page, call = f"/van-ban/di/{sent['id']}/tep/{file}", f"/documents/{sent['id']}/files/{file}"
        assert page not in shown
        for who in (ALONE, IN_ROOM, STRANGER):
            assert [await status(house, who, path) for path in (page, call)] == [409, 409], "closed to who received it"
        for role in (Role.SPECIALIST, Role.RECORDS_CLERK, Role.LEADER):
            assert await status(house, house.person(role), page) == 200, "kept by who issued it"

    run(open_house, play)


def test_a_unit_and_a_person_of_it_see_the_document_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        sent = await inside(house, inside=[f"unit:{ROOM}", "person:hoa"])
        assert await listed(house, IN_ROOM) == [sent["id"]]
        await house.step(sent["id"], "circulate", Role.RECORDS_CLERK, inside=["person:an"])
        assert await listed(house, IN_ROOM) == [sent["id"]]

    run(open_house, play)
