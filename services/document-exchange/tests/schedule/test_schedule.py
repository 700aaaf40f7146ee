"""Lịch công tác: planned, published by the office, changed and put off; rooms hold one meeting at a time; phones read it by a link."""

import asyncio
import re
from typing import Any

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from testing.factories import a_person

from ..tasks.task_kit import OTHER, RECEIVER, clerk, day, director, run, specialist, told

TOKEN = {"csrf_token": "form-token"}


def office(house: Any) -> Identity:
    return clerk(house, RECEIVER)


def worker(house: Any) -> Identity:
    return specialist(house, RECEIVER)


def body(**changes: Any) -> dict[str, Any]:
    whole = {"title": "Họp giao ban", "day": day(1).isoformat(), "begins": "08:00", "ends": "09:30"}
    return whole | changes


async def call(house: Any, who: Identity, method: str, path: str, status: int = 200, **sent: Any) -> dict[str, Any]:
    answer = await house.call(who, method, path, json=sent)
    assert answer.status_code == status, answer.text
    return dict(answer.json()) if answer.content else {}


async def add(house: Any, who: Identity, **changes: Any) -> dict[str, Any]:
    return await call(house, who, "POST", "/schedule", 201, **body(**changes))


async def publish(house: Any, entry: dict[str, Any], **sent: Any) -> dict[str, Any]:
    return await call(house, office(house), "POST", f"/schedule/{entry['id']}/publish", **sent)


async def room(house: Any, name: str = "Phòng họp A") -> str:
    return str((await call(house, office(house), "POST", "/meeting-rooms", 201, name=name, seats=40))["id"])


async def refused(house: Any, who: Identity, pointer: str, **changes: Any) -> None:
    before = (await call(house, office(house), "GET", f"/schedule?since={day(0)}&until={day(40)}"))["items"]
    answer = await house.call(who, "POST", "/schedule", json=body(**changes))
    assert answer.status_code == 422, answer.text
    assert pointer in [one["pointer"] for one in answer.json()["errors"]]
    assert (await call(house, office(house), "GET", f"/schedule?since={day(0)}&until={day(40)}"))["items"] == before


def test_an_entry_is_planned_by_anybody_and_published_by_the_office(open_house: Any) -> None:
    async def play(house: Any) -> None:
        entry = await add(house, worker(house), chair_id=director(house).subject, attendee_ids=[office(house).subject])
        assert entry["state"] == "draft"
        assert "publish" not in entry["allowed"]
        no = await house.call(worker(house), "POST", f"/schedule/{entry['id']}/publish", json={})
        assert (no.status_code, no.json()["code"]) == (403, "not_allowed")
        stranger = clerk(house)
        for method, path, sent in (("GET", "", {}), ("POST", "/publish", {}), ("PUT", "", body())):
            answer = await house.call(stranger, method, f"/schedule/{entry['id']}{path}", json=sent)
            assert answer.status_code == 404, "another agency sees nothing of it"
        await publish(house, entry)
        again = await house.call(office(house), "POST", f"/schedule/{entry['id']}/publish", json={})
        assert (again.status_code, again.json()["code"]) == (409, "schedule_step_not_allowed")
        assert [one["person_id"] for (one,) in await told(house, "schedule-published")] == [director(house).subject]
        own = await house.call(worker(house), "PUT", f"/schedule/{entry['id']}", json=body(title="Khác"))
        assert own.status_code == 409, "what is published the office alone changes"

    run(open_house, play)


def test_changes_and_what_is_put_off_are_told_to_everybody_concerned(open_house: Any) -> None:
    async def play(house: Any) -> None:
        one, two = worker(house).subject, director(house).subject
        entry = await publish(house, await add(house, office(house), attendee_ids=[one]))
        path = f"/schedule/{entry['id']}"
        stale = await house.call(office(house), "PUT", path, json=body(version=1))
        assert stale.status_code == 412
        await call(house, office(house), "PUT", path, **body(begins="10:00", ends="11:00", attendee_ids=[two]))
        (to,) = await told(house, "schedule-changed")
        assert {person["person_id"] for person in to} == {one, two}, "who need not come any more hears it too"
        await call(house, office(house), "POST", f"{path}/cancel", 422)
        await call(house, office(house), "POST", f"{path}/cancel", words="Lãnh đạo đi công tác")
        (to,) = await told(house, "schedule-cancelled")
        assert {person["person_id"] for person in to} == {two}

    run(open_house, play)


