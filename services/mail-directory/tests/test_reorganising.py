"""Agencies are merged, dissolved and renamed by plan: one draws it up, another confirms it, and its day does it."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from mail_directory.agencies.actions import publish_agencies
from mail_directory.people.telling import today
from mail_directory.reorganising import checking
from mail_directory.reorganising.actions import REORGANISE
from shared.core import clock
from shared.core.province import TerritorialChange, this_province
from shared.work.jobs import Jobs

from .conftest import ELSEWHERE, HERE, PROVINCE, Directory, an_officer
from .test_publishing_agencies import table
from .test_units import API, add

PLANS = f"{API}/reorganisations"
ABOVE = an_officer("directory-administrator", PROVINCE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e99")
SECOND = an_officer("leader", PROVINCE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e98")
NEW = "000.00.50.H08"
DAY = timedelta(days=3)


def a_plan(**changed: Any) -> dict[str, Any]:
    values = {
        "kind": "merge",
        "ending_codes": [HERE, ELSEWHERE],
        "new_code": NEW,
        "name": "Sở Xây dựng và Thông tin",
        "short_name": "SXDTT",
        "code_2020": "H08.50",
        "tier": "department",
        "parent_code": PROVINCE,
        "first_day": str(today() + DAY),
        "document_number": "15/NQ-HĐND",
        "document_date": str(today()),
    }
    return values | changed


async def draw_up(directory: Directory, status: int = 201, who: Any = ABOVE, **changed: Any) -> Any:
    answer = await directory.call("POST", PLANS, who, json=a_plan(**changed))
    assert answer.status_code == status, answer.text
    return answer.json()


async def decide(directory: Directory, plan: Any, act: str = "confirm", who: Any = SECOND, status: int = 200) -> Any:
    path = f"{PLANS}/{plan['id']}/{act}"
    answer = await directory.call("POST", path, who, json={"version": plan["version"]})
    assert answer.status_code == status, answer.text
    return answer.json()


async def at(directory: Directory, day: date) -> None:
    """The worker looks at the day's first moment."""
    with clock.stopped_at(datetime.combine(day, time(), clock.VIETNAM)):
        await Jobs(directory.database, [REORGANISE]).do_next()


async def told(directory: Directory, kind: str, subject: str) -> Any:
    rows = await directory.rows(
        f"SELECT data FROM outbox WHERE type = 'mail-directory.{kind}.v1' AND subject LIKE '%{subject}' ORDER BY position"
    )
    return rows[-1].data


def test_two_agencies_become_one_on_their_day(run: Any) -> None:
    async def act(directory: Directory) -> None:
        anh, _ = await directory.add("anhnt.stttt")
        binh, _ = await directory.add("binhtv.sxd", "Trần Văn Bình", agency=ELSEWHERE)
        room = (await add(directory, code="VP")).json()["id"]
        path = f"{API}/units/{room}/posts/{anh.posts[0].id}"
        await directory.call("PUT", path, an_officer("directory-administrator"), json={"reason": "QĐ 1"})
        plan = await draw_up(directory)
        await decide(directory, plan, who=ABOVE, status=409)
        await decide(directory, plan)
        day = today() + DAY
        await at(directory, day - timedelta(days=1))
        assert await directory.rows(f"SELECT 1 FROM agency WHERE code = '{NEW}'") == []
        await at(directory, day)
        (new,) = await directory.rows(f"SELECT name, code_2020, valid_from FROM agency WHERE code = '{NEW}'")
        assert tuple(new) == ("Sở Xây dựng và Thông tin", "H08.50", day)
        for code in (HERE, ELSEWHERE):
            merged = await told(directory, "agency-merged", code)
            assert (merged["successor_code"], merged["first_day"]) == (NEW, str(day))
            assert (await told(directory, "agency-recorded", code))["valid_to"] == str(day - timedelta(days=1))
        person = await told(directory, "person-recorded", anh.id)
        (post,) = person["posts"]
        assert (post["agency_code"], post["role"], post["merged_units"]) == (NEW, "specialist", [room])
        (post,) = (await told(directory, "person-recorded", binh.id))["posts"]
        assert post["agency_code"] == NEW
        assert (await told(directory, "unit-recorded", room))["successor_id"] != ""
        seen = (await directory.call("GET", f"{PLANS}/{plan['id']}", SECOND)).json()
        assert (seen["state"], [one["people"] for one in seen["moved"]]) == ("done", [1, 1])
        before = await directory.rows("SELECT count(*) AS all FROM outbox")
        await at(directory, day + timedelta(days=1))
        assert await directory.rows("SELECT count(*) AS all FROM outbox") == before, "done once"

    run(act)


