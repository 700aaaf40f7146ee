"""Officers are told what is theirs to do: given to them, answered, soon due, late. Never whose dossier it is."""

import asyncio
import functools
import json
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from one_stop.deadlines.actions import DEADLINE
from one_stop.deadlines.rules import soon_at
from one_stop.dossiers.notifications import about_dossier
from shared.contracts.online_services import SupplementFiled
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.core.identifiers import new_id
from shared.standards.calendar_days import CalendarDay, CalendarDays, DayKind
from shared.standards.working_time import WorkingTime
from shared.work.jobs import Jobs

TOLD = "SELECT data::text AS data FROM outbox WHERE kind = 'notification' ORDER BY position"


def in_one_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @functools.wraps(test)
    def run(**fixtures: Any) -> None:
        asyncio.run(test(**fixtures))

    return run


async def told(office: Any) -> list[dict[str, Any]]:
    return [json.loads(row["data"]) for row in await office.rows(TOLD)]


async def kinds(office: Any) -> list[str]:
    return [event["notification"] for event in await told(office)]


async def accepted(office: Any) -> str:
    dossier: str = await office.file("hop-bao")
    answer = await office.act(dossier, "accept", "counter-officer")
    assert answer.status_code == 200, answer.text
    return dossier


async def look_at(office: Any, moment: datetime) -> None:
    with clock.stopped_at(moment):
        jobs = Jobs(office.database, [DEADLINE])
        while await jobs.do_next():
            pass


async def due_of(office: Any, dossier: str) -> datetime:
    (row,) = await office.rows("SELECT due_at FROM dossier WHERE id = $1", UUID(dossier))
    moment: datetime = row["due_at"]
    return moment


@in_one_loop
async def test_who_is_given_a_dossier_is_told_and_nothing_of_its_applicant_is_said(one_stop: Any) -> None:
    async with one_stop() as office:
        dossier = await accepted(office)
        specialist = office.identity("specialist").subject
        moved = await office.act(dossier, "transfer", "counter-officer", {"holder_id": specialist})
        assert moved.status_code == 200, moved.text
        (event,) = await told(office)
        assert event["notification"] == "dossier-assigned"
        assert [to["person_id"] for to in event["to"]] == [specialist]
        assert event["link"] == f"/mot-cua/ho-so/{dossier}"
        assert set(event["facts"]) == {"code", "step", "due"}
        assert not [
            word for word in ("Đặng", "Phước", "052090001234", "0905") if word in json.dumps(event, ensure_ascii=False)
        ]


@in_one_loop
async def test_who_takes_a_dossier_himself_is_not_told(one_stop: Any) -> None:
    async with one_stop() as office:
        dossier = await accepted(office)
        await office.act(dossier, "transfer", "counter-officer", {"holder_id": ""})
        taken = await office.act(dossier, "claim", "specialist")
        assert taken.status_code == 200, taken.text
        assert await told(office) == []


@in_one_loop
async def test_the_holder_is_warned_a_working_day_ahead_and_the_leaders_when_it_is_late(one_stop: Any) -> None:
    async with one_stop() as office:
        dossier = await accepted(office)
        specialist = office.identity("specialist").subject
        await office.act(dossier, "transfer", "counter-officer", {"holder_id": specialist})
        due = await due_of(office, dossier)
        await look_at(office, due - timedelta(days=9))
        assert await kinds(office) == ["dossier-assigned"]
        await look_at(office, due - timedelta(hours=2))
        await look_at(office, due - timedelta(hours=1))
        await look_at(office, due + timedelta(seconds=1))
        await look_at(office, due + timedelta(days=1))
        assert await kinds(office) == ["dossier-assigned", "dossier-due-soon", "dossier-late", "dossier-late-here"]
        late, here = (await told(office))[-2:]
        assert late["to"] == [{"person_id": specialist, "agency_code": office.agency, "role": "specialist"}]
        assert here["to"] == [{"person_id": "", "agency_code": office.agency, "role": "leader"}]


@in_one_loop
async def test_nobody_is_warned_while_the_applicant_is_waited_for_and_of_the_new_term_afterwards(one_stop: Any) -> None:
    async with one_stop() as office:
        dossier = await accepted(office)
        await office.act(dossier, "transfer", "counter-officer", {"holder_id": ""})
        await office.act(dossier, "claim", "specialist")
        due = await due_of(office, dossier)
        paper = office.procedures["hop-bao"]["papers"][0]["code"]
        asked = {"reason": "Thiếu", "items": [{"paper_code": paper, "note": "Bản rõ"}]}
        answer = await office.act(dossier, "request-supplement", "specialist", asked)
        assert answer.status_code == 200, answer.text
        await look_at(office, due + timedelta(days=1))
        assert await kinds(office) == []
        filed = SupplementFiled(
            submission_id=dossier,
            answers={},
            papers=(office.a_submission("hop-bao").papers[0],),
            filed_at=datetime.now(UTC) + timedelta(days=3),
        )
        await office.tell(filed, "online-services")
        assert await kinds(office) == ["dossier-answered"]
        moved = await due_of(office, dossier)
        assert moved > due
        await look_at(office, due + timedelta(minutes=1))
        await look_at(office, moved + timedelta(minutes=1))
        assert (await kinds(office))[-2:] == ["dossier-late", "dossier-late-here"]


@in_one_loop
async def test_a_dossier_that_was_withdrawn_is_watched_no_more(one_stop: Any) -> None:
    from shared.contracts.online_services import SubmissionWithdrawn

    async with one_stop() as office:
        dossier = await accepted(office)
        assert len(await office.rows("SELECT 1 FROM job WHERE name = 'dossier-deadline'")) == 1
        withdrawn = SubmissionWithdrawn(submission_id=dossier, reason="Nhầm", withdrawn_at=datetime.now(UTC))
        await office.tell(withdrawn, "online-services")
        assert await office.rows("SELECT 1 FROM job WHERE name = 'dossier-deadline'") == []


def test_a_working_day_ahead_looks_over_weekends_and_holidays() -> None:
    holiday = CalendarDay(date(2026, 9, 2), DayKind.HOLIDAY, "Quốc khánh")
    hours = WorkingTime(CalendarDays.of([holiday]))
    monday = datetime(2026, 8, 31, 17, 0, tzinfo=VIETNAM)
    assert soon_at(monday, hours) == datetime(2026, 8, 28, 17, 0, tzinfo=VIETNAM)
    assert soon_at(monday.replace(hour=9), hours).date() == date(2026, 8, 28)
    thursday = datetime(2026, 9, 3, 9, 0, tzinfo=VIETNAM)
    assert soon_at(thursday, hours).date() == date(2026, 9, 1)


def test_a_dossier_without_a_code_is_told_from_others_by_when_it_was_filed() -> None:
    filed = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)
    one, other = (
        about_dossier("dossier-assigned", new_id(), [], code=None, opened_at=filed + timedelta(seconds=later))
        for later in (0, 1)
    )
    assert (one.facts["code"], other.facts["code"]) == ("nộp lúc 14:30:00 26/11/2026", "nộp lúc 14:30:01 26/11/2026")
