"""Who may hand over and take in: two people, the unit's own; a unit without people; an agency without units; warnings."""

import asyncio
import json
from datetime import date, datetime, timedelta
from typing import Any

from one_stop.deadlines.handing_over import look
from one_stop.unit_lists.rules import Signatory, may_take_in
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.contracts.values import Post
from shared.core import clock

from .kit import (
    API,
    COUNTER,
    LEADER,
    NAME,
    OTHER,
    SPECIALIST,
    UNIT,
    at_counter,
    hand,
    page,
    row_of,
    staffed,
    take,
    taker,
)


def test_two_people_sign_and_the_second_is_of_the_unit() -> None:
    one = Signatory(frozenset({"binh"}), UNIT)
    assert may_take_in(UNIT, "hoa", one)
    assert may_take_in("", "hoa", one), "an agency without units"
    assert not may_take_in(OTHER, "hoa", one)
    assert not may_take_in(UNIT, "binh", one)
    assert not may_take_in("", "hoa", Signatory(frozenset({"thay", "hoa"}), "")), "at the giver's own desk"


def test_only_the_counter_hands_over_and_only_the_unit_takes_in(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            dossier = await at_counter(office)
            for role in (SPECIALIST, LEADER):
                assert (await hand(office, dossier, role=role)).status_code == 403
            made = (await hand(office, dossier)).json()
            for who, code in (
                (office.identity(COUNTER), "not_allowed"),
                (taker(office, OTHER), "unit_list_of_another"),
                (office.identity(LEADER), "unit_list_of_another"),
                (taker(office, person=f"{COUNTER}.{office.agency}"), "unit_list_own"),
            ):
                refused = await take(office, made, who=who)
                assert (refused.status_code, refused.json()["code"]) == (403, code)
            there = office.headers(office.identity(COUNTER, "000.00.99.H08"))
            for path in (f"{API}/{made['id']}", f"{API}/{made['id']}/form", f"/mot-cua/giay-ban-giao/{made['id']}"):
                assert (await office.client.get(path, headers=there)).status_code == 404
            shut = await office.client.post(f"{API}/{made['id']}/cancel", headers=there, json={"reason": "Giao nhầm"})
            assert shut.status_code == 404
            shown = await office.client.get(
                f"/mot-cua/giay-ban-giao/{made['id']}", headers=office.headers(taker(office, OTHER))
            )
            assert "Xác nhận đã nhận" not in shown.text
            refused = await page(office, f"giay-ban-giao/{made['id']}/nhan", taker(office, OTHER))
            assert (refused.status_code, NAME in refused.text) == (403, True)
            assert (await row_of(office, dossier))["step_position"] == 0
            read = await office.client.get(f"{API}/{made['id']}", headers=office.headers(LEADER))
            assert read.json()["unit"] == NAME
            sheet = await office.client.get(f"{API}/{made['id']}/form", headers=office.headers(LEADER))
            assert sheet.headers["content-type"] == "application/pdf"

    asyncio.run(run())


def test_a_unit_with_nobody_is_given_nothing_and_one_that_is_merged_leaves_its_lists(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            dossier = await at_counter(office)
            empty = await hand(office, dossier, unit=OTHER)
            assert (empty.status_code, empty.json()["errors"][0]["code"]) == (422, "unit_empty")
            for unit in ("", "u-la"):
                unknown = await hand(office, dossier, unit=unit)
                assert (unknown.status_code, unknown.json()["errors"][0]["code"]) == (422, "unit_unknown")
            made = (await hand(office, dossier)).json()
            ended = UnitRecorded(
                unit_id=UNIT,
                agency_code=office.agency,
                code=UNIT,
                name=NAME,
                unit_kind="division",
                valid_from=date(2020, 1, 1),
                valid_to=clock.local_now().date() - timedelta(days=1),
                successor_id=OTHER,
                successor_name="Phòng Khác",
            )
            await office.tell(ended, "mail-directory")
            assert (await take(office, made)).json()["code"] == "unit_list_of_another"
            done = await take(office, made, who=taker(office, OTHER))
            assert (done.status_code, done.json()["unit"]) == (200, "Phòng Khác")
            assert (await row_of(office, dossier))["unit_id"] == OTHER

    asyncio.run(run())


def test_an_agency_without_units_takes_in_as_a_whole(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await at_counter(office)
            new = await office.client.get("/mot-cua/lap-giay-ban-giao", headers=office.headers(COUNTER))
            assert "Đơn vị nhận" not in new.text
            made = (await hand(office, dossier, unit="")).json()
            done = await take(office, made, who=office.identity(LEADER))
            assert done.status_code == 200, done.text
            row = await row_of(office, dossier)
            assert (row["step_position"], row["unit_id"]) == (1, "")
            for role in (SPECIALIST, LEADER):
                left = PersonRecorded(person_id=f"{role}.{office.agency}", full_name="Người đi", user_name=role)
                await office.tell(left, "mail-directory")
            alone = await hand(office, await at_counter(office), unit="")
            assert (alone.status_code, alone.json()["errors"][0]["code"]) == (422, "unit_empty")

    asyncio.run(run())


def test_while_a_list_waits_the_unit_is_warned_and_not_the_counter(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            dossier, other = await at_counter(office), await at_counter(office)
            assert (await hand(office, dossier)).status_code == 201
            late = (await row_of(office, dossier))["step_due_at"]
            await _look(office, dossier, late - timedelta(minutes=30))
            await _look(office, other, late - timedelta(minutes=30))
            unit, counter = await _told(office, "hand-over-due-soon")
            assert {one["person_id"] for one in unit} == {f"{SPECIALIST}.{office.agency}", "sau"}
            assert [one["role"] for one in counter] == [COUNTER]
            await _look(office, dossier, late)
            (everybody,) = await _told(office, "hand-over-late")
            assert {one["role"] or one["person_id"] for one in everybody} == {
                COUNTER,
                LEADER,
                f"{SPECIALIST}.{office.agency}",
                "sau",
            }

    asyncio.run(run())


async def _look(office: Any, dossier: str, moment: datetime) -> None:
    with clock.stopped_at(moment):
        async with office.database.sessions.begin() as session:
            await look(session, dossier)


async def _told(office: Any, kind: str) -> list[Any]:
    rows = await office.rows(
        "SELECT (data -> 'to')::text AS people FROM outbox WHERE data ->> 'notification' = $1 ORDER BY position", kind
    )
    return [json.loads(row["people"]) for row in rows]


def test_who_works_at_the_counter_and_in_the_unit_is_not_asked_to_take_in_what_he_hands_over(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            post = Post(agency_code=office.agency, role=SPECIALIST, title="Chuyên viên", unit_id=UNIT)
            both = PersonRecorded(
                person_id=f"{COUNTER}.{office.agency}", full_name="Hoa", user_name="hoa", posts=(post,)
            )
            await office.tell(both, "mail-directory")
            made = (await hand(office, await at_counter(office))).json()
            arrived = await _told(office, "unit-list-arrived")
            assert f"{COUNTER}.{office.agency}" not in {one["person_id"] for one in arrived[0]}
            assert (await take(office, made, who=taker(office, person="sau"))).status_code == 200

    asyncio.run(run())
