"""What came to an agency before it ended lies still nowhere: the successor's people finish it, in the book in which it stands."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.continuing.actions import CONTINUE, LOOK_AGAIN
from document_exchange.documents.rules import DocumentStatus
from document_exchange.figures.counting import FIGURES
from shared.access.rights import Role
from shared.contracts.values import Share
from shared.core import clock
from testing.factories import a_person, a_post, an_agency

from .continuing_kit import day_from_today, do, hire, mine, of, of_receiver, registered, rows, sees
from .test_continuing import AGAIN, HEIR, SECOND, merged, tell_merged, work
from .test_exits import bring_to, run
from .test_incoming import RECEIVER, arrived
from .test_units import ONE, STAFF, staffed

LATER = "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e63"


def test_who_has_it_goes_on_at_the_successor_and_the_number_stays_in_its_book(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming = await registered(house)
        place = f"/incoming/{incoming['id']}"
        await hire(house)
        worker = house.person(Role.SPECIALIST, RECEIVER)
        moved = a_post(HEIR, Role.SPECIALIST, merged_agencies=(RECEIVER,))
        await house.tell(a_person(worker.subject, moved, full_name=worker.name), "mail-directory")
        await tell_merged(house, of_receiver())
        old = house.person(Role.LEADER, RECEIVER)
        assert [await sees(house, who, place) for who in (of(house, Role.LEADER), old)] == [True, False]
        listed = (await house.call(of(house, Role.LEADER), "GET", "/van-ban/den?trang_thai=04")).text
        assert f"/van-ban/den/{incoming['id']}" in listed
        here = worker.model_copy(update={"agency_code": HEIR})
        for code in ("05", "06"):
            answer = await house.call(here, "POST", f"{place}/status", json={"code": code})
            assert answer.status_code == 200, answer.text
        kept = await rows(house, "SELECT addressee_code, continued_by, arrival_number, status FROM incoming_document")
        assert [tuple(row) for row in kept] == [(RECEIVER, HEIR, 1, "06")]
        await house.exchange()
        told = await rows(house, "SELECT addressee_code, status FROM delivery")
        assert [tuple(row) for row in told] == [(RECEIVER, "06")], "its sender hears of it as of that agency"
        lines = (await house.call(of(house, Role.LEADER), "GET", f"/van-ban/den/{incoming['id']}")).text
        assert lines.count("Sang cơ quan kế thừa") == 1
        assert "Sáp nhập theo 15/NQ-HĐND" in lines

    run(open_house, play)


def test_what_was_not_registered_yet_is_taken_in_or_given_back_by_the_successors_clerk(open_house: Any) -> None:
    async def play(house: Any) -> None:
        taken, given = await arrived(house), await arrived(house, subject="V/v việc thứ hai")
        await hire(house)
        await tell_merged(house, of_receiver())
        clerk = of(house, Role.RECORDS_CLERK)
        for one, body in ((taken, {"code": "03"}), (given, {"code": "02", "description": "Sai nơi nhận"})):
            answer = await house.call(clerk, "POST", f"/incoming/{one['id']}/status", json=body)
            assert answer.status_code == 200, answer.text
        kept = await rows(house, "SELECT status, arrival_number FROM incoming_document ORDER BY arrival_number")
        assert [tuple(row) for row in kept] == [("03", 1), ("02", None)]
        counters = await rows(house, "SELECT agency_code FROM number_counter WHERE kind = 'arrival'")
        assert [row.agency_code for row in counters] == [RECEIVER], "the successor's own book has no gap"

    run(open_house, play)


def test_whoever_does_not_come_along_leaves_it_to_the_successors_leader(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming = await registered(house)
        await hire(house)
        await tell_merged(house, of_receiver())
        worker = house.person(Role.SPECIALIST, RECEIVER)
        await house.tell(a_person(worker.subject, a_post(SECOND, Role.SPECIALIST)), "mail-directory")
        leader = of(house, Role.LEADER)
        assert (
            f"/van-ban/den/{incoming['id']}"
            in (await house.call(leader, "GET", "/van-ban/den?trang_thai=doi-nguoi")).text
        )
        new = {"code": "04", "lead_id": of(house, Role.SPECIALIST).subject}
        assert (await house.call(leader, "POST", f"/incoming/{incoming['id']}/status", json=new)).status_code == 200

    run(open_house, play)


def test_what_its_sender_asks_back_is_answered_by_the_successor(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent = await house.sent(all_agencies=False, addressees=[RECEIVER])
        await house.exchange()
        (incoming,) = await house.inbox(RECEIVER)
        await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
        await house.report(RECEIVER, incoming["id"], "06", Role.LEADER)
        await hire(house)
        day = clock.local_now().date() - timedelta(days=1)
        await house.tell(an_agency(RECEIVER, valid_to=day, successor_code=HEIR), "mail-directory")
        await tell_merged(house, of_receiver())
        place = f"/incoming/{incoming['id']}"
        assert await sees(house, of(house, Role.RECORDS_CLERK), place), "what is done with too"
        await house.step(str(sent["id"]), "recall", Role.RECORDS_CLERK, reason="Gửi nhầm")
        await house.exchange()
        answer = await house.call(of(house, Role.RECORDS_CLERK), "POST", f"{place}/status", json={"code": "15"})
        assert answer.status_code == 200, answer.text
        await house.exchange()
        assert (await house.document(str(sent["id"])))["status"] == "recalled"

    run(open_house, play)


@pytest.mark.parametrize("first", ["people", "plan"])
def test_it_follows_its_unit_out_of_an_agency_that_stands_and_comes_back_with_it(open_house: Any, first: str) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        goes, stays = await arrived(house), await arrived(house, subject="V/v việc ở lại")
        for one, given in ((goes, {"unit_id": ONE, "lead_id": "binh"}), (stays, {"lead_id": mine(house)})):
            await house.report(RECEIVER, one["id"], "03", Role.RECORDS_CLERK)
            answer = await house.report(RECEIVER, one["id"], "04", Role.LEADER, **given)
            assert answer.status_code == 200, answer.text
        await hire(house)
        there = a_post(HEIR, Role.SPECIALIST, unit="Phòng CNTT", unit_id="u-moi", merged_units=(ONE,))
        person = a_person("binh", there, full_name=STAFF["binh"][0])
        share = Share(successor_code=HEIR, successor_name="Sở Mới", units=(ONE, "u-moi"))
        event = of_receiver(act="part", successor_code=RECEIVER, shares=(share,), first_day=day_from_today(-3))
        if first == "people":
            await house.tell(person, "mail-directory")
        await tell_merged(house, event)
        await house.tell(person, "mail-directory")
        leader, old = of(house, Role.LEADER), house.person(Role.LEADER, RECEIVER)
        seen = [await sees(house, who, f"/incoming/{one['id']}") for who in (leader, old) for one in (goes, stays)]
        assert seen == [True, False, False, True]
        held = await rows(house, "SELECT person_id FROM assignment ORDER BY person_id")
        assert {row.person_id for row in held} == {"binh", mine(house)}, "it stays in the same hands"
        share = Share(successor_code=RECEIVER, successor_name="Sở Cũ", units=("u-ve", "u-moi", ONE))
        back = merged(
            agency_code=HEIR,
            act="part",
            successor_code=HEIR,
            shares=(share,),
            first_day=day_from_today(-2),
            reorganisation_id=AGAIN,
        )
        await tell_merged(house, back)
        await work(house, LOOK_AGAIN, CONTINUE)
        assert [await sees(house, who, f"/incoming/{goes['id']}") for who in (leader, old)] == [False, True]

    run(open_house, play)


def test_what_comes_late_and_what_goes_on_twice_is_found_again(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await hire(house)
        await hire(house, SECOND)
        await tell_merged(house, merged(), of_receiver())
        drafted, sealed = await bring_to(house, DocumentStatus.DRAFT), await bring_to(house, DocumentStatus.SEALED)
        came = await arrived(house)
        await work(house, LOOK_AGAIN)
        assert not await sees(house, of(house, Role.RECORDS_CLERK), f"/incoming/{came['id']}")
        await do(
            house, "INSERT INTO job (name, title, key, due_at) VALUES (:name, '', '', now())", name=LOOK_AGAIN.name
        )
        for _ in range(2):
            await work(house, LOOK_AGAIN, CONTINUE)
            await do(house, "UPDATE job SET due_at = now() WHERE name = :name", name=LOOK_AGAIN.name)
        clerk = of(house, Role.RECORDS_CLERK)
        assert await sees(house, clerk, f"/incoming/{came['id']}")
        assert await sees(house, clerk, f"/documents/{sealed}")
        ended = merged(agency_code=HEIR, successor_code=SECOND, first_day=day_from_today(1), reorganisation_id=LATER)
        await tell_merged(house, ended)
        clerk = of(house, Role.RECORDS_CLERK, SECOND)
        assert await sees(house, clerk, f"/incoming/{came['id']}")
        assert await sees(house, clerk, f"/documents/{sealed}")
        here = house.person(Role.SPECIALIST).model_copy(update={"agency_code": SECOND})
        assert await sees(house, here, f"/documents/{drafted}")
        lines = await rows(house, "SELECT 1 FROM incoming_status WHERE code = 'agency-continued'")
        assert len(lines) == 2, "once for each time it went on"

    run(open_house, play)


def test_what_a_receiver_gives_back_is_told_to_whoever_answers_for_it_now(open_house: Any) -> None:
    """Nobody is left at the agency in whose name it went: told there, nobody would hear of it."""

    async def play(house: Any) -> None:
        document = str((await house.sent(all_agencies=False, addressees=[RECEIVER]))["id"])
        await house.exchange()
        (incoming,) = await house.inbox(RECEIVER)
        await tell_merged(house, merged())
        await house.report(RECEIVER, incoming["id"], "02", Role.RECORDS_CLERK, description="Sai nơi nhận")
        await house.exchange()
        found = await rows(house, "SELECT data FROM outbox WHERE data ->> 'notification' = 'document-refused'")
        (told,) = [row.data["to"] for row in found]
        assert {(to["role"] or "drafter", to["agency_code"]) for to in told} == {
            ("drafter", HEIR),
            (Role.RECORDS_CLERK, HEIR),
        }, document

    run(open_house, play)


def test_what_was_done_in_time_is_of_the_agency_that_did_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        before, after = await registered(house), await registered(house)
        await house.report(RECEIVER, before["id"], "06", Role.LEADER)
        await hire(house)
        await tell_merged(house, of_receiver())
        path = f"/incoming/{after['id']}/status"
        assert (await house.call(of(house, Role.LEADER), "POST", path, json={"code": "06"})).status_code == 200
        await do(house, "UPDATE incoming_document SET due_on = current_date + 1")
        (figure,) = [one for one in FIGURES if one.name == "documents-on-time"]
        days = {"since": clock.now() - timedelta(days=2), "until": clock.now() + timedelta(days=2)}
        async with house.database.sessions() as session:
            counted = {row.agency_code: row.numerator for row in await session.execute(text(figure.count), days)}
        assert counted == {RECEIVER: 1, HEIR: 1}

    run(open_house, play)
