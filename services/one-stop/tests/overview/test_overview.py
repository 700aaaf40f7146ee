"""What a leader sees of the open dossiers: what is late and why, whose hands are full, what will be late this week."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from one_stop.overview.rules import Standing, Waits, picture_of
from shared.core import clock

from ..conftest import ELSEWHERE

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
PAGE, CALL = "/mot-cua/tinh-hinh", "/api/one-stop/v1/overview"


def _standing(due: timedelta, **known: Any) -> Standing:
    facts: dict[str, Any] = {
        "id": uuid4(),
        "code": "H08-1",
        "procedure_name": "Cấp phép",
        "applicant_name": "Lê Văn An",
        "status": 4,
        "step_name": "Thẩm định",
        "step_role": SPECIALIST,
        "holder_id": "",
        "holder_name": "",
        "paused": False,
        "rests": False,
        "awaits": "",
        "work_due_at": clock.now() + due,
        "due_at": None,
    }
    return Standing(**(facts | known))


def test_each_says_what_it_waits_for_and_what_rests_is_not_late() -> None:
    late, now = timedelta(days=-1), clock.now()
    held = {"holder_id": "an", "holder_name": "Trần An"}
    rows = [
        _standing(late, status=1, step_role=COUNTER),
        _standing(late, status=5),
        _standing(late, status=5, rests=True),
        _standing(late, paused=True),
        _standing(late, awaits="Sở Xây dựng (hạn 17:00 01/03/2026)", **held),
        _standing(late, step_role=LEADER, holder_id="chi"),
        _standing(late, due_at=now - timedelta(hours=1)),
        _standing(late, **held),
        _standing(timedelta(days=3), **held),
        _standing(timedelta(days=30), **held),
    ]
    picture = picture_of(rows, now, now + timedelta(days=7))
    assert dict(picture.reasons) == dict.fromkeys(Waits, 1)
    assert (picture.held, len(picture.late), picture.broken, len(picture.soon)) == (10, 7, 1, 1)
    [of_an] = [load for load in picture.loads if load.name == "Trần An"]
    assert (of_an.desk, of_an.held, of_an.late, of_an.soon) == ("an", 4, 2, 1)
    [free] = [load for load in picture.loads if load.name == "Chưa ai nhận: Thẩm định"]
    assert (free.held, free.late) == (5, 4)


async def _late_at_the_leaders(office: Any) -> str:
    dossier: str = await office.file()
    for act in ("accept", "transfer"):
        answer = await office.act(dossier, act, COUNTER, {})
        assert answer.status_code == 200, answer.text
    days = "now() - interval '3 days'"
    await office.rows(f"UPDATE dossier SET work_due_at = {days}, due_at = {days} WHERE id = $1", UUID(dossier))
    return dossier


def test_each_figure_leads_to_its_dossiers_and_only_the_leader_sees_them(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            late, waiting = await _late_at_the_leaders(office), await office.file()
            leader = office.headers(LEADER)
            read = (await office.client.get(CALL, headers=leader)).json()
            assert (read["held"], read["late"], read["broken"]) == (2, 1, 1)
            assert read["reasons"] == {"lanh-dao": 1}
            assert [row["id"] for row in read["first_late"]] == [late]
            page = (await office.client.get(PAGE, headers=leader)).text
            assert f"/mot-cua/ho-so/{late}" in page
            assert "Chờ lãnh đạo phân công, ký duyệt" in page
            why = (await office.client.get(f"{PAGE}?cho=lanh-dao", headers=leader)).text
            assert (late in why, waiting in why) == (True, False)
            [row] = await office.rows("SELECT step_name FROM dossier WHERE id = $1", UUID(late))
            whose = (await office.client.get(PAGE, headers=leader, params={"nguoi": f"buoc:{row['step_name']}"})).text
            assert (late in whose, waiting in whose) == (True, False)
            nobody = await office.client.get(PAGE, headers=leader, params={"nguoi": "khong-co"})
            assert (nobody.status_code, "Không còn hồ sơ nào" in nobody.text) == (200, True)
            assert (await office.client.get(f"{PAGE}?cho=sai", headers=leader)).status_code == 422
            for role in (COUNTER, SPECIALIST):
                assert (await office.client.get(CALL, headers=office.headers(role))).status_code == 403
            elsewhere = (await office.client.get(CALL, headers=office.headers(LEADER, ELSEWHERE))).json()
            assert (elsewhere["held"], elsewhere["first_late"]) == (0, [])

    asyncio.run(run())


def test_the_weeks_are_those_that_the_figures_tell(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            for name, part, whole in (("dossiers-received", 7, 0), ("dossiers-on-time", 3, 4)):
                await office.rows(
                    "INSERT INTO daily_figure (name, agency_code, day, title, numerator, denominator, revision)"
                    " VALUES ($1, $2, current_date, $1, $3, $4, 1)",
                    name,
                    office.agency,
                    part,
                    whole,
                )
            page = (await office.client.get(PAGE, headers=office.headers(LEADER))).text
            assert "Các tuần gần đây" in page
            assert "75,0%" in page
            assert "3 trên 4" in page

    asyncio.run(run())
