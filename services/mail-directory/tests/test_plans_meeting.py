"""Two plans that touch the same agencies, and what changed of one between the drawing up and the day."""

from typing import Any

from sqlalchemy import text

from mail_directory.people.telling import today

from .conftest import ELSEWHERE, HERE, Directory, an_officer
from .test_reorganising import DAY, at, decide, draw_up
from .test_splitting import FURTHER, a_split
from .test_units import API, add


def test_who_draws_the_second_plan_is_refused_and_a_mere_draft_stops_nothing_on_the_day(run: Any) -> None:
    async def act(directory: Directory) -> None:
        plan = await draw_up(directory, **a_split(further=[{"successor_code": ELSEWHERE}]))
        ends: dict[str, Any] = {"ending_codes": [ELSEWHERE], "new_code": "000.00.52.H08", "code_2020": ""}
        refused = await draw_up(directory, 422, **ends)
        assert [(fault["pointer"], fault["code"]) for fault in refused["errors"]] == [("/ending", "planned")]
        await decide(directory, plan, "withdraw")
        draft = await draw_up(directory, **ends)
        async with directory.database.sessions.begin() as session:
            aside = f"UPDATE reorganisation SET state = 'withdrawn' WHERE id = '{draft['id']}'"
            await session.execute(text(aside))
        plan = await draw_up(directory, **a_split(further=[{"successor_code": ELSEWHERE}]))
        await decide(directory, plan)
        async with directory.database.sessions.begin() as session:  # drawn up at the same moment
            back = f"UPDATE reorganisation SET state = 'drawn-up' WHERE id = '{draft['id']}'"
            await session.execute(text(back))
        assert (await decide(directory, draft, status=422))["errors"][0]["code"] == "planned"
        await at(directory, today() + DAY)
        (done,) = await directory.rows(f"SELECT state FROM reorganisation WHERE id = '{plan['id']}'")
        assert done.state == "done"

    run(act)


def test_a_sector_typed_with_its_sign_elsewhere_is_the_same_one(run: Any) -> None:
    async def act(directory: Directory) -> None:
        twice = await draw_up(
            directory, 422, **a_split(matters=["Văn hoá"], further=[FURTHER | {"matters": ["Văn hóa"]}])
        )
        assert [fault["pointer"] for fault in twice["errors"]] == ["/matters_2"]

    run(act)


def test_a_code_given_on_the_day_is_given_once(run: Any) -> None:
    async def act(directory: Directory) -> None:
        away = an_officer("directory-administrator", ELSEWHERE)
        path = f"{API}/agencies/{ELSEWHERE}/units"
        await directory.call("POST", path, away, json={"code": "A", "name": "Phòng Cũ", "kind": "division"})
        async with directory.database.sessions.begin() as session:
            over = "UPDATE unit SET valid_from = current_date - 9, valid_to = current_date - 1 WHERE code = 'A'"
            await session.execute(text(over))
        for code in ("A", "A.2"):
            assert (await add(directory, code=code, name=f"Phòng {code}")).status_code == 201
        into: dict[str, Any] = {"kind": "dissolve", "ending_codes": [HERE], "successor_code": ELSEWHERE}
        await decide(directory, await draw_up(directory, **into, first_day=str(today())))
        await at(directory, today())
        codes = await directory.rows(f"SELECT code FROM unit WHERE agency_code = '{ELSEWHERE}' ORDER BY code")
        assert [row.code for row in codes] == ["A", "A.2", "A.2.2"]

    run(act)


def test_a_post_that_ends_on_the_day_leads_no_unit(run: Any) -> None:
    async def act(directory: Directory) -> None:
        anh, _ = await directory.add("anhnt.stttt")
        room = (await add(directory, code="VP")).json()["id"]
        post = anh.posts[0].id
        async with directory.database.sessions.begin() as session:
            for order in (
                f"UPDATE post SET unit_id = '{room}', valid_from = current_date - 9 WHERE id = '{post}'",
                f"UPDATE unit SET head_post_id = '{post}' WHERE id = '{room}'",
                "CREATE TEMP TABLE twin ON COMMIT DROP AS SELECT * FROM post",
                f"UPDATE twin SET id = gen_random_uuid(), unit_id = NULL, agency_code = '{ELSEWHERE}'",
                "INSERT INTO post SELECT * FROM twin",
            ):
                await session.execute(text(order))
        into: dict[str, Any] = {"kind": "dissolve", "ending_codes": [HERE], "successor_code": ELSEWHERE}
        await decide(directory, await draw_up(directory, **into, first_day=str(today())))
        await at(directory, today())
        (unit,) = await directory.rows(f"SELECT head_post_id FROM unit WHERE agency_code = '{ELSEWHERE}'")
        assert unit.head_post_id is None

    run(act)


def test_what_a_plan_left_as_it_was_stays_as_it_is_on_the_day(run: Any) -> None:
    """Another plan has renamed the heir meanwhile; what this one says itself holds."""

    async def act(directory: Directory) -> None:
        plan = await draw_up(
            directory, **a_split(further=[{"successor_code": ELSEWHERE, "collective": "Ban Giám đốc"}])
        )
        await decide(directory, plan)
        async with directory.database.sessions.begin() as session:
            renamed = "name = 'Sở Xây dựng và Giao thông', short_name = 'SXDGT', code_2020 = 'H08.77', collective = ''"
            await session.execute(text(f"UPDATE agency SET {renamed} WHERE code = '{ELSEWHERE}'"))
        await at(directory, today() + DAY)
        found = f"SELECT name, short_name, code_2020, collective FROM agency WHERE code = '{ELSEWHERE}'"
        (heir,) = await directory.rows(found)
        assert tuple(heir) == ("Sở Xây dựng và Giao thông", "SXDGT", "H08.77", "Ban Giám đốc")

    run(act)
