"""Results that nobody has fetched: how long they wait, whom the counter reminded, and that nobody is reminded twice in a week."""

import asyncio
from datetime import timedelta
from typing import Any

import orjson
import pytest

from one_stop.uncollected.rules import REMIND_EVERY, days_waiting, require_due
from shared.core import clock
from shared.core.errors import Conflict

from ..returns.kit import APPLICANT, CARD, COUNTER, LEADER, SPECIALIST, brought, row_of, signed

LIST = "/api/one-stop/v1/lists/uncollected"
PAGE = "/mot-cua/ket-qua-chua-nhan"


async def _older(office: Any, dossier: str, days: int) -> None:
    await office.rows(
        "UPDATE dossier SET finished_at = now() - make_interval(days => $2) WHERE id = $1 RETURNING id", dossier, days
    )


async def _listed(office: Any, role: str = COUNTER, agency: str | None = None, **asked: str) -> list[str]:
    answer = await office.client.get(LIST, headers=office.headers(role, agency), params=asked)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


async def _remind(office: Any, *dossiers: str, role: str = COUNTER) -> Any:
    data = {"csrf_token": "csrf-token", "chon": list(dossiers)}
    return await office.client.post(f"{PAGE}/cung-luc", headers=office.headers(role), data=data)


async def _told(office: Any) -> list[dict[str, Any]]:
    rows = await office.rows("SELECT data::text AS data FROM outbox WHERE type = 'one-stop.result-reminded.v1'")
    return [orjson.loads(row["data"]) for row in rows]


def test_whole_days_are_counted_and_a_reminder_has_its_week() -> None:
    now = clock.now()
    assert days_waiting(now - timedelta(days=3, hours=23), now) == 3
    assert days_waiting(None, now) == days_waiting(now + timedelta(days=1), now) == 0
    require_due(None, now)
    require_due(now - REMIND_EVERY, now)
    with pytest.raises(Conflict):
        require_due(now - REMIND_EVERY + timedelta(minutes=1), now)


def test_what_waited_longest_stands_first_and_leaves_when_it_is_fetched(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            first, second = await signed(office, "1/KQ"), await brought(office, "2/KQ")
            await office.file()
            await _older(office, second, 40)
            await _older(office, first, 10)
            assert await _listed(office) == [second, first]
            assert await _listed(office, sort="reverse") == [first, second]
            assert await _listed(office, age="30") == [second]
            assert await _listed(office, age="7", way="counter") == [second, first]
            assert await _listed(office, way="online") == []
            assert await _listed(office, q="dang phuoc") == [first]
            assert await _listed(office, agency="000.00.99.H08") == []
            page = await office.client.get(PAGE, headers=office.headers(COUNTER))
            assert "Số ngày chờ" in page.text
            assert ">40<" in page.text.replace(" ", "").replace("\n", "")
            assert "Nhắc nhận kết quả" in page.text
            for role in (SPECIALIST, LEADER):
                seen = await office.client.get(PAGE, headers=office.headers(role))
                assert "Nhắc nhận kết quả" not in seen.text
            file = await office.client.get(f"{PAGE}/ket-xuat?dang=csv", headers=office.headers(COUNTER))
            assert APPLICANT.full_name in file.content.decode("utf-8-sig")
            assert (await office.act(first, "hand-over", COUNTER, CARD)).status_code == 200
            assert await _listed(office) == [second]
            assert (await office.act(first, "undo-hand-over", COUNTER, {"reason": "Trả nhầm"})).status_code == 200
            assert await _listed(office) == [second, first]

    asyncio.run(run())


def test_who_filed_online_is_told_and_who_came_to_the_counter_is_called(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            online, counter, early = await signed(office, "1/KQ"), await brought(office, "2/KQ"), await office.file()
            before = await office.rows("SELECT d::text FROM dossier d WHERE id = $1", early)
            done = await _remind(office, online, counter, early)
            assert "Đã thực hiện 2 trong 3 mục." in done.text
            assert await office.rows("SELECT d::text FROM dossier d WHERE id = $1", early) == before
            (event,) = await _told(office)
            assert event["dossier_id"] == online
            known = {one: (await row_of(office, one))["reminded_by"] for one in (online, counter)}
            assert known == {online: "account", counter: "phone"}
            again = await _remind(office, online)
            assert again.status_code == 409
            assert "nhắc lại được từ ngày" in again.text
            by_call = await office.act(counter, "remind", COUNTER)
            assert (by_call.status_code, by_call.json()["code"]) == (409, "reminded_already")
            await office.rows("UPDATE dossier SET reminded_at = now() - interval '8 days' RETURNING id")
            assert (await office.act(counter, "remind", COUNTER)).json()["reminders"] == 2
            assert (await _remind(office)).status_code == 422
            facts = await office.rows("SELECT facts FROM evidence WHERE kind = 'result-reminded'")
            assert len(facts) == 3

    asyncio.run(run())


def test_of_two_who_remind_at_once_one_is_told_and_nobody_else_may(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await signed(office)
            both = await asyncio.gather(*(office.act(dossier, "remind", COUNTER) for _ in range(2)))
            assert sorted(answer.status_code for answer in both) == [200, 409]
            assert len(await _told(office)) == 1
            for role in (SPECIALIST, LEADER):
                assert (await office.act(dossier, "remind", role)).status_code == 403
                assert (await _remind(office, dossier, role=role)).status_code == 403
            there = office.headers(COUNTER, "000.00.99.H08")
            answer = await office.client.post(f"/api/one-stop/v1/dossiers/{dossier}/remind", headers=there)
            assert answer.status_code == 404
            assert (await office.act(dossier, "hand-over", COUNTER, CARD)).status_code == 200
            late = await office.act(dossier, "remind", COUNTER)
            assert (late.status_code, late.json()["code"]) == (409, "result_returned_already")

    asyncio.run(run())
