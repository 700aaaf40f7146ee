"""A part leaves an agency that stands: chosen units with their people, procedures and sectors go to a new or another agency."""

import asyncio
from typing import Any

from mail_directory.agencies.actions import publish_agencies
from mail_directory.people.telling import today

from .conftest import ELSEWHERE, HERE, PROVINCE, Directory, an_officer
from .test_publishing_agencies import table
from .test_reorganising import ABOVE, DAY, NEW, PLANS, SECOND, a_plan, at, decide, draw_up, told
from .test_reorganising_pages import of_day
from .test_splitting import BELOW, FURTHER, _agency_of, _form, _move_into, a_split
from .test_units import add

PAGE = "/danh-ba/sap-xep/tach"


def a_part(**changed: Any) -> dict[str, Any]:
    return a_split(kind="part", further=[], **changed)


async def _two_rooms(directory: Directory) -> tuple[str, str]:
    async with directory.database.sessions.begin() as session:
        await publish_agencies(
            session, [*table(), table()[1] | {"code": BELOW, "name": "Trung tâm", "parent_code": HERE}]
        )
    goes, stays = await add(directory, code="CNTT"), await add(directory, code="VP", name="Văn phòng")
    return goes.json()["id"], stays.json()["id"]


def test_chosen_units_go_with_their_people_and_the_rest_stays(run: Any) -> None:
    async def act(directory: Directory) -> None:
        room, office = await _two_rooms(directory)
        anh, _ = await directory.add("anhnt.stttt")
        binh, _ = await directory.add("binhtv.stttt", "Trần Văn Bình")
        chi, _ = await directory.add("chilt.stttt", "Lê Thị Chi", role="leader")
        await _move_into(directory, anh, room)
        await _move_into(directory, binh, office)
        plan = await draw_up(directory, **a_part(places={room: NEW, BELOW: NEW}, matters=["1.001", "Viễn thông"]))
        page = (await directory.call("GET", f"/danh-ba/sap-xep/{plan['id']}", SECOND)).text
        rows_shown = page.partition('id="phan-ke-thua"')[2].partition("</table>")[0].split("<tr")[2:]
        assert [("(ở lại)" in row, row.count(">2<") + 10 * row.count(">1<")) for row in rows_shown] == [
            (False, 20),
            (True, 12),
        ]
        assert f"con_lai={HERE}&amp;chia={NEW}" in page
        await decide(directory, plan, who=ABOVE, status=409)
        await decide(directory, plan)
        await at(directory, today() + DAY)
        went = [await _agency_of(directory, person) for person in (anh, binh, chi)]
        assert [(code, merged) for code, _, merged in went] == [(NEW, []), (HERE, []), (HERE, [])]
        for code, parent in ((NEW, PROVINCE), (BELOW, NEW)):
            assert (await told(directory, "agency-recorded", code))["parent_code"] == parent
        assert await directory.rows(f"SELECT 1 FROM agency WHERE code = '{HERE}' AND valid_to IS NULL")
        units = await directory.rows("SELECT id::text, agency_code, valid_to IS NULL AS open FROM unit ORDER BY 2, 3")
        assert {(row.id, row.agency_code, row.open) for row in units} == {
            (room, HERE, False),
            (office, HERE, True),
            (went[0][1], NEW, True),
        }
        news = await told(directory, "agency-merged", HERE)
        assert (news["act"], news["successor_code"]) == ("part", HERE)
        (share,) = news["shares"]
        assert (share["successor_code"], set(share["units"])) == (NEW, {room, went[0][1]})
        assert share["matters"] == ["1.001", "Viễn thông"]
        (moved,) = (await directory.call("GET", f"{PLANS}/{plan['id']}", SECOND)).json()["moved"]
        assert (moved["people"], moved["posts"], moved["units"], moved["below"]) == (1, 1, 1, 1)
        assert "Cơ quan bị tách" in (await directory.call("GET", f"/danh-ba/sap-xep/{plan['id']}", SECOND)).text

    run(act)


def test_a_part_goes_to_one_that_stands_and_more_may_follow(run: Any) -> None:
    async def act(directory: Directory) -> None:
        room, office = await _two_rooms(directory)
        for unit in (room, office):
            into = a_part(new_code="", successor_code=ELSEWHERE, code_2020="", name="", places={unit: ELSEWHERE})
            await decide(directory, await draw_up(directory, **into, first_day=str(today())))
            await at(directory, today())
        before = await directory.rows("SELECT count(*) AS all FROM outbox")
        await at(directory, today() + DAY)
        assert await directory.rows("SELECT count(*) AS all FROM outbox") == before, "done once"
        rows = await directory.rows("SELECT agency_code FROM unit WHERE valid_to IS NULL")
        assert [row.agency_code for row in rows] == [ELSEWHERE, ELSEWHERE]
        (heir,) = await directory.rows(f"SELECT name FROM agency WHERE code = '{ELSEWHERE}'")
        assert heir.name == "Sở Xây dựng"

    run(act)


