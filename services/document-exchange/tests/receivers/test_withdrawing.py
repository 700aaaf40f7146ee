"""What was sent to units and people inside is withdrawn: they lose it, are told, and it stands in the history."""

from datetime import date
from typing import Any

from shared.access.rights import Role
from shared.contracts.mail_directory import UnitRecorded

from ..test_exits import run
from ..test_incoming import post
from ..test_units import told
from .test_inside import ALONE, IN_ROOM, ROOM, STRANGER, inside, listed, staffed, status


async def withdraw(house: Any, document_id: str, who: Any, *whose: str, **body: Any) -> Any:
    body = {"inside": list(whose)} | body
    return await house.call(who, "POST", f"/documents/{document_id}/withdraw", json=body)


def test_who_it_is_withdrawn_from_opens_it_no_more_and_is_told(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        sent = await inside(house, circulation="named", inside=[f"unit:{ROOM}", "person:an", "person:hoa"])
        clerk, drafter = house.person(Role.RECORDS_CLERK), house.person(Role.SPECIALIST)
        file = f"/documents/{sent['id']}/files/{sent['files'][0]['id']}"
        done = await withdraw(house, sent["id"], clerk, f"unit:{ROOM}", "person:an", opinion="Gửi nhầm")
        assert done.status_code == 200, done.text
        for path in (f"/van-ban/di/{sent['id']}", f"/documents/{sent['id']}", file):
            assert await status(house, ALONE, path) == 404, path
            assert await status(house, IN_ROOM, path) == 200, "Hoa has it herself"
        for scope in ("agency", "readable"):
            answer = await house.call(ALONE, "GET", "/documents", params={"scope": scope})
            assert answer.json()["items"] == [], scope
        assert await listed(house, ALONE) == []
        [lost] = await told(house, "reading-withdrawn")
        assert [one["person_id"] for one in lost] == ["an"]
        [changed] = await told(house, "reading-changed")
        assert [one["person_id"] for one in changed] == [drafter.subject]
        history = (await house.call(clerk, "GET", f"/documents/{sent['id']}/timeline")).json()
        assert "Gửi nhầm" in str(history)
        assert "Gửi nhầm" not in (await house.call(IN_ROOM, "GET", f"/van-ban/di/{sent['id']}")).text

    run(open_house, play)


def test_only_who_may_withdraws_only_what_was_sent(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        sent = await inside(house, circulation="named")
        clerk, drafter = house.person(Role.RECORDS_CLERK), house.person(Role.SPECIALIST)
        for who in (ALONE, IN_ROOM, STRANGER, house.person(Role.RECORDS_CLERK, "000.00.02.H08")):
            assert (await withdraw(house, sent["id"], who, "person:an")).status_code == 404, who.subject
        for whose in ("person:la", "unit:khac"):
            wrong = await withdraw(house, sent["id"], clerk, "person:an", whose)
            assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/inside")
        nobody = await post(house, clerk, f"/van-ban/di/{sent['id']}/thoi-gui", opinion="Giữ lời này")
        assert nobody.status_code == 422
        assert "Giữ lời này" in nobody.text
        assert await listed(house, ALONE) == [sent["id"]]
        page = (await house.call(drafter, "GET", f"/van-ban/di/{sent['id']}")).text
        assert "thoi-gui" in page
        gone = await post(house, drafter, f"/van-ban/di/{sent['id']}/thoi-gui", inside="person:an")
        assert gone.status_code == 303, gone.text
        assert await listed(house, ALONE) == []
        again = await withdraw(house, sent["id"], drafter, "person:an")
        assert again.status_code == 422, "once"
        back = await house.call(clerk, "POST", f"/documents/{sent['id']}/circulate", json={"inside": ["person:an"]})
        assert back.status_code == 200
        assert await listed(house, ALONE) == [sent["id"]]

    run(open_house, play)


def test_what_every_officer_may_read_stays_readable(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        sent = await inside(house)
        assert (await withdraw(house, sent["id"], house.person(Role.RECORDS_CLERK), "person:an")).status_code == 200
        assert await status(house, ALONE, f"/documents/{sent['id']}") == 200
        assert await listed(house, ALONE) == []
        assert await told(house, "reading-withdrawn") == [], "he lost nothing"

    run(open_house, play)


def test_what_a_unit_was_sent_goes_on_in_the_unit_that_it_was_merged_into(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        sent = await inside(house, circulation="named", inside=[f"unit:{ROOM}"])
        moved = IN_ROOM.model_copy(update={"unit": "phong-moi"})
        assert await status(house, moved, f"/documents/{sent['id']}") == 404
        merged = {"valid_to": date(2020, 1, 1), "successor_id": "phong-moi", "successor_name": "Phòng mới"}
        old = {"unit_id": ROOM, "agency_code": IN_ROOM.agency_code, "code": ROOM, "name": "P", "unit_kind": "division"}
        for _ in range(2):
            event = UnitRecorded(**(old | merged), head_post_id="", valid_from=date(2016, 1, 1))
            await house.tell(event, "mail-directory")
        assert await status(house, moved, f"/documents/{sent['id']}") == 200
        assert await listed(house, moved) == [sent["id"]]
        assert await status(house, ALONE, f"/documents/{sent['id']}") == 404

    run(open_house, play)
