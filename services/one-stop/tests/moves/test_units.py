"""A unit's head sees what the unit holds and what came back to it, and gives it out inside the unit, nowhere else."""

import asyncio
from datetime import date, timedelta
from typing import Any

from shared.access.identity import HEADER, Identity
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.contracts.values import Post
from shared.core import clock

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
ONE, TWO = "u-mot", "u-hai"
PEOPLE = {"binh": "Trần Văn Bình", "sau": "Võ Thị Sáu", "truong": "Ngô Thị Trưởng", "khac": "Lê Văn Khác"}


async def _tell(office: Any, person: str, unit: str | None, role: str = SPECIALIST) -> None:
    name = f"{SPECIALIST}.{office.agency}" if person == "binh" else person
    posts = () if unit is None else (Post(agency_code=office.agency, role=role, title="Chuyên viên", unit_id=unit),)
    news = PersonRecorded(person_id=name, full_name=PEOPLE[person], user_name=person, posts=posts)
    await office.tell(news, "mail-directory")


async def _staffed(office: Any) -> None:
    for person, unit in (("binh", ONE), ("sau", ONE), ("truong", ONE), ("khac", TWO)):
        await _tell(office, person, unit)


def _head(office: Any, unit: str = ONE, person: str = "truong") -> Identity:
    who: Identity = office.identity(SPECIALIST, person=person)
    return who.model_copy(update={"unit": unit, "leads_unit": True})


async def _held(office: Any) -> str:
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        answer = await office.act(dossier, act, role, {} if act == "transfer" else None)
        assert answer.status_code == 200, answer.text
    return dossier


async def _give(office: Any, who: Identity, dossier: str, to: str = "") -> Any:
    body = {"holder_id": to, "reason": "Phân công lại"} if to else {"reason": "Rút về đơn vị"}
    headers = {HEADER: office.issuer.issue(who, "one-stop")}
    return await office.client.post(f"/api/one-stop/v1/dossiers/{dossier}/reassign", headers=headers, json=body)


async def _sees(office: Any, who: Identity, dossier: str, scope: str = "unit") -> bool:
    headers = {HEADER: office.issuer.issue(who, "one-stop")}
    page = await office.client.get(f"/mot-cua?pham_vi={scope}", headers=headers)
    assert page.status_code == 200, page.text
    return dossier in page.text


async def _unit(office: Any, dossier: str) -> str:
    (row,) = await office.rows("SELECT unit_id FROM dossier WHERE id = $1", dossier)
    return str(row["unit_id"])


def test_a_head_sees_and_gives_out_inside_the_unit(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            await _staffed(office)
            dossier = await _held(office)
            assert await _unit(office, dossier) == ONE
            head, other = _head(office), _head(office, TWO, "khac")
            assert await _sees(office, head, dossier)
            assert not await _sees(office, head, dossier, "mine"), "it is another's"
            assert not await _sees(office, other, dossier)
            specialist = office.identity(SPECIALIST, person="sau").model_copy(update={"unit": ONE})
            assert not await _sees(office, specialist, dossier), "who leads no unit has no unit's list"
            headers = {HEADER: office.issuer.issue(specialist, "one-stop")}
            assert "Đơn vị tôi đứng đầu" not in (await office.client.get("/mot-cua", headers=headers)).text
            assert (await _give(office, specialist, dossier, "sau")).status_code == 403
            assert (await _give(office, other, dossier, "khac")).status_code == 409
            outside = await _give(office, head, dossier, "khac")
            assert (outside.status_code, outside.json()["errors"][0]["pointer"]) == (422, "/holder_id")
            given = await _give(office, head, dossier, "sau")
            assert given.status_code == 200, given.text
            leader = await _give(office, office.identity(LEADER), dossier, "khac")
            assert leader.status_code == 200, "a leader gives to any unit"
            assert await _unit(office, dossier) == TWO
            assert not await _sees(office, head, dossier)
            assert await _sees(office, other, dossier)
            assert (await _give(office, head, dossier, "sau")).status_code == 409

    asyncio.run(run())


def test_what_a_leaver_held_comes_back_to_the_units_list(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            await _staffed(office)
            dossier = await _held(office)
            await _tell(office, "binh", None)
            (row,) = await office.rows("SELECT holder_id FROM dossier")
            assert row["holder_id"] is None
            head = _head(office)
            assert await _sees(office, head, dossier)
            page = await office.client.get(
                f"/mot-cua/ho-so/{dossier}", headers={HEADER: office.issuer.issue(head, "one-stop")}
            )
            assert "Võ Thị Sáu" in page.text
            assert "Lê Văn Khác" not in page.text, "only colleagues of the unit are offered"
            assert (await _give(office, head, dossier, "sau")).status_code == 200
            assert (await _give(office, head, dossier)).status_code == 200, "taken back it stays on the unit's list"
            assert (await _unit(office, dossier), await _sees(office, head, dossier)) == (ONE, True)

    asyncio.run(run())


def test_work_follows_a_post_into_another_unit_and_leaves_it_with_the_step(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            await _staffed(office)
            dossier = await _held(office)
            await _tell(office, "binh", TWO)
            assert await _unit(office, dossier) == TWO
            (row,) = await office.rows("SELECT holder_id FROM dossier")
            assert row["holder_id"] == f"{SPECIALIST}.{office.agency}"
            returned = await office.act(dossier, "return", SPECIALIST, {"reason": "Sai lĩnh vực"})
            assert returned.status_code == 200, returned.text
            assert await _unit(office, dossier) == ""

    asyncio.run(run())


def test_the_figures_above_the_list_are_the_units(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            await _staffed(office)
            for _ in range(2):
                await _held(office)
            await office.file("hop-bao")
            for who, amount in ((_head(office), 2), (_head(office, TWO, "khac"), 0)):
                headers = {HEADER: office.issuer.issue(who, "one-stop")}
                page = (await office.client.get("/mot-cua?pham_vi=unit", headers=headers)).text
                first = page.split('class="lt-stat__value"', 1)[1].split(">", 1)[1].split("<", 1)[0]
                assert first.strip() == str(amount)

    asyncio.run(run())


def test_what_a_unit_holds_goes_with_it_into_another_and_stays_in_the_same_hands(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            await _staffed(office)
            dossier = await _held(office)
            named = {"code": "P1", "name": "Phòng Một", "unit_kind": "division"}
            days = {"valid_from": date(2016, 1, 1), "valid_to": clock.local_now().date() - timedelta(days=1)}
            into = {"successor_id": TWO, "successor_name": "Phòng Hai"}
            news = UnitRecorded(unit_id=ONE, agency_code=office.agency, **named, **days, **into)
            await office.tell(news, "mail-directory")
            assert await _unit(office, dossier) == TWO
            assert await _sees(office, _head(office, TWO, "khac"), dossier)
            assert not await _sees(office, _head(office), dossier)
            (row,) = await office.rows("SELECT holder_id FROM dossier WHERE id = $1", dossier)
            assert row["holder_id"] == f"{SPECIALIST}.{office.agency}"

    asyncio.run(run())
