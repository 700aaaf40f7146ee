"""The schedule of an agency that ends goes on at its successor: entries, rooms, people's own links."""

from typing import Any

from shared.access.rights import Role
from testing.factories import a_person, a_post

from ..tasks.task_kit import OTHER, RECEIVER, clerk, day, director, faults, run
from ..test_continuing import merged, tell_merged
from .test_schedule import add, body, call, office, parsed, publish, room


def test_entries_rooms_and_links_of_an_agency_that_ends_go_on_at_its_successor(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who, heir = director(house), clerk(house, OTHER)
        room_id = await room(house)
        own_room = str((await call(house, heir, "POST", "/meeting-rooms", 201, name="phòng họp A"))["id"])
        entry = await publish(house, await add(house, office(house), chair_id=who.subject, room_id=room_id))
        dropped = await add(house, office(house), title="Bỏ")
        await call(house, office(house), "POST", f"/schedule/{dropped['id']}/cancel", words="Thôi")
        path = (await call(house, who, "POST", "/schedule-feed", 201))["path"]
        await tell_merged(house, merged(agency_code=RECEIVER, successor_code=OTHER, successor_name="Sở Tài chính"))
        await house.exchange()
        assert not await faults(house)
        found = (await call(house, heir, "GET", f"/schedule?since={day(0)}&until={day(7)}"))["items"]
        assert {one["id"] for one in found} == {entry["id"], dropped["id"]}
        names = {one["id"]: one["name"] for one in (await house.call(heir, "GET", "/meeting-rooms")).json()}
        assert names == {own_room: "phòng họp A", room_id: f"Phòng họp A (Sở Nội vụ, {RECEIVER})"}
        page = await house.call(heir, "GET", f"/lich-cong-tac/{entry['id']}")
        assert "Cơ quan kế thừa tiếp tục" in page.text
        assert (await house.call(office(house), "GET", f"/schedule/{entry['id']}")).status_code == 404
        taken = await house.call(heir, "POST", "/schedule", json=body(room_id=room_id))
        assert taken.json()["code"] == "room_taken"
        await call(house, heir, "PUT", f"/schedule/{entry['id']}", **body(begins="10:00", ends="11:00"))
        moved = a_person(who.subject, a_post(OTHER, Role.LEADER, "Giám đốc"), full_name=who.name)
        await house.tell(moved, "mail-directory")
        await call(house, heir, "PUT", f"/schedule/{entry['id']}", **body(chair_id=who.subject))
        (event,) = parsed((await house.call(None, "GET", path)).content)
        assert event["SUMMARY"] == entry["title"]

    run(open_house, play)