def test_who_was_told_of_posts_knows_which_agencies_went_into_theirs(run: Any) -> None:
    async def act(directory: Directory) -> None:
        anh, _ = await directory.add("anhnt.stttt")
        await decide(directory, await draw_up(directory, first_day=str(today())))
        await at(directory, today())
        (post,) = (await told(directory, "person-recorded", anh.id))["posts"]
        assert sorted(post["merged_agencies"]) == sorted([HERE, ELSEWHERE])

    run(act)


def test_an_agency_goes_into_another_that_keeps_its_own_and_below_it_follows(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rows = [*table(), table()[1] | {"code": "000.01.11.H08", "name": "Trung tâm", "parent_code": HERE}]
        async with directory.database.sessions.begin() as session:
            await publish_agencies(session, rows, date(2016, 1, 1))
        plan = await draw_up(
            directory, kind="dissolve", ending_codes=[HERE], successor_code=ELSEWHERE, first_day=str(today())
        )
        await decide(directory, plan)
        await at(directory, today())
        assert (await told(directory, "agency-recorded", "000.01.11.H08"))["parent_code"] == ELSEWHERE
        (heir,) = await directory.rows(f"SELECT name, former_names FROM agency WHERE code = '{ELSEWHERE}'")
        assert (heir.name, heir.former_names) == ("Sở Xây dựng", [])
        before = await directory.rows("SELECT count(*) AS all FROM outbox")
        async with directory.database.sessions.begin() as session:
            assert await publish_agencies(session, rows) == 0, "the province's table does not bring it back"
        assert await directory.rows("SELECT count(*) AS all FROM outbox") == before
        page = await directory.call("GET", f"/danh-ba/co-quan/{HERE}", ABOVE)
        assert "Cơ quan kế thừa" in page.text

    run(act)


def test_an_agency_is_renamed_on_its_day(run: Any) -> None:
    async def act(directory: Directory) -> None:
        plan = await draw_up(
            directory,
            kind="rename",
            ending_codes=[],
            successor_code=HERE,
            name="Sở Khoa học và Công nghệ",
            short_name="SKHCN",
            first_day=str(today()),
        )
        await decide(directory, plan)
        await at(directory, today())
        news = await told(directory, "agency-recorded", HERE)
        assert (news["name"], news["former_names"][0]["name"]) == (
            "Sở Khoa học và Công nghệ",
            "Sở Thông tin và Truyền thông",
        )
        yesterday = str(today() - timedelta(days=1))
        assert (news["code_2020"], news["former_codes"]) == ("H08.50", [{"code": "", "until": yesterday}])
        taken = await draw_up(directory, 422, ending_codes=[ELSEWHERE], new_code="000.00.51.H08")
        assert [fault["pointer"] for fault in taken["errors"]] == ["/code_2020"], "each agency has its own"

    run(act)


def test_a_tier_is_one_of_the_model_that_counts_on_the_plans_day(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    later = TerritorialChange(valid_from=today() + timedelta(days=5), model="two_tier")
    province = this_province().model_copy(update={"territorial_changes": (later,)})
    monkeypatch.setattr(checking, "this_province", lambda: province)

    async def act(directory: Directory) -> None:
        await decide(directory, await draw_up(directory, tier="district"), "withdraw")
        gone = await draw_up(directory, 422, tier="district", first_day=str(today() + timedelta(days=5)))
        assert [fault["pointer"] for fault in gone["errors"]] == ["/tier"]

    run(act)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"kind": "divide"}, "/kind"),
    ({"ending_codes": []}, "/ending"),
    ({"ending_codes": ["000.00.77.H08"]}, "/ending"),
    ({"ending_codes": [PROVINCE]}, "/ending"),
    ({"new_code": "khong-phai-ma"}, "/new_code"),
    ({"new_code": HERE}, "/successor"),
    ({"new_code": PROVINCE}, "/new_code"),
    ({"tier": "region"}, "/tier"),
    ({"parent_code": HERE}, "/parent_code"),
    ({"name": " "}, "/name"),
    ({"code_2020": "000.00.31.H08"}, "/code_2020"),
    ({"document_number": ""}, "/document_number"),
    ({"document_date": str(today() + timedelta(days=2))}, "/document_date"),
    ({"first_day": str(today() + timedelta(days=400))}, "/first_day"),
    ({"kind": "dissolve", "successor_code": ""}, "/successor"),
    ({"successor_code": HERE}, "/successor"),
    ({"kind": "rename", "successor_code": HERE, "name": "", "short_name": "", "code_2020": ""}, "/name"),
]