def test_what_cannot_be_is_refused_beside_its_field(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = worker(house)
        for wrong, pointer in (
            ({"title": "  "}, "/title"),
            ({"title": "Đ" * 301}, "/title"),
            ({"day": "0001-01-01"}, "/day"),
            ({"day": "9999-12-31"}, "/day"),
            ({"begins": "25:00"}, "/begins"),
            ({"begins": "10:00", "ends": "09:00"}, "/ends"),
            ({"last_day": day(40).isoformat()}, "/last_day"),
            ({"chair_id": "nobody"}, "/chair_id"),
            ({"attendee_ids": [clerk(house).subject]}, "/attendee_ids"),
            ({"unit_id": "u-khac"}, "/unit_id"),
            ({"room_id": "0199d3b0-0000-7000-8000-00000000000e"}, "/room_id"),
            ({"words": "x" * 1001}, "/words"),
        ):
            await refused(house, who, pointer, **wrong)
        own = "0199d3b0-0000-7000-8000-00000000000e"
        assert (await add(house, who, id=own))["id"] == (await add(house, who, id=own))["id"], "sent twice"

    run(open_house, play)


def test_a_room_holds_one_meeting_at_a_time_however_many_ask_at_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        room_id = await room(house)
        same = await house.call(office(house), "POST", "/meeting-rooms", json={"name": "phòng họp a"})
        assert same.status_code == 422
        both = await asyncio.gather(
            *(house.call(worker(house), "POST", "/schedule", json=body(room_id=room_id)) for _ in range(3))
        )
        assert sorted(one.status_code for one in both) == [201, 422, 422]
        (first,) = [one.json() for one in both if one.status_code == 201]
        await refused(house, worker(house), "/room_id", room_id=room_id, begins="09:00", ends="10:00")
        await add(house, worker(house), room_id=room_id, begins="09:30", ends="10:00")
        used = await house.call(office(house), "POST", f"/meeting-rooms/{room_id}/close")
        assert (used.status_code, used.json()["code"]) == (409, "room_in_use")
        await call(house, office(house), "POST", f"/schedule/{first['id']}/cancel", words="Hoãn")
        await add(house, worker(house), room_id=room_id, begins="08:00", ends="09:00")
        assert (await house.call(clerk(house), "POST", f"/meeting-rooms/{room_id}/close")).status_code == 404
        free = await room(house, "Phòng họp trống")
        await call(house, office(house), "POST", f"/meeting-rooms/{free}/close")
        again = await house.call(office(house), "POST", f"/meeting-rooms/{free}/close")
        assert again.status_code == 404, "it is closed"

    run(open_house, play)


def test_whoever_is_booked_twice_is_named_and_may_be_booked_knowingly(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = director(house)
        await add(house, office(house), chair_id=who.subject)
        twice = await house.call(office(house), "POST", "/schedule", json=body(attendee_ids=[who.subject]))
        assert (twice.status_code, twice.json()["code"]) == (422, "person_busy")
        assert who.name in twice.json()["errors"][0]["detail"]
        await add(house, office(house), attendee_ids=[who.subject], anyway=True)

    run(open_house, play)


def parsed(content: bytes) -> list[dict[str, str]]:
    """Read by the rules of RFC 5545 alone: lines of at most 75 octets, unfolded, then properties of each event."""
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    lines = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in lines
    events: list[dict[str, str]] = []
    for line in lines:
        assert re.match(r"[A-Z-]+(;[A-Z=-]+)*:", line), line
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name not in ("BEGIN", "END"):
            plain = re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], value)
            events[-1][name] = plain
    return events


