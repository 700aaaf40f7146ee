"""Officers are told of documents: arrived, given to them, soon due, late, given back. Never what they are about."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import text

from document_exchange.incoming.deadlines import DEADLINE
from shared.access.rights import Role
from shared.contracts.mail_directory import UnitRecorded
from shared.core import clock
from shared.core.formats import vn_second
from shared.work.jobs import Jobs

from .test_exits import SENDER
from .test_incoming import RECEIVER, arrived, run

TOLD = "SELECT data::text AS data FROM outbox WHERE kind = 'notification' ORDER BY position"


async def told(house: Any) -> list[dict[str, Any]]:
    rows = await (await house.database.hot()).fetch(TOLD)
    return [json.loads(row["data"]) for row in rows]


async def kinds(house: Any) -> list[str]:
    return [event["notification"] for event in await told(house)]


async def look_at(house: Any, day: date, hour: int = 9) -> None:
    with clock.stopped_at(datetime.combine(day, time(hour), clock.VIETNAM)):
        jobs = Jobs(house.database, [DEADLINE])
        while await jobs.do_next():
            pass


def test_a_draft_goes_to_its_leader_and_comes_back_to_its_drafter(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        document = await house.draft()
        await house.step(document, "submit", Role.SPECIALIST)
        await house.step(document, "return", Role.LEADER, opinion="Sai thẩm quyền")
        submitted, returned = await told(house)
        assert submitted["notification"] == "draft-submitted"
        assert [to["person_id"] for to in submitted["to"]] == [house.person(Role.LEADER).subject]
        assert returned["notification"] == "draft-returned"
        assert [to["person_id"] for to in returned["to"]] == [house.person(Role.SPECIALIST).subject]
        assert "Sai thẩm quyền" not in json.dumps(returned, ensure_ascii=False)

    run(open_house, play)


def test_a_draft_is_told_from_others_by_its_kind_its_beginning_and_its_unit(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        drafter = house.person(Role.SPECIALIST)
        house.people[SENDER, Role.SPECIALIST] = drafter.model_copy(update={"unit": "u-cntt"})
        room = {"code": "CNTT", "name": "Phòng CNTT", "unit_kind": "division"}
        news = UnitRecorded(unit_id="u-cntt", agency_code=SENDER, valid_from=date(2016, 1, 1), **room)
        await house.tell(news, "mail-directory")
        document = await house.draft()
        async with house.database.sessions() as session:
            began = await session.scalar(text("SELECT created_at FROM outgoing_document"))
        await house.step(document, "submit", Role.SPECIALIST)
        await house.step(document, "return", Role.LEADER, opinion="Sai thể thức")
        named = {"reference": f"công văn soạn lúc {vn_second(began)}", "unit": "Phòng CNTT"}
        assert [event["facts"] for event in await told(house)] == [named, named]

    run(open_house, play)


def test_an_arrival_goes_to_the_leaders_then_to_whoever_is_given_it(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        incoming = await arrived(house)
        before = len(await told(house))
        accepted = await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
        assert accepted.status_code < 300, accepted.text
        worker = house.person(Role.SPECIALIST, RECEIVER)
        due = clock.local_now().date() + timedelta(days=10)
        given = await house.report(
            RECEIVER, incoming["id"], "04", Role.LEADER, lead_id=worker.subject, due_on=due.isoformat()
        )
        assert given.status_code < 300, given.text
        registered, assigned = (await told(house))[before:]
        assert registered["to"] == [{"person_id": "", "agency_code": RECEIVER, "role": "leader"}]
        assert [to["person_id"] for to in assigned["to"]] == [worker.subject]
        assert assigned["facts"]["due"] == f"{due:%d/%m/%Y}"
        assert "phối hợp thử nghiệm" not in json.dumps([registered, assigned], ensure_ascii=False)
        await look_at(house, due - timedelta(days=2))
        await look_at(house, due - timedelta(days=1))
        await look_at(house, due)
        await look_at(house, due + timedelta(days=1), hour=7)
        assert (await kinds(house))[before + 2 :] == ["document-due-soon"]
        await look_at(house, due + timedelta(days=1))
        await look_at(house, due + timedelta(days=2))
        assert (await kinds(house))[before + 3 :] == ["document-late", "document-late-here"]

    run(open_house, play)


def test_what_is_done_is_not_warned_of(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        incoming = await arrived(house)
        await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
        worker = house.person(Role.SPECIALIST, RECEIVER)
        due = (clock.local_now().date() + timedelta(days=10)).isoformat()
        await house.report(RECEIVER, incoming["id"], "04", Role.LEADER, lead_id=worker.subject, due_on=due)
        for code in ("05", "06"):
            done = await house.report(RECEIVER, incoming["id"], code, Role.SPECIALIST)
            assert done.status_code < 300, done.text
        rows = await (await house.database.hot()).fetch("SELECT 1 FROM job WHERE name = 'incoming-deadline'")
        assert rows == []

    run(open_house, play)


def test_a_document_given_back_is_told_to_its_drafter_and_the_clerks(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        incoming = await arrived(house)
        back = await house.report(
            RECEIVER, incoming["id"], "02", Role.RECORDS_CLERK, description="Không đúng thẩm quyền"
        )
        assert back.status_code < 300, back.text
        await house.exchange()
        event = (await told(house))[-1]
        assert event["notification"] == "document-refused"
        drafter = house.person(Role.SPECIALIST)
        assert event["to"] == [
            {"person_id": drafter.subject, "agency_code": drafter.agency_code, "role": ""},
            {"person_id": "", "agency_code": drafter.agency_code, "role": "records-clerk"},
        ]
        assert "Không đúng thẩm quyền" not in json.dumps(event, ensure_ascii=False)

    run(open_house, play)
