"""One agency is split among several: each unit, its people and the agencies below go to the one that the plan says."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from mail_directory.agencies.actions import publish_agencies
from mail_directory.people.telling import today
from shared.core import clock

from .conftest import ELSEWHERE, HERE, PROVINCE, Directory, an_officer
from .test_delegations import Office
from .test_publishing_agencies import table
from .test_reorganising import ABOVE, DAY, NEW, PLANS, SECOND, at, decide, draw_up, told
from .test_reorganising_pages import of_day
from .test_units import API, add

ADMINISTRATOR = an_officer("directory-administrator")
OTHER = "000.00.51.H08"
BELOW = "000.01.11.H08"
FURTHER = {"new_code": OTHER, "name": "Sở Chuyển đổi số", "short_name": "SCĐS"}


def a_split(**changed: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "kind": "split",
        "ending_codes": [HERE],
        "tier": "",
        "parent_code": "",
        "further": [FURTHER],
        "places": {},
    }
    return values | changed


async def _move_into(directory: Directory, person: Any, unit: str) -> None:
    path = f"{API}/units/{unit}/posts/{person.posts[0].id}"
    assert (await directory.call("PUT", path, ADMINISTRATOR, json={"reason": "QĐ 1"})).status_code == 200


async def _agency_of(directory: Directory, person: Any) -> tuple[str, str, list[str]]:
    (post,) = (await told(directory, "person-recorded", person.id))["posts"]
    return post["agency_code"], post["unit_id"], post["merged_agencies"]


def test_people_go_with_their_units_and_who_is_in_none_to_the_first(run: Any) -> None:
    async def act(directory: Directory) -> None:
        async with directory.database.sessions.begin() as session:
            rows = [*table(), table()[1] | {"code": BELOW, "name": "Trung tâm", "parent_code": HERE}]
            await publish_agencies(session, rows)
        office = (await add(directory, code="VP", name="Văn phòng")).json()["id"]
        room = (await add(directory, code="CNTT")).json()["id"]
        anh, _ = await directory.add("anhnt.stttt")
        binh, _ = await directory.add("binhtv.stttt", "Trần Văn Bình")
        chi, _ = await directory.add("chilt.stttt", "Lê Thị Chi", role="leader")
        await _move_into(directory, anh, office)
        await _move_into(directory, binh, room)
        places = {office: NEW, room: OTHER, BELOW: OTHER}
        plan = await draw_up(
            directory,
            **a_split(places=places, further=[FURTHER | {"matters": ["1.001", "Viễn thông"]}]),
        )
        page = (await directory.call("GET", f"/danh-ba/sap-xep/{plan['id']}", SECOND)).text
        rows_shown = page.partition('id="phan-ke-thua"')[2].partition("</table>")[0].split("<tr")[2:]
        counted = [row.count(">2<") + 10 * row.count(">1<") for row in rows_shown]
        assert counted == [12, 20], "two people, two posts and one leader; one person with one post"
        assert f"con_lai={NEW}&amp;chia={OTHER}" in page
        await decide(directory, plan)
        await at(directory, today() + DAY)
        for code, parent in ((NEW, PROVINCE), (OTHER, PROVINCE), (BELOW, OTHER)):
            assert (await told(directory, "agency-recorded", code))["parent_code"] == parent
        went = [await _agency_of(directory, person) for person in (anh, binh, chi)]
        assert [(code, merged) for code, _, merged in went] == [(NEW, [HERE]), (OTHER, [HERE]), (NEW, [HERE])]
        news = await told(directory, "agency-merged", HERE)
        first, second = news["shares"]
        assert (news["act"], news["successor_code"]) == ("split", NEW)
        assert (first["successor_code"], set(first["units"])) == (NEW, {office, went[0][1]})
        assert (second["successor_code"], set(second["units"])) == (OTHER, {room, went[1][1]})
        assert (first["matters"], second["matters"]) == ([], ["1.001", "Viễn thông"])
        (moved,) = (await directory.call("GET", f"{PLANS}/{plan['id']}", SECOND)).json()["moved"]
        assert [(one["people"], one["units"], one["below"]) for one in moved["shares"]] == [(2, 1, 0), (1, 1, 1)]
        assert "trong đó" in (await directory.call("GET", f"/danh-ba/sap-xep/{plan['id']}", SECOND)).text

    run(act)


def test_what_is_kept_of_a_plan_is_readable_and_its_own(run: Any) -> None:
    async def act(directory: Directory) -> None:
        room = (await add(directory, code="CNTT")).json()["id"]
        named = [FURTHER | {"matters": ["\uf0b7  Viễn thông", ""]}]
        plan = await draw_up(directory, **a_split(places={room: OTHER, "không có": NEW}, further=named))
        assert (plan["places"], plan["matters"]) == ({room: OTHER}, {"• Viễn thông": OTHER})

    run(act)


def test_the_old_code_leads_to_all_successors_and_it_is_done_once(run: Any) -> None:
    async def act(directory: Directory) -> None:
        await decide(directory, await draw_up(directory, **a_split()))
        await at(directory, today() + DAY)
        with clock.stopped_at(datetime.combine(today() + DAY, time(8), clock.VIETNAM)):
            old = (await directory.call("GET", f"/danh-ba/co-quan/{HERE}", ABOVE)).text
        assert all(f"/danh-ba/co-quan/{code}" in old for code in (NEW, OTHER))
        before = await directory.rows("SELECT count(*) AS all FROM outbox")
        await at(directory, today() + DAY + timedelta(days=1))
        assert await directory.rows("SELECT count(*) AS all FROM outbox") == before

    run(act)


@pytest.mark.parametrize("apart", [True, False], ids=["apart", "together"])
def test_what_one_lets_another_do_ends_where_they_part(run: Any, apart: bool) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        assert (await office.give()).status_code == 201
        room = (await add(directory, code="CNTT")).json()["id"]
        await _move_into(directory, office.deputy, room)
        if not apart:
            await _move_into(directory, office.director, room)
        await decide(directory, await draw_up(directory, **a_split(places={room: OTHER}, first_day=str(today()))))
        await at(directory, today())
        (row,) = await directory.rows("SELECT agency_code, ended_at IS NOT NULL AS over FROM delegation")
        assert tuple(row) == ((NEW, True) if apart else (OTHER, False))
        assert bool(await office.told()) is not apart

    run(act)


def test_what_goes_to_one_that_stands_keeps_its_name_and_joins_its_unit(run: Any) -> None:
    async def act(directory: Directory) -> None:
        room = (await add(directory, code="CNTT")).json()["id"]
        path = f"{API}/agencies/{ELSEWHERE}/units"
        away = an_officer("directory-administrator", ELSEWHERE)
        theirs = await directory.call(
            "POST", path, away, json={"code": "CNTT", "name": "Phòng Tin học", "kind": "division"}
        )
        anh, _ = await directory.add("anhnt.stttt")
        await _move_into(directory, anh, room)
        into = a_split(further=[{"successor_code": ELSEWHERE}], places={room: ELSEWHERE}, first_day=str(today()))
        await decide(directory, await draw_up(directory, **into))
        await at(directory, today())
        assert await _agency_of(directory, anh) == (ELSEWHERE, theirs.json()["id"], [HERE])
        (heir,) = await directory.rows(f"SELECT name, former_names FROM agency WHERE code = '{ELSEWHERE}'")
        assert tuple(heir) == ("Sở Xây dựng", [])

    run(act)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"further": []}, "/successor_2"),
    ({"further": [FURTHER | {"new_code": "khong-phai-ma"}]}, "/new_code_2"),
    ({"further": [FURTHER | {"name": ""}]}, "/name_2"),
    ({"further": [FURTHER | {"new_code": NEW}]}, "/new_code_2"),
    ({"further": [FURTHER | {"code_2020": "H08.50"}]}, "/code_2020_2"),
    ({"further": [FURTHER | {"tier": "region"}]}, "/tier_2"),
    ({"further": [{"successor_code": HERE}]}, "/successor_2"),
    ({"further": [{"successor_code": ELSEWHERE}]}, "/successor_2"),
    ({"matters": ["1.001"], "further": [FURTHER | {"matters": [" 1.001 "]}]}, "/matters_2"),
    ({"matters": ["dài" * 100]}, "/matters"),
    ({"ending_codes": [HERE, ELSEWHERE]}, "/ending"),
    ({"ending_codes": []}, "/ending"),
    ({"first_day": str(today() - timedelta(days=31))}, "/first_day"),
]


def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(run: Any) -> None:
    async def act(directory: Directory) -> None:
        async with directory.database.sessions.begin() as session:
            ended = f"UPDATE agency SET valid_to = current_date - 1 WHERE code = '{ELSEWHERE}'"
            await session.execute(text(ended))
        room = (await add(directory, code="CNTT")).json()["id"]
        for changed, pointer in [
            *REFUSED,
            ({"places": {}}, f"/place_{room}"),
            ({"places": {room: HERE}}, f"/place_{room}"),
        ]:
            answer = await draw_up(directory, 422, **a_split(**({"places": {room: OTHER}} | changed)))
            assert pointer in [fault["pointer"] for fault in answer["errors"]], (changed, answer)
        assert await directory.rows("SELECT 1 FROM reorganisation") == []

    run(act)


def test_it_is_confirmed_once_in_time_by_another_and_as_it_still_is(run: Any) -> None:
    async def act(directory: Directory) -> None:
        plan = await draw_up(directory, **a_split())
        await decide(directory, plan, who=ABOVE, status=409)
        with clock.stopped_at(datetime.combine(today() + DAY + timedelta(days=1), time(8), clock.VIETNAM)):
            assert (await decide(directory, plan, status=409))["code"] == "plan_day_over"
        room = (await add(directory, code="CNTT")).json()["id"]
        refused = await decide(directory, plan, status=422)
        assert [fault["pointer"] for fault in refused["errors"]] == [f"/place_{room}"], "made since"
        await decide(directory, plan, "withdraw")
        plan = await draw_up(directory, **a_split(places={room: OTHER}))
        taken = await draw_up(directory, 422, ending_codes=[ELSEWHERE], successor_code=HERE, new_code="", code_2020="")
        assert [fault["code"] for fault in taken["errors"]] == ["planned"]
        ends = await draw_up(directory, ending_codes=[ELSEWHERE], new_code="000.00.52.H08", code_2020="")
        into = await draw_up(directory, 422, **a_split(ending_codes=[BELOW], further=[{"successor_code": ELSEWHERE}]))
        assert ("/successor", "planned") in [(fault["pointer"], fault["code"]) for fault in into["errors"]]
        await decide(directory, ends, "withdraw")
        await decide(directory, plan)
        await decide(directory, plan, status=409)
        late = (await add(directory, code="MOI")).json()["id"]
        await at(directory, today() + DAY)
        (heir,) = await directory.rows(
            f"SELECT agency_code FROM unit WHERE id = (SELECT successor_id FROM unit WHERE id = '{late}')"
        )
        assert heir.agency_code == NEW, "a unit that came after the confirmation is the first one's"

    run(act)


def test_only_who_sits_above_all_of_them_splits(run: Any) -> None:
    async def act(directory: Directory) -> None:
        for who in (an_officer("directory-administrator", HERE), an_officer("leader", PROVINCE)):
            await draw_up(directory, 403, who=who, **a_split())
            answer = await directory.call("GET", "/danh-ba/sap-xep/chia", who)
            assert answer.status_code == (200 if "directory-administrator" in who.roles else 403)
        async with directory.database.sessions.begin() as session:
            rows = [*table(), table()[1] | {"code": BELOW, "name": "Trung tâm", "parent_code": HERE}]
            await publish_agencies(session, rows)
        own = a_split(ending_codes=[BELOW])
        made = await draw_up(directory, who=ADMINISTRATOR, **own)
        await decide(directory, made, "withdraw")
        await draw_up(directory, 403, who=ADMINISTRATOR, **own | {"further": [{"successor_code": ELSEWHERE}]})

    run(act)


def _form(**changed: str) -> dict[str, Any]:
    values = {
        "ending": HERE,
        "new_code": NEW,
        "name": "Sở Thông tin",
        "short_name": "STT",
        "new_code_2": OTHER,
        "name_2": "Sở Chuyển đổi số",
        "short_name_2": "SCĐS",
        "matters_2": "1.001\r\nViễn thông\r\n",
        "document_number": "15/NQ-HĐND",
    }
    return values | of_day("first_day", today() + DAY) | of_day("document_date", today()) | changed


def test_a_split_is_drawn_up_seen_and_confirmed_on_the_pages(run: Any) -> None:
    async def act(directory: Directory) -> None:
        room = (await add(directory, code="CNTT")).json()["id"]
        page = "/danh-ba/sap-xep/chia"
        assert page in (await directory.call("GET", "/danh-ba/sap-xep", ABOVE)).text
        chosen = (await directory.call("GET", page, ABOVE)).text
        assert (HERE in chosen, f"place_{room}" in chosen) == (True, False)
        assert f"place_{room}" in (await directory.call("GET", f"{page}?co_quan={HERE}", ABOVE)).text
        assert "Cơ quan được chia" in (await directory.call("GET", f"{page}?co_quan=khong-co", ABOVE)).text
        refused = await directory.call("POST", page, ABOVE, data=_form(**{f"place_{room}": "3"}))
        assert (refused.status_code, "Hãy chọn cơ quan kế thừa của" in refused.text) == (422, True)
        assert "Viễn thông" in refused.text, "what was typed stays"
        made = await directory.call("POST", page, ABOVE, data=_form(**{f"place_{room}": "2"}))
        assert made.status_code == 303, made.text
        (plan,) = (await directory.call("GET", PLANS, SECOND)).json()["items"]
        assert (plan["places"], plan["matters"]) == ({room: OTHER}, {"1.001": OTHER, "Viễn thông": OTHER})
        seen = (await directory.call("GET", made.headers["location"], SECOND)).text
        assert "Chia: Sở Thông tin và Truyền thông" in seen
        assert "1.001; Viễn thông" in seen
        agreed = await directory.call("POST", f"{made.headers['location']}/xac-nhan", SECOND, data={"version": "1"})
        assert agreed.status_code == 303
        assert "Chia: Sở Thông tin" in (await directory.call("GET", "/danh-ba/sap-xep", SECOND)).text

    run(act)