def test_a_phone_reads_a_persons_own_entries_by_a_link_until_it_is_revoked(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who, title = director(house), "Họp; bàn, về “đất đai” \\ " + "quy hoạch vùng ven biển " * 5
        entry = await add(house, office(house), title=title.strip(), chair_id=who.subject, words="Dòng một\nDòng hai")
        await add(house, office(house), title="Của người khác", begins="14:00", ends="15:00")
        path = (await call(house, who, "POST", "/schedule-feed", 201))["path"]
        assert parsed((await house.call(None, "GET", path)).content) == [], "what is not published is not in it"
        await publish(house, entry)
        answer = await house.call(None, "GET", path)
        assert answer.headers["content-type"].startswith("text/calendar")
        (event,) = parsed(answer.content)
        assert event["SUMMARY"] == title.strip()
        assert event["DESCRIPTION"].endswith("Dòng một\nDòng hai")
        assert event["DTSTART"] == f"{day(1):%Y%m%d}T010000Z", "08:00 of Việt Nam"
        assert event["STATUS"] == "CONFIRMED"
        await call(house, office(house), "POST", f"/schedule/{entry['id']}/cancel", words="Hoãn")
        (later,) = parsed((await house.call(None, "GET", path)).content)
        assert (later["STATUS"], later["UID"]) == ("CANCELLED", event["UID"])
        assert int(later["SEQUENCE"]) > int(event["SEQUENCE"])
        new = (await call(house, who, "POST", "/schedule-feed", 201))["path"]
        assert (await house.call(None, "GET", path)).status_code == 404, "the former link is dead"
        assert (await house.call(None, "GET", new)).status_code == 200
        assert (await house.call(who, "DELETE", "/schedule-feed")).status_code == 204
        assert (await house.call(None, "GET", new)).status_code == 404
        third = (await call(house, who, "POST", "/schedule-feed", 201))["path"]
        await house.tell(a_person(who.subject, full_name=who.name, active=False), "mail-directory")
        assert (await house.call(None, "GET", third)).status_code == 404, "whoever has left reads nothing"

    run(open_house, play)


def test_an_invitation_is_drafted_from_an_entry_once_with_its_facts(open_house: Any) -> None:
    async def play(house: Any) -> None:
        entry = await add(house, office(house), chair_id=director(house).subject, place="Hội trường tầng 2")
        path = f"/schedule/{entry['id']}/invitation"
        assert (await house.call(director(house, OTHER), "POST", path)).status_code == 404
        await publish(house, entry)
        made = await call(house, worker(house), "POST", path)
        draft = await call(house, worker(house), "GET", f"/documents/{made['invitation_id']}")
        assert (draft["type_code"], draft["leader_id"]) == ("GM", director(house).subject)
        assert draft["subject"] == f"Mời dự Họp giao ban, 08 giờ 00 ngày {day(1):%d/%m/%Y}, tại Hội trường tầng 2"
        again = await house.call(worker(house), "POST", path)
        assert (again.status_code, again.json()["code"]) == (409, "invitation_drafted")
        page = f"/lich-cong-tac/{entry['id']}"
        assert f"{page}/giay-moi" not in (await house.call(worker(house), "GET", page)).text
        gone = f"/documents/{made['invitation_id']}/cancel"
        await call(house, worker(house), "POST", gone, opinion="Đổi thành phần")
        assert f"{page}/giay-moi" in (await house.call(worker(house), "GET", page)).text
        anew = await call(house, worker(house), "POST", path)
        assert anew["invitation_id"] != made["invitation_id"], "cancelled, it is drafted anew"

    run(open_house, play)


async def post(house: Any, who: Identity, path: str, status: int = 303, **sent: Any) -> Any:
    answer = await house.call(who, "POST", f"/lich-cong-tac{path}", data=TOKEN | sent)
    assert answer.status_code == status, answer.text[:1500]
    return answer


def test_the_pages_do_what_the_calls_do_and_keep_what_was_typed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        tomorrow, who = day(1), office(house)
        on = {"day-day": str(tomorrow.day), "day-month": str(tomorrow.month), "day-year": str(tomorrow.year)}
        sent: dict[str, Any] = on | {"title": "Tiếp đoàn công tác", "begins": "8h", "ends": "9:30"}
        assert (await house.call(who, "GET", "/lich-cong-tac/them")).status_code == 200
        wrong = await post(house, who, "/them", 422, **(sent | {"ends": "7:00"}))
        assert 'value="Tiếp đoàn công tác"' in wrong.text
        made = await post(house, who, "/them", **sent)
        entry = made.headers["location"].partition("?")[0].removeprefix("/lich-cong-tac")
        week = f"/lich-cong-tac?tuan={tomorrow.isoformat()}"
        for path in (week, f"{week}&cua=toi", "/lich-cong-tac?tuan=hom-nay", f"/lich-cong-tac/ban-in?tuan={tomorrow}"):
            assert (await house.call(who, "GET", path)).status_code == 200
        assert "Tiếp đoàn công tác" in (await house.call(who, "GET", week)).text
        assert "Tiếp đoàn công tác" not in (await house.call(worker(house), "GET", week)).text, "not yet published"
        await post(house, who, f"{entry}/sua", 422, **(sent | {"title": ""}))
        await post(house, who, f"{entry}/sua", **(sent | {"title": "Tiếp đoàn Bộ Nội vụ"}))
        await post(house, who, f"{entry}/cong-bo")
        assert "Tiếp đoàn Bộ Nội vụ" in (await house.call(worker(house), "GET", week)).text
        await post(house, worker(house), f"{entry}/giay-moi")
        await post(house, worker(house), f"{entry}/giay-moi", 409)
        await post(house, who, f"{entry}/hoan", 422)
        await post(house, who, f"{entry}/hoan", words="Đoàn đổi lịch")
        assert (await house.call(who, "GET", f"/lich-cong-tac{entry}/sua")).status_code == 303

    run(open_house, play)


def test_rooms_and_the_own_link_have_pages(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = office(house)
        await post(house, who, "/phong-hop", 422, name="")
        await post(house, who, "/phong-hop", name="Hội trường", seats="200")
        page = await house.call(who, "GET", "/lich-cong-tac/phong-hop")
        room_id = re.search(r"/phong-hop/([0-9a-f-]+)/thoi-dung", page.text)
        assert room_id
        entry = await add(house, who, room_id=room_id[1])
        await post(house, who, f"/phong-hop/{room_id[1]}/thoi-dung", 409)
        await call(house, who, "POST", f"/schedule/{entry['id']}/cancel", words="Hoãn")
        await post(house, who, f"/phong-hop/{room_id[1]}/thoi-dung")
        assert (await call(house, who, "GET", "/schedule"))["since"] <= clock.local_now().date().isoformat()
        assert (await house.call(worker(house), "GET", "/lich-cong-tac/phong-hop")).status_code == 403
        shown = await post(house, who, "/duong-dan", 200)
        path = re.search(r'href="(/lich-cong-tac/ics/[^"]+\.ics)"', shown.text)
        assert path
        assert (await house.call(None, "GET", path[1])).status_code == 200
        assert re.search(r'value="http[^"]+' + re.escape(path[1]), shown.text), "a phone needs the whole address"
        assert path[1] not in (await house.call(who, "GET", "/lich-cong-tac/duong-dan")).text
        await post(house, who, "/duong-dan/thu-hoi")
        assert (await house.call(None, "GET", path[1])).status_code == 404

    run(open_house, play)


def test_everybody_here_is_of_one_agency(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await publish(house, await add(house, office(house)))
        other = house.person(Role.LEADER, "000.00.05.H08")
        found = await call(house, other, "GET", f"/schedule?since={day(0)}&until={day(7)}")
        assert found["items"] == []
        wide = await house.call(other, "GET", f"/schedule?since={day(0)}&until={day(90)}")
        assert wide.status_code == 400

    run(open_house, play)