def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(run: Any) -> None:
    async def act(directory: Directory) -> None:
        for changed, pointer in REFUSED:
            answer = await draw_up(directory, 422, **changed)
            assert pointer in [fault["pointer"] for fault in answer["errors"]], (changed, answer)
        assert await directory.rows("SELECT 1 FROM reorganisation") == []

    run(act)


def test_one_agency_ends_by_one_plan_and_one_withdrawn_does_nothing(run: Any) -> None:
    async def act(directory: Directory) -> None:
        first = await draw_up(directory)
        again = await draw_up(directory, 422, new_code="000.00.51.H08")
        assert [fault["code"] for fault in again["errors"]] == ["planned", "planned"]
        confirmed = await decide(directory, first)
        await decide(directory, first, status=409)
        await decide(directory, confirmed, "withdraw")
        await at(directory, today() + DAY)
        assert await directory.rows(f"SELECT 1 FROM agency WHERE code = '{NEW}'") == []
        await draw_up(directory, new_code="000.00.51.H08")

    run(act)


def test_a_plan_whose_day_is_over_is_not_confirmed_and_may_be_dropped(run: Any) -> None:
    async def act(directory: Directory) -> None:
        plan = await draw_up(directory)
        late = datetime.combine(today() + DAY + timedelta(days=1), time(8), clock.VIETNAM)
        with clock.stopped_at(late):
            refused = await decide(directory, plan, status=409)
            assert refused["code"] == "plan_day_over", refused
            page = (await directory.call("GET", f"/danh-ba/sap-xep/{plan['id']}", SECOND)).text
            assert "đã qua nên không xác nhận được nữa" in page
            assert f"/danh-ba/sap-xep/{plan['id']}/xac-nhan" not in page
            await decide(directory, plan, "withdraw")
        assert await directory.rows("SELECT 1 FROM job WHERE name = 'reorganise'") == []

    run(act)


def test_what_is_not_possible_any_more_on_the_day_is_told_to_both(run: Any) -> None:
    async def act(directory: Directory) -> None:
        drew, _ = await directory.add("danhba.tinh", role="directory-administrator", agency=PROVINCE)
        signed, _ = await directory.add("lanhdao.tinh", role="leader", agency=PROVINCE)
        plan = await draw_up(directory, who=ABOVE.model_copy(update={"subject": str(drew.id)}))
        await decide(directory, plan, who=SECOND.model_copy(update={"subject": str(signed.id)}))
        async with directory.database.sessions.begin() as session:
            await publish_agencies(session, table()[:2])  # Sở Xây dựng has ended meanwhile
        await at(directory, today() + DAY)
        seen = (await directory.call("GET", f"{PLANS}/{plan['id']}", SECOND)).json()
        assert (seen["state"], seen["refusal"]) == ("refused", "Sở Xây dựng đã kết thúc trước ngày có hiệu lực.")
        news = await directory.rows("SELECT person FROM notification WHERE kind = 'reorganisation-refused'")
        assert {str(row.person) for row in news} == {str(drew.id), str(signed.id)}
        assert await directory.rows(f"SELECT 1 FROM agency WHERE code = '{NEW}'") == []

    run(act)


WHO = [
    ("directory-administrator", PROVINCE, 201, 200),
    ("leader", PROVINCE, 403, 200),
    ("directory-administrator", HERE, 403, 403),
    ("leader", HERE, 403, 403),
    ("specialist", PROVINCE, 403, 403),
    ("operator", PROVINCE, 403, 403),
]


def test_only_who_sits_above_reorganises(run: Any) -> None:
    async def act(directory: Directory) -> None:
        for role, agency, drawn, decided in WHO:
            plan, who = await draw_up(directory), an_officer(role, agency)
            await decide(directory, plan, who=who, status=decided)
            plan = (await directory.call("GET", f"{PLANS}/{plan['id']}", SECOND)).json()
            await decide(directory, plan, "withdraw", who, status=decided)
            if decided != 200:
                await decide(directory, plan, "withdraw")
            made = await draw_up(directory, drawn, who=who)
            if drawn == 201:
                await decide(directory, made, "withdraw")

    run(act)


def test_what_goes_into_an_agency_below_it_does_not_leave_that_one_below_what_has_ended(run: Any) -> None:
    async def act(directory: Directory) -> None:
        async with directory.database.sessions.begin() as session:
            await session.execute(text(f"UPDATE agency SET parent_code = '{HERE}' WHERE code = '{ELSEWHERE}'"))
        into: dict[str, Any] = {"ending_codes": [HERE], "successor_code": ELSEWHERE, "new_code": "", "code_2020": ""}
        await decide(directory, await draw_up(directory, **into))
        await at(directory, today() + DAY)
        assert (await told(directory, "agency-recorded", ELSEWHERE))["parent_code"] == PROVINCE

    run(act)