def test_what_cannot_leave_is_refused_at_its_field_and_changes_nothing(run: Any) -> None:
    async def act(directory: Directory) -> None:
        room, _ = await _two_rooms(directory)
        for changed, pointer in (
            ({"places": {}}, "/matters"),
            ({"places": {"không có": NEW}}, "/matters"),
            ({"places": {room: ELSEWHERE}}, f"/place_{room}"),
            ({"places": {room: HERE}}, f"/place_{room}"),
            ({"places": {room: NEW}, "ending_codes": []}, "/ending"),
            ({"places": {room: NEW}, "ending_codes": [HERE, ELSEWHERE]}, "/ending"),
            ({"matters": ["1.001"], "new_code": "", "successor_code": HERE}, "/successor"),
            ({"places": {room: NEW}, "further": [FURTHER]}, "/matters_2"),
        ):
            answer = await draw_up(directory, 422, **(a_part() | changed))
            assert pointer in [fault["pointer"] for fault in answer["errors"]], (changed, answer)
        for who in (an_officer("directory-administrator", HERE), an_officer("leader", PROVINCE)):
            await draw_up(directory, 403, who=who, **a_part(places={room: NEW}))
        assert await directory.rows("SELECT 1 FROM reorganisation") == []

    run(act)


def test_a_part_is_drawn_up_seen_and_confirmed_on_the_pages(run: Any) -> None:
    async def act(directory: Directory) -> None:
        room = (await add(directory, code="CNTT")).json()["id"]
        assert PAGE in (await directory.call("GET", "/danh-ba/sap-xep", ABOVE)).text
        assert "Cơ quan bị tách" in (await directory.call("GET", PAGE, ABOVE)).text
        form = {name: text for name, text in _form().items() if not name.endswith("_2")}
        offered = (await directory.call("GET", f"{PAGE}?co_quan={HERE}", ABOVE)).text
        assert (f"place_{room}" in offered, "Ở lại" in offered) == (True, True)
        for chosen in ("", "3"):
            refused = await directory.call("POST", PAGE, ABOVE, data=form | {f"place_{room}": chosen})
            assert (refused.status_code, "Sở Thông tin" in refused.text) == (422, True), "what was typed stays"
        days = of_day("first_day", today() + DAY)
        made = await directory.call("POST", PAGE, ABOVE, data=form | days | {f"place_{room}": "1", "matters": "1.001"})
        assert made.status_code == 303, made.text
        (plan,) = (await directory.call("GET", PLANS, SECOND)).json()["items"]
        assert (plan["kind"], plan["places"], plan["matters"]) == ("part", {room: NEW}, {"1.001": NEW})
        seen = (await directory.call("GET", made.headers["location"], SECOND)).text
        assert "Tách một phần: Sở Thông tin và Truyền thông" in seen
        assert "vẫn hoạt động" in seen
        agreed = await directory.call("POST", f"{made.headers['location']}/xac-nhan", SECOND, data={"version": "1"})
        assert agreed.status_code == 303

    run(act)


def test_of_two_opposing_plans_drawn_up_at_the_same_moment_one_is_refused(run: Any) -> None:
    async def act(directory: Directory) -> None:
        one = {"ending_codes": [HERE], "successor_code": ELSEWHERE}
        other = {"ending_codes": [ELSEWHERE], "successor_code": HERE}
        body = a_plan(tier="", parent_code="", code_2020="", new_code="", name="")
        answers = await asyncio.gather(
            *[directory.call("POST", PLANS, ABOVE, json=body | which) for which in (one, other, one, other)]
        )
        assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]

    run(act)


def test_who_has_no_agency_below_is_told_who_does_it(run: Any) -> None:
    async def act(directory: Directory) -> None:
        alone = an_officer("directory-administrator", ELSEWHERE)
        for page in (PAGE, "/danh-ba/sap-xep/chia"):
            shown = (await directory.call("GET", page, alone)).text
            assert "quản trị danh bạ của cơ quan cấp trên" in shown
            assert 'name="co_quan"' not in shown, "a list with nothing to choose leads nowhere"

    run(act)
