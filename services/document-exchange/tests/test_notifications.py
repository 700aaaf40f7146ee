"""Officers are told of documents: arrived, given to them, soon due, late, given back. Never what they are about."""

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.incoming.deadlines import DEADLINE, watch_again
from document_exchange.seeding import seed
from shared.access.rights import Role
from shared.contracts.mail_directory import UnitRecorded
from shared.core import clock
from shared.core.formats import vn_second
from shared.standards.calendar_days import MONDAY_TO_FRIDAY, CalendarDay, DayKind, read_calendar
from shared.standards.working_time import Slot
from shared.work.jobs import Jobs
from shared.work.working_calendar.keeping import keep_calendar, keep_hours
from shared.work.working_calendar.queries import get_working_time

from .test_exits import SENDER
from .test_incoming import RECEIVER, arrived, run

PROVINCE = Path(__file__).parents[3] / "data" / "binh-dinh"
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
        due = day_after_today(WEDNESDAY)
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


async def given(house: Any, due: date) -> None:
    """Registered, and given to the specialist until that day."""
    incoming = await arrived(house)
    await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
    worker = house.person(Role.SPECIALIST, RECEIVER)
    told_so = {"lead_id": worker.subject, "due_on": due.isoformat()}
    answer = await house.report(RECEIVER, incoming["id"], "04", Role.LEADER, **told_so)
    assert answer.status_code < 300, answer.text


async def seen_each_day(house: Any, first: date, days: int, hour: int = 9) -> dict[str, date]:
    """On which day each kind was told, with the worker looking every morning."""
    found: dict[str, date] = {}
    for day in (first + timedelta(days=count) for count in range(days)):
        before = len(await kinds(house))
        await look_at(house, day, hour)
        for kind in (await kinds(house))[before:]:
            assert kind not in found, "once"
            found[kind] = day
    return found


MONDAY, WEDNESDAY, FRIDAY, SATURDAY = 1, 3, 5, 6


def day_after_today(weekday: int) -> date:
    """One of a later week, far enough away to be warned of."""
    day = clock.local_now().date() + timedelta(days=10)
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


@pytest.mark.parametrize(
    ("weekday", "soon", "late"), [(MONDAY, -3, 1), (WEDNESDAY, -1, 1), (FRIDAY, -1, 3), (SATURDAY, -1, 2)]
)
def test_nobody_is_told_of_a_deadline_on_a_weekend(
    open_house: Callable[[], Any], weekday: int, soon: int, late: int
) -> None:
    """Where a year has no calendar, its working days are Monday to Friday."""

    async def play(house: Any) -> None:
        due = day_after_today(weekday)
        await given(house, due)
        days = {"document-due-soon": soon, "document-late": late, "document-late-here": late}
        expected = {kind: due + timedelta(days=count) for kind, count in days.items()}
        assert await seen_each_day(house, due - timedelta(days=5), 10) == expected

    run(open_house, play)


def test_a_calendar_that_comes_later_moves_the_mornings_on_which_one_is_told(open_house: Callable[[], Any]) -> None:
    """Tết from Monday to Wednesday, with the Saturday before it made up: due on Thursday, one is told on that Saturday."""

    async def play(house: Any) -> None:
        due = day_after_today(WEDNESDAY) + timedelta(days=1)
        await given(house, due)
        off = [CalendarDay(due - timedelta(days=count), DayKind.HOLIDAY, "Tết") for count in (1, 2, 3)]
        off.append(CalendarDay(due + timedelta(days=1), DayKind.SUBSTITUTE_OFF, "Nghỉ bù"))
        made_up = CalendarDay(due - timedelta(days=5), DayKind.MAKEUP_WORK, "Làm bù")
        async with house.database.sessions.begin() as session:
            assert await keep_calendar(session, [*off, made_up])
            await watch_again(session)
            assert not await keep_calendar(session, [*off, made_up]), "the same again changes nothing"
        assert await seen_each_day(house, due - timedelta(days=7), 14) == {
            "document-due-soon": made_up.on,
            "document-late": due + timedelta(days=4),
            "document-late-here": due + timedelta(days=4),
        }

    run(open_house, play)


def test_one_is_told_when_the_agencys_work_begins(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        due = day_after_today(WEDNESDAY)
        async with house.database.sessions.begin() as session:
            usual = MONDAY_TO_FRIDAY
            slots = [Slot(time(8, 30), time(12), usual), Slot(time(13), time(17, 30), usual)]
            await keep_hours(session, RECEIVER, slots)
        await given(house, due)
        assert await seen_each_day(house, due - timedelta(days=1), 1, hour=8) == {}
        assert set(await seen_each_day(house, due - timedelta(days=1), 1)) == {"document-due-soon"}

    run(open_house, play)


def test_what_was_planned_for_a_sunday_is_told_late_and_never_twice(open_house: Callable[[], Any]) -> None:
    """As it was planned before the service knew a calendar."""

    async def play(house: Any) -> None:
        due = day_after_today(MONDAY)
        await given(house, due)
        for day, expected in ((due - timedelta(days=1), ["document-due-soon"]), (due + timedelta(days=5), [])):
            before = len(await kinds(house))
            async with house.database.sessions.begin() as session:
                await session.execute(
                    text("UPDATE job SET due_at = :at WHERE name = 'incoming-deadline'"),
                    {"at": datetime.combine(day, time(8), clock.VIETNAM)},
                )
                await session.execute(
                    text("UPDATE incoming_document SET due_on = :day"),
                    {"day": due if expected else day - timedelta(days=1)},
                )
            await look_at(house, day)
            assert (await kinds(house))[before:] == expected, (
                "a Saturday behind a Friday is no day to be told that it is late"
            )

    run(open_house, play)


def test_seeding_reads_the_provinces_calendar(open_house: Callable[[], Any]) -> None:
    async def play(house: Any) -> None:
        await seed(house.database, house.settings, PROVINCE)
        async with house.database.sessions() as session:
            working_time = await get_working_time(session, RECEIVER)
        days = {day.on: day.kind for day in read_calendar((PROVINCE / "calendar.csv").read_bytes())}
        assert days
        for day, kind in days.items():
            assert working_time.days.is_working_day(day) == (kind is DayKind.MAKEUP_WORK), day

    run(open_house, play)


def test_another_calendar_of_the_province_moves_the_mornings_of_what_was_given(
    open_house: Callable[[], Any], tmp_path: Path
) -> None:
    async def play(house: Any) -> None:
        due = day_after_today(WEDNESDAY) + timedelta(days=1)
        await given(house, due)
        province = Path(shutil.copytree(PROVINCE, tmp_path / "province"))
        rest = [f"{due - timedelta(days=count)},holiday,Tết,known" for count in (1, 2, 3)]
        (province / "calendar.csv").write_text("\n".join(["date,kind,name,certainty", *rest]) + "\n", "utf-8")
        await seed(house.database, house.settings, province)
        friday = due - timedelta(days=6)
        assert await seen_each_day(house, friday, 1) == {"document-due-soon": friday}

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
